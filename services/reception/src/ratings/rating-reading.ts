import type { Visibility } from '@chengqi/office-kernel';
import { notFound, type Request, type Transaction, type Viewer } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import { ratingQuery } from './rating.repository.ts';
import type { Rating } from './rating.ts';
import { ratingWorkflow } from './rating.workflow.ts';

export type RatingReading = ReturnType<typeof createRatingReading>;

/** The read rule of cases, R-7 included, for a query that calls the case's table by this alias. */
export type CasesVisible = (viewer: Viewer, alias: string) => Visibility;

/**
 * Who may read a rating: the office's own rule, and of a rated ACCUSATION only who may read the accusation. Lists,
 * counts, references and commands all ask here.
 */
export function createRatingReading({ kit, office }: Foundation, casesVisible: CasesVisible) {
  function visible(viewer: Viewer, alias: string): Visibility {
    const rule = office.visible(viewer, { alias, roles: ratingWorkflow.roles });
    const cases = casesVisible(viewer, 'rated_case');
    const readable = `SELECT 1 FROM service_cases rated_case WHERE rated_case.id = ${alias}.subject_id AND ${cases.sql}`;
    return {
      sql: `(${rule.sql} AND (${alias}.restricted = :open OR EXISTS (${readable})))`,
      params: { ...rule.params, ...cases.params, open: false },
    };
  }

  const readable = (manager: Transaction['manager'], viewer: Viewer) => {
    const { sql, params } = visible(viewer, 'r');
    return ratingQuery(manager).where(sql, params);
  };

  return {
    visible,
    /** The ratings of all lists and counts; the caller narrows them. */
    query: (viewer: Viewer) => readable(kit.db.read, viewer),

    /** Readings of what rates an accusation are on record. */
    async byIds(request: Request, ids: readonly string[], column: 'id' | 'subjectId' = 'id'): Promise<Rating[]> {
      if (ids.length === 0) return [];
      const found = await readable(kit.db.read, request.viewer)
        .andWhere(`r.${column} IN (:...ids)`, { ids: [...new Set(ids)] })
        .getMany();
      const restricted = found.filter((rating) => rating.restricted).map(({ id }) => id);
      if (restricted.length > 0) await office.recordReads(request, restricted);
      return found;
    },

    /** @throws DomainError NOT_FOUND when it is absent or hidden */
    async require(tx: Transaction, request: Request, id: string): Promise<Rating> {
      const query = readable(tx.manager, request.viewer).andWhere('r.id = :id', { id });
      if (kit.db.dialect === 'mysql') query.setLock('pessimistic_write');
      const rating = await query.getOne();
      if (!rating) throw notFound('Rating');
      return rating;
    },
  };
}
