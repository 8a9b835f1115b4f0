import { badInput, type Request, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type { AcceptAssignmentInput, AssignItemInput, FinishAssignmentInput } from '../generated/graphql.ts';
import { createActs } from '../items/act.commands.ts';
import type { Act } from '../items/closing.workflow.ts';
import { type ItemDossier, mostParts } from '../items/item.ts';
import { itemWorkflow } from '../items/item.workflow.ts';
import { assignItem, firstState, type Part } from '../items/registration.workflow.ts';
import { AssignmentEntity } from './assignment.entity.ts';
import type { Assignment } from './assignment.ts';
import { acceptAssignment, finishAssignment } from './assignment.workflow.ts';

export type AssignmentCommands = ReturnType<typeof createAssignmentCommands>;

/** Sending the work out, and the units' answers. */
export function createAssignmentCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem, onPart } = createActs(foundation);

  async function partsOf(tx: Transaction, item: ItemDossier, { assignments }: AssignItemInput): Promise<Part[]> {
    const registered = [
      { orgId: item.leadOrgId ?? '', lead: true },
      ...item.coOrgIds.map((orgId) => ({ orgId, lead: false })),
    ];
    const given: NonNullable<AssignItemInput['assignments']> = assignments ?? registered;
    if (given.length > mostParts)
      throw badInput('assignments', { en: `At most ${mostParts} units.`, zh: `最多 ${mostParts} 个单位。` });
    const parts: Part[] = [];
    for (const { orgId, lead, responsibleLeaderId, dueOn } of given) {
      if (!(await office.orgs.find(tx.manager, orgId))?.active) throw referenceUnknown('assignments.orgId', orgId);
      if (responsibleLeaderId && !(await office.people.find(tx.manager, responsibleLeaderId))?.active) {
        throw referenceUnknown('assignments.responsibleLeaderId', responsibleLeaderId);
      }
      const dueAt = dueOn ? office.calendar.endOf(dueOn) : null;
      parts.push({ orgId, lead, responsibleLeaderId: responsibleLeaderId ?? null, dueAt });
    }
    return parts;
  }

  /** A named handler works in the unit; a handler who accepts takes the work on. */
  async function handlerOf(
    tx: Transaction,
    { actor }: Act,
    part: Assignment,
    given: string | null | undefined,
  ): Promise<string | null> {
    if (given == null) return actor.holds('HANDLER', part.orgId) ? actor.personId : null;
    const able = await office.people.holding(tx.manager, 'HANDLER', part.orgId);
    if (!able.some(({ id }) => id === given)) {
      throw badInput('handlerId', { en: 'This person handles nothing for the unit.', zh: '该人员不是本单位承办人。' });
    }
    return given;
  }

  return {
    assignItem: (request: Request, input: AssignItemInput): Promise<string> =>
      onItem(request, 'assignItem', input, async (tx, item, act) => {
        itemWorkflow.permit(act.actor, item, 'ASSIGN', { expectedVersion: act.expectedVersion });
        const parts = await partsOf(tx, item, input);
        const decision = assignItem(item, act, parts);
        for (const part of parts) await tx.insert(AssignmentEntity, sent(kit.ids.next('asg'), item.id, part, tx.now));
        await office.parties.add(
          tx,
          item.id,
          parts.flatMap(({ orgId, responsibleLeaderId }) => [
            { partyId: orgId, relation: 'assignee' },
            ...(responsibleLeaderId ? [{ partyId: responsibleLeaderId, relation: 'leader' }] : []),
          ]),
        );
        return decision;
      }),

    acceptAssignment: (request: Request, input: AcceptAssignmentInput): Promise<string> =>
      onPart(request, 'acceptAssignment', input, AssignmentEntity, input.assignmentId, async (tx, item, act, part) => {
        const permitted = acceptAssignment(item, act, part, null);
        const handlerId = await handlerOf(tx, act, part, input.handlerId);
        await tx.manager
          .getRepository(AssignmentEntity)
          .update({ id: part.id }, { state: 'WORKING', acceptedAt: tx.now, handlerId });
        if (handlerId === null) return permitted;
        await office.parties.add(tx, item.id, [{ partyId: handlerId, relation: 'handler' }]);
        return acceptAssignment(item, act, part, handlerId);
      }),

    finishAssignment: (request: Request, input: FinishAssignmentInput): Promise<string> =>
      onPart(request, 'finishAssignment', input, AssignmentEntity, input.assignmentId, async (tx, item, act, part) => {
        const decision = finishAssignment(item, act, part);
        await tx.manager.getRepository(AssignmentEntity).update({ id: part.id }, { state: 'DONE', doneAt: tx.now });
        return decision;
      }),
  };
}

const sent = (id: string, itemId: string, part: Part, sentAt: Date): Assignment => ({
  ...part,
  id,
  itemId,
  handlerId: null,
  state: firstState,
  progressPercent: 0,
  sentAt,
  acceptedAt: null,
  doneAt: null,
});
