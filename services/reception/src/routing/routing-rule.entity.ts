import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { RoutingRule } from './routing-rule.ts';

export const RoutingRuleEntity = new EntitySchema<RoutingRule>({
  name: 'RoutingRule',
  tableName: 'routing_rules',
  columns: {
    ...column.root(),
    siteId: column.ref('site_id', { nullable: true }),
    areaOrgId: column.ref('area_org_id', { nullable: true }),
    topic: column.text('topic', 100, { nullable: true }),
    kind: column.code('kind', 16, { nullable: true }),
    toOrgId: column.ref('to_org_id'),
    remark: column.text('remark', 500, { nullable: true }),
    changedById: column.ref('changed_by_id', { nullable: true }),
  },
  indices: [{ name: 'routing_rules_register', columns: ['ownerOrgId', 'status', 'createdAt'] }],
});
