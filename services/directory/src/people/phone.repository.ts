import type { Foundation } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import { findPeople } from './person.repository.ts';

/** Telephone numbers in full: every number that is answered leaves an audit entry first. */
export async function readPhones(
  { kit, office }: Foundation,
  request: Request,
  personIds: readonly string[],
): Promise<Map<string, string>> {
  const people = await findPeople(kit.db.read, personIds);
  const numbers = new Map([...people.values()].flatMap(({ id, phone }) => (phone === null ? [] : [[id, phone]])));
  if (numbers.size > 0) await office.recordReads(request, [...numbers.keys()], 'READ_PHONE');
  return numbers;
}
