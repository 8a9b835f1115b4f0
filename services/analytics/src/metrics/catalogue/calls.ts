import { count, type Facts, type MetricDefinition, rate } from '../metric.ts';

const answered = `f.outcome IN ('ANSWERED', 'OVERFLOW_ANSWERED')`;
const notSpam = `f.outcome <> 'SPAM'`;
const calls = (where?: string): Facts => ({ table: 'call_fact', clock: 'ring_at', ...(where && { where }) });

const inTime = 'f.closed_at <= :asOf AND f.closed_at <= f.due_at';
const late = 'f.closed_at <= :asOf AND f.closed_at > f.due_at';
const openPastDue = '(f.closed_at IS NULL OR f.closed_at > :asOf) AND f.due_at <= :asOf';
const lost = `((${late}) OR (${openPastDue}))`;
/** One that turned out to be spam, or was taken back, was never owed. */
const owed = `(f.outcome IS NULL OR f.outcome NOT IN ('SPAM', 'WITHDRAWN'))`;
const callbacks = (where: string): Facts => ({
  table: 'callback_fact',
  clock: 'opened_at',
  where: `${owed} AND ${where}`,
});
const callbackMoments = ['due_at', 'closed_at'];

const family = {
  dimensions: ['ORG', 'CHANNEL'],
  owner: 'reception',
  people: false,
} satisfies Partial<MetricDefinition>;
const counted = { ...family, unit: '1', kind: 'COUNT' } as const;
const shared = { ...family, unit: 'share', kind: 'RATE' } as const;

/** Calls of the public by the line's unit, and the callbacks owed for them. */
export const callMetrics: readonly MetricDefinition[] = [
  {
    ...counted,
    name: 'call.total',
    labelEn: 'Calls',
    labelZh: '来电数',
    definition: 'Inbound calls; by the moment of ringing.',
    definitionZh: '呼入电话数；按振铃时间计。',
    measure: count(calls(), { moments: [] }),
  },
  {
    ...shared,
    name: 'call.connectRate',
    labelEn: 'Calls answered',
    labelZh: '接通率',
    definition: 'Calls that a person answered, over calls that are not spam; by the moment of ringing.',
    definitionZh: '人工接听的电话数 ÷ 非骚扰电话数；按振铃时间计。',
    measure: rate(calls(notSpam), answered, []),
  },
  {
    ...shared,
    name: 'call.answer15s',
    labelEn: 'Answered within 15 seconds',
    labelZh: '15秒接听率',
    definition: 'Calls answered within 15 seconds, over calls answered; by the moment of ringing.',
    definitionZh: '15秒内接听的电话数 ÷ 接听的电话数；按振铃时间计。',
    measure: rate(calls(answered), 'f.wait_seconds <= 15', []),
  },
  {
    ...counted,
    name: 'call.missed',
    labelEn: 'Calls missed',
    labelZh: '未接来电数',
    definition: 'Calls that nobody answered and that are not spam; by the moment of ringing.',
    definitionZh: '无人接听且非骚扰的电话数；按振铃时间计。',
    measure: count(calls(`NOT (${answered}) AND ${notSpam}`), { moments: [] }),
  },
  {
    ...counted,
    name: 'call.unshifted',
    labelEn: 'Calls outside any shift',
    labelZh: '无班次来电数',
    definition: 'Calls to duty rooms with rosters that came when nobody was on duty; by the moment of ringing.',
    definitionZh: '设有值班表的值班室在无人值班时段的来电数；按振铃时间计。',
    measure: count(calls('f.shift_id IS NULL AND COALESCE(f.watched, 1) = 1'), { moments: [] }),
  },
  {
    ...counted,
    name: 'call.lost',
    labelEn: 'Calls lost',
    labelZh: '漏接未回来电数',
    definition:
      'Calls of callbacks that were closed after their limit or are open past it; by the opening of the callback.',
    definitionZh: '逾期才办结或逾期仍未办结的回拨所含来电数；按回拨任务产生时间计。',
    measure: count(callbacks(lost), { sum: 'f.calls', moments: callbackMoments }),
  },
  {
    ...shared,
    name: 'call.callback30',
    labelEn: 'Called back in limit',
    labelZh: '按时回拨率',
    definition: 'Callbacks closed by their limit, over those and the ones closed late or open past it; by the opening.',
    definitionZh: '期限内办结的回拨数 ÷ 期限内办结、逾期办结与逾期未办结的回拨数；按回拨任务产生时间计。',
    measure: rate(callbacks(`((${inTime}) OR ${lost})`), inTime, callbackMoments),
  },
];
