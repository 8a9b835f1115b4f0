import type { Foundation } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { maskPhone, normalisePhone } from '../contacts/contact.ts';
import type { Contacts } from '../contacts/contacts.repository.ts';
import { CallerEntity } from './call.entity.ts';
import { insertAll } from './call.repository.ts';
import type { Caller } from './call.ts';

export type Callers = ReturnType<typeof createCallers>;

/** Numbers that ring, each known by an id; the number itself is kept with the contacts. */
export function createCallers({ kit }: Foundation, contacts: Contacts) {
  /** Ids by the numbers as given; those never heard of are entered. Two that enter one number at once: one runs again. */
  return async (tx: Transaction, phones: readonly string[]): Promise<Map<string, string>> => {
    const hashes = new Map(phones.flatMap((phone) => paired(phone, contacts.hashOf(phone))));
    const found = await tx.manager.getRepository(CallerEntity).findBy({ phoneHash: In([...new Set(hashes.values())]) });
    const ids = new Map(found.map(({ id, phoneHash }) => [phoneHash, id]));
    const entered: (Caller & { readonly phone: string })[] = [];
    for (const [phone, phoneHash] of hashes) {
      if (ids.has(phoneHash)) continue;
      const id = kit.ids.next('clr');
      ids.set(phoneHash, id);
      entered.push({ id, phoneHash, phoneMasked: maskPhone(phone) ?? '*', phone: normalisePhone(phone) });
    }
    await insertAll(
      tx.manager,
      CallerEntity,
      entered.map(({ phone: _, ...caller }) => caller),
    );
    await contacts.keepAll(
      tx,
      entered.map(({ id, phone }) => ({ subjectType: 'Caller', subjectId: id, name: null, phone })),
    );
    return new Map([...hashes].flatMap(([phone, hash]) => paired(phone, ids.get(hash) ?? null)));
  };
}

const paired = (phone: string, value: string | null): [string, string][] => (value === null ? [] : [[phone, value]]);
