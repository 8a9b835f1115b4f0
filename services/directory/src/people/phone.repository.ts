import type { Office } from '@chengqi/office-kernel';
import type { Database, Request } from '@chengqi/service-kit';
import { findPeople } from './person.repository.ts';

export type PhoneBook = ReturnType<typeof createPhoneBook>;

/** Telephone numbers in full: every number that is answered leaves an audit entry first. */
export const createPhoneBook = ({ db, office }: { db: Database; office: Office }) => ({
  async read(request: Request, personIds: readonly string[]): Promise<Map<string, string>> {
    const people = await findPeople(db.read, personIds);
    const numbers = [...people.values()].flatMap(({ id, phone }) => (phone === null ? [] : [[id, phone] as const]));
    if (numbers.length > 0)
      await office.recordReads(
        request,
        numbers.map(([id]) => id),
        'READ_PHONE',
      );
    return new Map(numbers);
  },
});
