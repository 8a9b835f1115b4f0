import type { Foundation, StoredDeadline } from '@chengqi/office-kernel';
import { batch, batchMany, groupBy, type Request } from '@chengqi/service-kit';
import { type EntitySchema, In } from 'typeorm';
import { AssignmentEntity } from './assignments/assignment.entity.ts';
import { type Assignment, goneStates, openPartStates } from './assignments/assignment.ts';
import { CoordinationCaseEntity } from './coordination/coordination.entity.ts';
import { lastOfDocuments } from './coordination/coordination.repository.ts';
import type { CoordinationCase } from './coordination/coordination.ts';
import { coordinationAccess } from './coordination/coordination.workflow.ts';
import { ExtensionEntity } from './extensions/extension.entity.ts';
import { FocusTopicEntity } from './focus/focus-topic.entity.ts';
import type { FocusMention, FocusTopic } from './focus/focus-topic.ts';
import { topicAccess } from './focus/focus-topic.workflow.ts';
import { type FocusSource, mentionsSince, sourcesOf } from './focus/focus-topics.repository.ts';
import { trendSince } from './focus/heat.workflow.ts';
import { CoverageExpectationEntity, CoverageGapEntity } from './gaps/gap.entity.ts';
import type { CoverageExpectation, CoverageGap } from './gaps/gap.ts';
import { expectationAccess, gapAccess } from './gaps/gap.workflow.ts';
import { type RoundSeen, roundsOf } from './gaps/gaps.repository.ts';
import { SupervisionItemEntity, VerificationEntity } from './items/item.entity.ts';
import { endsOf, stillRegisters } from './items/item.repository.ts';
import { closedStates, type ItemDossier, type SourceType, type SupervisionItem } from './items/item.ts';
import { itemAccess } from './items/item.workflow.ts';
import { type LightVerdict, lights } from './lights/light.ts';
import { leadOf, lightOf } from './lights/light.workflow.ts';
import { MilestoneEntity } from './milestones/milestone.entity.ts';
import { UrgeNoticeEntity } from './notices/notice.entity.ts';
import { ObstacleEntity, ProgressReportEntity } from './progress/progress.entity.ts';
import { HazardLinkEntity } from './rectification/hazard.entity.ts';
import type { HazardLink } from './rectification/hazard.ts';
import { readableLinks } from './rectification/hazard-links.repository.ts';
import { ReportingDutyEntity } from './reporting/reporting.entity.ts';
import { reportLoaders } from './reporting/reporting.repository.ts';
import type { ReportingDuty } from './reporting/reporting.ts';
import { dutyAccess } from './reporting/submission.workflow.ts';
import { decisionTexts } from './sources/source-text.repository.ts';

export type Loaders = ReturnType<typeof createLoaders>;

