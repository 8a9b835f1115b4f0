import { batch, batchMany, groupBy, type Request } from '@chengqi/service-kit';
import { type EntitySchema, In } from 'typeorm';
import { AssignmentEntity } from './assignments/assignment.entity.ts';
import type { Foundation } from './context.ts';
import { SupervisionItemEntity, VerificationEntity } from './items/item.entity.ts';
import { closedStates, type ItemDossier, type SupervisionItem } from './items/item.ts';
import { itemAccess } from './items/item.workflow.ts';
import { type LightVerdict, lightOf } from './items/light.workflow.ts';
import { resolutionTexts } from './items/source-text.repository.ts';
import { UrgeNoticeEntity } from './notices/notice.entity.ts';
import { ObstacleEntity, ProgressReportEntity } from './progress/progress.entity.ts';
import { HazardLinkEntity } from './rectification/hazard.entity.ts';

export type Loaders = ReturnType<typeof createLoaders>;

/** One look-up per type and level of a query; items are those the viewer may see. */
export function createLoaders(request: Request, { kit, office }: Foundation) {
  const { db } = kit;
  const read = <T extends { id: string }>(entity: EntitySchema<T>) => db.read.getRepository(entity);
  const ofItems = <T extends { id: string; itemId: string }>(
    entity: EntitySchema<T>,
    order: Record<string, 'ASC' | 'DESC'>,
  ) =>
    batchMany<T>(async (ids) =>
      groupBy(
        await read(entity).find({ where: { itemId: In([...ids]) }, order: { ...order, id: 'ASC' } } as never),
        ({ itemId }) => itemId,
      ),
    );

  const items = batch<SupervisionItem>((ids) => office.readByIds(request, SupervisionItemEntity, ids, itemAccess));
  const assignments = ofItems(AssignmentEntity, { lead: 'DESC' });
  const notices = ofItems(UrgeNoticeEntity, { serial: 'ASC' });
  const obstacles = ofItems(ObstacleEntity, { raisedAt: 'ASC' });
  const reports = ofItems(ProgressReportEntity, { at: 'ASC' });
  const hazards = ofItems(HazardLinkEntity, { createdAt: 'ASC' });
  const verifications = ofItems(VerificationEntity, { at: 'ASC' });
  const registrars = batch<boolean>(async (ids) => {
    const found = await office.people.findMany(db.read, ids);
    return new Map([...found].map(([id, { active }]) => [id, active]));
  });

  const itemIdsOfResolutions = batch<string>(async (ids) => {
    const found = await read(SupervisionItemEntity).findBy({ sourceType: 'Resolution', sourceId: In([...ids]) });
    return leading(groupBy(found, ({ sourceId }) => sourceId ?? ''));
  });
  const itemIdsOfHazards = batch<string>(async (ids) => {
    const links = await read(HazardLinkEntity).findBy({ hazardId: In([...ids]) });
    if (links.length === 0) return new Map();
    const found = await read(SupervisionItemEntity).findBy({ id: In(links.map(({ itemId }) => itemId)) });
    const byId = new Map(found.map((item) => [item.id, item]));
    const candidates = groupBy(links, ({ hazardId }) => hazardId ?? '');
    return leading(
      new Map([...candidates].map(([id, of]) => [id, of.flatMap(({ itemId }) => byId.get(itemId) ?? [])])),
    );
  });

  async function dossier(item: SupervisionItem): Promise<ItemDossier> {
    const { id, registeredById } = item;
    const [parts, urged, blocked, linked, verified, registrarActive] = await Promise.all([
      assignments.load(id),
      notices.load(id),
      obstacles.load(id),
      hazards.load(id),
      verifications.load(id),
      registeredById === null ? true : registrars.load(registeredById),
    ]);
    const registrarLeft = registrarActive === false;
    return {
      ...item,
      registrarLeft,
      assignments: parts,
      notices: urged,
      obstacles: blocked,
      hazards: linked,
      verifications: verified,
    };
  }

  async function light(item: SupervisionItem, asOf: Date): Promise<LightVerdict> {
    const [given, full] = await Promise.all([reports.load(item.id), dossier(item)]);
    const { assignments: parts, notices: urged, obstacles: blocked, verifications: verified } = full;
    const leadOrgId = parts.find(({ lead }) => lead)?.orgId ?? item.leadOrgId;
    return lightOf(
      { item, reports: given, notices: urged, obstacles: blocked, verifications: verified, leadOrgId },
      asOf,
      await office.calendar.days(),
    );
  }

  return {
    items,
    assignments,
    notices,
    obstacles,
    reports,
    hazards,
    verifications,
    itemIdsOfResolutions,
    itemIdsOfHazards,
    hazardLinks: batch(
      async (ids) =>
        new Map((await read(HazardLinkEntity).findBy({ id: In([...ids]) })).map((link) => [link.id, link])),
    ),
    sourceTexts: batch<string>((ids) => resolutionTexts(kit, ids)),
    dossier,
    light,
  };
}

/** The item to show for a source: the open one, else the latest; a merged one leads to what it became part of, a rejected one to none. */
function leading(groups: ReadonlyMap<string, readonly SupervisionItem[]>): Map<string, string> {
  const chosen = [...groups].flatMap(([sourceId, items]) => {
    const candidates = items
      .filter(({ status }) => status !== 'REJECTED')
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    const item =
      candidates.find(({ status }) => !closedStates.includes(status)) ??
      candidates.find(({ status }) => status !== 'MERGED') ??
      candidates[0];
    return item ? [[sourceId, item.mergedIntoId ?? item.id] as const] : [];
  });
  return new Map(chosen);
}
