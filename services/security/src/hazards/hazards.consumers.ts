import type { Foundation } from '@chengqi/office-kernel';
import type { Envelope, EventContract } from '@chengqi/schemas';
import { itemStruckOff, rectificationRequired } from '@chengqi/schemas/events/supervision';
import { type Consumer, on, type Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import type { HazardLinks } from '../origins/hazard-links.commands.ts';
import type { HazardTexts } from '../origins/hazard-texts.timers.ts';
import { HazardEntity, HazardLinkEntity } from './hazard.entity.ts';
import { type Hazard, type HazardCategory, hazardCategories } from './hazard.ts';
import type { HazardLedger } from './hazard-ledger.commands.ts';

type DataOf<Contract> = Contract extends EventContract<infer Data> ? Data : never;
type Required = DataOf<typeof rectificationRequired>;

const categoryOf = (text: string): HazardCategory => hazardCategories.find((known) => known === text) ?? 'OTHER';

/** What supervision asks of the hazard ledger; confirming stays the safety officer's act. */
export function createHazardConsumers(
  { kit }: Foundation,
  ledger: HazardLedger,
  links: HazardLinks,
  texts: HazardTexts,
): Consumer[] {
  function openFromDraft(tx: Transaction, event: Envelope<Required>, draft: NonNullable<Required['hazardDraft']>) {
    const { itemId, linkId } = event.data;
    return ledger.open(tx, {
      siteId: draft.siteId,
      description: draft.description,
      category: categoryOf(draft.category),
      level: draft.level,
      secrecyLevel: event.secrecylevel,
      source: { type: 'SupervisionItem', id: itemId, linkId },
      reporterId: null,
      anonymous: false,
      responsibleOrgId: draft.responsibleOrgId,
      dueAt: draft.dueAt === null ? null : new Date(draft.dueAt),
      recurrenceOfId: null,
    });
  }

  async function named(tx: Transaction, event: Envelope<Required>): Promise<Hazard | null> {
    const { hazardId, hazardDraft } = event.data;
    if (hazardId === null) return hazardDraft && openFromDraft(tx, event, hazardDraft);
    return tx.manager.getRepository(HazardEntity).findOneBy({ id: hazardId });
  }

  async function link(event: Envelope<Required>, tx: Transaction): Promise<void> {
    const { itemId, linkId, supervisorOrgId, hazardId } = event.data;
    const hazard = await named(tx, event);
    if (!hazard) {
      // Hazards are born here, so waiting cannot help; unanswered, the link stays pending and keeps the item open.
      kit.log.error({ itemId, linkId, hazardId }, 'an item requires a hazard that does not exist');
      return;
    }
    await links.link(tx, hazard, { itemId, linkId, supervisorOrgId, supervisorId: event.actorid });
    if (hazard.description === null) kit.db.afterCommit(texts.fetch);
  }

  /** A finished hazard leaves the public list with the item that supervised it. */
  async function delist({ data }: Envelope<DataOf<typeof itemStruckOff>>, tx: Transaction): Promise<void> {
    const waiting = await tx.manager.getRepository(HazardLinkEntity).findBy({ itemId: data.itemId });
    const ids = waiting.map(({ hazardId }) => hazardId);
    if (data.source?.type === 'Hazard') ids.push(data.source.id);
    if (ids.length === 0) return;
    const hazards = await tx.manager
      .getRepository(HazardEntity)
      .findBy({ id: In(ids), listed: true, status: In(['CLOSED', 'DISMISSED']) });
    for (const hazard of hazards) await tx.update(HazardEntity, hazard, { listed: false });
  }

  return [on(rectificationRequired, link), on(itemStruckOff, delist)];
}
