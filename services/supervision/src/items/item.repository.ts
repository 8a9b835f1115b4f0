import {
  type Among,
  amongTallied,
  type LimitEnds,
  type Office,
  type PersonReplica,
  type Visibility,
} from '@chengqi/office-kernel';
import { held, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, In, Not, type SelectQueryBuilder } from 'typeorm';
import { AssignmentEntity } from '../assignments/assignment.entity.ts';
import { goneStates } from '../assignments/assignment.ts';
import { ExtensionEntity } from '../extensions/extension.entity.ts';
import { type Light, lights } from '../lights/light.ts';
import { MilestoneEntity } from '../milestones/milestone.entity.ts';
import { UrgeNoticeEntity } from '../notices/notice.entity.ts';
import { ObstacleEntity } from '../progress/progress.entity.ts';
import { openObstacleStates } from '../progress/progress.ts';
import { HazardLinkEntity } from '../rectification/hazard.entity.ts';
import { SupervisionItemEntity, VerificationEntity } from './item.entity.ts';
import {
  closedStates,
  type ItemCategory,
  type ItemDossier,
  type ItemState,
  type ItemWeight,
  openKeyOf,
  openStates,
  type SourceType,
  type SupervisionItem,
} from './item.ts';

interface Span {
  readonly gte?: Date | string | null | undefined;
  readonly lt?: Date | string | null | undefined;
}

export interface ItemFilter {
  readonly states?: readonly ItemState[] | null | undefined;
  readonly lights?: readonly Light[] | null | undefined;
  readonly categories?: readonly ItemCategory[] | null | undefined;
  readonly weights?: readonly ItemWeight[] | null | undefined;
  readonly sources?: readonly (SourceType | null)[] | null | undefined;
  readonly ownerOrgId?: string | null | undefined;
  readonly leadOrgId?: string | null | undefined;
  readonly leaderId?: string | null | undefined;
  readonly supervisorId?: string | null | undefined;
  /** A condition over `item`: which units work on it. */
  readonly units?: Visibility | null | undefined;
  readonly blocked?: boolean | null | undefined;
  readonly orphan?: boolean | null | undefined;
  readonly due?: Span | null | undefined;
  readonly dueOn?: LimitEnds | null | undefined;
}

type Items = SelectQueryBuilder<SupervisionItem>;

const inSql = (states: readonly string[]) => states.map((state) => `'${state}'`).join(', ');
const blockedSql = `item.id IN (SELECT item_id FROM obstacles WHERE state IN (${inSql(openObstacleStates)}))`;
const orphanSql = '(item.source_code IS NOT NULL AND item.source_id IS NULL)';

/** What the filter leaves; the office narrows it to what the viewer may see. */
export function itemsWhere(manager: EntityManager, where: ItemFilter): Items {
  const { ownerOrgId, leadOrgId, leaderId, supervisorId, units, blocked, orphan, due, dueOn } = where;
  const query = manager.getRepository<SupervisionItem>(SupervisionItemEntity).createQueryBuilder('item');
  among(query, 'status', where.states);
  among(query, 'category', where.categories);
  among(query, 'weight', where.weights);
  among(
    query,
    'lightRank',
    where.lights?.map((light) => lights.indexOf(light)),
  );
  if (where.sources) ofSources(query, where.sources);
  if (ownerOrgId) query.andWhere('item.ownerOrgId = :owner', { owner: ownerOrgId });
  if (leadOrgId) query.andWhere('item.leadOrgId = :lead', { lead: leadOrgId });
  if (leaderId) query.andWhere('item.leaderId = :leader', { leader: leaderId });
  if (supervisorId) query.andWhere('item.supervisorId = :supervisor', { supervisor: supervisorId });
  if (units) query.andWhere(units.sql, units.params);
  if (blocked != null) query.andWhere(blocked ? blockedSql : `NOT ${blockedSql}`);
  if (orphan != null) query.andWhere(orphan ? orphanSql : `NOT ${orphanSql}`);
  if (due?.gte) query.andWhere('item.dueAt >= :dueGte', { dueGte: due.gte });
  if (due?.lt) query.andWhere('item.dueAt < :dueLt', { dueLt: due.lt });
  if (dueOn?.gt) query.andWhere('item.dueAt > :dueGt', { dueGt: dueOn.gt });
  if (dueOn?.lte) query.andWhere('item.dueAt <= :dueLte', { dueLte: dueOn.lte });
  return query;
}

function among(
  query: Items,
  column: 'status' | 'category' | 'weight' | 'lightRank',
  values: readonly (string | number)[] | null | undefined,
): void {
  if (values == null) return;
  query.andWhere(values.length > 0 ? `item.${column} IN (:...${column}s)` : '1 = 0', { [`${column}s`]: values });
}

