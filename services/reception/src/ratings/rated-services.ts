import type { Call } from '../calls/call.ts';
import type { ServiceCase } from '../cases/case.ts';
import type { Visit } from '../visits/visit.ts';
import type { RatedService } from './rating.ts';

const known = (ids: readonly (string | null | undefined)[]): string[] => ids.filter((id) => id != null);

/** What the applicant of a case rates. */
export const ratedCase = (serviceCase: ServiceCase): RatedService => ({
  subjectType: 'CASE',
  subjectId: serviceCase.id,
  ownerOrgId: serviceCase.ownerOrgId,
  secrecyLevel: serviceCase.secrecyLevel,
  restricted: serviceCase.restricted,
  contactOf: serviceCase.id,
  matterId: serviceCase.restricted ? null : serviceCase.matterId,
  nameable: !serviceCase.anonymous && !serviceCase.confidential,
  ratedIds: known([
    serviceCase.officerId,
    serviceCase.firstResponderId,
    serviceCase.answer?.draftedById,
    serviceCase.answer?.signedById,
  ]),
});

/** What a caller rates: the officers who wrote the call down are who spoke. */
export const ratedCall = (
  { id, ownerOrgId, secrecyLevel, callerId }: Call,
  officerIds: readonly (string | null)[],
): RatedService => ({
  subjectType: 'CALL',
  subjectId: id,
  ownerOrgId,
  secrecyLevel,
  restricted: false,
  contactOf: callerId,
  matterId: null,
  nameable: true,
  ratedIds: known(officerIds),
});

/** What the visitor rates. */
export const ratedVisit = (visit: Visit): RatedService => ({
  subjectType: 'VISIT',
  subjectId: visit.id,
  ownerOrgId: visit.ownerOrgId,
  secrecyLevel: visit.secrecyLevel,
  restricted: false,
  contactOf: visit.id,
  matterId: null,
  nameable: true,
  ratedIds: known([visit.firstResponderId, visit.receivedById, visit.hostPersonId]),
});
