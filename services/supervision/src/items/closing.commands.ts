import { evidenceListOf, type Foundation } from '@chengqi/office-kernel';
import { fieldsOf, optionalText, type Request, type Transaction, textOf } from '@chengqi/service-kit';
import { AssignmentEntity } from '../assignments/assignment.entity.ts';
import type {
  GiveLeaderFeedbackInput,
  ReopenItemInput,
  ResumeItemInput,
  StrikeOffItemInput,
  SubmitCompletionInput,
  SuspendItemInput,
  VerifyItemInput,
} from '../generated/graphql.ts';
import { createItemActs } from './act.commands.ts';
import {
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
import { itemAccess } from './item.workflow.ts';
import { alreadyOpen } from './items.commands.ts';
import { holdMerged } from './merging.commands.ts';

/** Everything between the work and the closed ledger. */
export function createClosingCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem } = createItemActs(foundation);

  return {
    suspendItem: (request: Request, input: SuspendItemInput) =>
      onItem(request, { name: 'suspendItem', input, action: 'SUSPEND' }, (item, act) =>
        suspendItem(item, act, textOf('reason', input.reason, 2000)),
      ),

    resumeItem: (request: Request, input: ResumeItemInput) =>
      onItem(request, { name: 'resumeItem', input, action: 'RESUME' }, async (item, act) =>
        resumeItem(item, act, await office.calendar.days()),
      ),

    submitCompletion: (request: Request, input: SubmitCompletionInput) =>
      onItem(request, { name: 'submitCompletion', input, action: 'SUBMIT_COMPLETION' }, async (item, act, tx) => {
        const decision = submitCompletion(item, act, textOf('result', input.result, 10_000));
        await tx.manager
          .getRepository(AssignmentEntity)
          .update({ itemId: item.id, lead: true }, { state: 'DONE', doneAt: tx.now });
        return decision;
      }),

    verifyItem: (request: Request, input: VerifyItemInput) =>
      onItem(request, { name: 'verifyItem', input, action: 'VERIFY', outcome: input.result }, async (item, act, tx) => {
        const { findings, evidence } = fieldsOf({
          findings: () => optionalText('findings', input.findings, 10_000),
          evidence: () => evidenceListOf('evidence', input.evidence),
        });
        const decision = verifyItem(item, act, { method: input.method, result: input.result, findings });
        await tx.insert(VerificationEntity, {
          id: kit.ids.next('ver'),
          itemId: item.id,
          method: input.method,
          verifierId: act.by ?? '',
          at: tx.now,
          result: input.result,
          findings,
          evidence: await office.files.keep(tx, itemAccess, item, evidence),
        });
        if (input.result !== 'PASS') await backToWork(tx, item.id);
        return decision;
      }),

    strikeOffItem: (request: Request, input: StrikeOffItemInput) =>
      onItem(request, { name: 'strikeOffItem', input, action: 'STRIKE_OFF' }, async (item, act, tx) => {
        const decision = strikeOffItem(item, act, optionalText('result', input.result, 10_000));
        await holdMerged(tx, item.id, false);
        return decision;
      }),

    giveLeaderFeedback: (request: Request, input: GiveLeaderFeedbackInput) =>
      onItem(request, { name: 'giveLeaderFeedback', input, action: 'GIVE_FEEDBACK' }, (item, act) =>
        giveFeedback(item, act, input.score),
      ),

    reopenItem: (request: Request, input: ReopenItemInput) =>
      onItem(request, { name: 'reopenItem', input, action: 'REOPEN' }, async (item, act, tx) => {
        const decision = reopenItem(item, act, textOf('reason', input.reason, 2000));
        const rivalId = await rivalOf(tx, item);
        if (rivalId) throw alreadyOpen(rivalId);
        await holdMerged(tx, item.id, true);
        await backToWork(tx, item.id);
        return decision;
      }),
  };
}

/** The lead unit has to work again; what co-units finished stays finished. */
export async function backToWork(tx: Transaction, itemId: string): Promise<void> {
  await tx.manager.getRepository(AssignmentEntity).update({ itemId, lead: true }, { state: 'WORKING', doneAt: null });
}
