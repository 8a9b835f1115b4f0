import type { DomainEvent } from '@chengqi/schemas';
import { visitEnded, visitorOnSite } from '@chengqi/schemas/events/reception';
import type { Transaction } from '@chengqi/service-kit';
import type { RatedService } from '../ratings/rating.ts';
import type { Visit } from './visit.ts';

/** A visit of which nothing has happened yet. */
export const blankVisit = ({ now }: Transaction, id: string) =>
  ({
    id,
    version: 1,
    secrecyLevel: 'INTERNAL',
    createdAt: now,
    updatedAt: now,
    hostPersonId: null,
    letterNo: null,
    letterWaivedById: null,
    letterWaiverReason: null,
    expectedAt: null,
    arriveAt: null,
    receivedAt: null,
    leaveAt: null,
    badge: null,
    firstResponderId: null,
    receivedById: null,
    caseId: null,
    caseCode: null,
    refuseReason: null,
    imported: false,
  }) as const;

/** Who sees a visit beside the unit visited. */
export const partiesOf = ({ siteOrgId, hostPersonId, firstResponderId }: Visit) => [
  { partyId: siteOrgId, relation: 'SITE' },
  ...(hostPersonId === null ? [] : [{ partyId: hostPersonId, relation: 'HOST' }]),
  ...(firstResponderId === null ? [] : [{ partyId: firstResponderId, relation: 'FIRST_RESPONDER' }]),
];

export const onSite = (visit: Visit, arriveAt: Date): DomainEvent =>
  visitorOnSite.create(visit, {
    visitId: visit.id,
    kind: visit.kind,
    siteId: visit.siteId,
    hostOrgId: visit.ownerOrgId,
    arriveAt: arriveAt.toISOString(),
  });

export const ended = (visit: Visit, state: 'LEFT' | 'REFUSED' | 'NO_SHOW', at: Date): DomainEvent =>
  visitEnded.create(visit, { visitId: visit.id, state, at: at.toISOString() });

/** What the visitor rates. */
export const ratedVisit = (visit: Visit): RatedService => ({
  subjectType: 'VISIT',
  subjectId: visit.id,
  ownerOrgId: visit.ownerOrgId,
  secrecyLevel: visit.secrecyLevel,
  restricted: false,
  contactOf: visit.id,
  nameable: true,
  ratedIds: [visit.firstResponderId, visit.receivedById, visit.hostPersonId].filter((id) => id !== null),
});
