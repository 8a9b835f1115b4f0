import type { Decision } from '@chengqi/office-kernel';
import { itemAssigned, itemRegistered, itemRejected } from '@chengqi/schemas/events/supervision';
import { badInput, guardFailed } from '@chengqi/service-kit';
import type { AssignmentState } from '../assignments/assignment.ts';
import type { ItemAct } from './closing.workflow.ts';
import { type FeedbackCycle, type ItemDossier, type ItemWeight, type SupervisionItem, sourceOf } from './item.ts';
import { followed } from './merging.workflow.ts';

/** What is owed, complete: every gap was filled from the proposal before. */
export interface Registration {
  readonly title: string;
  readonly requirement: string;
  readonly measurableTarget: string | null;
  readonly weight: ItemWeight;
  readonly leaderId: string;
  readonly leadOrgId: string;
  readonly coOrgIds: string[];
  readonly dueAt: Date;
  readonly feedbackCycle: FeedbackCycle;
}

/** As the table is asked: what is or becomes MAJOR is the signer's to register. */
export const weighed = (item: ItemDossier, weight: ItemWeight): ItemDossier =>
  item.weight === 'MAJOR' ? item : { ...item, weight };

/**
 * `code` was numbered in the same transaction (SUP-6); the limit set here is the original one for ever (SUP-4). The sources
 * of items `merged` into it are followed from now on, like its own.
 */
export function registerItem(
  item: ItemDossier,
  act: ItemAct,
  registration: Registration,
  code: string,
  merged: readonly SupervisionItem[],
): Decision<SupervisionItem> {
  const changes = {
    ...registration,
    status: act.to,
    code,
    registeredById: act.by,
    registeredAt: act.at,
    originalDueAt: registration.dueAt,
  };
  const { leadOrgId, weight, dueAt } = registration;
  const event = {
    itemId: item.id,
    code,
    source: sourceOf(item),
    leadOrgId,
    dueAt: dueAt.toISOString(),
    originalDueAt: dueAt.toISOString(),
    weight,
    category: item.category,
    origin: item.origin,
    registeredAt: act.at.toISOString(),
  };
  return { changes, events: [itemRegistered.create(item, event), ...followed(item, merged)] };
}

/** The reason travels only at INTERNAL and below. */
export function rejectItem(item: ItemDossier, { to, at }: ItemAct, reason: string | null): Decision<SupervisionItem> {
  const open = item.secrecyLevel === 'PUBLIC' || item.secrecyLevel === 'INTERNAL';
  return {
    changes: { status: to, openKey: null, stateReason: reason, idle: [{ from: at.toISOString(), to: null }] },
    events: [itemRejected.create(item, { itemId: item.id, source: sourceOf(item), reason: open ? reason : null })],
  };
}

export interface Part {
  readonly orgId: string;
  readonly lead: boolean;
  readonly responsibleLeaderId: string | null;
  readonly dueAt: Date | null;
}

export const firstState: AssignmentState = 'SENT';

/** SUP-2: exactly one lead, each unit once, no part due after the item. */
export function assignItem(item: ItemDossier, { to, by }: ItemAct, parts: readonly Part[]): Decision<SupervisionItem> {
  const leads = parts.filter(({ lead }) => lead);
  const [lead] = leads;
  if (lead === undefined || leads.length > 1) {
    throw guardFailed('SUP-2', { en: 'Exactly one unit leads.', zh: '须有且只有一个牵头单位。' });
  }
  const orgIds = parts.map(({ orgId }) => orgId);
  if (new Set(orgIds).size < orgIds.length) {
    throw badInput('assignments', { en: 'Each unit has one part.', zh: '同一单位不得重复交办。' });
  }
  const { dueAt } = item;
  const late = parts.findIndex((part) => dueAt !== null && part.dueAt !== null && part.dueAt > dueAt);
  if (late >= 0) {
    throw badInput(`assignments.${late}.dueOn`, {
      en: 'A part is not due after the item.',
      zh: '任务时限不得晚于事项时限。',
    });
  }
  return {
    changes: {
      status: to,
      leadOrgId: lead.orgId,
      coOrgIds: orgIds.filter((orgId) => orgId !== lead.orgId),
      supervisorId: item.supervisorId ?? by,
    },
    events: [itemAssigned.create(item, { itemId: item.id, orgIds })],
  };
}

/** `督〔2026〕17号`. */
export const itemCode = (year: number, serial: number): string => `督〔${year}〕${serial}号`;
