import { announceBy, type Foundation, type StoredDeadline } from '@chengqi/office-kernel';
import { deadlineBreached, deadlineWarned } from '@chengqi/schemas/events/supervision';
import type { Timer, Transaction } from '@chengqi/service-kit';
import { CoordinationCaseEntity } from '../coordination/coordination.entity.ts';
import { undecidedCoordinations } from '../coordination/coordination.repository.ts';
import type { SupervisionDeadlineRule } from './deadline-rules.ts';
import { createKeeping } from './keeping.commands.ts';

async function limitOf({ subjectId, rule, part, dueAt }: StoredDeadline, { manager }: Transaction) {
  const limit = { rule: rule as SupervisionDeadlineRule, partId: part || null, dueAt: dueAt.toISOString() };
  if (limit.rule !== 'POSITION') return { ...limit, itemId: subjectId };
  const coordinations = manager.getRepository(CoordinationCaseEntity);
  const { itemId, documentId } = await coordinations.findOneByOrFail({ id: subjectId });
  return { ...limit, itemId, documentId, coordinationId: subjectId };
}

const announce = announceBy({ warned: deadlineWarned, breached: deadlineBreached }, limitOf);

/** Tells of limits, and keeps those of coordinations that were asked for before their limits were kept. */
export const createDeadlineTimers = (foundation: Foundation): Timer[] => [
  foundation.office.deadlines.timer(announce),
  foundation.office.deadlines.keepingOlder(
    'coordinations',
    undecidedCoordinations,
    createKeeping(foundation).keepCoordinations,
  ),
];
