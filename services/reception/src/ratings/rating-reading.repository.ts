import type { Foundation, Order } from '@chengqi/office-kernel';
import { notFound, type PageArguments, type Request, type Transaction } from '@chengqi/service-kit';
import type { CaseRegister } from '../cases/case-register.commands.ts';
import { RatingEntity } from './rating.entity.ts';
import { type RatingQuery, ratingQuery } from './rating.repository.ts';
import type { Rating } from './rating.ts';
import { ratingAccess } from './rating.workflow.ts';

export type RatingReading = ReturnType<typeof createRatingReading>;

/**
 * Who may read a rating: the office's own rule, and of a rated ACCUSATION only who may read the accusation. Lists,
 * references and commands all ask here; the office knows no rule that leads over another row.
 */
export function createRatingReading({ kit, office }: Foundation, { visible }: Pick<CaseRegister, 'visible'>) {
  function unrestricted({ viewer }: Request, query: RatingQuery): RatingQuery {
    const { sql, params } = visible(viewer, 'rated_case');
    const readable = `SELECT 1 FROM service_cases rated_case WHERE rated_case.id = r.subject_id AND ${sql}`;
    return query.andWhere(`(r.restricted = :open OR EXISTS (${readable}))`, { ...params, open: false });
  }

  /** Readings of what rates an accusation are on record. */
  async function recorded<T extends readonly Rating[]>(request: Request, found: T): Promise<T> {
    const restricted = found.filter((rating) => rating.restricted).map(({ id }) => id);
    if (restricted.length > 0) await office.recordReads(request, restricted);
    return found;
  }

  return {
    async page(request: Request, query: RatingQuery, paging: PageArguments & { readonly orderBy: Order<Rating> }) {
      const found = await office.page(request, unrestricted(request, query), ratingAccess, paging);
      await recorded(request, found.nodes);
      return found;
    },

    async byIds(request: Request, ids: readonly string[], column: 'id' | 'subjectId' = 'id'): Promise<Rating[]> {
      const query = ratingQuery(kit.db.read).where(`r.${column} IN (:...ids)`, { ids });
      return recorded(request, await office.list(request, unrestricted(request, query), ratingAccess));
    },

    /** @throws DomainError NOT_FOUND when it is absent or hidden */
    async require(tx: Transaction, request: Request, id: string): Promise<Rating> {
      const rating = await office.require(tx, request, RatingEntity, id, ratingAccess);
      const query = ratingQuery(tx.manager).where('r.id = :id', { id });
      if (!(await unrestricted(request, query).getExists())) throw notFound('Rating');
      return rating;
    },
  };
}
