import {
  Console_AcceptAssignmentDocument,
  Console_AcceptRiskDocument,
  Console_AddMilestoneDocument,
  Console_AnalyseObstacleDocument,
  Console_AnswerNoticeDocument,
  Console_AssignItemDocument,
  Console_CompleteMilestoneDocument,
  Console_DecideDisputeDocument,
  Console_DecideExtensionDocument,
  Console_DisputeAssignmentDocument,
  Console_DropMilestoneDocument,
  Console_EscalateObstacleDocument,
  Console_FinishAssignmentDocument,
  Console_GiveLeaderFeedbackDocument,
  Console_IssueNoticeDocument,
  Console_MergeItemDocument,
  Console_RaiseObstacleDocument,
  Console_RegisterItemDocument,
  Console_RejectItemDocument,
  Console_ReopenItemDocument,
  Console_ReportProgressDocument,
  Console_RequestCoordinationDocument,
  Console_RequestExtensionDocument,
  Console_ResolveObstacleDocument,
  Console_ResumeItemDocument,
  Console_StrikeOffItemDocument,
  Console_SubmitCompletionDocument,
  Console_SuspendItemDocument,
  Console_TransferLeadDocument,
  Console_VerifyItemDocument,
  type SupervisionItemAction,
  type SupervisionItemState,
} from '../generated/graphql.ts';
import { type Act, defineAct } from './act.ts';

const item = { target: 'itemId', versioned: true } as const;
/** About a part of it, which is asked for; the version is the item's. */
const part = { target: null, versioned: true } as const;

const cycles = ['DAILY', 'WEEKLY', 'BIWEEKLY', 'MONTHLY', 'NONE'];
const methods = ['DESK', 'ONSITE', 'UNANNOUNCED', 'SAMPLE_CALLBACK', 'DATA'];
const results = ['PASS', 'FAIL', 'PARTIAL'];
const colors = ['BLUE', 'YELLOW', 'ORANGE', 'RED'];
const obstacleKinds = [
  ...['POLICY', 'FUNDS', 'LAND', 'APPROVAL', 'CROSS_DEPT', 'TECHNICAL', 'EXTERNAL', 'STAFF', 'INACTION'],
];
const blocking = ['OPEN', 'ANALYSED', 'ESCALATED'];

const to = (state: SupervisionItemState) => () => ({ state });
const text = <Name extends string>(name: Name, label: string, { required = true } = {}) =>
  ({ name, as: 'text', required, label }) as const;
const reason = text('reason', 'reason');
const percent = <Name extends string>(name: Name, least: number) =>
  ({ name, as: 'number', required: true, least, most: 100 }) as const;
const assignment = (...states: readonly string[]) =>
  ({ name: 'assignmentId', as: 'choice', required: true, states }) as const;
const obstacle = (...states: readonly string[]) =>
  ({ name: 'obstacleId', as: 'choice', required: true, states }) as const;
const milestone = { name: 'milestoneId', as: 'choice', required: true, states: ['OPEN'] } as const;
const evidence = { name: 'evidence', as: 'evidence', required: false } as const;

