import type { Foundation } from '@chengqi/office-kernel';
import { badInput, eachOf, type Request, type Transaction } from '@chengqi/service-kit';
import type { AcceptAssignmentInput, AssignItemInput, FinishAssignmentInput } from '../generated/graphql.ts';
import { createItemActs } from '../items/act.commands.ts';
import type { SupervisionItem } from '../items/item.ts';
import { type ItemDossier, mostParts } from '../items/item.ts';
import { assignItem, firstState, type Part } from '../items/registration.workflow.ts';
import { AssignmentEntity } from './assignment.entity.ts';
import type { Assignment } from './assignment.ts';
import { acceptAssignment, finishAssignment } from './assignment.workflow.ts';

/** Sending the work out, and the units' answers. */
export function createAssignmentCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem, onPart } = createItemActs(foundation);

  async function partsOf(tx: Transaction, item: ItemDossier, { assignments }: AssignItemInput): Promise<Part[]> {
    const registered = [
      { orgId: item.leadOrgId ?? '', lead: true },
      ...item.coOrgIds.map((orgId) => ({ orgId, lead: false })),
    ];
    const given: NonNullable<AssignItemInput['assignments']> = assignments ?? registered;
    const parts = eachOf('assignments', given, { max: mostParts }, (part, path) => ({ ...part, path }));
    const led = parts.flatMap(({ path, responsibleLeaderId: id }) => (id == null ? [] : [{ path, id }]));
    await office.orgs.requireManyActive(
      tx,
      (at) => `assignments.${at}.orgId`,
      parts.map(({ orgId }) => orgId),
    );
    await office.people.requireManyActive(
      tx,
      (at) => `${led[at]?.path}.responsibleLeaderId`,
      led.map(({ id }) => id),
    );
    return parts.map(({ orgId, lead, responsibleLeaderId, dueOn }) => ({
      orgId,
      lead,
      responsibleLeaderId: responsibleLeaderId ?? null,
      dueAt: dueOn ? office.calendar.endOf(dueOn) : null,
    }));
  }

  /** A named handler works in the unit; a handler who accepts takes the work on. */
  async function handlerOf(
    tx: Transaction,
    { actor }: Request,
    item: SupervisionItem,
    part: Assignment,
    given: string | null | undefined,
  ): Promise<string | null> {
    if (given == null) return actor.holds('HANDLER', part.orgId) ? actor.personId : null;
    const able = await office.people.holding(tx.manager, 'HANDLER', part.orgId);
    if (!able.some(({ id }) => id === given)) {
      throw badInput('handlerId', { en: 'This person handles nothing for the unit.', zh: '该人员不是本单位承办人。' });
    }
    await office.people.requireCleared(tx, () => 'handlerId', [given], item.secrecyLevel, kit.clock.today(tx.now));
    return given;
  }

  const part = (id: string) => ({
    entity: AssignmentEntity,
    id,
    narrow: (own: Assignment) => ({ assignments: [own] }),
  });

  return {
    assignItem: (request: Request, input: AssignItemInput) =>
      onItem(request, { name: 'assignItem', input, action: 'ASSIGN' }, async (item, act, tx) => {
        const parts = await partsOf(tx, item, input);
        const decision = assignItem(item, act, parts);
        const assignments = parts.map((one) => sent(kit.ids.next('asg'), item.id, one, tx.now));
        await tx.insertAll(AssignmentEntity, assignments);
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

    acceptAssignment: (request: Request, input: AcceptAssignmentInput) =>
      onPart(
        request,
        {
          ...part(input.assignmentId),
          name: 'acceptAssignment',
          input,
          action: 'ACCEPT_ASSIGNMENT',
          outcome: ({ assignments: [own] }) => (own?.lead ? 'LEAD' : 'CO'),
        },
        async (item, act, own, tx) => {
          const handlerId = await handlerOf(tx, request, item, own, input.handlerId);
          await tx.manager
            .getRepository(AssignmentEntity)
            .update({ id: own.id }, { state: 'WORKING', acceptedAt: tx.now, handlerId });
          if (handlerId !== null) await office.parties.add(tx, item.id, [{ partyId: handlerId, relation: 'handler' }]);
          return acceptAssignment(item, act, own, handlerId);
        },
      ),

    finishAssignment: (request: Request, input: FinishAssignmentInput) =>
      onPart(
        request,
        { ...part(input.assignmentId), name: 'finishAssignment', input, action: 'FINISH_ASSIGNMENT' },
        async (item, act, own, tx) => {
          await tx.manager.getRepository(AssignmentEntity).update({ id: own.id }, { state: 'DONE', doneAt: tx.now });
          return finishAssignment(item, act);
        },
      ),
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
  dispute: null,
});
