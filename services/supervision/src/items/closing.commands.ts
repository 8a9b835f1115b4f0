import { optionalText, type Request, type Transaction, textOf } from '@chengqi/service-kit';
import { AssignmentEntity } from '../assignments/assignment.entity.ts';
import type { Foundation } from '../context.ts';
import type {
  GiveLeaderFeedbackInput,
  ReopenItemInput,
  ResumeItemInput,
  StrikeOffItemInput,
  SubmitCompletionInput,
  SuspendItemInput,
  VerifyItemInput,
} from '../generated/graphql.ts';
import { evidenceOf } from '../input.ts';
import { createActs } from './act.commands.ts';
import {
  type Act,
  giveFeedback,
  reopenItem,
  resumeItem,
  strikeOffItem,
  submitCompletion,
  suspendItem,
  verifyItem,
} from './closing.workflow.ts';
import { VerificationEntity } from './item.entity.ts';
import { rivalOf } from './item.repository.ts';
import type { ItemAction, ItemDossier } from './item.ts';
import { itemWorkflow } from './item.workflow.ts';
import { alreadyOpen } from './items.commands.ts';

export type ClosingCommands = ReturnType<typeof createClosingCommands>;

/** Everything between the work and the closed ledger. Who may is asked before what was written is judged. */
export function createClosingCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem } = createActs(foundation);
  const permit = ({ actor, expectedVersion }: Act, item: ItemDossier, action: ItemAction, outcome?: string) =>
    itemWorkflow.permit(actor, item, action, { expectedVersion, ...(outcome && { outcome }) });

  return {
    suspendItem: (request: Request, input: SuspendItemInput): Promise<string> =>
      onItem(request, 'suspendItem', input, async (_tx, item, act) => {
        permit(act, item, 'SUSPEND');
        return suspendItem(item, act, textOf('reason', input.reason, 2000));
      }),

    resumeItem: (request: Request, input: ResumeItemInput): Promise<string> =>
      onItem(request, 'resumeItem', input, async (_tx, item, act) =>
        resumeItem(item, act, await office.calendar.days()),
      ),

    submitCompletion: (request: Request, input: SubmitCompletionInput): Promise<string> =>
      onItem(request, 'submitCompletion', input, async (tx, item, act) => {
        permit(act, item, 'SUBMIT_COMPLETION');
        const decision = submitCompletion(item, act, textOf('result', input.result, 10_000));
        await tx.manager
          .getRepository(AssignmentEntity)
          .update({ itemId: item.id, lead: true }, { state: 'DONE', doneAt: tx.now });
        return decision;
      }),

    verifyItem: (request: Request, input: VerifyItemInput): Promise<string> =>
      onItem(request, 'verifyItem', input, async (tx, item, act) => {
        permit(act, item, 'VERIFY', input.result);
        const findings = optionalText('findings', input.findings, 10_000);
        const evidence = evidenceOf(input.evidence);
        const decision = verifyItem(item, act, { method: input.method, result: input.result, findings });
        await tx.insert(VerificationEntity, {
          id: kit.ids.next('ver'),
          itemId: item.id,
          method: input.method,
          verifierId: act.actor.personId ?? '',
          at: tx.now,
          result: input.result,
          findings,
          evidence,
        });
        if (input.result !== 'PASS') await backToWork(tx, item.id);
        return decision;
      }),

    strikeOffItem: (request: Request, input: StrikeOffItemInput): Promise<string> =>
      onItem(request, 'strikeOffItem', input, async (_tx, item, act) => {
        permit(act, item, 'STRIKE_OFF');
        return strikeOffItem(item, act, optionalText('result', input.result, 10_000));
      }),

    giveLeaderFeedback: (request: Request, input: GiveLeaderFeedbackInput): Promise<string> =>
      onItem(request, 'giveLeaderFeedback', input, async (_tx, item, act) => giveFeedback(item, act, input.score)),

    reopenItem: (request: Request, input: ReopenItemInput): Promise<string> =>
      onItem(request, 'reopenItem', input, async (tx, item, act) => {
        permit(act, item, 'REOPEN');
        const decision = reopenItem(item, act, textOf('reason', input.reason, 2000));
        const rival = await rivalOf(tx.manager, item);
        if (rival) throw alreadyOpen(rival.id);
        await backToWork(tx, item.id);
        return decision;
      }),
  };
}

/** The lead unit has to work again; what co-units finished stays finished. */
export async function backToWork(tx: Transaction, itemId: string): Promise<void> {
  await tx.manager.getRepository(AssignmentEntity).update({ itemId, lead: true }, { state: 'WORKING', doneAt: null });
}
