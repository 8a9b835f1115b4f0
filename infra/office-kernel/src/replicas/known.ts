import { referenceUnknown } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';

type FindMany<R> = (manager: EntityManager, ids: readonly string[]) => Promise<Map<string, R>>;
interface Within {
  readonly manager: EntityManager;
}
/** The path of the input that names the ids: of their list, or of each by its place. */
type Field = string | ((at: number) => string);

/**
 * References that must be known here. One whose id begins otherwise than `prefix` names something else and never comes;
 * any other is retryable: the replica may still hear of it.
 */
export function requireEach<R>(findMany: FindMany<R>, prefix: string) {
  const unknown = (field: string, id: string) => referenceUnknown(field, id, id.startsWith(`${prefix}_`));
  return {
    /** All in one look-up, in the order they were named. @throws DomainError REFERENCE_UNKNOWN naming the first that is not known, such as `coOrgIds.1` */
    async requireMany({ manager }: Within, field: Field, ids: readonly string[]): Promise<R[]> {
      const known = await findMany(manager, ids);
      return ids.map((id, at) => {
        const found = known.get(id);
        if (found === undefined) throw unknown(typeof field === 'string' ? `${field}.${at}` : field(at), id);
        return found;
      });
    },
    /** @throws DomainError REFERENCE_UNKNOWN */
    async require({ manager }: Within, field: string, id: string): Promise<R> {
      const found = (await findMany(manager, [id])).get(id);
      if (found === undefined) throw unknown(field, id);
      return found;
    },
  };
}

/** The same, of what can close or leave: one that has is not known any more. */
export function requireEachActive<R extends { readonly id: string; readonly active: boolean }>(
  findMany: FindMany<R>,
  prefix: string,
) {
  const active: FindMany<R> = async (manager, ids) =>
    new Map([...(await findMany(manager, ids))].filter(([, found]) => found.active));
  const { require, requireMany } = requireEach(active, prefix);
  return { requireActive: require, requireManyActive: requireMany };
}
