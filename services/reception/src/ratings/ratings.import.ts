import { cell, defineImport } from '@chengqi/office-kernel';
import { referenceUnknown } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import { isBad, type RatedService, type RatingSubjectType, ratingChannels, ratingSubjectTypes } from './rating.ts';
import type { RatingLedger } from './rating-ledger.ts';

/** How the import finds what was rated, by the number an export knows it by. */
export type FindRated = Readonly<
  Record<RatingSubjectType, (manager: EntityManager, number: string) => Promise<RatedService | null>>
>;

/** ratings.csv: what the served thought; a second rating of the same service is refused. */
export const createRatingImport = (ledger: RatingLedger, find: FindRated) =>
  defineImport({
    act: 'importRatings',
    kind: 'fact',
    key: 'rating_no',
    cells: {
      rating_no: cell.key(),
      subject_type: cell.enumeration(ratingSubjectTypes, { required: true }),
      subject_ref: cell.code({ required: true }),
      score: cell.int({ required: true, min: 1, max: 5 }),
      named: cell.yesNo({ required: true }),
      rated_at: cell.instant({ required: true }),
      channel: cell.enumeration(ratingChannels, { required: true }),
      comment: cell.text({ max: 1000 }),
      revisit_at: cell.instant(),
      rectified_at: cell.instant(),
      fed_back_at: cell.instant(),
      state: cell.enumeration(['SUBMITTED', 'REVISIT', 'RECTIFYING', 'FED_BACK', 'CLOSED'], { required: true }),
    },
    async apply(tx, row) {
      const service = await find[row.subject_type](tx.manager, row.subject_ref);
      if (!service) throw referenceUnknown('subject_ref', row.subject_ref);
      const { score, named, channel, comment, rated_at: ratedAt, fed_back_at: fedBackAt } = row;
      const closed = row.state === 'CLOSED' || !isBad(row);
      await ledger.open(
        tx,
        service,
        { score, named, channel, comment, ratedAt, tags: [] },
        {
          status: closed ? 'CLOSED' : row.state,
          closedAt: closed ? (fedBackAt ?? ratedAt) : null,
          ratingNo: row.rating_no,
          revisitedAt: row.revisit_at,
          rectifiedAt: row.rectified_at,
          fedBackAt,
          imported: true,
        },
      );
      return undefined;
    },
  });
