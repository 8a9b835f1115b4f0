import { PartyEntity } from '@chengqi/office-kernel';
import type { Envelope, EventContract } from '@chengqi/schemas';
import { documentIssued } from '@chengqi/schemas/events/documents';
import { resolutionAdopted } from '@chengqi/schemas/events/meetings';
import { hazardConfirmed, hazardReported } from '@chengqi/schemas/events/security';
import { itemAssigned, itemRegistered } from '@chengqi/schemas/events/supervision';
import { type Consumer, onBatch } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';

interface Naming {
  readonly contract: EventContract;
  readonly orgsIn: (event: Envelope) => readonly (string | null)[];
}

const naming = <Data>(contract: EventContract<Data>, orgsIn: (data: Data) => readonly (string | null)[]): Naming => ({
  contract: contract as EventContract,
  orgsIn: (event) => orgsIn((event as Envelope<Data>).data),
});

const namings: readonly Naming[] = [
  naming(resolutionAdopted, ({ leadOrgId, coOrgIds }) => [leadOrgId, ...coOrgIds]),
  naming(itemRegistered, ({ leadOrgId }) => [leadOrgId]),
  naming(itemAssigned, ({ orgIds }) => orgIds),
  naming(hazardReported, ({ responsibleOrgId }) => [responsibleOrgId]),
  naming(hazardConfirmed, ({ responsibleOrgId }) => [responsibleOrgId]),
  naming(documentIssued, ({ mainOrgIds, ccOrgIds }) => [...mainOrgIds, ...ccOrgIds]),
];

const byType = new Map(namings.map((one) => [one.contract.type, one]));
const rowsAtOnce = 500;

/** Organisations that a matter was given to may see it in chains, as its owner shows it to them. */
async function addParties(events: readonly Envelope[], manager: EntityManager): Promise<void> {
  const rows = new Map<string, { subjectId: string; partyId: string; relation: string }>();
  for (const event of events) {
    for (const partyId of byType.get(event.type)?.orgsIn(event) ?? []) {
      if (partyId !== null)
        rows.set(`${event.subject} ${partyId}`, { subjectId: event.subject, partyId, relation: 'NAMED' });
    }
  }
  const all = [...rows.values()];
  for (let from = 0; from < all.length; from += rowsAtOnce) {
    await manager
      .createQueryBuilder()
      .insert()
      .into(PartyEntity)
      .values(all.slice(from, from + rowsAtOnce))
      .orIgnore()
      .updateEntity(false)
      .execute();
  }
}

export const partyConsumers: readonly Consumer[] = [
  onBatch(
    namings.map(({ contract }) => contract),
    addParties,
  ),
];
