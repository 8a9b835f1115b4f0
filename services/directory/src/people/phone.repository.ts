import { AuditEntity } from '@chengqi/office-kernel';
import type { Request, ServiceKit } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { PersonEntity } from './person.entity.ts';

export type PhoneBook = ReturnType<typeof createPhoneBook>;

/** Telephone numbers in full: every number that is answered leaves an audit entry first. */
export function createPhoneBook({ db, ids, clock }: Pick<ServiceKit, 'db' | 'ids' | 'clock'>) {
  return {
    async read(request: Request, personIds: readonly string[]): Promise<Map<string, string>> {
      const people = await db.read.getRepository(PersonEntity).findBy({ id: In([...personIds]) });
      const numbers = new Map(people.flatMap(({ id, phone }) => (phone === null ? [] : [[id, phone] as const])));
      if (numbers.size > 0)
        await db.write(async (manager) => {
          const entries = [...numbers.keys()].map((entityId) => entry(request, entityId));
          await manager.createQueryBuilder().insert().into(AuditEntity).values(entries).updateEntity(false).execute();
        });
      return numbers;
    },
  };

  function entry({ viewer, requestId }: Request, entityId: string) {
    return {
      id: ids.next('aud'),
      at: clock.now(),
      personId: viewer.personId,
      onBehalfOf: viewer.onBehalfOf,
      role: 'PII_READ',
      act: 'READ_PHONE',
      entityType: 'psn',
      entityId,
      digest: null,
      reason: null,
      requestId: requestId.slice(0, 64),
      seq: null,
      prevHash: null,
      hash: null,
    };
  }
}
