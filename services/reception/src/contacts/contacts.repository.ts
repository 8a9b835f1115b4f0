import { createHmac, randomBytes } from 'node:crypto';
import type { Foundation } from '@chengqi/office-kernel';
import { groupBy, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, In } from 'typeorm';
import { ContactEntity, SecretEntity } from './contact.entity.ts';
import { type Contact, normalisePhone } from './contact.ts';

export type Contacts = ReturnType<typeof createContacts>;

export interface NewContact {
  readonly subjectType: string;
  readonly subjectId: string;
  readonly position?: number;
  readonly name: string | null;
  readonly phone: string | null;
  readonly idNumber?: string | null;
}

const keyName = 'phone-hash';

/** The one place that stores names and numbers of people outside the office. */
export function createContacts({ kit }: Foundation) {
  let key: Buffer | null = null;

  /** Several instances may start at once: the first one's key stays. */
  async function prepare(): Promise<void> {
    await kit.db.write((manager) =>
      manager
        .createQueryBuilder()
        .insert()
        .into(SecretEntity)
        .values({ name: keyName, value: randomBytes(32).toString('hex') })
        .orIgnore()
        .updateEntity(false)
        .execute(),
    );
    const { value } = await kit.db.read.getRepository(SecretEntity).findOneByOrFail({ name: keyName });
    key = Buffer.from(value, 'hex');
  }

  function digestOf(signs: string): string | null {
    if (!key) throw new Error('the service has not been prepared');
    return signs === '' ? null : createHmac('sha256', key).update(signs).digest('hex');
  }

  /** Equal numbers give equal digests, in this office only; null for what holds no digit. */
  const hashOf = (phone: string | null): string | null => digestOf(normalisePhone(phone ?? ''));

  /** The same of id documents, which no telephone equals. */
  const documentHashOf = (idNumber: string | null): string | null =>
    idNumber === null ? null : digestOf(`document:${idNumber}`);

  const entered = (tx: Transaction, { position = 0, idNumber = null, ...contact }: NewContact): Contact => ({
    ...contact,
    id: kit.ids.next('con'),
    position,
    idNumber,
    phoneHash: hashOf(contact.phone),
    idHash: documentHashOf(idNumber),
    createdAt: tx.now,
  });

  return {
    prepare,
    hashOf,
    documentHashOf,
    keep: (tx: Transaction, contact: NewContact): Promise<Contact> =>
      tx.insert<Contact>(ContactEntity, entered(tx, contact)),
    async keepAll(tx: Transaction, contacts: readonly NewContact[]): Promise<void> {
      if (contacts.length > 0)
        await tx.manager.getRepository(ContactEntity).insert(contacts.map((contact) => entered(tx, contact)));
    },
    /** In clear, by subject and in order: for masking, never for an answer. */
    async of(manager: EntityManager, subjectIds: readonly string[]): Promise<Map<string, Contact[]>> {
      if (subjectIds.length === 0) return new Map();
      const rows = await manager
        .getRepository(ContactEntity)
        .find({ where: { subjectId: In([...subjectIds]) }, order: { position: 'ASC' } });
      return groupBy(rows, ({ subjectId }) => subjectId);
    },
  };
}

/** Ids of the subjects of one type that the number of `:phoneHash` belongs to; a number of many is no reason to read them all. */
export const sharing = (subjectType: 'ServiceCase'): string =>
  `SELECT subject_id AS id FROM contacts WHERE phone_hash = :phoneHash AND subject_type = '${subjectType}'`;
