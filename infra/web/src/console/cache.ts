import { cacheExchange } from '@urql/exchange-graphcache';
import type { Exchange } from 'urql';
import type { Act } from './act.ts';
import { itemActs } from './item-acts.ts';
import { attendeeActs, meetingActs } from './meeting-acts.ts';

const subjects = [
  ['SupervisionItem', 'item', itemActs],
  ['Meeting', 'meeting', meetingActs],
  ['Attendee', 'attendee', attendeeActs],
] as const;

/** What is shown while an act is on its way, and taken back where it is refused: what is known of its end. */
const optimistic = Object.fromEntries(
  subjects.flatMap(([__typename, field, acts]) =>
    Object.values<Act>(acts).flatMap(({ mutation, target, expected }) => {
      if (!expected || target === null) return [];
      const payload = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Payload`;
      const shown = (args: { input?: Record<string, unknown> }) => ({
        __typename: payload,
        [field]: { __typename, id: String(args.input?.[target]), ...expected(args.input ?? {}) },
      });
      return [[mutation, shown] as const];
    }),
  ),
);

const withoutId = () => null;

/** Keeps every thing once by its id: the answer to an act changes it wherever it is shown. */
export const createCache = (): Exchange =>
  cacheExchange({
    optimistic,
    keys: {
      BlockedAction: withoutId,
      MeetingRecord: withoutId,
      SearchHighlight: withoutId,
      SearchHighlightPart: withoutId,
      SupervisionItemCount: withoutId,
      Viewer: withoutId,
      ViewerRole: withoutId,
    },
  });
