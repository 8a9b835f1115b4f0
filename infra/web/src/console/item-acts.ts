import {
  Console_GiveLeaderFeedbackDocument,
  Console_RegisterItemDocument,
  Console_RejectItemDocument,
  Console_ReopenItemDocument,
  Console_ResumeItemDocument,
  Console_StrikeOffItemDocument,
  Console_SubmitCompletionDocument,
  Console_SuspendItemDocument,
  Console_VerifyItemDocument,
  type SupervisionItemAction,
  type SupervisionItemState,
} from '../generated/graphql.ts';
import { type Act, defineAct } from './act.ts';

const cycles = ['DAILY', 'WEEKLY', 'BIWEEKLY', 'MONTHLY', 'NONE'];
const methods = ['DESK', 'ONSITE', 'UNANNOUNCED', 'SAMPLE_CALLBACK', 'DATA'];
const to = (state: SupervisionItemState) => () => ({ state });
const reason = { name: 'reason', as: 'text', required: true } as const;

/** What can be done with an item here; what needs more than a small form is left to other clients. */
export const itemActs: Readonly<Partial<Record<SupervisionItemAction, Act>>> = {
  REGISTER: defineAct(
    Console_RegisterItemDocument,
    [
      { name: 'dueOn', as: 'day', required: true },
      { name: 'feedbackCycle', as: 'code', required: true, type: 'FeedbackCycle', values: cycles },
      { name: 'leadOrgId', as: 'unit', required: true },
      { name: 'leaderId', as: 'person', required: true },
    ],
    to('REGISTERED'),
  ),
  REJECT: defineAct(Console_RejectItemDocument, [reason], to('REJECTED')),
  SUSPEND: defineAct(Console_SuspendItemDocument, [reason], to('SUSPENDED')),
  RESUME: defineAct(Console_ResumeItemDocument, [], to('IN_PROGRESS')),
  SUBMIT_COMPLETION: defineAct(
    Console_SubmitCompletionDocument,
    [{ name: 'result', as: 'text', required: true }],
    to('VERIFYING'),
  ),
  VERIFY: defineAct(
    Console_VerifyItemDocument,
    [
      { name: 'method', as: 'code', required: true, type: 'VerificationMethod', values: methods },
      {
        name: 'result',
        as: 'code',
        required: true,
        type: 'VerificationResult',
        values: ['PASS', 'FAIL', 'PARTIAL'],
      },
      { name: 'findings', as: 'text', required: false },
    ],
    ({ result }) => ({ state: result === 'PASS' ? 'COMPLETED' : 'IN_PROGRESS' }),
  ),
  STRIKE_OFF: defineAct(
    Console_StrikeOffItemDocument,
    [{ name: 'result', as: 'text', required: false }],
    to('STRUCK_OFF'),
  ),
  REOPEN: defineAct(Console_ReopenItemDocument, [reason], to('IN_PROGRESS')),
  GIVE_FEEDBACK: defineAct(Console_GiveLeaderFeedbackDocument, [{ name: 'score', as: 'score', required: true }]),
};
