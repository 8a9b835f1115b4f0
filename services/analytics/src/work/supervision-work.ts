import {
  completionSubmitted,
  coordinationDecided,
  coordinationRequested,
  extensionDecided,
  extensionRequested,
  itemAccepted,
  itemAssigned,
  itemCompleted,
  itemDeadlineChanged,
  itemMerged,
  itemProposed,
  itemRegistered,
  itemRejected,
  itemReopened,
  itemStruckOff,
  noticeAnswered,
  noticeIssued,
  positionStated,
  verificationFailed,
} from '@chengqi/schemas/events/supervision';
import { allDone, done, doneBy, first, learn, limit, open, openEach, over } from './matter.ts';
import { begins, goesOn } from './work-rules.ts';

/** The lead unit before the others; only it works again when the work was not done. */
const leadFirst = (orgIds: readonly string[], [lead]: readonly string[]): readonly string[] =>
  lead !== undefined && orgIds.includes(lead) ? [lead, ...orgIds.filter((id) => id !== lead)] : orgIds;

/** Everything on an item stands under the item's limit. */
export const itemWork = [
  begins(itemProposed, () => [open('REGISTER')]),
  begins(itemRegistered, ({ data }) => [
    learn({ major: data.weight === 'MAJOR' }),
    limit(data.dueAt),
    done('REGISTER'),
    first('REGISTERED', learn({ unitIds: [data.leadOrgId] }), open('ASSIGN')),
  ]),
  goesOn(itemRejected, () => [over]),
  goesOn(itemMerged, () => [over]),
  goesOn(itemAssigned, ({ data: { orgIds } }, { unitIds }) => [
    done('ASSIGN'),
    learn({ unitIds: leadFirst(orgIds, unitIds) }),
    ...openEach('ACCEPT', orgIds),
  ]),
  goesOn(itemAccepted, ({ data: { orgId } }) => [doneBy('ACCEPT', orgId), open('REPORT', { orgId })]),
  goesOn(completionSubmitted, ({ actorid }) => [done('ACCEPT', 'REPORT'), open('VERIFY', { exceptId: actorid })]),
  goesOn(verificationFailed, (_, { unitIds }) => [done('VERIFY'), ...openEach('REPORT', unitIds.slice(0, 1))]),
  goesOn(itemCompleted, () => [allDone, open('STRIKE_OFF')]),
  goesOn(itemStruckOff, () => [allDone, open('CATALOGUE', { dueAt: null })]),
  goesOn(itemReopened, (_, { unitIds }) => [allDone, ...openEach('REPORT', unitIds.slice(0, 1))]),
  goesOn(noticeIssued, ({ data }) => [open('ANSWER_NOTICE', { orgId: data.toOrgId })]),
  goesOn(noticeAnswered, ({ data }) => [doneBy('ANSWER_NOTICE', data.orgId)]),
  goesOn(extensionRequested, ({ actorid }) => [open('DECIDE_EXTENSION', { exceptId: actorid })]),
  goesOn(extensionDecided, ({ data }) => [done('DECIDE_EXTENSION'), limit(data.dueAt)]),
  goesOn(itemDeadlineChanged, ({ data }) => [limit(data.dueAt)]),
];

/** What the parties do not agree on stays with who leads the coordination. */
export const coordinationWork = [
  begins(coordinationRequested, ({ data }) => [
    limit(data.dueAt),
    open('DECIDE_COORDINATION'),
    ...openEach('STATE_POSITION', data.partyOrgIds),
  ]),
  goesOn(positionStated, ({ data }) => [doneBy('STATE_POSITION', data.orgId)]),
  goesOn(coordinationDecided, ({ data }) => [data.result === 'NOT_AGREED' ? done('STATE_POSITION') : over]),
];
