import type { Office, PersonReplica } from '@chengqi/office-kernel';
import { referenceUnknown, type Transaction } from '@chengqi/service-kit';

/** @throws DomainError REFERENCE_UNKNOWN naming the first org that is not in the replica */
export async function knownOrgs(tx: Transaction, office: Office, field: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) if (!(await office.orgs.find(tx.manager, id))) throw referenceUnknown(field, id);
}

/** @throws DomainError REFERENCE_UNKNOWN when the person is not in the replica */
export async function knownPerson(tx: Transaction, office: Office, field: string, id: string): Promise<PersonReplica> {
  const person = await office.people.find(tx.manager, id);
  if (!person) throw referenceUnknown(field, id);
  return person;
}
