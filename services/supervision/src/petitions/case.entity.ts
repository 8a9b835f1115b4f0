import type { SecrecyLevel } from '@chengqi/schemas';
import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';

/** What supervision knows of a case of the public; accusations are never kept here (SUP-10). */
export interface CaseReplica {
  readonly id: string;
  readonly code: string;
  readonly secrecyLevel: SecrecyLevel;
  /** The unit that handles it; null on cases of before it was kept. */
  readonly responsibleOrgId: string | null;
  /** Null above INTERNAL. */
  readonly title: string | null;
}

const optional = { nullable: true };

export const CaseReplicaEntity = new EntitySchema<CaseReplica>({
  name: 'CaseReplica',
  tableName: 'case_replica',
  columns: {
    id: column.id(),
    code: column.code('code', 64),
    secrecyLevel: column.code('secrecy_level', 16),
    responsibleOrgId: column.ref('responsible_org_id', optional),
    title: column.text('title', 200, optional),
  },
  indices: [{ name: 'case_replica_code', columns: ['code'] }],
});

/** A rating of 1 or 2 that still counts, and the item that its matter has led to. */
export interface BadRating {
  readonly id: string;
  readonly matterId: string;
  readonly orgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly ratedAt: Date;
  readonly itemId: string | null;
}

export const BadRatingEntity = new EntitySchema<BadRating>({
  name: 'BadRating',
  tableName: 'bad_ratings',
  columns: {
    id: column.id(),
    matterId: column.ref('matter_id'),
    orgId: column.ref('org_id'),
    secrecyLevel: column.code('secrecy_level', 16),
    ratedAt: column.instant('rated_at'),
    itemId: column.ref('item_id', optional),
  },
  indices: [{ name: 'bad_ratings_matter', columns: ['matterId', 'ratedAt'] }],
});
