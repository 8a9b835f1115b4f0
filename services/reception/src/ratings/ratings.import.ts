import { cell, defineImport, type Foundation } from '@chengqi/office-kernel';
import { referenceUnknown } from '@chengqi/service-kit';
import { findRatedCall } from '../calls/call.repository.ts';
import { findRatedCase } from '../cases/case.repository.ts';
import { findRatedVisit } from '../visits/visit.repository.ts';
import { RatingEntity } from './rating.entity.ts';
import { isBad, ratingChannels, ratingSubjectTypes } from './rating.ts';
import type { RatingLedger } from './rating-ledger.commands.ts';

/** What was rated, by the number an export knows it by. */
const finders = { CASE: findRatedCase, VISIT: findRatedVisit, CALL: findRatedCall };

/** ratings.csv: what the served thought; a second rating of the same service is refused. */
export const createRatingImport = ({ office }: Foundation, ledger: RatingLedger) =>
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
      const service = await finders[row.subject_type](tx.manager, row.subject_ref);
      if (!service) throw referenceUnknown('subject_ref', row.subject_ref);
      const { score, named, channel, comment, rated_at: ratedAt, fed_back_at: fedBackAt } = row;
      const closed = row.state === 'CLOSED' || !isBad(row);
      const {
        row: rating,
        parties,
        events,
        within,
      } = await ledger.rated(
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
      await tx.insert(RatingEntity, rating);
      await office.parties.add(tx, rating.id, parties);
      await tx.append(events, { within });
      return undefined;
    },
  });