/** What can be done with an item here; what needs more than a small form is left to other clients. */
export const itemActs: Readonly<Partial<Record<SupervisionItemAction, Act>>> = {
  REGISTER: defineAct(
    item,
    Console_RegisterItemDocument,
    [
      { name: 'dueOn', as: 'day', required: true },
      { name: 'feedbackCycle', as: 'code', required: true, type: 'FeedbackCycle', values: cycles },
      { name: 'leadOrgId', as: 'unit', required: true },
      { name: 'coOrgIds', as: 'units', required: false },
      { name: 'leaderId', as: 'person', required: true },
    ],
    to('REGISTERED'),
  ),
  REJECT: defineAct(item, Console_RejectItemDocument, [reason], to('REJECTED')),
  MERGE: defineAct(item, Console_MergeItemDocument, [{ name: 'intoItemId', as: 'item', required: true }, reason]),
  ASSIGN: defineAct(item, Console_AssignItemDocument, []),
  ACCEPT_ASSIGNMENT: defineAct(part, Console_AcceptAssignmentDocument, [
    assignment('SENT'),
    { name: 'handlerId', as: 'person', required: false },
  ]),
  DISPUTE_ASSIGNMENT: defineAct(part, Console_DisputeAssignmentDocument, [assignment('SENT'), reason]),
  DECIDE_DISPUTE: defineAct(part, Console_DecideDisputeDocument, [
    assignment('DISPUTED'),
    { name: 'uphold', as: 'yesno', required: true },
    text('answer', 'answer'),
    { name: 'toOrgId', as: 'unit', required: false },
  ]),
  TRANSFER_LEAD: defineAct(item, Console_TransferLeadDocument, [
    { name: 'toOrgId', as: 'unit', required: true, label: 'leadOrgId' },
    reason,
  ]),
  REPORT_PROGRESS: defineAct(part, Console_ReportProgressDocument, [
    assignment('WORKING'),
    percent('percent', 0),
    text('text', 'progress'),
    text('problems', 'problems', { required: false }),
    text('fallReason', 'fallReason', { required: false }),
    evidence,
  ]),
  FINISH_ASSIGNMENT: defineAct(part, Console_FinishAssignmentDocument, [assignment('WORKING')]),
  ADD_MILESTONE: defineAct(item, Console_AddMilestoneDocument, [
    { name: 'name', as: 'line', required: true, label: 'milestoneName' },
    { name: 'plannedOn', as: 'day', required: true },
    percent('weightPercent', 1),
  ]),
  COMPLETE_MILESTONE: defineAct(part, Console_CompleteMilestoneDocument, [milestone, evidence]),
  DROP_MILESTONE: defineAct(part, Console_DropMilestoneDocument, [milestone, reason]),
  RAISE_OBSTACLE: defineAct(item, Console_RaiseObstacleDocument, [
    { name: 'kind', as: 'code', required: true, type: 'ObstacleKind', values: obstacleKinds, label: 'obstacleKind' },
    text('description', 'obstacle'),
    text('proposal', 'wayOut'),
    { name: 'affectedOrgIds', as: 'units', required: false },
  ]),
  ANALYSE_OBSTACLE: defineAct(part, Console_AnalyseObstacleDocument, [
    obstacle(...blocking),
    text('rootCause', 'rootCause'),
    text('wayOut', 'wayOut'),
  ]),
  ESCALATE_OBSTACLE: defineAct(part, Console_EscalateObstacleDocument, [obstacle('OPEN', 'ANALYSED'), reason]),
  ACCEPT_RISK: defineAct(part, Console_AcceptRiskDocument, [obstacle(...blocking), reason]),
  RESOLVE_OBSTACLE: defineAct(part, Console_ResolveObstacleDocument, [
    obstacle(...blocking),
    text('resolution', 'resolution'),
  ]),
  REQUEST_COORDINATION: defineAct(part, Console_RequestCoordinationDocument, [
    obstacle(...blocking),
    { name: 'subject', as: 'line', required: true, label: 'coordinationSubject' },
    { name: 'partyOrgIds', as: 'units', required: false },
  ]),
  ISSUE_NOTICE: defineAct(item, Console_IssueNoticeDocument, [
    { name: 'color', as: 'code', required: true, type: 'NoticeColor', values: colors },
    { name: 'toOrgId', as: 'choice', required: true, label: 'urgedOrgId' },
    reason,
    { name: 'answerDueOn', as: 'day', required: false },
  ]),
  ANSWER_NOTICE: defineAct(part, Console_AnswerNoticeDocument, [
    { name: 'noticeId', as: 'choice', required: true, states: ['OPEN'] },
    text('answer', 'answer'),
  ]),
  REQUEST_EXTENSION: defineAct(item, Console_RequestExtensionDocument, [
    { name: 'toDueOn', as: 'day', required: true },
    reason,
    text('progress', 'progress'),
  ]),
  DECIDE_EXTENSION: defineAct(part, Console_DecideExtensionDocument, [
    { name: 'extensionId', as: 'choice', required: true, states: ['PENDING'] },
    { name: 'approve', as: 'yesno', required: true },
    text('reason', 'refusal', { required: false }),
  ]),
  SUSPEND: defineAct(item, Console_SuspendItemDocument, [reason], to('SUSPENDED')),
  RESUME: defineAct(item, Console_ResumeItemDocument, [], to('IN_PROGRESS')),
  SUBMIT_COMPLETION: defineAct(item, Console_SubmitCompletionDocument, [text('result', 'result')], to('VERIFYING')),
  VERIFY: defineAct(
    item,
    Console_VerifyItemDocument,
    [
      { name: 'method', as: 'code', required: true, type: 'VerificationMethod', values: methods },
      { name: 'result', as: 'code', required: true, type: 'VerificationResult', values: results },
      text('findings', 'findings', { required: false }),
    ],
    ({ result }) => ({ state: result === 'PASS' ? 'COMPLETED' : 'IN_PROGRESS' }),
  ),
  STRIKE_OFF: defineAct(
    item,
    Console_StrikeOffItemDocument,
    [text('result', 'result', { required: false })],
    to('STRUCK_OFF'),
  ),
  REOPEN: defineAct(item, Console_ReopenItemDocument, [reason], to('IN_PROGRESS')),
  GIVE_FEEDBACK: defineAct(item, Console_GiveLeaderFeedbackDocument, [
    { name: 'score', as: 'number', required: true, least: 1, most: 5 },
  ]),
};
