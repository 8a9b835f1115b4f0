import type { CallLeg } from './call.ts';

/** What of a record its faults are seen by. */
export type Recorded = Pick<CallLeg, 'cdrNo' | 'callRef' | 'direction' | 'hop' | 'ringAt' | 'answerAt' | 'endAt'>;

/** Why a record of the exchange cannot be, in the words of a refusal. */
export interface LegFault {
  readonly code: 'DUPLICATE' | 'GUARD_FAILED' | 'FORBIDDEN';
  readonly field: string;
  readonly text: { readonly en: string; readonly zh: string };
}

const backwards = (field: string): LegFault => ({
  code: 'GUARD_FAILED',
  field,
  text: { en: 'The record goes backwards in time.', zh: '话单时间倒置。' },
});

/** A record that goes backwards: picked up before it rang, or over before that. */
export function backwardsFault({ ringAt, answerAt, endAt }: Recorded): LegFault | null {
  if (answerAt !== null && answerAt < ringAt) return backwards('answer_at');
  return endAt < (answerAt ?? ringAt) ? backwards('end_at') : null;
}

const longest = 24 * 3_600_000;
/** Exchanges and this office may read different clocks. */
const drift = 10 * 60_000;

/** A record that no conversation makes: of a day or longer, or of what has not happened yet. */
export function impossibleFault({ ringAt, endAt }: Recorded, now: Date): LegFault | null {
  if (endAt.getTime() - ringAt.getTime() >= longest) return tooLong;
  return endAt.getTime() > now.getTime() + drift ? future : null;
}

const tooLong: LegFault = {
  code: 'GUARD_FAILED',
  field: 'end_at',
  text: { en: 'No record lasts a day.', zh: '话单时长不应达到24小时。' },
};
const future: LegFault = {
  code: 'GUARD_FAILED',
  field: 'ring_at',
  text: { en: 'The record has not happened yet.', zh: '话单时间晚于当前时间。' },
};

/** A record that repeats a hop of its call, rings while another of it does, or out of the order of the hops. */
export function overlapFault(leg: Recorded, known: readonly Recorded[]): LegFault | null {
  const others = known.filter(({ callRef, cdrNo }) => callRef === leg.callRef && cdrNo !== leg.cdrNo);
  if (others.some(({ direction }) => direction !== leg.direction)) return clash('direction');
  if (leg.direction === 'OUT') return null;
  if (others.some(({ hop }) => hop === leg.hop)) return clash('hop');
  return others.some((other) => !follows(leg, other) && !follows(other, leg)) ? clash('ring_at') : null;
}

const follows = (later: Recorded, earlier: Recorded): boolean =>
  later.hop > earlier.hop && later.ringAt >= earlier.endAt;

const clash = (field: string): LegFault => ({
  code: 'GUARD_FAILED',
  field,
  text: { en: 'The record overlaps another one of its call.', zh: '同一通话的话单相互重叠。' },
});

const repeated: LegFault = {
  code: 'DUPLICATE',
  field: 'cdr_no',
  text: { en: 'This record was sent before.', zh: '该话单已收到。' },
};

/** What speaks against a record at a moment, given those known. */
export const legFault = (leg: Recorded, known: readonly Recorded[], now: Date): LegFault | null =>
  known.some(({ cdrNo }) => cdrNo === leg.cdrNo)
    ? repeated
    : (backwardsFault(leg) ?? impossibleFault(leg, now) ?? overlapFault(leg, known));
