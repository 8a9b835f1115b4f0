import type { WorkingCalendar } from '@chengqi/office-kernel';
import { groupBy, held, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, type EntitySchema, In } from 'typeorm';
import { AssignmentEntity } from '../assignments/assignment.entity.ts';
import { CoordinationCaseEntity } from '../coordination/coordination.entity.ts';
import type { LimitFacts } from '../deadlines/item-deadlines.ts';
import { ExtensionEntity } from '../extensions/extension.entity.ts';
import { SupervisionItemEntity, VerificationEntity } from '../items/item.entity.ts';
import type { SupervisionItem } from '../items/item.ts';
import { MilestoneEntity } from '../milestones/milestone.entity.ts';
import { UrgeNoticeEntity } from '../notices/notice.entity.ts';
import type { DetectionFacts } from '../progress/detection.workflow.ts';
import { ObstacleEntity, ProgressReportEntity } from '../progress/progress.entity.ts';
import { lights } from './light.ts';
import { type LightFacts, leadOf, lightOf, nextLook } from './light.workflow.ts';

/** What a look at the item stores of its light. */
export type StoredLight = Pick<SupervisionItem, 'lightRank' | 'lightReason' | 'lightSince' | 'lightNextAt'>;

/** The light that follows from the facts now, and when to look again. */
export function lightFrom(facts: LightFacts, now: Date, calendar: WorkingCalendar): StoredLight {
  const { light, reason } = lightOf(facts, now, calendar);
  const lightRank = lights.indexOf(light);
  return {
    ...{ lightRank, lightReason: reason, lightNextAt: nextLook(facts, now, calendar) },
    lightSince: sinceWhen(facts, lightRank, now, calendar),
  };
}

const mostLooks = 1000;

/** A light that changed by time alone did so at one of the moments at which it was to be looked at, however late it is now. */
function sinceWhen(facts: LightFacts, rank: number, now: Date, calendar: WorkingCalendar): Date {
  const { lightRank, lightSince, lightNextAt } = facts.item;
  if (rank === lightRank) return lightSince ?? now;
  let since: Date | null = null;
  let at = lightNextAt;
  for (let looks = 0; at !== null && at <= now && looks < mostLooks; looks += 1) {
    const is = lights.indexOf(lightOf(facts, at, calendar).light) === rank;
    since = is ? (since ?? at) : null;
    at = nextLook(facts, at, calendar);
  }
  return since ?? now;
}

/** What lights, limits and obstacles of an item follow from. */
export type KnownFacts = LimitFacts & Pick<DetectionFacts, 'coordinations'>;

/** Those of the items; eight statements for all of them. */
export async function factsOf(manager: EntityManager, items: readonly SupervisionItem[]): Promise<KnownFacts[]> {
  const itemId = In(items.map(({ id }) => id));
  const partsOf = async <T extends { id: string; itemId: string | null }>(entity: EntitySchema<T>, order: keyof T) => {
    const found = await manager
      .getRepository(entity)
      .find({ where: { itemId }, order: { [order]: 'ASC', id: 'ASC' } } as never);
    return groupBy(found, ({ itemId: of }) => of ?? '');
  };
  const assignments = await partsOf(AssignmentEntity, 'sentAt');
  const reports = await partsOf(ProgressReportEntity, 'at');
  const notices = await partsOf(UrgeNoticeEntity, 'serial');
  const obstacles = await partsOf(ObstacleEntity, 'raisedAt');
  const milestones = await partsOf(MilestoneEntity, 'plannedAt');
  const verifications = await partsOf(VerificationEntity, 'at');
  const extensions = await partsOf(ExtensionEntity, 'requestedAt');
  const coordinations = await partsOf(CoordinationCaseEntity, 'createdAt');
  return items.map((item) => ({
    item,
    coordinations: coordinations.get(item.id) ?? [],
    assignments: assignments.get(item.id) ?? [],
    leadOrgId: leadOf(item, assignments.get(item.id) ?? []),
    reports: reports.get(item.id) ?? [],
    notices: notices.get(item.id) ?? [],
    obstacles: obstacles.get(item.id) ?? [],
    milestones: milestones.get(item.id) ?? [],
    verifications: verifications.get(item.id) ?? [],
    extensions: extensions.get(item.id) ?? [],
  }));
}

/** Items whose light may have changed by now, those that have waited longest first; held until the transaction ends. */
export const lockDueForLook = (tx: Transaction, atOnce: number): Promise<SupervisionItem[]> =>
  held(
    tx.manager
      .getRepository<SupervisionItem>(SupervisionItemEntity)
      .createQueryBuilder('item')
      .where('item.lightNextAt <= :now', { now: tx.now })
      .orderBy('item.lightNextAt', 'ASC')
      .take(atOnce),
  ).getMany();

/** A light is no act: who opened the item before may still decide on what was seen, so its version stays. */
export async function storeLight(tx: Transaction, item: SupervisionItem, light: StoredLight): Promise<void> {
  await tx.manager
    .createQueryBuilder()
    .update(SupervisionItemEntity)
    .set({ ...light })
    .whereInIds(item.id)
    .execute();
  await tx.stored(SupervisionItemEntity, [{ before: item, after: { ...item, ...light } }]);
}

/** The item was changed by what is no act on it; the timer looks at it. */
export async function lookSoon(tx: Transaction, itemId: string): Promise<void> {
  await tx.manager
    .createQueryBuilder()
    .update(SupervisionItemEntity)
    .set({ lightNextAt: tx.now })
    .whereInIds(itemId)
    .execute();
}

/** The timer looks at every item again whose light runs. */
export async function lookAtAll(tx: Transaction): Promise<void> {
  await tx.manager
    .createQueryBuilder()
    .update(SupervisionItemEntity)
    .set({ lightNextAt: tx.now })
    .where('lightNextAt IS NOT NULL')
    .execute();
}
