import { calendarPublished } from '@chengqi/schemas/events/directory';
import { type Consumer, on } from '@chengqi/service-kit';
import type { RatingLedger } from './rating-ledger.commands.ts';

/** Runs after the calendar itself was taken in. */
export const createRatingConsumers = (ledger: RatingLedger): Consumer[] => [
  on(calendarPublished, (_, tx) => ledger.recount(tx), { imported: true }),
];
