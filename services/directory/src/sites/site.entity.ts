import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Site } from './site.ts';

export const SiteEntity = new EntitySchema<Site>({
  name: 'Site',
  tableName: 'sites',
  columns: {
    id: column.id(),
    code: column.code('code', 64),
    name: column.text('name', 200),
    address: column.text('address', 200, { nullable: true }),
    orgId: column.ref('org_id'),
    category: column.code('category', 32),
    keyPart: column.bool('key_part'),
    capacity: column.integer('capacity', { nullable: true }),
    version: column.integer('version'),
    createdAt: column.instant('created_at'),
    updatedAt: column.instant('updated_at'),
  },
  indices: [
    { name: 'sites_code', columns: ['code'], unique: true },
    { name: 'sites_org', columns: ['orgId', 'code'] },
  ],
});
