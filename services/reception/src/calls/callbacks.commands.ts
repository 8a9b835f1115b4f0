import { type Request, type Transaction, textOf } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type { AttemptCallbackInput, CloseCallbackInput } from '../generated/graphql.ts';
import { CallbackTaskEntity, NotedAttemptEntity } from './call.entity.ts';
import type { CallbackTask } from './call.ts';
import { type CallbackAction, callbackWorkflow } from './call.workflow.ts';
import type { CallLedger } from './call-ledger.ts';
import { halfDays } from './half-days.ts';

export type CallbackCommands = ReturnType<typeof createCallbackCommands>;

export const callbackReading = {
  type: 'CallbackTask',
  roles: [...callbackWorkflow.roles, 'DUTY_LEADER', 'ORG_HEAD', 'SUPERVISOR'],
};

interface CallbackInput {
  readonly callbackId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** Calling back, and giving up. */
export function createCallbackCommands({ kit, office }: Foundation, ledger: CallLedger) {
  const halfDayOf = halfDays(kit.clock.zone);

  const act = (
    request: Request,
    name: string,
    action: CallbackAction,
    input: CallbackInput,
    work: (tx: Transaction, task: CallbackTask) => Promise<void>,
  ) =>
    office.execute(request, name, input, async (tx) => {
      const task = await office.require(tx, request, CallbackTaskEntity, input.callbackId, callbackReading);
      const expectedVersion = input.expectedVersion ?? null;
      callbackWorkflow.permit(request.actor, { ...task, halfDayOf }, action, { expectedVersion });
      await work(tx, task);
      await ledger.settle(tx, { callRefs: [], since: [[task.callerId ?? task.firstCallId, task.ringAt]] });
      return task.id;
    });

  return {
    allowedActions: (request: Request, task: CallbackTask) =>
      callbackWorkflow.allowedActions(request.actor, { ...task, halfDayOf }),
    attemptCallback: (request: Request, input: AttemptCallbackInput) =>
      act(request, 'attemptCallback', 'ATTEMPT', input, async (tx, task) => {
        await tx.update(CallbackTaskEntity, task, {});
        await tx.insert(NotedAttemptEntity, {
          id: kit.ids.next('att'),
          callerKey: task.callerId ?? task.firstCallId,
          at: tx.now,
          byId: request.viewer.personId,
          result: input.result,
        });
      }),
    closeCallback(request: Request, input: CloseCallbackInput) {
      const closeReason = textOf('reason', input.reason, 500);
      return act(request, 'closeCallback', 'CLOSE', input, async (tx, task) => {
        await tx.update(CallbackTaskEntity, task, { givenUpAt: tx.now, closeReason });
      });
    },
  };
}
