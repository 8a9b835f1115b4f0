import type { CaseStatus, ServiceCase } from '@chengqi/reception/cases/case';
import type { CaseChannel, CaseKind } from '@chengqi/schemas/events/reception';
import { idOf, randomFrom } from '../facts/generated-facts.ts';
import { callEvery, callNumbered, callsOfCase, day, picker, stored } from './density.ts';

const openCases = 400;

const kinds: readonly (readonly [CaseKind, number])[] = [
  ...([
    ['SERVICE', 50],
    ['HOTLINE', 30],
    ['CONSULT', 8],
    ['SUGGESTION', 8],
  ] as const),
  ...([
    ['PETITION', 3],
    ['STAFF_APPEAL', 0.5],
    ['ACCUSATION', 0.5],
  ] as const),
];
const channels: readonly CaseChannel[] = ['WINDOW', 'PHONE', 'WEB'];
const ended: readonly (readonly [CaseStatus, number])[] = [
  ['CLOSED', 94],
  ['WITHDRAWN', 3],
  ['NOT_ACCEPTED', 3],
];
const running: readonly (readonly [CaseStatus, number])[] = [
  ...([
    ['REGISTERED', 15],
    ['SUPPLEMENT', 10],
    ['ACCEPTED', 20],
  ] as const),
  ...([
    ['HANDLING', 40],
    ['ANSWERED', 10],
    ['CALLED_BACK', 5],
  ] as const),
];

/** Who answers for cases: officers by unit, and the people of the windows who were asked first. */
export interface CaseStaff {
  readonly ledgerOrgId: string;
  readonly officers: readonly { readonly personId: string; readonly orgId: string }[];
  readonly windows: readonly string[];
}

/** The last cases before the moment, the oldest first; the newest ones are still to be answered. */
export function generatedCases(count: number, until: Date, staff: CaseStaff): ServiceCase[] {
  const { pick, weighed } = picker(randomFrom(19));
  return Array.from({ length: count }, (_, index) => {
    const openedAt = new Date(until.getTime() - (count - index) * callsOfCase * callEvery);
    const status = weighed(index < count - openCases ? ended : running);
    const { personId: officerId, orgId } = pick(staff.officers);
    const firstResponderId = pick(staff.windows);
    const channel = pick(channels);
    const call = channel === 'PHONE' ? callNumbered(index * callsOfCase) : { callId: null, callRef: null };
    const told = { index, openedAt, status, officerId, firstResponderId, kind: weighed(kinds), channel, ...call };
    return caseOf({ ...told, orgId, ledgerOrgId: staff.ledgerOrgId });
  });
}
interface ToldCase
  extends Pick<ServiceCase, 'openedAt' | 'status' | 'kind' | 'channel' | 'officerId' | 'firstResponderId'>,
    Pick<ServiceCase, 'callId' | 'callRef' | 'ledgerOrgId'> {
  readonly index: number;
  readonly orgId: string;
}

function caseOf({ index, orgId, ...told }: ToldCase): ServiceCase {
  const { openedAt, status } = told;
  const after = (days: number): Date => new Date(openedAt.getTime() + days * day);
  const dueAt = after(15);
  const over = ended.some(([each]) => each === status);
  const answeredAt = over || ['ANSWERED', 'CALLED_BACK'].includes(status) ? after(10) : null;
  const title = `办件第${index}号`;
  return stored(openedAt, orgId, {
    ...nothing,
    ...told,
    ...{
      id: idOf('cas', index),
      code: `霁办件${openedAt.getUTCFullYear()}-${index}`,
      title,
      factsKey: title,
      text: title,
    },
    ...{ restricted: told.kind === 'ACCUSATION', dueAt, originalDueAt: dueAt, answeredAt, firstAnsweredAt: answeredAt },
    acceptedAt: ['REGISTERED', 'SUPPLEMENT'].includes(status) ? null : after(1),
    closedAt: status === 'CLOSED' ? after(12) : null,
    pausedAt: status === 'SUPPLEMENT' ? after(1) : null,
    visitsCount: index % 3,
  });
}

/** Of a case where nothing out of the ordinary happened. */
const nothing = {
  ...{ windowOrgId: null, topicKey: null, siteId: null, safety: false, accusedOrgId: null, accusedPersonId: null },
  ...{ anonymous: false, confidential: false, jointCount: 1, handedToId: null },
  ...{ extendedAt: null, extensionDays: null, demands: [], refusedAt: null, refusal: null },
  ...{ transferredAt: null, arbitratedAt: null, answer: null, callbackAttempts: 0, calledBackAt: null },
  ...{ withdrawnAt: null, redoCount: 0, redoneAt: null, secondSupplementAt: null, duplicateOfId: null },
  ...{ imported: false, stage: 'FIRST' as const, noticeDueAt: null, objectionDueAt: null, finishDueAt: null },
  ...{ matterId: null, answerDays: null, routingRuleId: null, reviewAskedAt: null, hearingDays: null },
  ...{ supervisedAt: null, reviewOrgId: null, reviewDueAt: null, opinions: [], terminatedAt: null },
};
