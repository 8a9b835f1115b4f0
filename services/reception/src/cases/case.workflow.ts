import type { Access, Act, Decision } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { type Doer, type Duty, defineWorkflow, person, role, separate, separationOfDuties } from '@chengqi/service-kit';
import type { Limits } from '../clocks/case-deadlines.ts';
import type { CaseStatus, CaseSubject, ServiceCase } from './case.ts';
import {
  askable,
  exhausted,
  extendable,
  hasDraft,
  notArbitrated,
  notToldYet,
  redoable,
  toldOnce,
  transferable,
} from './case-guards.workflow.ts';
import type { CaseAction, CaseEventType } from './case-journal.ts';

type Who = Doer<CaseSubject>;

/** The window of the responsible unit, or the one where the matter was registered. */
const window: Who = role('WINDOW', {
  of: ({ ownerOrgId, windowOrgId }) => (windowOrgId === null ? ownerOrgId : [ownerOrgId, windowOrgId]),
});
const officer: Who = role('CASE_OFFICER');
const orgHead: Who = role('ORG_HEAD');
const supervisor: Who = role('SUPERVISOR');
const director: Who = role('OFFICE_DIRECTOR', { of: ({ ledgerOrgId }) => ledgerOrgId });
const reviewer: Who = role('CASE_OFFICER', { of: ({ reviewOrgId }) => reviewOrgId });
/** No window sees an accusation after its registration, so those who may read it do the window's part. */
const confidants: readonly Who[] = [
  role('CASE_OFFICER', { when: ({ restricted }) => restricted }),
  role('PRINCIPAL', { when: ({ restricted }) => restricted }),
];
const atWindow: readonly Who[] = [window, ...confidants];
/** What the applicant does reaches the office through somebody. */
const forApplicant: readonly Who[] = [window, officer];
const firstResponder: Who = person(({ firstResponderId }) => firstResponderId, 'first responder');
const named: Who = person(({ handedToId }) => handedToId, 'person named by the first responder');

const notAccused: Duty<CaseSubject> = (actor, { accusedPersonId, accusedOrgId }) =>
  (actor.personId !== null && actor.personId === accusedPersonId) ||
  (accusedOrgId !== null && actor.belongsTo(accusedOrgId))
    ? separationOfDuties({ en: 'Who is concerned recuses.', zh: '与事项有利害关系的人员应当回避。' })
    : null;

const notDrafter = separate<CaseSubject>(({ answer }) => [answer?.draftedById ?? null], {
  en: 'Who wrote the answer does not sign it.',
  zh: '答复意见的拟稿人不得签批本答复。',
});

const notOfficer = separate<CaseSubject>(({ officerId, answer }) => [officerId, answer?.draftedById ?? null], {
  en: 'Somebody else than the officer asks the applicant.',
  zh: '回访人不得为承办人。',
});

/** A review is not decided by who gave the answer under review, nor a recheck by who decided the review. */
const notOfFormerStage = separate<CaseSubject>(
  ({ officerId, answer, opinions }) => [officerId, answer?.draftedById ?? null, ...opinions.map(({ byId }) => byId)],
  { en: 'Who decided before does not decide again.', zh: '曾参与前一环节办理的人员不得再作复查复核决定。' },
);

const anyOpen = ['REGISTERED', 'SUPPLEMENT', 'ACCEPTED', 'HANDLING', 'REVIEWING', 'RECHECKING'] as const;
const reviewable = ['ANSWERED', 'CALLED_BACK', 'CLOSED'] as const;
const calling = { from: 'ANSWERED', action: 'CALL_BACK', roles: atWindow, duties: [notOfficer] } as const;
const deciding = { action: 'DECIDE_REVIEW', roles: [reviewer], duties: [notOfFormerStage] } as const;
const firstAsks = (['REGISTERED', 'SUPPLEMENT'] as const).flatMap(
  (status) =>
    [
      { from: status, action: 'HAND_FIRST_ASK', to: status, roles: [firstResponder] },
      { from: status, action: 'ACCEPT_FIRST_ASK', to: status, roles: [named] },
    ] as const,
);

const wording = { states: words.values.CaseState, actions: words.values.CaseAction };

