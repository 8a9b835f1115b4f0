import {
  countOf,
  type Foundation,
  type OwnCount,
  type OwnCountAsked,
  type OwnCounters,
  rateOf,
} from '@chengqi/office-kernel';
import type { SelectQueryBuilder } from 'typeorm';
import { callbackQuery, callQuery, counted, unshifted } from '../calls/call.repository.ts';
import type { Call, CallbackTask } from '../calls/call.ts';

const answered = `c.outcome IN ('ANSWERED', 'OVERFLOW_ANSWERED')`;
const notSpam = `c.outcome <> 'SPAM'`;
const closedInTime = 'k.closed_at IS NOT NULL AND k.closed_at <= :asOf AND k.closed_at <= k.due_at';
const closedLate = 'k.closed_at IS NOT NULL AND k.closed_at <= :asOf AND k.closed_at > k.due_at';
const openPastDue = '(k.closed_at IS NULL OR k.closed_at > :asOf) AND k.due_at <= :asOf';

/** What analytics must come to of calls, and of callbacks by when they were opened. */
export function createCallCounts({ kit }: Foundation): OwnCounters {
  const calls = ({ from, to, asOf, orgId }: OwnCountAsked): SelectQueryBuilder<Call> => {
    const query = callQuery(kit.db.read).where('c.ringAt >= :from AND c.ringAt < :to AND c.ringAt <= :asOf', {
      from,
      to,
      asOf,
    });
    return orgId == null ? query : query.andWhere('c.ownerOrgId = :orgId', { orgId });
  };

  const tasks = ({ from, to, asOf, orgId }: OwnCountAsked): SelectQueryBuilder<CallbackTask> => {
    const query = callbackQuery(kit.db.read)
      .where(`k.openedAt >= :from AND k.openedAt < :to AND k.openedAt <= :asOf AND ${counted}`)
      .setParameters({ from, to, asOf });
    return orgId == null ? query : query.andWhere('k.ownerOrgId = :orgId', { orgId });
  };

  const count = (condition: string) => async (asked: OwnCountAsked) =>
    countOf(await calls(asked).andWhere(condition).getCount());
  const rate = (upper: string, lower: string) => async (asked: OwnCountAsked) =>
    rateOf(
      await calls(asked).andWhere(`${lower} AND ${upper}`).getCount(),
      await calls(asked).andWhere(lower).getCount(),
    );

  /** Calls of callbacks that were closed too late, or are still open past their limit. */
  async function lost(asked: OwnCountAsked): Promise<OwnCount> {
    const late = tasks(asked)
      .andWhere(`((${closedLate}) OR (${openPastDue}))`)
      .innerJoin('calls', 'c', 'c.callback_id = k.id');
    const row = await late.select('COUNT(*)', 'count').getRawOne<{ count: unknown }>();
    return countOf(Number(row?.count ?? 0));
  }

  async function callbackInLimit(asked: OwnCountAsked): Promise<OwnCount> {
    const met = await tasks(asked).andWhere(`(${closedInTime})`).getCount();
    const missed = await tasks(asked).andWhere(`((${closedLate}) OR (${openPastDue}))`).getCount();
    return rateOf(met, met + missed);
  }

  return {
    'call.total': count('1 = 1'),
    'call.connectRate': rate(answered, notSpam),
    'call.answer15s': rate('c.wait_seconds <= 15', answered),
    'call.missed': count(`NOT (${answered}) AND ${notSpam}`),
    'call.lost': lost,
    'call.unshifted': count(unshifted),
    'call.callback30': callbackInLimit,
  };
}
