import { Brackets, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import type { Contact } from '../contacts/contact.ts';
import { BlockedVisitorEntity } from './blocked-visitor.entity.ts';
import type { BlockedVisitor } from './blocked-visitor.ts';

const blockQuery = (manager: EntityManager) => manager.getRepository(BlockedVisitorEntity).createQueryBuilder('b');

const given = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))];

/** Blocks of these people that hold at the moment, of whichever unit. */
export async function findRunning(
  manager: EntityManager,
  people: readonly Pick<Contact, 'phoneHash' | 'idHash'>[],
  now: Date,
): Promise<BlockedVisitor[]> {
  const [phones, documents] = [
    given(people.map(({ phoneHash }) => phoneHash)),
    given(people.map(({ idHash }) => idHash)),
  ];
  if (phones.length + documents.length === 0) return [];
  const query = blockQuery(manager).where(`b.status = 'ACTIVE' AND b.until > :now`, { now });
  const known = new Brackets((either) => {
    if (phones.length > 0) either.orWhere('b.phoneHash IN (:...phones)', { phones });
    if (documents.length > 0) either.orWhere('b.idHash IN (:...documents)', { documents });
  });
  return query.andWhere(known).getMany();
}

/** Blocks that one of the units made, whether they hold or not. */
export const blocksOf = (manager: EntityManager, orgIds: readonly string[]): SelectQueryBuilder<BlockedVisitor> =>
  blockQuery(manager).where('b.ownerOrgId IN (:...orgIds)', { orgIds });
