import type { SelectQueryBuilder } from 'typeorm';
import type { Call } from '../calls/call.ts';

export interface Reconciliation {
  readonly shiftId: string | null;
  readonly lineNo: string;
  readonly calls: number;
  readonly answered: number;
  readonly callbackCovered: number;
  readonly spam: number;
}

const answered = `c.outcome IN ('ANSWERED', 'OVERFLOW_ANSWERED')`;
const spam = `c.outcome = 'SPAM'`;
const covered = `EXISTS (SELECT 1 FROM callbacks k WHERE k.id = c.callback_id AND k.outcome NOT IN ('SPAM', 'WITHDRAWN'))`;
const sum = (condition: string) => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;

/** counts what became of each call, by shift and line, without supposing that the counts add up. */
export async function reconcile(calls: SelectQueryBuilder<Call>): Promise<Reconciliation[]> {
  const rows = await calls
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
    .getRawMany<Record<'shift' | 'line' | 'calls' | 'answered' | 'covered' | 'spam', string | null>>();
  return rows.map((row) => ({
    shiftId: row.shift,
    lineNo: row.line ?? '',
    calls: Number(row.calls),
    answered: Number(row.answered),
    callbackCovered: Number(row.covered),
    spam: Number(row.spam),
  }));
}

export const isBalanced = ({ calls, answered: spoken, callbackCovered, spam: harassing }: Reconciliation): boolean =>
  calls === spoken + callbackCovered + harassing;
