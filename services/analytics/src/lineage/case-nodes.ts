import type { EventContract } from '@chengqi/schemas';
import {
  callAnswered,
  callMissed,
  callRestated,
  caseAccepted,
  caseAnswered,
  caseCalledBack,
  caseClosed,
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
import { begins, goesOn } from './node-events.ts';

const call = <Data extends { callRef: string; outcome: string; ringAt: string }>(contract: EventContract<Data>) =>
  begins(contract, ({ data }) => ({ state: data.outcome, code: data.callRef, at: momentOf(data.ringAt) }));
const moves = (state: string) => () => ({ state });
const nothing = { type: null, ownerOrgId: null, secrecyLevel: null, imported: null };

export const caseNodes = [
  call(callAnswered),
  call(callMissed),
  call(callRestated),
  begins(caseOpened, ({ data }) =>
    data.kind === 'ACCUSATION' ? nothing : { state: 'OPENED', code: data.code, at: momentOf(data.openedAt) },
  ),
  goesOn(caseAccepted, moves('ACCEPTED')),
  goesOn(caseRefused, moves('REFUSED')),
  goesOn(supplementDemanded, moves('SUPPLEMENT')),
  goesOn(caseSupplemented, moves('OPENED')),
  goesOn(caseTransferred, moves('TRANSFERRED')),
  goesOn(caseAnswered, moves('ANSWERED')),
  goesOn(caseCalledBack, moves('CALLED_BACK')),
  goesOn(caseRedone, moves('REDONE')),
  goesOn(caseRedoExhausted, moves('SUPERVISED')),
  goesOn(caseClosed, ({ data }) => ({ state: 'CLOSED', endedAt: momentOf(data.closedAt) })),
  goesOn(caseWithdrawn, moves('WITHDRAWN')),
  goesOn(reviewRequested, moves('REVIEW')),
  goesOn(caseTerminated, moves('TERMINATED')),
  begins(ratingSubmitted, ({ data }) =>
    data.orgId === null ? nothing : { state: 'SUBMITTED', at: momentOf(data.ratedAt) },
  ),
  goesOn(ratingFedBack, moves('FED_BACK')),
  goesOn(ratingClosed, moves('CLOSED')),
  goesOn(ratingRemoved, moves('REMOVED')),
];
