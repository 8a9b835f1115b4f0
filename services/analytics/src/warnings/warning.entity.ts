import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { WarningMark } from './warning.ts';

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
