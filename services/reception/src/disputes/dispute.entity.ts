import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Dispute } from './dispute.ts';

export const DisputeEntity = new EntitySchema<Dispute>({
  name: 'Dispute',
  tableName: 'disputes',
  columns: {
    ...column.root(),
    code: column.code('code', 64),
    kind: column.code('kind', 24),
    regime: column.code('regime', 16),
    applicantsCount: column.integer('applicants_count'),
    respondentOrgId: column.ref('respondent_org_id'),
    openedAt: column.instant('opened_at'),
    mediatorId: column.ref('mediator_id'),
    mediationDueAt: column.instant('mediation_due_at', { nullable: true }),
    closedAt: column.instant('closed_at', { nullable: true }),
    claim: column.text('claim', 2000),
    imported: column.bool('imported'),
  },
  indices: [
    { name: 'disputes_code', columns: ['code'], unique: true },
    { name: 'disputes_opened', columns: ['openedAt', 'id'] },
    { name: 'disputes_mediator', columns: ['mediatorId', 'openedAt'] },
    { name: 'disputes_owner', columns: ['ownerOrgId', 'openedAt'] },
    { name: 'disputes_respondent', columns: ['respondentOrgId', 'openedAt'] },
    { name: 'disputes_due', columns: ['mediationDueAt'] },
    { name: 'disputes_open', columns: ['secrecyLevel', 'id'] },
  ],
});