/** One look-up per type and level of a query; items are those the viewer may see. */
export function createLoaders(request: Request, foundation: Foundation) {
  const { kit, office } = foundation;
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
  const milestones = ofItems(MilestoneEntity, { plannedAt: 'ASC' });
  const reports = ofItems(ProgressReportEntity, { at: 'ASC' });
  const allHazards = ofItems(HazardLinkEntity, { createdAt: 'ASC' });
  const hazards = batchMany<HazardLink>(async (itemIds) => {
    const all = (await Promise.all(itemIds.map((id) => allHazards.load(id)))).flat();
    return groupBy(await readableLinks(foundation, request, all), ({ itemId }) => itemId);
  });
  const hazardLinks = batch<HazardLink>(async (ids) => {
    const found = await read(HazardLinkEntity).findBy({ id: In([...ids]) });
    return new Map((await readableLinks(foundation, request, found)).map((link) => [link.id, link]));
  });
  const verifications = ofItems(VerificationEntity, { at: 'ASC' });
  const extensions = ofItems(ExtensionEntity, { requestedAt: 'ASC' });
  const registrars = batch<boolean>(async (ids) => {
    const found = await office.people.findMany(db.read, ids);
    return new Map([...found].map(([id, registrar]) => [id, stillRegisters(registrar)]));
  });

  const itemIdsOf = (sourceType: SourceType) =>
    batch<string>(async (ids) => {
      const found = await read(SupervisionItemEntity).findBy({ sourceType, sourceId: In([...ids]) });
      const ends = await endsOf(db.read, found);
      const ofSource = groupBy(found, ({ sourceId }) => sourceId ?? '');
      return leading(ofSource, ends);
    });
  const itemIdsOfHazards = batch<string>(async (ids) => {
    const links = await read(HazardLinkEntity).findBy({ hazardId: In([...ids]) });
    if (links.length === 0) return new Map();
    const found = await read(SupervisionItemEntity).findBy({ id: In(links.map(({ itemId }) => itemId)) });
    const byId = new Map(found.map((item) => [item.id, item]));
    const candidates = groupBy(links, ({ hazardId }) => hazardId ?? '');
    return leading(
      new Map([...candidates].map(([id, of]) => [id, of.flatMap(({ itemId }) => byId.get(itemId) ?? [])])),
      await endsOf(db.read, found),
    );
  });

  /** The coordination asked for last, of each obstacle. */
  const coordinationsOfObstacles = batch<CoordinationCase>(async (ids) => {
    const { sql, params } = office.visible(request.viewer, { alias: 'c', roles: coordinationAccess.roles });
    const found = await read(CoordinationCaseEntity)
      .createQueryBuilder('c')
      .where('c.obstacleId IN (:...ids)', { ids })
      .andWhere(sql, params)
      .orderBy('c.createdAt', 'ASC')
      .getMany();
    return new Map(found.map((one) => [String(one.obstacleId), one]));
  });

  /** Those of each document that were asked for last. */
  const coordinationsOfDocuments = batchMany<CoordinationCase>(async (ids) => {
    const { sql, params } = office.visible(request.viewer, { alias: 'c', roles: coordinationAccess.roles });
    const found = await lastOfDocuments(db.read, ids).andWhere(sql, params).getMany();
    return groupBy(found, ({ documentId }) => String(documentId));
  });

  /** Open parts of running items that the viewer may see, the nearest limit first. */
  const openPartsOf = batchMany<Assignment>(async (orgIds) => {
    const { sql, params } = office.visible(request.viewer, { alias: 'item', roles: itemAccess.roles });
    const parts = await read(AssignmentEntity)
      .createQueryBuilder('part')
      .innerJoin('SupervisionItem', 'item', 'item.id = part.itemId')
      .where('part.orgId IN (:...orgIds)', { orgIds })
      .andWhere('part.state NOT IN (:...over) AND item.status IN (:...running)', {
        over: ['DONE', ...goneStates],
        running: openPartStates,
      })
      .andWhere(sql, params)
      .orderBy('item.dueAt', 'ASC')
      .addOrderBy('part.id', 'ASC')
      .getMany();
    return groupBy(parts, ({ orgId }) => orgId);
  });

  async function dossier(item: SupervisionItem): Promise<ItemDossier> {
    const { id, registeredById } = item;
    const [parts, urged, blocked, planned, linked, verified, asked, registrarStays] = await Promise.all([
      assignments.load(id),
      notices.load(id),
      obstacles.load(id),
      milestones.load(id),
      allHazards.load(id),
      verifications.load(id),
      extensions.load(id),
      registeredById === null ? true : registrars.load(registeredById),
    ]);
    const registrarLeft = registrarStays === false;
    return {
      ...item,
      registrarLeft,
      assignments: parts,
      notices: urged,
      obstacles: blocked,
      milestones: planned,
      hazards: linked,
      verifications: verified,
      extensions: asked,
    };
  }

  /** Computed as of a moment; as it stands, the light that is stored. */
  async function light(item: SupervisionItem, asOf: Date | null): Promise<LightVerdict> {
    if (asOf === null) return { light: lights[item.lightRank] ?? 'NONE', reason: item.lightReason };
    const [given, full] = await Promise.all([reports.load(item.id), dossier(item)]);
    const leadOrgId = leadOf(item, full.assignments);
    return lightOf({ ...full, item, reports: given, leadOrgId }, asOf, await office.calendar.days());
  }

  return {
    items,
    assignments,
    notices,
    obstacles,
    reports,
    hazards,
    milestones,
    verifications,
    extensions,
    deadlines: batchMany<StoredDeadline>((ids) => office.deadlines.ofSubjects(db.read, ids)),
    coordinations: batch<CoordinationCase>((ids) =>
      office.readByIds(request, CoordinationCaseEntity, ids, coordinationAccess),
    ),
    coordinationsOfObstacles,
    coordinationsOfDocuments,
    expectations: batch<CoverageExpectation>((ids) =>
      office.readByIds(request, CoverageExpectationEntity, ids, expectationAccess),
    ),
    duties: batch<ReportingDuty>((ids) => office.readByIds(request, ReportingDutyEntity, ids, dutyAccess)),
    gaps: batch<CoverageGap>((ids) => office.readByIds(request, CoverageGapEntity, ids, gapAccess)),
    coverageRounds: batchMany<RoundSeen>((ids) => roundsOf(db.read, ids)),
    focusTopics: batch<FocusTopic>((ids) => office.readByIds(request, FocusTopicEntity, ids, topicAccess)),
    focusSources: batchMany<FocusSource>((ids) => sourcesOf(db.read, ids)),
    recentMentions: batchMany<FocusMention>((ids) => mentionsSince(db.read, ids, trendSince(kit.clock.now()))),
    openPartsOf,
    itemIdsOfResolutions: itemIdsOf('Resolution'),
    itemIdsOfInstructions: itemIdsOf('Instruction'),
    itemIdsOfCases: itemIdsOf('ServiceCase'),
    itemIdsOfHazards,
    hazardLinks,
    /** Of resolutions and instructions, each from its owner. */
    sourceTexts: batch<string>(async (ids) => {
      const given = ids.filter((id) => id.startsWith('ins_'));
      const adopted = ids.filter((id) => !given.includes(id));
      const [instructions, resolutions] = await Promise.all([
        decisionTexts(kit, 'Instruction', given),
        decisionTexts(kit, 'Resolution', adopted),
      ]);
      return new Map([...instructions, ...resolutions]);
    }),
    dossier,
    light,
    ...reportLoaders(kit),
  };
}

/** The item to show for a source, of those at the ends of its chains: the open one, else the latest; a rejected one leads to none. */
function leading(
  groups: ReadonlyMap<string, readonly SupervisionItem[]>,
  ends: ReadonlyMap<string, SupervisionItem>,
): Map<string, string> {
  const chosen = [...groups].flatMap(([sourceId, items]) => {
    const candidates = items
      .map((item) => ends.get(item.id) ?? item)
      .filter(({ status }) => status !== 'REJECTED')
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    const item = candidates.find(({ status }) => !closedStates.includes(status)) ?? candidates[0];
    return item ? [[sourceId, item.id] as const] : [];
  });
  return new Map(chosen);
}
