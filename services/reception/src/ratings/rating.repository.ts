import type { Office } from '@chengqi/office-kernel';
import type { EntityManager } from 'typeorm';
import { RatingEntity } from './rating.entity.ts';
import type { Rating, RatingStatus, RatingSubjectType } from './rating.ts';

export const ratingQuery = (manager: EntityManager) => manager.getRepository(RatingEntity).createQueryBuilder('r');
export type RatingQuery = ReturnType<typeof ratingQuery>;

interface Range {
  readonly gte?: Date | null | undefined;
  readonly lt?: Date | null | undefined;
}

export interface RatingConditions {
  readonly subjectType?: RatingSubjectType | null | undefined;
  readonly subjectId?: string | null | undefined;
  readonly orgId?: string | null | undefined;
  readonly state?: RatingStatus | null | undefined;
  readonly bad?: boolean | null | undefined;
  readonly ratedAt?: Range | null | undefined;
}

const like = (id: string): string => `%"${id.replace(/[%\\"]/g, '')}"%`;

/** What is not given does not narrow; who lists them adds the read rule. */
export function ratingsWhere(
  office: Pick<Office, 'orgs'>,
  manager: EntityManager,
  where: RatingConditions,
  personId: string | null,
): RatingQuery {
  const query = ratingQuery(manager);
  const { subjectType, subjectId, orgId, state, bad, ratedAt } = where;
  if (subjectType != null) query.andWhere('r.subjectType = :subjectType', { subjectType });
  if (subjectId != null) {
    query.andWhere('r.subjectId = :subjectId', { subjectId });
    // who was rated may not find out by asking service for service.
    query.andWhere('(r.named = :known OR r.rated_ids NOT LIKE :rated)', { known: true, rated: like(personId ?? '') });
  }
  if (orgId != null) ofUnit(office, query, orgId);
  if (state != null) query.andWhere('r.status = :state', { state });
  if (bad != null) query.andWhere('r.bad = :bad', { bad });
  return ratedWithin(query, ratedAt ?? {});
}

/** The unit and those below; of an accusation no unit is told. */
export function ofUnit({ orgs }: Pick<Office, 'orgs'>, query: RatingQuery, orgId: string): RatingQuery {
  const owner = orgs.within('r.owner_org_id', orgId);
  return query.andWhere('r.restricted = :unrestricted', { unrestricted: false }).andWhere(owner.sql, owner.params);
}

export function ratedWithin(query: RatingQuery, { gte, lt }: Range): RatingQuery {
  if (gte != null) query.andWhere('r.ratedAt >= :ratedFrom', { ratedFrom: gte });
  if (lt != null) query.andWhere('r.ratedAt < :ratedTo', { ratedTo: lt });
  return query;
}

/** What was a rating at that moment: it had come in and had not been removed. */
export const knownAt = (query: RatingQuery, asOf: Date): RatingQuery =>
  query
    .andWhere('r.ratedAt <= :asOf', { asOf })
    .andWhere(`(r.status <> 'REMOVED' OR r.appealDecidedAt > :asOf)`, { asOf });

/** A rating by its id, as its rater may see it. */
export const ratingById = (manager: EntityManager, id: string): Promise<Rating> =>
  manager.getRepository(RatingEntity).findOneByOrFail({ id });

/** Bad ones whose rater had not been told at that moment. */
export const openAt = (query: RatingQuery, asOf: Date): RatingQuery =>
  knownAt(query, asOf)
    .andWhere('r.bad = :isBad', { isBad: true })
    .andWhere('(r.fedBackAt IS NULL OR r.fedBackAt > :asOf)', { asOf });

/** Bad ones of the office's own whose rater waits for an answer. */
export const findUnanswered = (manager: EntityManager): Promise<Rating[]> =>
  ratingQuery(manager)
    .where('r.bad = :isBad AND r.fedBackAt IS NULL AND r.imported = :history', { isBad: true, history: false })
    .andWhere(`r.dueAt IS NOT NULL AND r.status <> 'CLOSED'`)
    .orderBy('r.dueAt')
    .getMany();

/** Of those, live ones past their limit whose lateness was not announced. */
export const findLateRatings = (manager: EntityManager, now: Date, limit: number): Promise<Rating[]> =>
  openAt(ratingQuery(manager), now)
    .andWhere('r.dueAt < :now AND r.overdueToldAt IS NULL AND r.imported = :history', { now, history: false })
    .andWhere(`r.status <> 'CLOSED'`)
    .orderBy('r.dueAt')
    .take(limit)
    .getMany();
