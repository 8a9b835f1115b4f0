import { held, type Transaction } from '@chengqi/service-kit';
import { Brackets, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { ContactEntity } from '../contacts/contact.entity.ts';
import type { Contact } from '../contacts/contact.ts';
import { BlockedVisitorEntity } from './blocked-visitor.entity.ts';
import type { BlockedVisitor } from './blocked-visitor.ts';

const blockQuery = (manager: EntityManager) => manager.getRepository(BlockedVisitorEntity).createQueryBuilder('b');

const given = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))];

type Person = Pick<Contact, 'phoneHash' | 'idHash'>;

/** Blocks of these people that hold at the moment, of whichever unit. */
export const findRunning = async (
  manager: EntityManager,
  people: readonly Person[],
  now: Date,
): Promise<BlockedVisitor[]> => (await runningQuery(manager, people, now)?.getMany()) ?? [];

/** The same of one person, who is blocked by one act at a time. */
export async function holdRunning(
  { manager, now }: Pick<Transaction, 'manager' | 'now'>,
  person: Person,
): Promise<BlockedVisitor[]> {
  const contacts = manager.getRepository(ContactEntity).createQueryBuilder('c').select('c.id', 'id');
  const { idHash, phoneHash } = person;
  const same = idHash === null ? contacts.where({ phoneHash }) : contacts.where({ idHash });
  await held(same).getRawMany();
  const query = runningQuery(manager, [person], now);
  return query === null ? [] : held(query).getMany();
}

function runningQuery(
  manager: EntityManager,
  people: readonly Person[],
  now: Date,
): SelectQueryBuilder<BlockedVisitor> | null {
  const [phones, documents] = [
    given(people.map(({ phoneHash }) => phoneHash)),
    given(people.map(({ idHash }) => idHash)),
  ];
  if (phones.length + documents.length === 0) return null;
  const query = blockQuery(manager).where(`b.status = 'ACTIVE' AND b.until > :now`, { now });
  const known = new Brackets((either) => {
    if (phones.length > 0) either.orWhere('b.phoneHash IN (:...phones)', { phones });
    if (documents.length > 0) either.orWhere('b.idHash IN (:...documents)', { documents });
  });
  return query.andWhere(known);
}

/** Blocks that one of the units made, whether they hold or not. */
export const blocksOf = (manager: EntityManager, orgIds: readonly string[]): SelectQueryBuilder<BlockedVisitor> =>
  blockQuery(manager).where('b.ownerOrgId IN (:...orgIds)', { orgIds });
