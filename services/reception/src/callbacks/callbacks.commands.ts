import type { ActOn, Foundation } from '@chengqi/office-kernel';
import { type Request, type Transaction, textOf } from '@chengqi/service-kit';
import { CallbackTaskEntity, NotedAttemptEntity } from '../calls/call.entity.ts';
import type { CallbackState, CallbackTask } from '../calls/call.ts';
import { type CallbackAction, type CallbackCase, callbackAccess } from '../calls/call.workflow.ts';
import type { CallLedger } from '../calls/call-ledger.commands.ts';
import type { AttemptCallbackInput, CloseCallbackInput } from '../generated/graphql.ts';
import { halfDays } from './half-days.ts';

/** Calling back, and giving up. */
export function createCallbackCommands({ kit, office }: Foundation, ledger: CallLedger) {
  const halfDayOf = halfDays(kit.clock.zone);

  /** What an act adds is stored by `write`; where the callback stands then follows from all that is known of its caller. */
  const act = (
    request: Request,
    name: string,
    input: ActOn<CallbackTask, CallbackCase, CallbackState, CallbackAction>['input'] & { readonly callbackId: string },
    action: CallbackAction,
    write: (task: CallbackTask, by: string | null, tx: Transaction) => Promise<unknown>,
  ) =>
    office.act(
      {
        ...{ request, name, input, action, id: input.callbackId },
        ...{ entity: CallbackTaskEntity, access: callbackAccess },
        subject: (task) => ({ ...task, halfDayOf }),
      },
      async (_, { by }, tx, task) => {
        await write(task, by, tx);
        await ledger.settle(tx, { callRefs: [], since: [[task.callerId ?? task.firstCallId, task.ringAt]] });
        return { changes: null, events: [] };
      },
    );

  return {
    /** The task as its table asks about it. */
    caseOf: (task: CallbackTask): CallbackCase => ({ ...task, halfDayOf }),

    attemptCallback: (request: Request, input: AttemptCallbackInput) =>
      act(request, 'attemptCallback', input, 'ATTEMPT', async (task, byId, tx) => {
        await tx.update(CallbackTaskEntity, task, {});
        await tx.insert(NotedAttemptEntity, {
          id: kit.ids.next('att'),
          callerKey: task.callerId ?? task.firstCallId,
          at: tx.now,
          byId,
          result: input.result,
        });
      }),

    closeCallback: (request: Request, input: CloseCallbackInput) =>
      act(request, 'closeCallback', input, 'CLOSE', (task, _, tx) =>
        tx.update(CallbackTaskEntity, task, {
          givenUpAt: tx.now,
          closeReason: textOf('reason', input.reason, 500),
        }),
      ),
  };
}
