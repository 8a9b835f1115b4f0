import { referenceUnknown } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';

type FindMany<R> = (manager: EntityManager, ids: readonly string[]) => Promise<Map<string, R>>;
interface Within {
  readonly manager: EntityManager;
}

/** References that must be known here; `field` is the path of the input that names them. */
export function requireEach<R>(findMany: FindMany<R>) {
  /** All in one look-up, in the order they were named. @throws DomainError REFERENCE_UNKNOWN naming the first that is not known */
  async function requireMany({ manager }: Within, field: string, ids: readonly string[]): Promise<R[]> {
    const known = await findMany(manager, ids);
    return ids.map((id) => {
      const found = known.get(id);
      if (found === undefined) throw referenceUnknown(field, id);
      return found;
    });
  }
  return {
    requireMany,
    /** @throws DomainError REFERENCE_UNKNOWN, retryable: the replica may still hear of it */
    async require(within: Within, field: string, id: string): Promise<R> {
      const [found] = await requireMany(within, field, [id]);
      return found as R;
    },
  };
}

/** The same, of what can close or leave: one that has is not known any more. */
export function requireEachActive<R extends { readonly id: string; readonly active: boolean }>(findMany: FindMany<R>) {
  const active: FindMany<R> = async (manager, ids) =>
    new Map([...(await findMany(manager, ids))].filter(([, found]) => found.active));
  return { requireActive: requireEach(active).requireMany };
}
