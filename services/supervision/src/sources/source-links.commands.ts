import { type Foundation, isAbove } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import { itemRegistered } from '@chengqi/schemas/events/supervision';
import type { Transaction } from '@chengqi/service-kit';
import { IsNull } from 'typeorm';
import { noteFollowed } from '../decisions/resolution.repository.ts';
import { SupervisionItemEntity } from '../items/item.entity.ts';
import { closedStates, openKeyOf, type SourceType, type SupervisionItem, sourceOf } from '../items/item.ts';
import { HazardLinkEntity, HazardReplicaEntity } from '../rectification/hazard.entity.ts';

/** A source that is known by id and by its business number. */
export interface KnownSource {
  readonly id: string;
  readonly code: string;
  readonly secrecyLevel: SecrecyLevel;
}

/** Imported items that named the source by its number alone get its id, once; whoever counts them is told again. */
export async function nameSource(
  foundation: Foundation,
  tx: Transaction,
  sourceType: SourceType,
  source: KnownSource,
): Promise<void> {
  const waiting = await tx.manager
    .getRepository(SupervisionItemEntity)
    .findBy({ sourceType, sourceCode: source.code, sourceId: IsNull(), imported: true });
  for (const item of waiting) {
    const named = { ...item, sourceId: source.id };
    const after = await tx.update(SupervisionItemEntity, item, {
      sourceId: source.id,
      openKey: await freeKey(tx, named),
      ...keptClose(item, source.secrecyLevel),
    });
    if (sourceType === 'Hazard') await linkCause(foundation, tx, item.id, source.id);
    await tx.append(registeredAgain(after), { within: source.id });
    await noteFollowed(foundation, tx, { item: after, sources: [after], since: item.registeredAt ?? item.createdAt });
  }
}

/** SUP-1 holds for what is open; a rival keeps the source. */
export async function freeKey(tx: Transaction, item: SupervisionItem): Promise<string | null> {
  const openKey = closedStates.includes(item.status) ? null : openKeyOf(item);
  if (openKey === null) return null;
  return (await tx.manager.getRepository(SupervisionItemEntity).existsBy({ openKey })) ? null : openKey;
}

/** An item is kept as closely as its source; the text of a classified one is not stored. */
export function keptClose(
  item: Pick<SupervisionItem, 'secrecyLevel' | 'title' | 'requirement'>,
  level: SecrecyLevel,
): Pick<SupervisionItem, 'secrecyLevel' | 'title' | 'requirement'> {
  const { title, requirement } = item;
  if (isAbove(level, 'INTERNAL')) return { secrecyLevel: level, title: null, requirement: null };
  return { secrecyLevel: isAbove(level, item.secrecyLevel) ? level : item.secrecyLevel, title, requirement };
}

/** The hazard that caused an item, in the state last heard of. */
export async function linkCause({ kit }: Foundation, tx: Transaction, itemId: string, hazardId: string): Promise<void> {
  const links = tx.manager.getRepository(HazardLinkEntity);
  if (await links.existsBy({ itemId, hazardId })) return;
  const hazard = await tx.manager.getRepository(HazardReplicaEntity).findOneByOrFail({ id: hazardId });
  await tx.insert(HazardLinkEntity, {
    id: kit.ids.next('hzl'),
    itemId,
    role: 'CAUSE',
    state: hazard.state,
    hazardId,
    requestedHazardId: null,
    draftDescription: null,
    createdAt: tx.now,
  });
}

/** Registration as history tells it; said again once the source is known. */
export const registeredAgain = (item: SupervisionItem) =>
  itemRegistered.create(item, {
    itemId: item.id,
    code: item.code ?? '',
    source: sourceOf(item),
    leadOrgId: item.leadOrgId ?? item.ownerOrgId,
    dueAt: instantOf(item.dueAt, item.createdAt),
    originalDueAt: instantOf(item.originalDueAt, item.createdAt),
    weight: item.weight,
    category: item.category,
    origin: item.origin,
    sourceCode: item.sourceCode,
    registeredAt: instantOf(item.registeredAt, item.createdAt),
  });

const instantOf = (at: Date | null, otherwise: Date): string => (at ?? otherwise).toISOString();
