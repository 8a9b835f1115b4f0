import type { SecrecyLevel } from '@chengqi/schemas';
import type { VisitBlock } from './blocked-visitor.ts';

export const visitKinds = ['PUBLIC', 'OFFICIAL', 'CONTRACTOR', 'MEDIA', 'PETITION'] as const;
export type VisitKind = (typeof visitKinds)[number];
export const visitStatuses = ['INVITED', 'WALK_IN', 'CHECKED_IN', 'RECEIVED', 'LEFT', 'REFUSED', 'NO_SHOW'] as const;
export type VisitStatus = (typeof visitStatuses)[number];
export type VisitAction = 'CHECK_IN' | 'RECEIVE' | 'CHECK_OUT' | 'REFUSE' | 'MARK_NO_SHOW' | 'ERASE';

/** Somebody from outside comes to the house; name and number are kept as contacts. */
export interface Visit {
  readonly id: string;
  readonly status: VisitStatus;
  readonly version: number;
  /** The unit visited. */
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly visitNo: string;
  readonly kind: VisitKind;
  readonly companions: number;
  readonly hostPersonId: string | null;
  readonly siteId: string;
  /** Whose desk it is. */
  readonly siteOrgId: string;
  readonly purpose: string;
  readonly letterNo: string | null;
  readonly letterWaivedById: string | null;
  readonly letterWaiverReason: string | null;
  readonly expectedAt: Date | null;
  readonly arriveAt: Date | null;
  readonly receivedAt: Date | null;
  readonly leaveAt: Date | null;
  readonly badge: string | null;
  readonly firstResponderId: string | null;
  readonly receivedById: string | null;
  readonly caseId: string | null;
  /** Number of a case that was not known yet when history was imported. */
  readonly caseCode: string | null;
  readonly refuseReason: string | null;
  /** When name and numbers of the visitor were taken out of the visit, by whom and why. */
  readonly erasedAt: Date | null;
  readonly erasedById: string | null;
  readonly eraseReason: string | null;
  /** What lists are ordered by: the arrival, before it the appointment, else the registration. */
  readonly listedAt: Date;
  readonly imported: boolean;
}

/** A visit as its table asks about it: with what keeps the visitor out at the moment. */
export type VisitCase = Visit & { readonly block: VisitBlock | null };

export const inHouse = ['CHECKED_IN', 'RECEIVED'] as const satisfies readonly VisitStatus[];

/** of one petition. */
export const maxPetitioners = 5;

export const isInHouse = ({ status }: Pick<Visit, 'status'>): boolean => inHouse.some((inside) => inside === status);

/** What the law keeps: petitions, and whatever belongs to a case. */
export const isStatutory = ({ kind, caseId, caseCode }: Pick<Visit, 'kind' | 'caseId' | 'caseCode'>): boolean =>
  kind === 'PETITION' || caseId !== null || caseCode !== null;

/** an official visitor shows a letter, or the office director answers for the lack of one. */
export const mayBeReceived = ({
  kind,
  letterNo,
  letterWaivedById,
}: Pick<Visit, 'kind' | 'letterNo' | 'letterWaivedById'>): boolean =>
  kind !== 'OFFICIAL' || letterNo !== null || letterWaivedById !== null;

/** A visit of which nothing has happened yet. */
export const blankVisit = (now: Date, id: string) =>
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
    erasedAt: null,
    erasedById: null,
    eraseReason: null,
    imported: false,
  }) as const;

/** Who sees a visit beside the unit visited. */
export const partiesOf = ({ siteOrgId, hostPersonId, firstResponderId }: Visit) => [
  { partyId: siteOrgId, relation: 'SITE' },
  ...(hostPersonId === null ? [] : [{ partyId: hostPersonId, relation: 'HOST' }]),
  ...(firstResponderId === null ? [] : [{ partyId: firstResponderId, relation: 'FIRST_RESPONDER' }]),
];
