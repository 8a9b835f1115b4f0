import type { Foundation } from '@chengqi/office-kernel';
import { held, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, In } from 'typeorm';
import { HazardEntity } from '../hazards/hazard.entity.ts';
import { reportedEvent } from '../hazards/hazard.events.ts';
import type { Hazard, HazardSourceType } from '../hazards/hazard.ts';
import type { HazardLinks } from './hazard-links.commands.ts';
import { type KnownSource, KnownSourceEntity } from './hazard-source.entity.ts';

export type HazardSources = ReturnType<typeof createHazardSources>;

/**
 * An export names what made a hazard known by its business number, other services tell the id, in whichever order.
 * Who comes second finds the first: both take one turn, and read what was committed before it.
 */
export function createHazardSources({ office }: Foundation, links: HazardLinks) {
  const takeTurn = (tx: Transaction): Promise<unknown> => office.serials.next(tx, 'hazard-sources');

  /** Null while it is not known, and when two of the same number cannot be told apart. */
  async function sourceOf(tx: Transaction, type: HazardSourceType, code: string): Promise<KnownSource | null> {
    const query = tx.manager.getRepository(KnownSourceEntity).createQueryBuilder('k');
    const [source, other] = await held(query.where('k.code = :code AND k.type = :type', { code, type })).getMany();
    return other ? null : (source ?? null);
  }

  async function find(tx: Transaction, type: HazardSourceType, code: string): Promise<KnownSource | null> {
    await takeTurn(tx);
    return sourceOf(tx, type, code);
  }

  /** An item that required the hazard also learns of it by its link. */
  async function answer(tx: Transaction, hazard: Hazard, { type, id, orgId }: KnownSource): Promise<void> {
    if (type !== 'SupervisionItem') return;
    const supervisorOrgId = orgId ?? hazard.ownerOrgId;
    await links.link(tx, hazard, { itemId: id, linkId: null, supervisorOrgId, supervisorId: null });
  }

  /** Tells the hazard again, now with what made it known. */
  async function attach(tx: Transaction, hazard: Hazard, source: KnownSource): Promise<void> {
    const known = await tx.update(HazardEntity, hazard, { sourceId: source.id });
    await tx.append(reportedEvent(known));
    await answer(tx, known, source);
  }

  /** Remembers the number; hazards of an export that waited for it are told only as the history they are. */
  async function learn(tx: Transaction, source: KnownSource): Promise<void> {
    await takeTurn(tx);
    await tx.manager.getRepository(KnownSourceEntity).upsert(source, ['id']);
    if (tx.provenance !== 'imported') return;
    const { type, code } = source;
    if ((await sourceOf(tx, type, code)) === null) return;
    const query = tx.manager.getRepository(HazardEntity).createQueryBuilder('h');
    query.where('h.sourceCode = :code AND h.sourceType = :type AND h.sourceId IS NULL', { code, type });
    for (const hazard of await held(query).getMany()) await attach(tx, hazard, source);
  }

  return { find, learn, answer };
}

/** Ids by business number; two of the same number cannot be told apart. */
export async function findSourceIds(
  manager: EntityManager,
  type: HazardSourceType,
  codes: readonly string[],
): Promise<Map<string, string>> {
  const found = await manager.getRepository(KnownSourceEntity).findBy({ type, code: In([...codes]) });
  const single = found.filter(({ code, id }) => !found.some((other) => other.code === code && other.id !== id));
  return new Map(single.map(({ code, id }) => [code, id]));
}