function ofSources(query: Items, sources: readonly (SourceType | null)[]): void {
  const kinds = sources.filter((source) => source !== null);
  const terms = [
    ...(kinds.length > 0 ? ['item.sourceType IN (:...kinds)'] : []),
    ...(sources.includes(null) ? ['item.sourceType IS NULL'] : []),
  ];
  query.andWhere(terms.length > 0 ? `(${terms.join(' OR ')})` : '1 = 0', { kinds });
}

/** By what items are counted: a column of theirs. */
export const dimensions = {
  LIGHT: 'lightRank',
  STATE: 'status',
  ORG: 'leadOrgId',
  CATEGORY: 'category',
} as const satisfies Record<string, keyof SupervisionItem>;

/** What items are tallied by, beside owner and level. */
export const talliedItems = [
  'status',
  'lightRank',
  'category',
  'weight',
  'sourceType',
  'leadOrgId',
] as const satisfies readonly (keyof SupervisionItem)[];

/** The filter as values of what is tallied; null when it asks for more. */
export function amongItems(where: ItemFilter): Among<SupervisionItem> | null {
  const { states, lights: shown, categories, weights, sources, ownerOrgId, leadOrgId, ...others } = where;
  const values: Among<SupervisionItem> = {
    status: states,
    lightRank: shown?.map((light) => lights.indexOf(light)),
    category: categories,
    weight: weights,
    sourceType: sources,
    ownerOrgId: ownerOrgId ? [ownerOrgId] : null,
    leadOrgId: leadOrgId ? [leadOrgId] : null,
  };
  return amongTallied(values, others);
}

/** Items that the person leads, as a whole or in a part, supervises, or handles a part of; those of the open ledger when no states are named. */
export function itemsOf(
  manager: EntityManager,
  as: keyof typeof namedAs,
  personId: string,
  states: readonly ItemState[] | null | undefined,
): Items {
  return itemsWhere(manager, { states: states ?? openStates }).andWhere(namedAs[as], { me: personId });
}

/** Two ways to lead are looked up by an index each; an OR of them would read every item. */
const namedAs = {
  SUPERVISOR: 'item.supervisor_id = :me',
  HANDLER: `item.id IN (SELECT item_id FROM assignments WHERE handler_id = :me
    AND state NOT IN (${inSql(goneStates)}))`,
  LEADER: `item.id IN (SELECT led.id FROM (SELECT id FROM supervision_items WHERE leader_id = :me
    UNION SELECT item_id FROM assignments WHERE responsible_leader_id = :me) led)`,
} as const;

/** The ledger of an org. */
export function registeredItems(manager: EntityManager, ownerOrgId: string, { gte, lt }: Span): Items {
  const query = itemsWhere(manager, { ownerOrgId }).andWhere('item.registeredAt IS NOT NULL');
  if (gte) query.andWhere('item.registeredAt >= :gte', { gte });
  if (lt) query.andWhere('item.registeredAt < :lt', { lt });
  return query;
}

/** Registered items of an org and all orgs below it. */
export function itemsBelow(manager: EntityManager, { orgs }: Pick<Office, 'orgs'>, orgId: string): Items {
  const owner = orgs.within('item.owner_org_id', orgId);
  return itemsWhere(manager, {}).where('item.registeredAt IS NOT NULL').andWhere(owner.sql, owner.params);
}

/** SUP-3: a stand-in who registered for somebody else has no such post, and goes back to what was there before. */
export const stillRegisters = ({ active, posts }: Pick<PersonReplica, 'active' | 'posts'>): boolean =>
  active && posts.some(({ roles }) => roles.includes('OFFICE_DIRECTOR') || roles.includes('SIGNER'));

/** Everything the transition table looks at, read after the item's row is held. */
export async function dossierOf(manager: EntityManager, office: Office, item: SupervisionItem): Promise<ItemDossier> {
  const itemId = item.id;
  const registrar = item.registeredById === null ? null : await office.people.find(manager, item.registeredById);
  return {
    ...item,
    registrarLeft: registrar !== null && !stillRegisters(registrar),
    assignments: await manager
      .getRepository(AssignmentEntity)
      .find({ where: { itemId }, order: { lead: 'DESC', id: 'ASC' } }),
    notices: await manager.getRepository(UrgeNoticeEntity).find({ where: { itemId }, order: { serial: 'ASC' } }),
    obstacles: await manager
      .getRepository(ObstacleEntity)
      .find({ where: { itemId }, order: { raisedAt: 'ASC', id: 'ASC' } }),
    milestones: await manager
      .getRepository(MilestoneEntity)
      .find({ where: { itemId }, order: { plannedAt: 'ASC', id: 'ASC' } }),
    hazards: await manager
      .getRepository(HazardLinkEntity)
      .find({ where: { itemId }, order: { createdAt: 'ASC', id: 'ASC' } }),
    verifications: await manager
      .getRepository(VerificationEntity)
      .find({ where: { itemId }, order: { at: 'ASC', id: 'ASC' } }),
    extensions: await manager
      .getRepository(ExtensionEntity)
      .find({ where: { itemId }, order: { requestedAt: 'ASC', id: 'ASC' } }),
  };
}

