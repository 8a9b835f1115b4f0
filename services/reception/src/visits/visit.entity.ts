import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Visit } from './visit.ts';

const maybe = { nullable: true };

export const VisitEntity = new EntitySchema<Visit>({
  name: 'Visit',
  tableName: 'visits',
  columns: {
    ...column.root(),
    visitNo: column.code('visit_no', 64),
    kind: column.code('kind', 16),
    companions: column.integer('companions'),
    hostPersonId: column.ref('host_person_id', maybe),
    siteId: column.ref('site_id'),
    siteOrgId: column.ref('site_org_id'),
    purpose: column.text('purpose', 500),
    letterNo: column.text('letter_no', 100, maybe),
    letterWaivedById: column.ref('letter_waived_by_id', maybe),
    letterWaiverReason: column.text('letter_waiver_reason', 500, maybe),
    expectedAt: column.instant('expected_at', maybe),
    arriveAt: column.instant('arrive_at', maybe),
    receivedAt: column.instant('received_at', maybe),
    leaveAt: column.instant('leave_at', maybe),
    badge: column.text('badge', 32, maybe),
    firstResponderId: column.ref('first_responder_id', maybe),
    receivedById: column.ref('received_by_id', maybe),
    caseId: column.ref('case_id', maybe),
    caseCode: column.code('case_code', 64, maybe),
    refuseReason: column.text('refuse_reason', 500, maybe),
    erasedAt: column.instant('erased_at', maybe),
    erasedById: column.ref('erased_by_id', maybe),
    eraseReason: column.text('erase_reason', 500, maybe),
    listedAt: column.instant('listed_at'),
    imported: column.bool('imported'),
  },
  indices: [
    { name: 'visits_no', columns: ['visitNo', 'imported'], unique: true },
    { name: 'visits_listed', columns: ['listedAt', 'id'] },
    { name: 'visits_owner', columns: ['ownerOrgId', 'listedAt'] },
    { name: 'visits_site', columns: ['siteId', 'status', 'listedAt'] },
    { name: 'visits_case', columns: ['caseId', 'status'] },
    { name: 'visits_case_code', columns: ['caseCode'] },
    { name: 'visits_expected', columns: ['status', 'expectedAt'] },
    { name: 'visits_open', columns: ['secrecyLevel', 'id'] },
  ],
});
