import type { ServiceName } from '@chengqi/schemas';
import type { Request, ServiceKit, Viewer } from '@chengqi/service-kit';
import type { EntitySchema, ObjectLiteral } from 'typeorm';
import type { Visibility, VisibilityColumns } from '../visibility.ts';

/** Things of another service that are known here with their owner and level. */
export interface Replicated<T extends ObjectLiteral> {
  readonly owner: ServiceName;
  readonly type: string;
  readonly entity: EntitySchema<T>;
}

/**
 * Which of another service's things the viewer may read, by their owner's rule. Up to INTERNAL the replica tells of most
 * of them; who else may read one, and whatever is above, only the owner knows and is asked.
 * @throws DomainError SUBGRAPH_UNAVAILABLE when the owner does not answer. Never call it inside a transaction.
 */
export const createReadable =
  (
    { db, readableBy }: Pick<ServiceKit, 'db' | 'readableBy'>,
    visible: (viewer: Viewer, columns: VisibilityColumns) => Visibility,
  ) =>
  async <T extends ObjectLiteral & { id: string }>(
    { viewer }: Request,
    { owner, type, entity }: Replicated<T>,
    ids: readonly string[],
  ): Promise<ReadonlySet<string>> => {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0 || viewer.kind === 'system') return new Set(wanted);
    const { sql, params } = visible(viewer, { alias: 'r', roles: [] });
    const open = await db.read
      .getRepository(entity)
      .createQueryBuilder('r')
      .select('r.id', 'id')
      .where(`r.id IN (:...wanted) AND r.secrecy_level IN ('PUBLIC', 'INTERNAL')`, { wanted })
      .andWhere(sql, params)
      .getRawMany<{ id: string }>();
    const known = open.map(({ id }) => id);
    const others = wanted.filter((id) => !known.includes(id)).map((id) => ({ __typename: type, id }));
    return new Set([...known, ...(await readableBy(viewer, owner, others))]);
  };
