import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { ToldWarning, WarningMark } from './warning.ts';

const optional = { nullable: true };

export const WarningMarkEntity = new EntitySchema<WarningMark>({
  name: 'WarningMark',
  tableName: 'early_warnings',
  columns: {
    ...column.root(),
    kind: column.code('kind', 16),
    subjectId: column.ref('subject_id', optional),
    stateById: column.ref('state_by_id', optional),
    stateSince: column.instant('state_since', optional),
    note: column.text('note', 500, optional),
  },
  indices: [{ name: 'early_warnings_state', columns: ['status', 'id'] }],
});

export const ToldWarningEntity = new EntitySchema<ToldWarning>({
  name: 'ToldWarning',
  tableName: 'told_warnings',
  columns: {
    id: column.id(),
    kind: column.code('kind', 16),
    ownerOrgId: column.ref('owner_org_id'),
    subjectId: column.ref('subject_id', optional),
    toldAt: column.instant('told_at'),
  },
  indices: [{ name: 'told_warnings_subject', columns: ['subjectId', 'ownerOrgId'] }],
});
