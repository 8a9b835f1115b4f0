import type { Foundation } from '@chengqi/office-kernel';
import type { Envelope } from '@chengqi/schemas';
import {
  hazardClosed,
  hazardConfirmed,
  hazardDismissed,
  hazardLinked,
  hazardListed,
  hazardPlanApproved,
  hazardReopened,
  hazardReported,
  recheckFailed,
  rectificationSubmitted,
} from '@chengqi/schemas/events/security';
import { type Consumer, DomainError, on, type Transaction } from '@chengqi/service-kit';
import { keepCorrelation } from '../decisions/correlation.repository.ts';
import { createItemActs } from '../items/act.commands.ts';
import { backToWork } from '../items/closing.commands.ts';
import { reopenItem } from '../items/closing.workflow.ts';
import { itemsOfSource, lockFinishedItemsWithHazard, openItemsWithHazard, rivalOf } from '../items/item.repository.ts';
import { holdMerged } from '../items/merging.commands.ts';
import { ProgressReportEntity } from '../progress/progress.entity.ts';
import { propose, proposedForHazard, toldBy } from '../sources/proposals.commands.ts';
import { nameSource } from '../sources/source-links.commands.ts';
import { HazardLinkEntity, HazardReplicaEntity } from './hazard.entity.ts';
import type { HazardReplica, HazardState } from './hazard.ts';
import { linkHazard } from './hazard-links.commands.ts';

const replica = { imported: true };
const isLive = ({ provenance }: Envelope) => provenance === 'live';

/** Keeps the hazard replica, answers its links, and proposes, unblocks or reopens items by it. */
export function createHazardConsumers(foundation: Foundation): Consumer[] {
  return [
    on(hazardReported, (event, tx) => report(foundation, tx, event), replica),
    on(hazardConfirmed, (event, tx) => confirm(foundation, tx, event), replica),
    on(hazardClosed, async (event, tx) => void (await keep(tx, event, event.data)), replica),
    on(hazardDismissed, (event, tx) => dismiss(foundation, tx, event), replica),
    on(hazardListed, (event, tx) => list(foundation, tx, event), replica),
    on(hazardPlanApproved, ({ data }, tx) => enter(tx, data.hazardId, 'RECTIFYING'), replica),
    on(rectificationSubmitted, ({ data }, tx) => enter(tx, data.hazardId, 'RECHECK'), replica),
    on(recheckFailed, ({ data }, tx) => enter(tx, data.hazardId, 'RECTIFYING'), replica),
    on(hazardReopened, (event, tx) => reopen(foundation, tx, event), replica),
    on(hazardLinked, ({ data }, tx) => linkHazard(foundation, tx, data), replica),
  ];
}

type Told = Pick<HazardReplica, 'code' | 'siteId' | 'ownerOrgId' | 'responsibleOrgId' | 'level' | 'state'> & {
  readonly hazardId: string;
  readonly source: { readonly type: string; readonly id: string | null };
  readonly listed?: boolean;
  readonly title?: string | null;
  readonly dueAt?: string | null;
};

/** The row first and the links after it: who reads a hazard's state under the row's lock misses no change. */
async function keep(tx: Transaction, event: Envelope, told: Told): Promise<HazardReplica> {
  const replicas = tx.manager.getRepository(HazardReplicaEntity);
  const known = await replicas.findOneBy({ id: told.hazardId });
  const { hazardId: id, code, siteId, ownerOrgId, responsibleOrgId, level, state } = told;
  const row: HazardReplica = {
    ...{ id, code, siteId, ownerOrgId, responsibleOrgId, level, state },
    secrecyLevel: event.secrecylevel,
    listed: told.listed ?? known?.listed ?? false,
    sourceType: told.source.type,
    sourceId: told.source.id,
    title: told.title ?? known?.title ?? null,
    dueAt: told.dueAt ? new Date(told.dueAt) : (known?.dueAt ?? null),
  };
  if (known) await replicas.update({ id }, row);
  else {
    await replicas.insert(row);
    await keepCorrelation(tx, event);
  }
  await tx.manager.getRepository(HazardLinkEntity).update({ hazardId: id }, { state });
  return row;
}

