import type { Data } from '../../client.ts';
import { type Asked, byKey, everyPage, inOffice, inOfficeOrNull, periodBefore, rounded, share } from './asking.ts';

const figuresQuery = `query Import_Calls($orgId: ID!, $period: DateTimeFilter!, $asOf: DateTime) {
  callFigures(orgId: $orgId, period: $period, asOf: $asOf) {
    cdrRows inboundCalls outboundCalls byOutcome { outcome count } answered unansweredNotSpam
    connectionRate { numerator denominator } answer15sRate { numerator denominator }
    connectionByDay { day rate { numerator denominator } } lowestConnection24h { value from }
    callbacks { total mergedCalls open reached unreachable closedInLimit overdue firstAttemptLate }
    lostCalls lostNeverClosed unshifted
  }
}`;

const tasksQuery = `query Import_Callbacks($orgId: ID!, $asOf: DateTime, $after: String) {
  callbacks(where: { orgId: $orgId }, asOf: $asOf, first: 100, after: $after) {
    nodes { calls { callRef } dueAt(asOf: $asOf) closedAt end overdue(asOf: $asOf) }
    pageInfo { hasNextPage endCursor }
  }
}`;

const equationQuery = `query Import_CallEquation($orgId: ID!, $asOf: DateTime) {
  callReconciliation(orgId: $orgId, asOf: $asOf) { shift { shiftNo } lineNo calls answered callbackCovered spam }
}`;

/** every call of the export, what became of it, and what is owed for it. */
export async function askCalls({ ask, orgId, asOf }: Asked) {
  const { callFigures: figures } = await ask(figuresQuery, { orgId, period: periodBefore(asOf, 366), asOf });
  const tasks = await everyPage(ask, tasksQuery, { orgId, asOf }, ({ callbacks }) => callbacks);
  const { callReconciliation } = await ask(equationQuery, { orgId, asOf });
  const { value, from } = figures.lowestConnection24h ?? { value: null, from: null };
  return {
    cdr_rows: figures.cdrRows,
    inbound_calls: figures.inboundCalls,
    outbound_calls: figures.outboundCalls,
    by_outcome: byKey(figures.byOutcome.map(({ outcome, count }: Data) => [outcome, count] as const)),
    answered: figures.answered,
    unanswered_not_spam: figures.unansweredNotSpam,
    connection_rate: share(figures.connectionRate),
    answer_15s_rate: share(figures.answer15sRate),
    connection_rate_by_day: byKey(figures.connectionByDay.map(({ day, rate }: Data) => [day, share(rate)] as const)),
    lowest_connection_rate_in_any_24h: { value: rounded(value), window_from: inOfficeOrNull(from) },
    callback_tasks: { ...countsOf(figures.callbacks), list: tasks.map(taskOf).toSorted(byFirstCall) },
    lost_calls: figures.lostCalls,
    lost_calls_never_closed: figures.lostNeverClosed,
    unshifted: figures.unshifted.toSorted(),
    shift_equation: callReconciliation.map(balanceOf).toSorted(byShiftAndLine),
  };
}

const countsOf = (callbacks: Data) => ({
  total: callbacks.total,
  merged_calls: callbacks.mergedCalls,
  by_end: { OPEN: callbacks.open, REACHED: callbacks.reached, UNREACHABLE: callbacks.unreachable },
  closed_in_limit: callbacks.closedInLimit,
  overdue: callbacks.overdue,
  first_attempt_late: callbacks.firstAttemptLate,
});

const taskOf = ({ calls, dueAt, closedAt, end, overdue }: Data) => ({
  calls: calls.map(({ callRef }: Data) => callRef as string),
  due_at: inOffice(dueAt),
  closed_at: inOfficeOrNull(closedAt),
  end,
  overdue,
});

const balanceOf = ({ shift, lineNo, calls, answered, callbackCovered, spam }: Data) => ({
  shift_no: (shift?.shiftNo ?? 'UNSHIFTED') as string,
  line_no: lineNo as string,
  calls,
  answered,
  callback_covered: callbackCovered,
  spam,
});

const byFirstCall = (a: ReturnType<typeof taskOf>, b: ReturnType<typeof taskOf>): number =>
  (a.calls[0] ?? '') < (b.calls[0] ?? '') ? -1 : 1;

const byShiftAndLine = (a: ReturnType<typeof balanceOf>, b: ReturnType<typeof balanceOf>): number =>
  `${a.shift_no} ${a.line_no}` < `${b.shift_no} ${b.line_no}` ? -1 : 1;
