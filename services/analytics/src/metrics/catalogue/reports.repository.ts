import { count, type Facts, type MetricDefinition, rate } from '../metric.ts';

/** Reports whose limit, grace included, has run out. */
const due: Facts = {
  table: 'report_fact',
  clock: 'due_at',
  where: 'f.grace_until_at <= :asOf AND (f.exempted_at IS NULL OR f.exempted_at > :asOf)',
};

const handIn = (more: string) => `EXISTS (SELECT 1 FROM hand_in_fact t
  WHERE t.report_id = f.id AND t.submitted_at <= :asOf AND ${more})`;
/** Given back, and not handed in again since. */
const standsReturned = handIn(`t.returned_at <= :asOf AND NOT EXISTS (SELECT 1 FROM hand_in_fact n
  WHERE n.report_id = f.id AND n.submitted_at <= :asOf AND n.attempt > t.attempt)`);

const family = {
  dimensions: ['ORG', 'CATEGORY'],
  owner: 'supervision',
  people: false,
} satisfies Partial<MetricDefinition>;

/** Periodic reports, by the unit that owes them. */
export const reportMetrics: readonly MetricDefinition[] = [
  {
    ...family,
    name: 'rep.onTime',
    labelEn: 'Reported in time',
    labelZh: '按时报送率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Reports first handed in within the grace and not standing given back, over reports whose grace is over, without the exempted; by the limit.',
    definitionZh: '宽限期内首次报送且未处于退回状态的报告数 ÷ 宽限期已满的应报数（不含免报）；按报送期限计。',
    measure: rate(due, `${handIn('t.submitted_at <= f.grace_until_at')} AND NOT ${standsReturned}`),
  },
  {
    ...family,
    name: 'rep.missing',
    labelEn: 'Reports missing',
    labelZh: '缺报数',
    unit: '1',
    kind: 'COUNT',
    definition: 'Reports whose grace is over and of which nothing was handed in, without the exempted; by the limit.',
    definitionZh: '宽限期已满而从未报送的应报数（不含免报）；按报送期限计。',
    measure: count({ ...due, where: `${due.where} AND NOT ${handIn('1 = 1')}` }),
  },
  {
    ...family,
    name: 'rep.returned',
    labelEn: 'Hand-ins given back',
    labelZh: '报送退回率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Hand-ins that were given back since, over hand-ins, corrections included; by the moment of the hand-in.',
    definitionZh: '其后被退回的报送次数 ÷ 报送次数（含更正）；按报送时间计。',
    measure: rate({ table: 'hand_in_fact', clock: 'submitted_at' }, 'f.returned_at <= :asOf', ['returned_at']),
  },
];
