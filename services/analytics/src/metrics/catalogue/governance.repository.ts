import { count, days, type Facts, type MetricDefinition, rate, spread } from '../metric.ts';

const decisions = (where: string): Facts => ({
  table: 'decision_fact',
  clock: 'adopted_at',
  where: `f.requires_action = 1 AND ${where}`,
});

const loops: Facts = {
  table: 'record_fact',
  join: 'JOIN item_fact i ON i.id = f.source_id AND i.struck_off_at IS NOT NULL JOIN decision_fact d ON d.id = i.source_id',
  clock: 'catalogued_at',
  dimensions: { ORG: 'd.org_id' },
};

/** An item struck off and filed, with a hazard put right and filed. */
const complete = `EXISTS (
  SELECT 1 FROM item_fact i
  JOIN record_fact ir ON ir.source_id = i.id AND ir.catalogued_at <= :asOf
  JOIN hazard_link_fact l ON l.item_id = i.id
  JOIN hazard_fact h ON h.id = l.hazard_id AND h.closed_at <= :asOf
  JOIN record_fact hr ON hr.source_id = h.id AND hr.catalogued_at <= :asOf
  WHERE (i.source_id = f.id OR i.id = f.item_id) AND i.struck_off_at <= :asOf)`;

const unfollowed = `(f.followed_at IS NULL OR f.followed_at > :asOf)
  AND NOT EXISTS (SELECT 1 FROM item_fact i WHERE i.source_id = f.id AND i.registered_at <= :asOf)`;

const family = { dimensions: ['ORG'], owner: null, people: false } satisfies Partial<MetricDefinition>;

/** Decisions and what becomes of them, by the unit that leads the work. */
export const governanceMetrics: readonly MetricDefinition[] = [
  ...([50, 90] as const).map(
    (percent): MetricDefinition => ({
      ...family,
      name: `gov.loopTime.p${percent}`,
      labelEn: `Days from decision to record, ${percent} %`,
      labelZh: `闭环天数 P${percent}`,
      unit: 'd',
      kind: 'DURATION',
      definition: `Days from the adoption of a decision to the catalogued record of its struck-off item, ${percent}th percentile; by the cataloguing.`,
      definitionZh: `决定自通过至其已销号事项的档案编目完成的天数，第 ${percent} 百分位；按编目时间计。`,
      measure: spread(loops, 'f.catalogued_at - d.adopted_at', days, percent),
    }),
  ),
  {
    ...family,
    name: 'gov.loopComplete',
    labelEn: 'Decisions with a complete chain',
    labelZh: '闭环完成率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Decisions with a struck-off item and a hazard of it put right, both filed, over decisions that require action; by the adoption.',
    definitionZh: '事项已销号、相关隐患已整改且均已归档的决定数 ÷ 要求落实的决定数；按通过时间计。',
    measure: rate(decisions('1 = 1'), complete),
  },
  {
    ...family,
    name: 'sup.decisionCoverage',
    labelEn: 'Decisions followed in time',
    labelZh: '决策督办覆盖率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Decisions of meetings and instructions of leaders that have a registered item before two working days are over and were not waived, over those that require action, waived or not; by the decision.',
    definitionZh:
      '两个工作日内立项且未免督办的议定事项和领导批示数 ÷ 要求落实的议定事项和领导批示数（含免督办的）；按决定时间计。',
    dimensions: ['ORG', 'CATEGORY'],
    owner: 'supervision',
    measure: rate(
      // What was followed before anybody told until when it was to be is left out.
      { table: 'directive_fact', clock: 'decided_at', where: '(f.followed_at IS NULL OR f.follow_by IS NOT NULL)' },
      '(f.waived IS NULL OR f.waived = 0) AND f.followed_at < f.follow_by AND f.followed_at <= :asOf',
      ['followed_at'],
    ),
  },
  {
    ...family,
    name: 'gov.orphans',
    labelEn: 'Decisions nobody follows',
    labelZh: '未立项议定事项数',
    unit: '1',
    kind: 'COUNT',
    definition:
      'Decisions that require action and two working days after their adoption have neither a registered item nor a waiver (MTG-6); by the adoption.',
    definitionZh: '要求落实而通过满两个工作日仍既未立项也未免督办的决定数（MTG-6）；按通过时间计。',
    owner: 'supervision',
    measure: count(decisions(`f.waived_at IS NULL AND f.adopted_at < :registerBy AND ${unfollowed}`)),
  },
  {
    ...family,
    name: 'gov.followed',
    labelEn: 'Decisions followed',
    labelZh: '议定事项立项率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Decisions with a registered item, over decisions that require action, were not waived and are two working days old (MTG-6); by the adoption.',
    definitionZh: '已立项的决定数 ÷ 要求落实、未免督办且通过已满两个工作日的决定数（MTG-6）；按通过时间计。',
    measure: rate(decisions('f.waived_at IS NULL AND f.adopted_at < :registerBy'), `NOT (${unfollowed})`),
  },
];
