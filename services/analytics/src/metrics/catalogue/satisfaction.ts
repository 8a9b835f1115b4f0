import { type Composed, type Facts, type Measure, type MetricDefinition, mean, rate } from '../metric.ts';

const kept = '(f.removed_at IS NULL OR f.removed_at > :asOf)';
const ratings = (where = kept): Facts => ({ table: 'rating_fact', clock: 'rated_at', where });
const told = '(f.fed_back_at IS NOT NULL AND f.fed_back_at <= :asOf)';
/** A limit is kept until 24:00 of its last day, which is the first instant of the next. */
const badDue = `${kept} AND f.score <= 2 AND (${told} OR f.due_at <= :asOf)`;

const survey = (group: 'LEADER' | 'STAFF'): Facts => ({
  table: 'survey_fact',
  clock: 'closed_at',
  where: `f.category = '${group}' AND f.mark IS NOT NULL`,
});
const people = 'f.answers';

const publicMark = mean(ratings(), 'f.score * 20');
const staffMark = mean(survey('STAFF'), 'f.mark', { people });
const leaderMark: Composed = {
  of: 'composed',
  parts: [
    mean(survey('LEADER'), 'f.mark', { people }),
    // What a leader says of an item is an official act and protected as little as any other.
    mean({ table: 'feedback_fact', clock: 'given_at' }, 'f.score * 20', { people: '0' }),
  ],
  value: (parts) => meanOf(parts.filter((part) => part !== null)),
};

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const mark = (
  name: string,
  [labelEn, labelZh]: readonly [string, string],
  [definition, definitionZh]: readonly [string, string],
  measure: Measure,
): MetricDefinition => ({
  name,
  labelEn,
  labelZh,
  unit: 'points',
  kind: 'INDEX',
  definition,
  definitionZh,
  dimensions: ['ORG'],
  owner: measure.of === 'composed' ? null : 'reception',
  people: true,
  measure,
});

/** What the served, the leaders and the staff think; figures of people. */
export const satisfactionMetrics: readonly MetricDefinition[] = [
  mark(
    'sat.public',
    ['Satisfaction of the public', '群众满意度'],
    [
      'Mean score of the ratings times 20, without ratings removed after an appeal; by the moment of rating.',
      '评价平均分乘以20，不含申诉后撤除的评价；按评价时间计。',
    ],
    publicMark,
  ),
  {
    name: 'sat.bad100',
    labelEn: 'Bad ratings answered in limit',
    labelZh: '差评按期反馈率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Ratings of 1 or 2 whose rater was told in limit, over those told or past the limit; by the moment of rating, told a month later.',
    definitionZh: '期限内已向评价人反馈的1、2分评价数 ÷ 已反馈或已逾期的1、2分评价数；按评价时间计，晚一个月公布。',
    dimensions: ['ORG', 'CATEGORY'],
    owner: 'reception',
    people: true,
    settledAfter: 1,
    measure: rate(ratings(badDue), `${told} AND f.fed_back_at <= f.due_at`),
  },
  mark(
    'sat.leader',
    ['Satisfaction of the leaders', '领导满意度'],
    [
      'Mean of the leaders’ survey index and of the mean of their opinions on items times 20; by survey day and moment of the opinion.',
      '领导问卷指数均值与领导对事项评价均分乘以20所得的平均；按问卷结束日和评价时间计。',
    ],
    leaderMark,
  ),
  mark(
    'sat.staff',
    ['Satisfaction of the staff', '干部职工满意度'],
    [
      'Mean of the staff survey indices; a survey counts from the day on which it was closed, and has no index under five answers.',
      '干部职工问卷指数的平均；问卷自结束当日起计，答卷不足五份的无指数。',
    ],
    staffMark,
  ),
  mark(
    'sat.index',
    ['Satisfaction', '综合满意度'],
    [
      '0.5 of the public’s, 0.25 of the leaders’ and 0.25 of the staff’s; nothing while one of them is missing.',
      '群众满意度 0.5、领导满意度 0.25、干部职工满意度 0.25 加权；缺任一项则无值。',
    ],
    {
      of: 'composed',
      parts: [publicMark, leaderMark, staffMark],
      value: ([served, leaders, staff]) =>
        served == null || leaders == null || staff == null ? null : 0.5 * served + 0.25 * leaders + 0.25 * staff,
    },
  ),
];
