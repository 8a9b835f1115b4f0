import type { EventContract } from '@chengqi/schemas';
import {
  type CallbackEnd,
  callbackClosed,
  callbackEscalated,
  callbackOpened,
  callbackOverdue,
  callbackRestated,
  caseAccepted,
  caseAnswered,
  caseCalledBack,
  caseClosed,
  caseExtended,
  caseOpened,
  caseRedoExhausted,
  caseRedone,
  caseRefused,
  caseSupplemented,
  caseTerminated,
  caseTransferred,
  caseWithdrawn,
  ratingClosed,
  ratingFedBack,
  ratingRemoved,
  ratingSubmitted,
  reviewRequested,
  supplementDemanded,
} from '@chengqi/schemas/events/reception';
import { momentOf } from '../projection/projection.ts';
import { allDone, done, first, learn, limit, open, over } from './matter.ts';
import { begins, goesOn } from './work-rules.ts';

interface CallbackFacts {
  readonly openedAt: string;
  readonly dueAt: string;
  readonly end: CallbackEnd;
}

/** Every word on a callback says all there is to know of it. */
const callback = <Data extends CallbackFacts>(contract: EventContract<Data>) =>
  begins(contract, ({ data, orgid: orgId }) =>
    data.end === 'OPEN'
      ? [learn({ orgId }), limit(data.dueAt), open('CALL_BACK', { waitingSince: momentOf(data.openedAt) })]
      : [over],
  );

export const callbackWork = [
  ...[callbackOpened, callbackRestated, callbackOverdue, callbackClosed].map(callback),
  goesOn(callbackEscalated, ({ data }) =>
    data.personIds.map((personId) => open('PRESS_CALLBACK', { personId, orgId: null })),
  ),
];

const untilAsked = { dueAt: null };

/** An accusation is no matter here, so nothing that follows finds one. */
export const caseWork = [
  begins(caseOpened, ({ data, orgid }) =>
    data.kind === 'ACCUSATION'
      ? [over]
      : [
          learn({ orgId: data.responsibleOrgId ?? orgid }),
          limit(data.noticeDueAt ?? data.dueAt),
          first('OPENED', open('ACCEPT_CASE')),
        ],
  ),
  goesOn(caseAccepted, ({ data }) => [limit(data.dueAt), done('ACCEPT_CASE'), open('ANSWER_CASE')]),
  goesOn(caseRefused, () => [over]),
  goesOn(supplementDemanded, ({ data }) => [limit(data.dueAt), done('ACCEPT_CASE')]),
  goesOn(caseSupplemented, ({ data }) => [limit(data.dueAt), open('ACCEPT_CASE')]),
  goesOn(caseTransferred, ({ data }) =>
    data.toOrgId === null ? [over] : [allDone, learn({ orgId: data.toOrgId }), limit(data.dueAt), open('ACCEPT_CASE')],
  ),
  goesOn(caseExtended, ({ data }) => [limit(data.dueAt)]),
  goesOn(caseAnswered, ({ actorid }) => [done('ANSWER_CASE'), open('FOLLOW_UP', { exceptId: actorid, ...untilAsked })]),
  goesOn(caseCalledBack, () => [allDone, open('CLOSE_CASE', untilAsked)]),
  goesOn(caseRedone, () => [allDone, open('ANSWER_CASE')]),
  goesOn(caseRedoExhausted, () => [allDone, open('ANSWER_CASE')]),
  goesOn(caseClosed, () => [allDone]),
  goesOn(caseWithdrawn, () => [over]),
  goesOn(reviewRequested, ({ data }) => [
    allDone,
    open('ANSWER_CASE', { orgId: data.toOrgId, dueAt: momentOf(data.dueAt) }),
  ]),
  goesOn(caseTerminated, () => [over]),
];

const worst = 2;

/** Only a bad rating asks for something; that of an accusation names no unit and is nobody's here. */
export const ratingWork = [
  begins(ratingSubmitted, ({ data }) =>
    data.score <= worst && data.orgId !== null
      ? [learn({ orgId: data.orgId }), limit(data.dueAt), open('REVISIT')]
      : [over],
  ),
  goesOn(ratingFedBack, () => [allDone]),
  goesOn(ratingClosed, () => [over]),
  goesOn(ratingRemoved, () => [over]),
];
