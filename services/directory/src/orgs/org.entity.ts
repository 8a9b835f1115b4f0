import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Org } from './org.ts';

export const OrgEntity = new EntitySchema<Org>({
  name: 'Org',
  tableName: 'orgs',
  columns: {
    id: column.id(),
    status: column.code('status', 16),
    code: column.code('code', 64),
    name: column.text('name', 200),
    shortName: column.text('short_name', 100),
    level: column.code('level', 16),
    kind: column.code('kind', 16),
    parentId: column.ref('parent_id', { nullable: true }),
    path: column.code('path', 700),
    depth: column.integer('depth'),
    docCodes: column.json('doc_codes'),
    fondsCode: column.code('fonds_code', 64, { nullable: true }),
    dutyPhone: column.text('duty_phone', 40, { nullable: true }),
    reportingUnit: column.bool('reporting_unit'),
    classifyingRight: column.code('classifying_right', 16, { nullable: true }),
    validFrom: column.day('valid_from'),
    validTo: column.day('valid_to', { nullable: true }),
    mergedIntoId: column.ref('merged_into_id', { nullable: true }),
    version: column.integer('version'),
    createdAt: column.instant('created_at'),
    updatedAt: column.instant('updated_at'),
  },
  indices: [
    { name: 'orgs_code', columns: ['code'], unique: true },
    { name: 'orgs_path', columns: ['path'], unique: true },
    { name: 'orgs_parent', columns: ['parentId', 'status'] },
  ],
});
