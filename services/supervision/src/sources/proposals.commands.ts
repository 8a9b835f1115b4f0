import type { Foundation } from '@chengqi/office-kernel';
import { type SecrecyLevel, words } from '@chengqi/schemas';
import { itemProposed } from '@chengqi/schemas/events/supervision';
import type { Transaction } from '@chengqi/service-kit';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import type { GivenInstruction } from '../decisions/instruction.ts';
import type { AdoptedResolution } from '../decisions/resolution.ts';
import type { FocusTopic } from '../focus/focus-topic.ts';
import { SupervisionItemEntity } from '../items/item.entity.ts';
import { openKeyOf, type SupervisionItem, sourceOf } from '../items/item.ts';
import { lights } from '../lights/light.ts';
import type { CaseReplica } from '../petitions/case.entity.ts';
import { HazardLinkEntity } from '../rectification/hazard.entity.ts';
import type { HazardReplica } from '../rectification/hazard.ts';

type Proposed = Pick<
  SupervisionItem,
  | 'ownerOrgId'
  | 'secrecyLevel'
  | 'title'
  | 'requirement'
  | 'category'
  | 'weight'
  | 'origin'
  | 'sourceType'
  | 'sourceId'
  | 'leaderId'
  | 'leadOrgId'
  | 'coOrgIds'
  | 'suggestedDueOn'
>;

const titleLength = 100;

/** The beginning of a text, as the office heads an item. */
export const titleOf = (text: string): string => {
  const line = text.trim().split(/\s*\n/)[0] ?? '';
  return [...line].length > titleLength ? `${[...line].slice(0, titleLength - 1).join('')}…` : line;
};

export const proposedForResolution = (resolution: AdoptedResolution): Proposed => ({
  ownerOrgId: resolution.ownerOrgId,
  secrecyLevel: resolution.secrecyLevel,
  title: resolution.text === null ? null : titleOf(resolution.text),
  requirement: resolution.text,
  category: 'MEETING',
  weight: 'NORMAL',
  origin: 'ASSIGNED',
  sourceType: 'Resolution',
  sourceId: resolution.id,
  leaderId: resolution.leaderId,
  leadOrgId: resolution.leadOrgId,
  coOrgIds: resolution.coOrgIds,
  suggestedDueOn: resolution.dueOn,
});

export const proposedForInstruction = (instruction: GivenInstruction): Proposed => ({
  ownerOrgId: instruction.ownerOrgId,
  secrecyLevel: instruction.secrecyLevel,
  title: instruction.text === null ? null : titleOf(instruction.text),
  requirement: instruction.text,
  category: 'LEADER_INSTRUCTION',
  weight: 'NORMAL',
  origin: 'ASSIGNED',
  sourceType: 'Instruction',
  sourceId: instruction.id,
  leaderId: instruction.leaderId,
  leadOrgId: instruction.leadOrgId,
  coOrgIds: instruction.coOrgIds,
  suggestedDueOn: instruction.dueOn,
});

/** A major or listed hazard; its limit is security's matter, the item's is fixed at registration. */
export const proposedForHazard = (hazard: HazardReplica): Proposed => ({
  ownerOrgId: hazard.ownerOrgId,
  secrecyLevel: hazard.secrecyLevel,
  title: titleOf(`隐患整改：${hazard.title ?? hazard.code}`),
  requirement: `完成隐患 ${hazard.code} 的整改并通过复查。`,
  category: 'HAZARD',
  weight: hazard.level === 'MAJOR' ? 'MAJOR' : 'IMPORTANT',
  origin: 'ASSIGNED',
  sourceType: 'Hazard',
  sourceId: hazard.id,
  leaderId: null,
  leadOrgId: hazard.responsibleOrgId,
  coOrgIds: [],
  suggestedDueOn: null,
});

/** Why reception does not settle a case by itself. */
export type CaseTrouble = 'REDO_EXHAUSTED' | 'REVIEW_REQUESTED' | 'GROUP_PETITION';

const troubles: Record<CaseTrouble, string> = {
  REDO_EXHAUSTED: '两次重办仍未解决，请查明原因，督促办结并答复群众。',
  REVIEW_REQUESTED: '信访人已申请复查（复核），请督促责任单位配合复查并依法按期办结。',
  GROUP_PETITION: '五人以上集体信访，请督促责任单位及时化解并反馈结果。',
};

/** A case that reception hands over; its limit and weight are fixed at registration. */
export const proposedForCase = (found: CaseReplica, ownerOrgId: string, trouble: CaseTrouble): Proposed => ({
  ownerOrgId,
  secrecyLevel: found.secrecyLevel,
  title: titleOf(`办件督办：${found.title ?? found.code}`),
  requirement: `办件 ${found.code} ${troubles[trouble]}`,
  category: 'PETITION',
  weight: 'IMPORTANT',
  origin: 'DETECTED',
  sourceType: 'ServiceCase',
  sourceId: found.id,
  leaderId: null,
  leadOrgId: found.responsibleOrgId,
  coOrgIds: [],
  suggestedDueOn: null,
});

/** A matter that is rated badly again and again; who rated and what for stays in reception. */
export const proposedForRatings = (orgId: string, ownerOrgId: string, count: number): Proposed => ({
  ...selfInitiated(
    ownerOrgId,
    'INTERNAL',
    '差评事项整改',
    `同一事项30日内收到${count}次差评，请查明原因并整改，逐件回访评价人。`,
  ),
  category: 'PETITION',
  leadOrgId: orgId,
});

