import { column, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, EntitySchema } from 'typeorm';

/** A person or org that may see a subject because of what it is to it: drafter, recipient, attendee, assignee … */
export interface Party {
  readonly partyId: string;
  readonly relation: string;
}

export interface PartyRow extends Party {
  readonly subjectId: string;
}

export const PartyEntity = new EntitySchema<PartyRow>({
  name: 'Party',
  tableName: 'parties',
  columns: {
    subjectId: column.key('subject_id'),
    partyId: column.key('party_id'),
    relation: column.key('relation'),
  },
  indices: [{ name: 'parties_party', columns: ['partyId', 'subjectId'] }],
});

export type Parties = typeof parties;

const rowsAtOnce = 5000;

/** To many subjects, each with its own. */
async function addAll({ manager }: Transaction, rows: readonly PartyRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const some = rows.slice(from, from + rowsAtOnce);
    await manager.createQueryBuilder().insert().into(PartyEntity).values(some).orIgnore().updateEntity(false).execute();
  }
}

/** Relations that open a subject to people; the read rule looks them up. */
export const parties = {
  /** Adding what is there already changes nothing. */
  async add(tx: Transaction, subjectId: string, relations: readonly Party[]): Promise<void> {
    await addAll(
      tx,
      relations.map(({ partyId, relation }) => ({ subjectId, partyId, relation })),
    );
  },
  addAll,
  /** The subject closes for who had no other relation to it. */
  async remove(tx: Transaction, subjectId: string, relations: readonly Party[]): Promise<void> {
    for (const { partyId, relation } of relations) {
      await tx.manager.getRepository(PartyEntity).delete({ subjectId, partyId, relation });
    }
  },
  async of(manager: EntityManager, subjectId: string): Promise<Party[]> {
    return manager.getRepository(PartyEntity).findBy({ subjectId });
  },
};
