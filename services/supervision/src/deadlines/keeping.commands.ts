import type { Foundation, WorkingCalendar } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { CoordinationCaseEntity } from '../coordination/coordination.entity.ts';
import type { CoordinationCase } from '../coordination/coordination.ts';
import { ExtensionEntity } from '../extensions/extension.entity.ts';
import { lookAtTopics } from '../focus/focus-topics.repository.ts';
import { SupervisionItemEntity } from '../items/item.entity.ts';
import type { SupervisionItem } from '../items/item.ts';
import { lights } from '../lights/light.ts';
import { factsOf, type KnownFacts, lightFrom, type StoredLight } from '../lights/lights.repository.ts';
import { findObstacles, nextFinding, overcome } from '../progress/detection.workflow.ts';
import { raiseFound, resolveOvercome } from '../progress/obstacles.repository.ts';
import { limitsOfCoordination, positionsDue } from './coordination-deadlines.ts';
import { deadlinesOf } from './item-deadlines.ts';

/** What follows from an item as it now stands: its limits and the obstacles that a rule finds, stored here, and its light, for who stores the item. */
export function createKeeping(foundation: Foundation) {
  const { office } = foundation;

  /** A light is red or not whatever stands in the way, so that what is found follows from it. */
  async function found(tx: Transaction, facts: KnownFacts, days: WorkingCalendar) {
    const { lightRank, lightSince } = lightFrom(facts, tx.now, days);
    const known = { ...facts, redSince: lights[lightRank] === 'RED' ? lightSince : null };
    const findings = findObstacles(known, tx.now, days);
    const raised = await raiseFound(foundation, tx, facts.item, facts.obstacles, findings);
    const resolved = await resolveOvercome(tx, facts.item, overcome(facts.obstacles, findings));
    const before = facts.obstacles.map((each) => resolved.find(({ id }) => id === each.id) ?? each);
    return { facts: { ...facts, obstacles: [...before, ...raised] }, nextAt: nextFinding(known, tx.now, days) };
  }

  async function keepCoordinations(tx: Transaction, found: readonly CoordinationCase[], published?: WorkingCalendar) {
    const days = published ?? (await office.calendar.days());
    await office.deadlines.keepAll(
      tx,
      found.map((subject) => ({ subject, wanted: limitsOfCoordination(subject, days, tx.now) })),
    );
  }

  /** Who is silent counts as heard from the new end on, where nobody decided. */
  async function countAgain(tx: Transaction, ids: readonly string[], days: WorkingCalendar): Promise<void> {
    const found = await tx.manager.getRepository(CoordinationCaseEntity).findBy({ id: In([...ids]) });
    await keepCoordinations(tx, found, days);
    for (const each of found) {
      const dueAt = positionsDue(days, each.createdAt);
      if (each.decidedAt === null && dueAt.getTime() !== each.dueAt.getTime())
        await tx.update(CoordinationCaseEntity, each, { dueAt });
    }
  }

  return {
    keepCoordinations,

    /** Of items as they will be stored, in their order. */
    async follow(tx: Transaction, items: readonly SupervisionItem[]): Promise<StoredLight[]> {
      const days = await office.calendar.days();
      await lookAtTopics(tx, answeredTopics(items));
      const known = await factsOf(tx.manager, items);
      const lit: StoredLight[] = [];
      for (const each of known) {
        await office.deadlines.keep(tx, each.item, deadlinesOf(each, days, tx.now));
        const { facts, nextAt } = await found(tx, each, days);
        const light = lightFrom(facts, tx.now, days);
        lit.push({ ...light, lightNextAt: earlier(light.lightNextAt, nextAt) });
      }
      return lit;
    },

    /** Other working days: limits end elsewhere, and until when a wish for more time is to be decided. */
    async keepAgain(tx: Transaction, subjectIds: readonly string[]): Promise<void> {
      // Not the calendar that is kept for some seconds: what is counted by an old one now is not counted again.
      const days = await office.calendar.daysIn(tx.manager);
      const items = await tx.manager.getRepository(SupervisionItemEntity).findBy({ id: In([...subjectIds]) });
      await countAgain(tx, subjectIds, days);
      for (const facts of await factsOf(tx.manager, items)) {
        const limits = deadlinesOf(facts, days, tx.now);
        await office.deadlines.keep(tx, facts.item, limits);
        for (const { rule, part, dueAt } of limits) {
          if (rule.rule !== 'EXTENSION' || part === undefined) continue;
          await tx.manager
            .getRepository(ExtensionEntity)
            .update({ id: part, decision: 'PENDING' }, { decideBy: dueAt });
        }
      }
    },
  };
}

const answeredTopics = (items: readonly SupervisionItem[]): string[] =>
  items.flatMap(({ sourceType, sourceId }) => (sourceType === 'FocusTopic' && sourceId !== null ? [sourceId] : []));

const earlier = (one: Date | null, other: Date | null): Date | null =>
  one === null || (other !== null && other < one) ? other : one;
