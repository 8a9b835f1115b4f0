import type { Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  duplicate,
  fieldsOf,
  forbidden,
  guardFailed,
  idsOf,
  lineOf,
  notFound,
  numberOf,
  optionalLine,
  optionalText,
  type Request,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import { InstructionReplicaEntity, instructionsThere } from '../decisions/instruction.entity.ts';
import { ResolutionReplicaEntity, resolutionsThere } from '../decisions/resolution.entity.ts';
import { noteFollowed } from '../decisions/resolution.repository.ts';
import { FocusTopicEntity } from '../focus/focus-topic.entity.ts';
import { topicAccess } from '../focus/focus-topic.workflow.ts';
import type {
  MergeItemInput,
  ProposeItemInput,
  RegisterItemInput,
  RejectItemInput,
  StartItemSequenceInput,
} from '../generated/graphql.ts';
import { HazardReplicaEntity } from '../rectification/hazard.entity.ts';
import type { HazardReplica } from '../rectification/hazard.ts';
import { hazardsThere } from '../rectification/hazard-links.repository.ts';
import {
  propose,
  proposedForHazard,
  proposedForInstruction,
  proposedForResolution,
  proposedForTopic,
  selfInitiated,
  titleOf,
} from '../sources/proposals.commands.ts';
import { decisionTexts } from '../sources/source-text.repository.ts';
import { createItemActs } from './act.commands.ts';
import { SupervisionItemEntity } from './item.entity.ts';
import { importedItemOf, lockMergedInto, openItemsWithHazard } from './item.repository.ts';
import { type ItemDossier, isDecision, mostParts, openKeyOf, type SupervisionItem } from './item.ts';
import { itemAccess } from './item.workflow.ts';
import { bringAlong, giveBack } from './merging.commands.ts';
import { mergeItem } from './merging.workflow.ts';
import { itemCode, type Registration, registerItem, rejectItem, weighed } from './registration.workflow.ts';

const mostSerial = 999_999;
const seriesOf = (orgId: string, year: number) => `supervision:${orgId}:${year}`;
const begunAlready = () =>
  guardFailed('SUP-6', {
    en: 'A sequence is started once, above every known serial and before its first own number.',
    zh: '督办编号仅可续编一次，须大于已知序号，且在本系统首次编号之前。',
  });

/** From the proposal to the register. */
export function createItemCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem } = createItemActs(foundation);

  /** Whether the owner of the source lets who proposes read it; asked before the transaction, which must not wait for another service. */
  async function readable(request: Request, { source }: ProposeItemInput): Promise<boolean> {
    if (!source || source.type === 'FOCUS_TOPIC') return true;
    const ids = [source.id];
    const found = await (source.type === 'HAZARD'
      ? office.readable(request, hazardsThere, ids)
      : source.type === 'INSTRUCTION'
        ? office.readable(request, instructionsThere, ids)
        : office.readable(request, resolutionsThere, ids));
    return found.has(source.id);
  }

  /** What the source says. @throws DomainError NOT_FOUND when it is unknown, or not `seen` by who proposes */
  async function proposalFrom(tx: Transaction, request: Request, input: ProposeItemInput, seen: boolean) {
    const { source } = input;
    if (!source) {
      const { ownerOrgId, title, requirement } = fieldsOf({
        ownerOrgId: () => lineOf('ownerOrgId', input.ownerOrgId, 40),
        title: () => lineOf('title', input.title, 200),
        requirement: () => textOf('requirement', input.requirement, 10_000),
      });
      await office.orgs.require(tx, 'ownerOrgId', ownerOrgId);
      return { hazard: null, proposed: selfInitiated(ownerOrgId, 'INTERNAL', title, requirement) };
    }
    if (source.type === 'FOCUS_TOPIC') {
      const topic = await office.require(tx, request, FocusTopicEntity, source.id, topicAccess);
      return { hazard: null, proposed: proposedForTopic(topic) };
    }
    if (source.type === 'HAZARD') {
      const hazard = await tx.manager.getRepository(HazardReplicaEntity).findOneBy({ id: source.id });
      if (hazard === null || !seen) throw notFound('Hazard');
      if (!['CONFIRMED', 'RECTIFYING', 'RECHECK'].includes(hazard.state)) {
        throw guardFailed('item.propose', {
          en: 'The hazard is not confirmed and open.',
          zh: '该隐患未确认或已闭环。',
        });
      }
      return { hazard, proposed: proposedForHazard(hazard) };
    }
    if (source.type === 'INSTRUCTION') {
      const instruction = await tx.manager.getRepository(InstructionReplicaEntity).findOneBy({ id: source.id });
      if (instruction === null || !seen) throw notFound('Instruction');
      if (!instruction.requiresAction) {
        throw guardFailed('MTG-6', { en: 'This decision needs no supervision.', zh: '该决议无需督办。' });
      }
      return { hazard: null, proposed: proposedForInstruction(instruction) };
    }
    const resolution = await tx.manager.getRepository(ResolutionReplicaEntity).findOneBy({ id: source.id });
    if (resolution === null || !seen) throw notFound('Resolution');
    if (!resolution.requiresAction || resolution.waived) {
      throw guardFailed('MTG-6', { en: 'This decision needs no supervision.', zh: '该决议无需督办。' });
    }
    return { hazard: null, proposed: proposedForResolution(resolution) };
  }

  /** SUP-1: what is merged holds its source for the item it is part of; an item that the viewer may not see refuses without its id. */
  async function assertFree(
    tx: Transaction,
    request: Request,
    proposed: Pick<SupervisionItem, 'sourceType' | 'sourceId' | 'ownerOrgId'>,
    hazard: HazardReplica | null,
  ): Promise<void> {
    const [demanding] = hazard ? await openItemsWithHazard(tx.manager, hazard.id) : [];
    const openKey = openKeyOf(proposed);
    const items = tx.manager.getRepository(SupervisionItemEntity);
    const open =
      demanding ?? (openKey && ((await items.findOneBy({ openKey })) ?? (await importedItemOf(tx.manager, proposed))));
    if (!open) return;
    const id = open.mergedIntoId ?? open.id;
    const seen = await office.readByIds(request, SupervisionItemEntity, [id], itemAccess);
    throw alreadyOpen(seen.has(id) ? id : null);
  }

  /** What is merged into a merged item becomes part of what that one is part of. */
  async function endOfChain(tx: Transaction, request: Request, itemId: string): Promise<SupervisionItem> {
    const named = await office.require(tx, request, SupervisionItemEntity, itemId, itemAccess);
    if (named.mergedIntoId === null) return named;
    return office.require(tx, request, SupervisionItemEntity, named.mergedIntoId, itemAccess);
  }

  async function registrationOf(
    tx: Transaction,
    item: ItemDossier,
    input: RegisterItemInput,
    sourceText: string | null,
  ): Promise<Registration> {
    const { title, dueOn, ...fields } = fieldsOf({
      title: () => optionalLine('title', input.title, 200),
      requirement: () => textOf('requirement', input.requirement ?? item.requirement ?? sourceText, 65_000),
      measurableTarget: () => optionalText('measurableTarget', input.measurableTarget, 10_000),
      leaderId: () => lineOf('leaderId', input.leaderId ?? item.leaderId, 40),
      leadOrgId: () => lineOf('leadOrgId', input.leadOrgId ?? item.leadOrgId, 40),
      coOrgIds: () => idsOf('coOrgIds', input.coOrgIds ?? item.coOrgIds, mostParts - 1),
      dueOn: () => dueOnOf(input.dueOn, item.suggestedDueOn, kit.clock.today(tx.now)),
    });
    const { requirement, leaderId, leadOrgId, coOrgIds } = fields;
    if (coOrgIds.includes(leadOrgId))
      throw badInput('coOrgIds', { en: 'The lead unit is no co-unit.', zh: '牵头单位不得同时为协办单位。' });
    await office.orgs.requireActive(tx, 'leadOrgId', leadOrgId);
    await office.orgs.requireManyActive(tx, 'coOrgIds', coOrgIds);
    await office.people.requireActive(tx, 'leaderId', leaderId);
    return {
      ...fields,
      title: title ?? item.title ?? titleOf(requirement),
      weight: input.weight ?? item.weight,
      dueAt: office.calendar.endOf(dueOn),
      feedbackCycle: input.feedbackCycle,
    };
  }

  /** A classified source is read before the transaction, which must not wait for another service. */
  async function classifiedText(request: Request, input: RegisterItemInput): Promise<string | null> {
    if (input.requirement) return null;
    const found = await office.readByIds(request, SupervisionItemEntity, [input.itemId], itemAccess);
    const item = found.get(input.itemId);
    if (!item?.sourceId || !isDecision(item.sourceType) || item.requirement !== null) return null;
    return (await decisionTexts(kit, item.sourceType, [item.sourceId])).get(item.sourceId) ?? null;
  }

  return {
    async proposeItem(request: Request, input: ProposeItemInput): Promise<string> {
      const seen = await readable(request, input);
      return office.execute(request, 'proposeItem', input, async (tx) => {
        const { proposed, hazard } = await proposalFrom(tx, request, input, seen);
        if (!request.actor.holds('SUPERVISOR', proposed.ownerOrgId)) throw forbidden();
        await assertFree(tx, request, proposed, hazard);
        const category = input.category ?? proposed.category;
        const weight = input.weight ?? proposed.weight;
        const origin = { sourceSequence: 0, supervisorId: request.actor.personId, role: 'SUPERVISOR', hazard };
        const given = fieldsOf({
          title: () => optionalLine('title', input.title, 200),
          requirement: () => optionalText('requirement', input.requirement, 10_000),
        });
        const title = given.title ?? proposed.title;
        const requirement = given.requirement ?? proposed.requirement;
        const item = await propose(foundation, tx, { ...proposed, title, requirement, category, weight }, origin);
        return { id: item.id, role: 'SUPERVISOR' };
      });
    },

    /** SUP-6 for an office that has numbered this year's items elsewhere; answers the serial that comes next. */
    async startItemSequence(request: Request, input: StartItemSequenceInput): Promise<number> {
      const { orgId } = input;
      await office.execute(request, 'startItemSequence', input, async (tx) => {
        if (!request.actor.holds('OFFICE_DIRECTOR', orgId)) throw forbidden();
        const now = kit.clock.year(tx.now);
        const { year, lastSerial } = fieldsOf({
          year: () => numberOf('year', input.year, now, now + 1),
          lastSerial: () => numberOf('lastSerial', input.lastSerial, 1, mostSerial),
        });
        await office.orgs.require(tx, 'orgId', orgId);
        if (!(await office.serials.begin(tx, seriesOf(orgId, year), lastSerial))) throw begunAlready();
        return { id: orgId, role: 'OFFICE_DIRECTOR' };
      });
      return input.lastSerial + 1;
    },

    async registerItem(request: Request, input: RegisterItemInput): Promise<string> {
      const sourceText = await classifiedText(request, input);
      return onItem(
        request,
        { name: 'registerItem', input, action: 'REGISTER' },
        async (item, act, tx) => {
          const registration = await registrationOf(tx, item, input, sourceText);
          const year = kit.clock.year(tx.now);
          const serial = await office.serials.next(tx, seriesOf(item.ownerOrgId, year));
          await office.parties.add(tx, item.id, [
            ...[registration.leadOrgId, ...registration.coOrgIds].map((partyId) => ({ partyId, relation: 'assignee' })),
            { partyId: registration.leaderId, relation: 'leader' },
          ]);
          const merged = await lockMergedInto(tx, item.id);
          await noteFollowed(foundation, tx, { item, sources: [item, ...merged], since: tx.now });
          return registerItem(item, act, registration, itemCode(year, serial), merged);
        },
        (item) => weighed(item, input.weight ?? item.weight),
      );
    },

    rejectItem: (request: Request, input: RejectItemInput) =>
      onItem(request, { name: 'rejectItem', input, action: 'REJECT' }, async (item, act, tx) => {
        const decision = rejectItem(item, act, textOf('reason', input.reason, 2000));
        await giveBack(foundation, tx, item);
        return decision;
      }),

    mergeItem: (request: Request, input: MergeItemInput) =>
      onItem(request, { name: 'mergeItem', input, action: 'MERGE' }, async (item, act, tx) => {
        const into = await endOfChain(tx, request, input.intoItemId);
        const decision = mergeItem(item, act, into, textOf('reason', input.reason, 2000));
        await bringAlong(foundation, tx, item, into);
        return decision;
      }),
  };
}

function dueOnOf(given: string | null | undefined, suggested: string | null, today: string): string {
  if (given && given < today) throw badInput('dueOn', { en: 'The limit is past.', zh: '时限不得早于今日。' });
  return lineOf('dueOn', given ?? suggested, 10);
}

export const alreadyOpen = (id: string | null) =>
  duplicate(id, {
    en: 'An item is already open for this source (SUP-1).',
    zh: '该来源已有未销号的督办事项（SUP-1）。',
  });