/** The row, held until the transaction ends where the engine locks rows. */
export const lockItem = (tx: Transaction, id: string): Promise<SupervisionItem | null> =>
  held(itemsWhere(tx.manager, {}).where('item.id = :id', { id })).getOne();

/** What is merged into the item, held like it. */
export const lockMergedInto = (tx: Transaction, itemId: string): Promise<SupervisionItem[]> =>
  held(itemsWhere(tx.manager, {}).where('item.mergedIntoId = :itemId', { itemId }).orderBy('item.id')).getMany();

/** The item at the end of each one's chain: that which it is merged into, else itself. */
export async function endsOf(
  manager: EntityManager,
  items: readonly SupervisionItem[],
): Promise<Map<string, SupervisionItem>> {
  const ids = items.flatMap(({ mergedIntoId }) => mergedIntoId ?? []);
  const found = ids.length === 0 ? [] : await manager.getRepository(SupervisionItemEntity).findBy({ id: In(ids) });
  const byId = new Map(found.map((item) => [item.id, item]));
  return new Map(items.map((item) => [item.id, byId.get(item.mergedIntoId ?? '') ?? item]));
}

export const itemsOfSource = (
  manager: EntityManager,
  sourceType: SourceType,
  sourceId: string,
): Promise<SupervisionItem[]> => manager.getRepository(SupervisionItemEntity).findBy({ sourceType, sourceId });

/** One of them that is on the open ledger, or merged into what is; null where there is none. */
export async function openOf(
  manager: EntityManager,
  items: readonly SupervisionItem[],
): Promise<SupervisionItem | null> {
  const ends = await endsOf(manager, items);
  return items.find((item) => !closedStates.includes((ends.get(item.id) ?? item).status)) ?? null;
}

/** Whether one of them, or what it is merged into, is on the open ledger. */
export const isFollowed = async (manager: EntityManager, items: readonly SupervisionItem[]): Promise<boolean> =>
  (await openOf(manager, items)) !== null;

/** Items still on the open ledger that the hazard caused or that demand its removal, answered or not. */
export async function openItemsWithHazard(manager: EntityManager, hazardId: string): Promise<SupervisionItem[]> {
  const links = await manager
    .getRepository(HazardLinkEntity)
    .find({ where: [{ hazardId }, { requestedHazardId: hazardId }] });
  if (links.length === 0) return [];
  const id = In([...new Set(links.map(({ itemId }) => itemId))]);
  return manager.getRepository(SupervisionItemEntity).findBy({ id, status: Not(In([...closedStates])) });
}

/** The open imported item of a source, in whichever office's ledger history has it. */
export async function importedItemOf(
  manager: EntityManager,
  { sourceType, sourceId }: Pick<SupervisionItem, 'sourceType' | 'sourceId'>,
): Promise<SupervisionItem | null> {
  if (sourceType === null || sourceId === null) return null;
  const status = Not(In([...closedStates]));
  return manager.getRepository(SupervisionItemEntity).findOneBy({ sourceType, sourceId, status, imported: true });
}

/** An open item that keeps the source of this one, or of what is merged into it; each source has at most one (SUP-1). */
export async function rivalOf(tx: Transaction, item: SupervisionItem): Promise<string | null> {
  const carried = [item, ...(await lockMergedInto(tx, item.id))];
  const keys = carried.flatMap((each) => openKeyOf(each) ?? []);
  const holders = await tx.manager.getRepository(SupervisionItemEntity).findBy({ openKey: In(keys) });
  const rival = holders.find(({ id }) => carried.every((each) => each.id !== id));
  return rival ? (rival.mergedIntoId ?? rival.id) : null;
}

/** Items that were closed while the hazard was, held; one whose verification commits just now is waited for. */
export async function lockFinishedItemsWithHazard(tx: Transaction, hazardId: string): Promise<SupervisionItem[]> {
  const links = await tx.manager.getRepository(HazardLinkEntity).findBy({ hazardId });
  const finished: SupervisionItem[] = [];
  for (const itemId of new Set(links.map((link) => link.itemId))) {
    const item = await lockItem(tx, itemId);
    if (item && ['COMPLETED', 'STRUCK_OFF', 'FILED'].includes(item.status)) finished.push(item);
  }
  return finished;
}
