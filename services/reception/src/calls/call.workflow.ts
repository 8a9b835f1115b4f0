import type { Access } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { defineWorkflow, guardFailed, role, separate } from '@chengqi/service-kit';
import { enoughAt } from '../callbacks/derive-callbacks.ts';
import type { Call, CallbackState, CallbackTask, CallNote, CallState } from './call.ts';

export type CallAction = 'LOG' | 'CLASSIFY' | 'APPROVE_SPAM';
export type CallbackAction = 'ATTEMPT' | 'CLOSE';

/** A call with its notes. */
export type CallCase = Call & { readonly notes: readonly CallNote[] };
/** A callback with the attempts of all who tried. */
export type CallbackCase = CallbackTask & { readonly halfDayOf: (at: Date) => string };

const atThePhone = [role<CallCase>('DUTY_OFFICER'), role<CallCase>('WINDOW')];
const states: readonly CallState[] = ['ANSWERED', 'LOGGED', 'CALLBACK_PENDING', 'CLOSED'];

/** The newest note that takes the call for spam, still without a leader's word. */
export const spamNote = ({ notes }: Pick<CallCase, 'notes'>): CallNote | undefined =>
  notes.findLast(({ classification, spamApprovedById }) => classification === 'SPAM' && spamApprovedById === null);

const callWording = { states: words.values.CallState, actions: words.values.CallAction };

export const callWorkflow = defineWorkflow<CallCase, CallState, CallAction>(callWording, [
  // Where a call stands follows from its records and notes; the row keeps it where it is.
  ...states.flatMap((state) => [
    { from: state, action: 'LOG' as const, to: state, roles: atThePhone },
    { from: state, action: 'CLASSIFY' as const, to: state, roles: atThePhone },
  ]),
  {
    from: 'CALLBACK_PENDING',
    action: 'APPROVE_SPAM',
    to: 'CLOSED',
    roles: [role('DUTY_LEADER')],
    duties: [
      separate((call) => [spamNote(call)?.officerId ?? null], {
        en: 'Whoever called it spam does not approve it.',
        zh: '认定骚扰电话的人员不得自行批准。',
      }),
    ],
    guard: (call) => {
      if (!spamNote(call))
        throw guardFailed('R-1', { en: 'No officer has noted it as spam.', zh: '值班员尚未认定为骚扰电话。' });
    },
  },
]);

export const callAccess: Access<CallCase, CallState, CallAction> = {
  type: 'Call',
  roles: [...callWorkflow.roles, 'CASE_OFFICER', 'ORG_HEAD', 'SUPERVISOR'],
  workflow: callWorkflow,
};

const callbackWording = { states: { OPEN: '待回拨', CLOSED: '已结束' }, actions: words.values.CallbackAction };

export const callbackWorkflow = defineWorkflow<CallbackCase, CallbackState, CallbackAction>(callbackWording, [
  { from: 'OPEN', action: 'ATTEMPT', to: 'OPEN', roles: [role('DUTY_OFFICER'), role('WINDOW')] },
  {
    from: 'OPEN',
    action: 'CLOSE',
    to: 'CLOSED',
    roles: [role('DUTY_OFFICER'), role('WINDOW')],
    guard: ({ attempts, halfDayOf }) => {
      const tried = attempts.map((attempt) => ({ ...attempt, at: new Date(attempt.at) }));
      if (!enoughAt(tried, halfDayOf))
        throw guardFailed('R-1', {
          en: 'A caller is given up after three attempts in two half-days.',
          zh: '须在两个半天内至少回拨三次方可办结。',
        });
    },
  },
]);

export const callbackAccess: Access<CallbackCase, CallbackState, CallbackAction> = {
  type: 'CallbackTask',
  roles: [...callbackWorkflow.roles, 'DUTY_LEADER', 'ORG_HEAD', 'SUPERVISOR'],
  workflow: callbackWorkflow,
};