/** History tells at once which item a hazard came from, or names it as the source of one. */
async function report(foundation: Foundation, tx: Transaction, event: Envelope<Told>): Promise<void> {
  const hazard = await keep(tx, event, event.data);
  await nameSource(foundation, tx, 'Hazard', hazard);
  if (isLive(event) || hazard.sourceType !== 'SupervisionItem' || hazard.sourceId === null) return;
  const { id: hazardId, sourceId: itemId, state } = hazard;
  await linkHazard(foundation, tx, { itemId, linkId: null, hazardId, role: 'EFFECT', state });
}

async function enter(tx: Transaction, hazardId: string, state: HazardState): Promise<void> {
  await tx.manager.getRepository(HazardReplicaEntity).update({ id: hazardId }, { state });
  await tx.manager.getRepository(HazardLinkEntity).update({ hazardId }, { state });
}

async function confirm(foundation: Foundation, tx: Transaction, event: Envelope<Told>): Promise<void> {
  const hazard = await keep(tx, event, event.data);
  if (!isLive(event)) return;
  if (hazard.sourceType !== 'SupervisionItem') return proposeFor(foundation, tx, event, hazard);
  if (hazard.sourceId === null) return;
  const { id: hazardId, state, sourceId: itemId } = hazard;
  await linkHazard(foundation, tx, { itemId, linkId: null, hazardId, role: 'EFFECT', state });
}

async function list(foundation: Foundation, tx: Transaction, event: Envelope<{ hazardId: string }>): Promise<void> {
  const replicas = tx.manager.getRepository(HazardReplicaEntity);
  await replicas.update({ id: event.data.hazardId }, { listed: true });
  const hazard = await replicas.findOneBy({ id: event.data.hazardId });
  if (hazard && isLive(event) && hazard.sourceType !== 'SupervisionItem')
    await proposeFor(foundation, tx, event, hazard);
}

/** SUP-1: not while an open item has the hazard, and never again for an event that has proposed before. */
async function proposeFor(
  foundation: Foundation,
  tx: Transaction,
  { sequence }: Envelope,
  hazard: HazardReplica,
): Promise<void> {
  if (hazard.level !== 'MAJOR' && !hazard.listed) return;
  if ((await openItemsWithHazard(tx.manager, hazard.id)).length > 0) return;
  const before = await itemsOfSource(tx.manager, 'Hazard', hazard.id);
  if (before.some(({ sourceSequence }) => sourceSequence >= sequence)) return;
  await propose(foundation, tx, proposedForHazard(hazard), { ...toldBy(sequence), hazard });
}

/**
 * A dismissed hazard settles the link; what follows from it is for people to decide. Texts of an item do not name its
 * hazards: not everybody who reads the item may read them, and who may has the links.
 */
async function dismiss({ kit }: Foundation, tx: Transaction, event: Envelope<{ hazardId: string }>): Promise<void> {
  const { hazardId } = event.data;
  await enter(tx, hazardId, 'DISMISSED');
  if (!isLive(event)) return;
  for (const item of await openItemsWithHazard(tx.manager, hazardId)) {
    await tx.insert(ProgressReportEntity, {
      id: kit.ids.next('prg'),
      itemId: item.id,
      kind: 'NOTE',
      orgId: null,
      reporterId: null,
      at: tx.now,
      percent: null,
      text: '一项关联隐患已被判定不属实。',
      fallReason: null,
      problems: null,
      evidence: [],
      ofLead: null,
      reportNo: null,
    });
  }
}

/** A relapse reopens what was closed because of the hazard, unless its year is over or its source has another open item (SUP-1). */
async function reopen(foundation: Foundation, tx: Transaction, event: Envelope<{ hazardId: string }>): Promise<void> {
  const { hazardId } = event.data;
  const { bySystem } = createItemActs(foundation);
  await enter(tx, hazardId, 'CONFIRMED');
  if (!isLive(event)) return;
  for (const item of await lockFinishedItemsWithHazard(tx, hazardId)) {
    if (await rivalOf(tx, item)) continue;
    try {
      await bySystem(tx, item, 'REOPEN', (found, act) => reopenItem(found, act, '一项关联隐患复发。'));
      await holdMerged(tx, item.id, true);
      await backToWork(tx, item.id);
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'DEADLINE_PASSED')) throw error;
    }
  }
}
