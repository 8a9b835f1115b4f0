import { count, type Facts, type MetricDefinition, rate } from '../metric.ts';

/** They belong to no unit, and only who measures everything counts them. */
const disputes = (clock: string): Facts => ({ table: 'dispute_fact', clock, dimensions: { ORG: 'NULL' } });

const family = {
  dimensions: ['CATEGORY'],
  owner: 'reception',
  people: true,
} satisfies Partial<MetricDefinition>;
const counted = { ...family, unit: '1', kind: 'COUNT' } as const;
const shared = { ...family, unit: 'share', kind: 'RATE' } as const;

/** Disputes of staff with their units, by what they are about and never by unit; figures of people. */
export const disputeMetrics: readonly MetricDefinition[] = [
  {
    ...counted,
    name: 'dsp.count',
    labelEn: 'Disputes',
    labelZh: '纠纷数',
    definition: 'Disputes opened, for the whole house alone; by the moment of opening.',
    definitionZh: '登记的纠纷数，仅就全机关统计；按登记时间计。',
    measure: count(disputes('opened_at'), { moments: [] }),
  },
  {
    ...shared,
    name: 'dsp.settled',
    labelEn: 'Disputes settled',
    labelZh: '纠纷调解成功率',
    definition:
      'Disputes settled by an agreement since, over disputes opened; by the moment of opening, told a month later.',
    definitionZh: '其后达成协议的纠纷数 ÷ 登记的纠纷数；按登记时间计，晚一个月公布。',
    settledAfter: 1,
    measure: rate(disputes('opened_at'), 'f.settled_at <= :asOf', ['settled_at']),
  },
  {
    ...counted,
    name: 'dsp.expired',
    labelEn: 'Mediations expired',
    labelZh: '纠纷调解逾期数',
    definition: 'Disputes whose limit of mediation passed without an agreement; by that moment.',
    definitionZh: '调解期限届满而未达成协议的纠纷数；按届满时间计。',
    measure: count(disputes('expired_at'), { moments: [] }),
  },
  {
    ...shared,
    name: 'dsp.performed',
    labelEn: 'Agreements performed',
    labelZh: '调解协议履行率',
    definition: 'Agreements that were performed, over agreements; by the settlement.',
    definitionZh: '已履行的协议数 ÷ 达成的协议数；按达成协议时间计。',
    measure: rate(disputes('settled_at'), 'f.performed = 1', []),
  },
];
