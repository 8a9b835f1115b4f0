import type { Foundation } from '@chengqi/office-kernel';
import { badInput, fieldsOf, type Request, type Transaction, textOf } from '@chengqi/service-kit';
import type { DecideDisputeInput, DisputeAssignmentInput, TransferLeadInput } from '../generated/graphql.ts';
import { createItemActs } from '../items/act.commands.ts';
import type { SupervisionItem } from '../items/item.ts';
import { firstState } from '../items/registration.workflow.ts';
import { AssignmentEntity } from './assignment.entity.ts';
import { type Assignment, isOn } from './assignment.ts';
import { decideDispute, disputeAssignment, transferLead } from './dispute.workflow.ts';

/** Parts that are not taken as they were sent: disputed, given back, given to another unit. */
export function createDisputeCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem, onPart } = createItemActs(foundation);

  const part = (id: string) => ({
    entity: AssignmentEntity,
    id,
    narrow: (own: Assignment) => ({ assignments: [own] }),
  });
  const partsOf = ({ manager }: Transaction) => manager.getRepository(AssignmentEntity);

  /** The unit that is to have the part; null when it has one that it keeps. */
  async function successor(tx: Transaction, from: Assignment, toOrgId: string): Promise<Assignment | null> {
    await office.orgs.requireManyActive(tx, () => 'toOrgId', [toOrgId]);
    if (toOrgId === from.orgId)
      throw badInput('toOrgId', { en: 'The unit has it already.', zh: '该单位已承担此任务。' });
    const known = await partsOf(tx).findOneBy({ itemId: from.itemId, orgId: toOrgId });
    if (known && isOn(known) && !from.lead) {
      throw badInput('toOrgId', { en: 'Each unit has one part.', zh: '同一单位不得重复交办。' });
    }
    return known;
  }

  /** Who never took the part on reads the item no longer; who worked on it does. */
  async function letGo(tx: Transaction, from: Assignment, state: 'RETURNED' | 'TRANSFERRED'): Promise<void> {
    await partsOf(tx).update({ id: from.id }, { state, lead: false });
    const gone = [
      { partyId: from.orgId, relation: 'assignee' },
      ...(from.responsibleLeaderId ? [{ partyId: from.responsibleLeaderId, relation: 'leader' }] : []),
    ];
    await office.parties.remove(tx, from.itemId, gone);
    if (from.acceptedAt === null) return;
    const former = gone.map(({ partyId }) => ({ partyId, relation: 'former' }));
    await office.parties.add(tx, from.itemId, former);
  }

  /** The part is sent to the other unit, which has to accept it though it may have had another one. */
  async function passOn(tx: Transaction, item: SupervisionItem, from: Assignment, toOrgId: string): Promise<void> {
    const known = await successor(tx, from, toOrgId);
    await letGo(tx, from, 'TRANSFERRED');
    const again = {
      ...{ lead: from.lead, state: firstState, sentAt: tx.now, dueAt: from.dueAt },
      ...{ handlerId: null, acceptedAt: null, doneAt: null, responsibleLeaderId: known?.responsibleLeaderId ?? null },
      // What was reached stays reached: less than that needs a reason of the new unit too.
      progressPercent: from.lead ? item.progressPercent : 0,
    };
    if (known) await partsOf(tx).update({ id: known.id }, again);
    else {
      const id = kit.ids.next('asg');
      await tx.insert(AssignmentEntity, { ...again, id, itemId: item.id, orgId: toOrgId, dispute: null });
    }
    await office.parties.remove(tx, item.id, [{ partyId: toOrgId, relation: 'former' }]);
    await office.parties.add(tx, item.id, [{ partyId: toOrgId, relation: 'assignee' }]);
  }

  return {
    disputeAssignment: (request: Request, input: DisputeAssignmentInput) =>
      onPart(
        request,
        { ...part(input.assignmentId), name: 'disputeAssignment', input, action: 'DISPUTE_ASSIGNMENT' },
        async (item, act, own, tx) => {
          const reason = textOf('reason', input.reason, 2000);
          const { dispute, ...decision } = disputeAssignment(item, act, own, reason, await office.calendar.days());
          await partsOf(tx).update({ id: own.id }, { state: 'DISPUTED', dispute });
          return decision;
        },
      ),

    decideDispute: (request: Request, input: DecideDisputeInput) =>
      onPart(
        request,
        { ...part(input.assignmentId), name: 'decideDispute', input, action: 'DECIDE_DISPUTE' },
        async (item, act, own, tx) => {
          const { uphold, toOrgId = null } = input;
          const answer = textOf('answer', input.answer, 2000);
          const { dispute, ...decision } = decideDispute(item, act, own, { uphold, answer, toOrgId });
          await partsOf(tx).update(
            { id: own.id },
            uphold ? { dispute } : { dispute, state: firstState, sentAt: tx.now },
          );
          if (toOrgId !== null) await passOn(tx, item, own, toOrgId);
          else if (uphold) await letGo(tx, own, 'RETURNED');
          return decision;
        },
      ),

    transferLead: (request: Request, input: TransferLeadInput) =>
      onItem(request, { name: 'transferLead', input, action: 'TRANSFER_LEAD' }, async (item, act, tx) => {
        const { reason } = fieldsOf({ reason: () => textOf('reason', input.reason, 2000) });
        const lead = item.assignments.find((each) => each.lead);
        if (lead === undefined) throw new Error(`${item.id} runs without a lead`);
        const decision = transferLead(item, act, lead, input.toOrgId, reason);
        await passOn(tx, item, lead, input.toOrgId);
        return decision;
      }),
  };
}