export const caseWorkflow = defineWorkflow<CaseSubject, CaseStatus, CaseAction>(wording, [
  {
    from: 'REGISTERED',
    action: 'ISSUE_ONE_TIME_NOTICE',
    to: 'SUPPLEMENT',
    roles: [window, officer],
    guard: notToldYet,
  },
  { from: 'SUPPLEMENT', action: 'SUPPLEMENT', to: 'REGISTERED', roles: forApplicant },
  { from: 'REGISTERED', action: 'DEMAND_SUPPLEMENT_AGAIN', to: 'SUPPLEMENT', roles: [orgHead], guard: toldOnce },
  { from: 'REGISTERED', action: 'ACCEPT', to: 'ACCEPTED', roles: [officer], duties: [notAccused] },
  { from: 'REGISTERED', action: 'REFUSE', to: 'NOT_ACCEPTED', roles: [officer], duties: [notAccused] },
  {
    from: ['REGISTERED', 'ACCEPTED'],
    action: 'TRANSFER',
    to: 'REGISTERED',
    roles: [officer],
    guard: transferable,
  },
  { from: ['REGISTERED', 'ACCEPTED'], action: 'ARBITRATE', to: 'REGISTERED', roles: [director], guard: notArbitrated },
  { from: 'ACCEPTED', action: 'START_HANDLING', to: 'HANDLING', roles: [officer], duties: [notAccused] },
  { from: 'HANDLING', action: 'EXTEND', to: 'HANDLING', roles: [orgHead], guard: extendable },
  { from: 'HANDLING', action: 'ANSWER', outcome: 'FINAL', to: 'ANSWERED', roles: [officer], duties: [notAccused] },
  { from: 'HANDLING', action: 'ANSWER', outcome: 'DRAFT', to: 'HANDLING', roles: [officer], duties: [notAccused] },
  {
    from: 'HANDLING',
    action: 'SIGN_ANSWER',
    to: 'ANSWERED',
    roles: [orgHead],
    duties: [notDrafter],
    guard: hasDraft,
  },
  { ...calling, outcome: 'DONE', to: 'CALLED_BACK' },
  { ...calling, outcome: 'VAIN', to: 'ANSWERED' },
  { from: 'CALLED_BACK', action: 'CLOSE', to: 'CLOSED', roles: atWindow },
  {
    from: 'CALLED_BACK',
    action: 'REDO',
    to: 'HANDLING',
    roles: [window, supervisor, ...confidants],
    guard: redoable,
  },
  {
    from: 'CALLED_BACK',
    action: 'HAND_TO_SUPERVISION',
    to: 'HANDLING',
    roles: [window, supervisor, ...confidants],
    guard: exhausted,
  },
  {
    from: reviewable,
    action: 'REQUEST_REVIEW',
    to: 'REVIEWING',
    roles: forApplicant,
    guard: (subject) => askable(subject, 'FIRST'),
  },
  {
    from: reviewable,
    action: 'REQUEST_RECHECK',
    to: 'RECHECKING',
    roles: forApplicant,
    guard: (subject) => askable(subject, 'REVIEW'),
  },
  { from: 'REVIEWING', action: 'RECORD_HEARING', to: 'REVIEWING', roles: [reviewer] },
  { from: 'RECHECKING', action: 'RECORD_HEARING', to: 'RECHECKING', roles: [reviewer] },
  { from: 'REVIEWING', to: 'ANSWERED', ...deciding },
  { from: 'RECHECKING', to: 'TERMINATED', ...deciding },
  { from: anyOpen, action: 'WITHDRAW', to: 'WITHDRAWN', roles: forApplicant },
  ...firstAsks,
]);

/** Accusations obey a second rule beside it, so cases are read by the register. */
export const caseAccess: Access<CaseSubject, CaseStatus, CaseAction> = {
  type: 'ServiceCase',
  roles: [...new Set([...caseWorkflow.roles, 'DUTY_OFFICER', 'DUTY_LEADER'])],
  workflow: caseWorkflow,
};

export interface CaseAct extends Act<CaseStatus> {
  /** Changes together with the ends of the limits that follow from them. */
  readonly counted: <C extends Partial<ServiceCase>>(changes: C) => C & Limits;
}

/** What an act changes, what it announces, and what the journal says. */
export interface CaseDecision extends Decision<ServiceCase> {
  readonly entry: { readonly type: CaseEventType; readonly text?: string | null; readonly toOrgId?: string | null };
}
