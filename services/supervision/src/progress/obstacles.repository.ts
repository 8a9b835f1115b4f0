import type { Foundation } from '@chengqi/office-kernel';
import {
  obstacleAnalysed,
  obstacleEscalated,
  obstacleRaised,
  obstacleResolved,
  obstacleRiskAccepted,
} from '@chengqi/schemas/events/supervision';
import type { Request, Transaction } from '@chengqi/service-kit';
import { itemsBelow } from '../items/item.repository.ts';
import type { SupervisionItem } from '../items/item.ts';
import { itemAccess, leaderOf } from '../items/item.workflow.ts';
import type { Finding } from './detection.workflow.ts';
import { ObstacleEntity, ObstacleOrgEntity } from './progress.entity.ts';
import { type Obstacle, openObstacleStates } from './progress.ts';

/** The row with the units that it waits for. */
export async function storeObstacle(tx: Transaction, obstacle: Obstacle): Promise<Obstacle> {
  await tx.insert(ObstacleEntity, obstacle);
  const { id: obstacleId, itemId } = obstacle;
  const units = obstacle.affectedOrgIds.map((orgId) => ({ obstacleId, orgId, itemId }));
  if (units.length > 0) await tx.manager.getRepository(ObstacleOrgEntity).insert(units);
  return obstacle;
}

/** What a rule found, unless it is known; `known` are all obstacles of the item. */
export async function raiseFound(
  { kit }: Pick<Foundation, 'kit'>,
  tx: Transaction,
  item: SupervisionItem,
  known: readonly Obstacle[],
  found: readonly Finding[],
): Promise<Obstacle[]> {
  const raised: Obstacle[] = [];
  for (const { orgIds, ...finding } of found) {
    if (known.some(({ rule, occurrence }) => rule === finding.rule && occurrence === finding.occurrence)) continue;
    const obstacle = await storeObstacle(tx, {
      ...finding,
      ...{ id: kit.ids.next('obs'), itemId: item.id, proposal: '', affectedOrgIds: [...orgIds] },
      ...{ raisedById: null, raisedAt: tx.now, state: 'OPEN', rootCause: null, wayOuts: null },
      ...{ escalatedById: null, escalatedAt: null, escalationReason: null },
      ...{ resolvedById: null, resolvedAt: null, resolution: null },
    });
    await tx.append(raisedEvent(item, obstacle), { role: 'SYSTEM', within: item.id });
    raised.push(obstacle);
  }
  return raised;
}

/** What time brought is over: as if somebody had said so. */
export async function resolveOvercome(
  tx: Transaction,
  item: SupervisionItem,
  obstacles: readonly Obstacle[],
): Promise<Obstacle[]> {
  const over = { state: 'RESOLVED' as const, resolvedAt: tx.now, resolution: '情形已消除，系统自动化解。' };
  for (const { id } of obstacles) await tx.manager.getRepository(ObstacleEntity).update({ id }, over);
  const resolved = obstacles.map((each) => ({ ...each, ...over }));
  for (const each of resolved) await tx.append(resolvedEvent(item, each, tx.now), { role: 'SYSTEM', within: item.id });
  return resolved;
}

/** What became of an obstacle, as events tell it; its texts are read from supervision. */
const fate = ({ id: itemId }: SupervisionItem, { id: obstacleId, kind, rule }: Obstacle, at: Date) => ({
  ...{ itemId, obstacleId, kind, rule },
  at: at.toISOString(),
});

export const raisedEvent = (item: SupervisionItem, obstacle: Obstacle) =>
  obstacleRaised.create(item, fate(item, obstacle, obstacle.raisedAt));

export const analysedEvent = (item: SupervisionItem, obstacle: Obstacle, at: Date) =>
  obstacleAnalysed.create(item, fate(item, obstacle, at));

export const escalatedEvent = (item: SupervisionItem, obstacle: Obstacle, at: Date) =>
  obstacleEscalated.create(item, { ...fate(item, obstacle, at), toId: leaderOf(item) });

export const resolvedEvent = (item: SupervisionItem, obstacle: Obstacle, at: Date) =>
  obstacleResolved.create(item, fate(item, obstacle, at));

export const riskAcceptedEvent = (item: SupervisionItem, obstacle: Obstacle, at: Date) =>
  obstacleRiskAccepted.create(item, fate(item, obstacle, at));

/** How many open obstacles of one unit's items wait for another unit. */
export interface Blockage {
  readonly blockedOrgId: string;
  readonly blockingOrgId: string;
  readonly obstacles: number;
}

export const mostBlockages = 200;

/** Who blocks whom among the items of an org and those below it, the most first; what may be counted of them. */
export async function blockages({ kit, office }: Foundation, request: Request, orgId: string): Promise<Blockage[]> {
  const query = itemsBelow(kit.db.read, office, orgId);
  const rows = await (await office.counted(request, query, itemAccess))
    .innerJoin('ObstacleOrg', 'unit', 'unit.itemId = item.id')
    .innerJoin('Obstacle', 'obstacle', 'obstacle.id = unit.obstacleId')
    .andWhere('obstacle.state IN (:...open)', { open: openObstacleStates })
    .andWhere('item.leadOrgId IS NOT NULL AND unit.orgId <> item.leadOrgId')
    .select('item.leadOrgId', 'blocked')
    .addSelect('unit.orgId', 'blocking')
    .addSelect('COUNT(*)', 'n')
    .groupBy('item.leadOrgId')
    .addGroupBy('unit.orgId')
    .orderBy('n', 'DESC')
    .addOrderBy('item.leadOrgId', 'ASC')
    .addOrderBy('unit.orgId', 'ASC')
    .limit(mostBlockages)
    .getRawMany<{ blocked: string; blocking: string; n: string | number }>();
  return rows.map(({ blocked, blocking, n }) => ({
    blockedOrgId: blocked,
    blockingOrgId: blocking,
    obstacles: Number(n),
  }));
}
