import type { SelectQueryBuilder } from 'typeorm';
import type { Call, CallLeg } from '../calls/call.ts';

export interface Reconciliation {
  readonly shiftId: string | null;
  readonly lineNo: string;
  readonly calls: number;
  readonly answered: number;
  readonly callbackCovered: number;
  readonly spam: number;
  /** Counted from the records of the exchange, not from the calls made of them. */
  readonly exchangeCalls: number;
  readonly missing: readonly string[];
}

interface Row {
  readonly shift: string | null;
  readonly line: string | null;
}

const mostNamed = 100;
const answered = `c.outcome IN ('ANSWERED', 'OVERFLOW_ANSWERED')`;
const spam = `c.outcome = 'SPAM'`;
const covered = `EXISTS (SELECT 1 FROM callbacks k WHERE k.id = c.callback_id AND k.outcome NOT IN ('SPAM', 'WITHDRAWN'))`;
const uncovered = `NOT (${answered}) AND NOT (${spam}) AND NOT ${covered}`;
const sum = (condition: string) => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
/** A record without a call stands for itself. */
const line = 'COALESCE(c.lineNo, l.lineNo)';

/**
 * counts what became of each call, by shift and line, without supposing that the counts add up, and beside it what
 * the exchange recorded. `legs` are the inbound records beside their calls (`c`), where they have one.
 */
export async function reconcile(
  calls: SelectQueryBuilder<Call>,
  legs: SelectQueryBuilder<CallLeg>,
): Promise<Reconciliation[]> {
  const counts = await countedCalls(calls.clone());
  const recorded = await recordedCalls(legs.clone());
  const missing = await missingCalls(calls.clone(), legs.clone());
  const rows = new Map(
    [...recorded, ...counts].map(({ shift, line: lineNo }) => [keyOf({ shift, line: lineNo }), { shift, lineNo }]),
  );
  return [...rows].map(([key, { shift, lineNo }]) => {
    const count = counts.find((row) => keyOf(row) === key);
    return {
      shiftId: shift,
      lineNo: lineNo ?? '',
      calls: Number(count?.calls ?? 0),
      answered: Number(count?.answered ?? 0),
      callbackCovered: Number(count?.covered ?? 0),
      spam: Number(count?.spam ?? 0),
      exchangeCalls: Number(recorded.find((row) => keyOf(row) === key)?.calls ?? 0),
      missing: missing.filter((row) => keyOf(row) === key).map(({ ref }) => ref),
    };
  });
}

const keyOf = ({ shift, line: lineNo }: Row): string => JSON.stringify([shift, lineNo]);

const countedCalls = (calls: SelectQueryBuilder<Call>) =>
  calls
    .select('c.shiftId', 'shift')
    .addSelect('c.lineNo', 'line')
    .addSelect('COUNT(*)', 'calls')
    .addSelect(sum(answered), 'answered')
    .addSelect(sum(`NOT (${answered}) AND NOT (${spam}) AND ${covered}`), 'covered')
    .addSelect(sum(spam), 'spam')
    .groupBy('c.shiftId')
    .addGroupBy('c.lineNo')
    .orderBy('MIN(c.ringAt)')
    .addOrderBy('c.lineNo')
    .getRawMany<Row & Record<'calls' | 'answered' | 'covered' | 'spam', unknown>>();

const recordedCalls = (legs: SelectQueryBuilder<CallLeg>) =>
  legs
    .select('c.shiftId', 'shift')
    .addSelect(line, 'line')
    .addSelect('COUNT(DISTINCT l.callRef)', 'calls')
    .groupBy('c.shiftId')
    .addGroupBy(line)
    .orderBy('MIN(l.ringAt)')
    .addOrderBy(line)
    .getRawMany<Row & { calls: unknown }>();

async function missingCalls(calls: SelectQueryBuilder<Call>, legs: SelectQueryBuilder<CallLeg>) {
  const owed = calls
    .andWhere(uncovered)
    .select('c.shiftId', 'shift')
    .addSelect('c.lineNo', 'line')
    .addSelect('c.callRef', 'ref')
    .orderBy('c.ringAt')
    .limit(mostNamed);
  const uncalled = legs
    .andWhere('c.id IS NULL')
    .select('NULL', 'shift')
    .addSelect('l.lineNo', 'line')
    .addSelect('l.callRef', 'ref')
    .distinct(true)
    .limit(mostNamed);
  type Missing = Row & { readonly ref: string };
  return [...(await uncalled.getRawMany<Missing>()), ...(await owed.getRawMany<Missing>())];
}

export const isBalanced = ({
  calls,
  answered: spoken,
  callbackCovered,
  spam: harassing,
  exchangeCalls,
}: Reconciliation) => calls === spoken + callbackCovered + harassing && calls === exchangeCalls;
