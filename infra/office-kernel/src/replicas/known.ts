import { referenceUnknown } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';

type FindMany<R> = (manager: EntityManager, ids: readonly string[]) => Promise<Map<string, R>>;
interface Within {
  readonly manager: EntityManager;
}

/** References that must be known here; `field` is the path of the input that names them. */
export const requireEach = <R>(findMany: FindMany<R>) => ({
  /** @throws DomainError REFERENCE_UNKNOWN, retryable: the replica may still hear of it */
  async require({ manager }: Within, field: string, id: string): Promise<R> {
    const found = (await findMany(manager, [id])).get(id);
    if (found === undefined) throw referenceUnknown(field, id);
    return found;
  },
  /** All in one look-up, in the order they were named. @throws DomainError REFERENCE_UNKNOWN naming the first that is not known */
  async requireMany({ manager }: Within, field: string, ids: readonly string[]): Promise<R[]> {
    const known = await findMany(manager, ids);
    return ids.map((id) => {
      const found = known.get(id);
      if (found === undefined) throw referenceUnknown(field, id);
      return found;
    });
  },
});
