import { count, type Facts, hours, type MetricDefinition, rate, spread } from '../metric.ts';

const gone = (column: string) => `(f.${column} IS NOT NULL AND f.${column} <= :asOf)`;
const opened = 'f.opened_at <= :asOf';
const cases = (clock: string, where?: string): Facts => ({
  table: 'case_fact',
  clock,
  where: where ? `${opened} AND ${where}` : opened,
});
const petition = `f.category = 'PETITION'`;
const answerable = `NOT ${gone('withdrawn_at')} AND NOT ${gone('refused_at')}`;
const answeredInTime = 'f.answered_at <= f.due_at AND f.answered_at <= :asOf';
const answerMoments = ['opened_at', 'withdrawn_at', 'refused_at', 'answered_at'];
const told = (column: string) => `(f.${column} <= :asOf AND f.${column} <= f.notice_due_at)`;

const family = {
  dimensions: ['ORG', 'CATEGORY', 'CHANNEL'],
  owner: 'reception',
  people: false,
} satisfies Partial<MetricDefinition>;
const counted = { ...family, unit: '1', kind: 'COUNT' } as const;
const shared = { ...family, unit: 'share', kind: 'RATE' } as const;

/** Matters of the public, by the unit responsible; an accusation belongs to no unit. */
export const caseMetrics: readonly MetricDefinition[] = [
  {
    ...counted,
    name: 'case.count',
    labelEn: 'Cases',
    labelZh: '办件数',
    definition: 'Cases opened; by the moment of opening.',
    definitionZh: '受理登记的办件数；按登记时间计。',
    measure: count(cases('opened_at'), { moments: [] }),
  },
  {
    ...shared,
    name: 'case.onTime',
    labelEn: 'Answered in time',
    labelZh: '按期办结率',
    definition:
      'Cases answered by their limit, over cases whose limit has run out and that were neither refused nor withdrawn; by the limit.',
    definitionZh: '期限内答复的办件数 ÷ 期限已届满且未不予受理、未撤回的办件数；按期限计。',
    measure: rate(cases('due_at', answerable), answeredInTime, answerMoments),
  },
  {
    ...family,
    name: 'case.firstReply.p50',
    labelEn: 'Time to the first answer, median',
    labelZh: '首次答复时长 P50',
    unit: 'h',
    kind: 'DURATION',
    definition: 'Hours from the opening to the first answer, 50th percentile; by the first answer.',
    definitionZh: '办件自登记至首次答复的小时数，第 50 百分位；按首次答复时间计。',
    measure: spread(cases('first_answered_at'), 'f.first_answered_at - f.opened_at', hours, 50),
  },
  {
    ...shared,
    name: 'case.redo',
    labelEn: 'Done again',
    labelZh: '重办率',
    definition: 'Cases sent back to be done again, over cases closed; by the moment of closing.',
    definitionZh: '被退回重办的办件数 ÷ 办结的办件数；按办结时间计。',
    measure: rate(cases('closed_at'), gone('redone_at'), ['opened_at', 'redone_at']),
  },
  {
    ...shared,
    name: 'case.oneTrip',
    labelEn: 'Settled in one visit',
    labelZh: '最多跑一次率',
    definition: 'Services settled with at most one visit, over services closed; by the moment of closing.',
    definitionZh: '至多到场一次即办结的服务事项数 ÷ 办结的服务事项数；按办结时间计。',
    measure: rate(cases('closed_at', `f.category = 'SERVICE'`), 'f.visits <= 1', ['opened_at']),
  },
  {
    ...counted,
    name: 'case.secondSupplement',
    labelEn: 'Second demands for papers',
    labelZh: '二次补正数',
    definition: 'Cases in which papers were demanded a second time; by that demand.',
    definitionZh: '第二次要求补正材料的办件数；按该次要求时间计。',
    measure: count(cases('second_supplement_at'), { moments: ['opened_at'] }),
  },
];

/** Petitions: the limits of the Regulations on Handling Petitions (信访工作条例). */
export const petitionMetrics: readonly MetricDefinition[] = [
  {
    ...counted,
    name: 'pet.count',
    labelEn: 'Petitions',
    labelZh: '信访件数',
    definition: 'Petitions opened; by the moment of opening.',
    definitionZh: '登记的信访件数；按登记时间计。',
    measure: count(cases('opened_at', petition), { moments: [] }),
  },
  {
    ...shared,
    name: 'pet.noticeOnTime',
    labelEn: 'Told within 15 days',
    labelZh: '信访按期告知率',
    definition: 'Petitions accepted or refused within 15 days, over petitions told or past that limit; by the limit.',
    definitionZh: '15日内告知受理或不予受理的信访件数 ÷ 已告知或已逾该期限的信访件数；按期限计。',
    measure: rate(
      {
        ...cases(
          'notice_due_at',
          `${petition} AND (${gone('accepted_at')} OR ${gone('refused_at')} OR f.notice_due_at <= :asOf)`,
        ),
        timing: 'foreseen',
      },
      `(${told('accepted_at')} OR ${told('refused_at')})`,
      ['opened_at', 'accepted_at', 'refused_at'],
    ),
  },
  {
    ...shared,
    name: 'pet.reviewRate',
    labelEn: 'Petitions reviewed',
    labelZh: '信访复查率',
    definition: 'Petitions of which review was asked since, over petitions answered; by the first answer.',
    definitionZh: '其后申请复查的信访件数 ÷ 已答复的信访件数；按首次答复时间计。',
    measure: rate(cases('first_answered_at', petition), gone('review_asked_at'), ['opened_at', 'review_asked_at']),
  },
  {
    ...shared,
    name: 'pet.finishOnTime',
    labelEn: 'Petitions answered in time',
    labelZh: '信访按期办结率',
    definition:
      'Petitions answered by their limit, over petitions whose limit has run out and that were neither refused nor withdrawn; by the limit.',
    definitionZh: '期限内答复的信访件数 ÷ 期限已届满且未不予受理、未撤回的信访件数；按期限计。',
    measure: rate(cases('due_at', `${petition} AND ${answerable}`), answeredInTime, answerMoments),
  },
];