interface UnitWarning {
  readonly kind: 'STAFFING_GAP' | 'CALL_LOSS' | 'REPEAT_HAZARD';
  readonly orgId: string;
  /** The line of the calls, or the category of the hazards. */
  readonly detail: string | null;
  readonly suggestedDueOn: string | null;
}

const hazardWords: Readonly<Record<string, string>> = words.values.HazardCategory;

interface Remedy {
  readonly title: string;
  readonly requirement: string;
  readonly category: Proposed['category'];
}

const remedies: Record<UnitWarning['kind'], (detail: string) => Remedy> = {
  STAFFING_GAP: () => ({
    title: '值班缺口补齐',
    requirement: '已公布的值班表在未来七日内有时段无人值班，请查明原因，及时补齐。',
    category: 'SELF_INITIATED',
  }),
  CALL_LOSS: (line) => ({
    title: '来电漏接整改',
    requirement: `值班电话${line}近七日接通率低于95%，请查明原因，充实值守力量，逐件回拨漏接来电。`,
    category: 'SELF_INITIATED',
  }),
  REPEAT_HAZARD: (category) => ({
    title: '同类隐患反复治理',
    requirement: `近90日${hazardWords[category] ?? '同'}类隐患反复出现，请查明原因，从源头治理。`,
    category: 'HAZARD',
  }),
};

/** What an early warning says is likely to go wrong at a unit; which cases or hazards it counts stays with their owners. */
export function proposedForWarning(ownerOrgId: string, warning: UnitWarning): Proposed {
  const { kind, orgId: leadOrgId, detail, suggestedDueOn } = warning;
  const { title, requirement, category } = remedies[kind](detail ?? '');
  return { ...selfInitiated(ownerOrgId, 'INTERNAL', title, requirement), category, leadOrgId, suggestedDueOn };
}

/** A topic that leaders, staff or the public come back to. */
export const proposedForTopic = (topic: FocusTopic): Proposed => ({
  ...selfInitiated(
    topic.ownerOrgId,
    topic.secrecyLevel,
    titleOf(`关注点回应：${topic.name}`),
    `就关注点“${topic.name}”查明情况，提出并落实措施，反馈结果。`,
  ),
  sourceType: 'FocusTopic',
  sourceId: topic.id,
});

export const selfInitiated = (
  ownerOrgId: string,
  secrecyLevel: SecrecyLevel,
  title: string,
  requirement: string,
): Proposed => ({
  ownerOrgId,
  secrecyLevel,
  title,
  requirement,
  category: 'SELF_INITIATED',
  weight: 'NORMAL',
  origin: 'DETECTED',
  sourceType: null,
  sourceId: null,
  leaderId: null,
  leadOrgId: null,
  coOrgIds: [],
  suggestedDueOn: null,
});

interface Origin {
  /** Sequence of the event that proposed it; 0 for a person. */
  readonly sourceSequence: number;
  readonly supervisorId: string | null;
  readonly role: string | null;
  /** The hazard that caused it. */
  readonly hazard: HazardReplica | null;
}

/** Proposed by an event of the source, its sequence given. */
export const toldBy = (sourceSequence: number): Origin => ({
  sourceSequence,
  supervisorId: null,
  role: 'SYSTEM',
  hazard: null,
});

/** Stores a proposal; the unique key over open sources refuses a second one (SUP-1). */
export async function propose(
  foundation: Foundation,
  tx: Transaction,
  proposed: Proposed,
  origin: Origin,
): Promise<SupervisionItem> {
  const { kit, office } = foundation;
  const item: SupervisionItem = {
    ...blankItem,
    ...proposed,
    id: kit.ids.next('sup'),
    createdAt: tx.now,
    updatedAt: tx.now,
    sourceSequence: origin.sourceSequence,
    supervisorId: origin.supervisorId,
    openKey: openKeyOf(proposed),
  };
  await tx.insert(SupervisionItemEntity, item);
  await createKeeping(foundation).follow(tx, [item]);
  if (origin.hazard) {
    const { id: hazardId, state } = origin.hazard;
    await tx.insert(HazardLinkEntity, {
      id: kit.ids.next('hzl'),
      itemId: item.id,
      role: 'CAUSE',
      state,
      hazardId,
      requestedHazardId: null,
      draftDescription: null,
      createdAt: tx.now,
    });
  }
  if (origin.supervisorId)
    await office.parties.add(tx, item.id, [{ partyId: origin.supervisorId, relation: 'supervisor' }]);
  await tx.append(itemProposed.create(item, { itemId: item.id, source: sourceOf(item) }), {
    role: origin.role,
    ...(item.sourceId !== null && { within: item.sourceId }),
  });
  return item;
}

/** An item before anything is known of it. */
export const blankItem = {
  status: 'PROPOSED',
  version: 1,
  code: null,
  measurableTarget: null,
  registeredById: null,
  registeredAt: null,
  dueAt: null,
  originalDueAt: null,
  feedbackCycle: 'NONE',
  progressPercent: 0,
  acceptedAt: null,
  workerIds: [] as string[],
  idle: [],
  completedAt: null,
  struckOffAt: null,
  filedAt: null,
  result: null,
  stateReason: null,
  mergedIntoId: null,
  mergedAt: null,
  sourceCode: null,
  imported: false,
  openedAt: null,
  firstStruckOffAt: null,
  reopenedAt: null,
  feedbackScore: null,
  feedbackAt: null,
  lightRank: lights.indexOf('NONE'),
  lightReason: 'NOT_REGISTERED',
  lightSince: null,
  lightNextAt: null,
} as const satisfies Partial<SupervisionItem>;
