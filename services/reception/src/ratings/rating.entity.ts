import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Rating, RatingCode, WrongCodes } from './rating.ts';

const maybe = { nullable: true };

/** What a code and the rating it opens say of the service. */
const service = () => ({
  subjectType: column.code('subject_type', 8),
  subjectId: column.ref('subject_id'),
  ownerOrgId: column.ref('owner_org_id'),
  secrecyLevel: column.code('secrecy_level', 16),
  restricted: column.bool('restricted'),
  contactOf: column.ref('contact_of', maybe),
  matterId: column.ref('matter_id', maybe),
  nameable: column.bool('nameable'),
  ratedIds: column.json('rated_ids'),
});

export const RatingEntity = new EntitySchema<Rating>({
  name: 'Rating',
  tableName: 'ratings',
  columns: {
    id: column.id(),
    status: column.code('status', 16),
    version: column.integer('version'),
    createdAt: column.instant('created_at'),
    updatedAt: column.instant('updated_at'),
    ...service(),
    ratingNo: column.code('rating_no', 64, maybe),
    score: column.integer('score'),
    bad: column.bool('bad', maybe),
    tags: column.json('tags'),
    comment: column.longText('comment', maybe),
    named: column.bool('named'),
    channel: column.code('channel', 8),
    ratedAt: column.instant('rated_at'),
    contactDueAt: column.instant('contact_due_at', maybe),
    dueAt: column.instant('due_at', maybe),
    revisitedAt: column.instant('revisited_at', maybe),
    revisitedById: column.ref('revisited_by_id', maybe),
    facts: column.longText('facts', maybe),
    rectifiedAt: column.instant('rectified_at', maybe),
    rectifiedById: column.ref('rectified_by_id', maybe),
    rectification: column.longText('rectification', maybe),
    fedBackAt: column.instant('fed_back_at', maybe),
    fedBackById: column.ref('fed_back_by_id', maybe),
    feedback: column.longText('feedback', maybe),
    closedAt: column.instant('closed_at', maybe),
    appealedAt: column.instant('appealed_at', maybe),
    appealedById: column.ref('appealed_by_id', maybe),
    appealReason: column.longText('appeal_reason', maybe),
    appealDecidedAt: column.instant('appeal_decided_at', maybe),
    appealDecidedById: column.ref('appeal_decided_by_id', maybe),
    appealDecision: column.code('appeal_decision', 8, maybe),
    appealDecisionReason: column.longText('appeal_decision_reason', maybe),
    overdueToldAt: column.instant('overdue_told_at', maybe),
    imported: column.bool('imported'),
  },
  indices: [
    { name: 'ratings_subject', columns: ['subjectId'], unique: true },
    { name: 'ratings_no', columns: ['ratingNo'] },
    { name: 'ratings_time', columns: ['ratedAt', 'id'] },
    { name: 'ratings_owner', columns: ['ownerOrgId', 'ratedAt'] },
    { name: 'ratings_due', columns: ['dueAt', 'id'] },
    { name: 'ratings_open', columns: ['secrecyLevel', 'id'] },
    { name: 'ratings_bad', columns: ['bad', 'ratedAt', 'id'] },
    { name: 'ratings_bad_due', columns: ['bad', 'dueAt', 'id'] },
  ],
});

export const RatingCodeEntity = new EntitySchema<RatingCode>({
  name: 'RatingCode',
  tableName: 'rating_codes',
  columns: {
    id: column.id(),
    version: column.integer('version'),
    codeHash: column.code('code_hash', 64),
    ...service(),
    issuedAt: column.instant('issued_at'),
    expiresAt: column.instant('expires_at'),
    usedAt: column.instant('used_at', maybe),
  },
  indices: [
    { name: 'rating_codes_hash', columns: ['codeHash'], unique: true },
    { name: 'rating_codes_subject', columns: ['subjectId'] },
  ],
});

export const WrongCodesEntity = new EntitySchema<WrongCodes>({
  name: 'WrongCodes',
  tableName: 'wrong_codes',
  columns: { guesser: column.key('guesser', 64), since: column.instant('since'), tries: column.integer('tries') },
  indices: [{ name: 'wrong_codes_since', columns: ['since'] }],
});

export const ratingEntities = [RatingEntity, RatingCodeEntity, WrongCodesEntity];
