import type { Announce, Foundation, StoredDeadline } from '@chengqi/office-kernel';
import { deadlineBreached, deadlineWarned } from '@chengqi/schemas/events/supervision';
import type { Timer, Transaction } from '@chengqi/service-kit';
import { CoordinationCaseEntity } from '../coordination/coordination.entity.ts';
import { undecidedCoordinations } from '../coordination/coordination.repository.ts';
import type { SupervisionDeadlineRule } from './deadline-rules.ts';
import { createKeeping } from './keeping.commands.ts';

/** What is told of a limit bears the owner and the level of its subject. */
const originOf = ({ subjectId: id, ownerOrgId, secrecyLevel }: StoredDeadline) => ({ id, ownerOrgId, secrecyLevel });

async function limitOf({ manager }: Transaction, { subjectId, rule, part, dueAt }: StoredDeadline) {
  const limit = { rule: rule as SupervisionDeadlineRule, partId: part || null, dueAt: dueAt.toISOString() };
  if (limit.rule !== 'POSITION') return { ...limit, itemId: subjectId };
  const coordinations = manager.getRepository(CoordinationCaseEntity);
  const { itemId, documentId } = await coordinations.findOneByOrFail({ id: subjectId });
  return { ...limit, itemId, documentId, coordinationId: subjectId };
}

/** Every threshold once, every end once. */
const announce: Announce = async (tx, deadline, { warnings, breached }) => {
  const [origin, limit] = [originOf(deadline), await limitOf(tx, deadline)];
  await tx.append(warnings.map((thresholdAt) => deadlineWarned.create(origin, { ...limit, thresholdAt })));
  if (breached) await tx.append(deadlineBreached.create(origin, limit));
};

/** Tells of limits, and keeps those of coordinations that were asked for before their limits were kept. */
export const createDeadlineTimers = (foundation: Foundation): Timer[] => [
  foundation.office.deadlines.timer(announce),
  foundation.office.deadlines.keepingOlder(
    'coordinations',
    undecidedCoordinations,
    createKeeping(foundation).keepCoordinations,
  ),
];
