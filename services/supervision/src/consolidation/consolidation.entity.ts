import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Consolidation, MissingReport } from './consolidation.ts';

const optional = { nullable: true };

export const ConsolidationEntity = new EntitySchema<Consolidation>({
  name: 'Consolidation',
  tableName: 'consolidations',
  columns: {
    ...column.root(),
    dutyId: column.ref('duty_id'),
    period: column.code('period', 16),
    narrative: column.longText('narrative', optional),
    draftedById: column.ref('drafted_by_id', optional),
    finalizedAt: column.instant('finalized_at', optional),
    finalizedById: column.ref('finalized_by_id', optional),
    figures: column.json('figures', optional),
  },
  indices: [{ name: 'consolidations_period', columns: ['dutyId', 'period'], unique: true }],
});

export const MissingReportEntity = new EntitySchema<MissingReport>({
  name: 'MissingReport',
  tableName: 'missing_reports',
  columns: {
    consolidationId: column.key('consolidation_id'),
    orgId: column.key('org_id'),
    state: column.code('state', 16),
  },
});
