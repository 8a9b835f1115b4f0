import { count, type MetricDefinition, rate } from '../metric.ts';

const family = { dimensions: ['ORG'], people: false } satisfies Partial<MetricDefinition>;

/** An item that follows the decision, its own or the one that its own was merged into, is struck off and stayed so. */
const carriedOut = `EXISTS (SELECT 1 FROM item_fact i
  WHERE (i.source_id = f.id OR i.id = f.item_id) AND i.struck_off_at <= :asOf)`;

/** Meetings by the unit that called them, and their decisions by the unit that leads the work. */
export const meetingMetrics: readonly MetricDefinition[] = [
  {
    ...family,
    name: 'mtg.count',
    labelEn: 'Meetings',
    labelZh: '会议数',
    unit: '1',
    kind: 'COUNT',
    definition: 'Meetings that were planned and not cancelled; by the planned beginning.',
    definitionZh: '已安排且未取消的会议数；按计划开始时间计。',
    owner: 'meetings',
    measure: count(
      { table: 'meeting_fact', clock: 'start_at', where: '(f.cancelled IS NULL OR f.cancelled = 0)' },
      { moments: [] },
    ),
  },
  {
    ...family,
    name: 'mtg.minutesOnTime',
    labelEn: 'Minutes in time',
    labelZh: '纪要按期印发率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Meetings whose minutes were issued within five working days of their end, over meetings whose limit for it has run out; by the limit.',
    definitionZh: '结束后五个工作日内印发纪要的会议数 ÷ 纪要印发期限已届满的会议数；按印发期限计。',
    owner: 'meetings',
    measure: rate({ table: 'meeting_fact', clock: 'minutes_due_at' }, 'f.minuted_at <= f.minutes_due_at', [
      'minuted_at',
    ]),
  },
  {
    ...family,
    name: 'mtg.resolutionImplemented',
    labelEn: 'Decisions carried out',
    labelZh: '议定事项落实率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Decisions whose item is struck off since, over decisions that require action, were not waived and whose limit has run out; by the limit.',
    definitionZh: '事项其后已销号的决定数 ÷ 要求落实、未免督办且期限已届满的决定数；按期限计。',
    owner: null,
    measure: rate(
      {
        table: 'decision_fact',
        clock: 'due_at',
        where: 'f.requires_action = 1 AND (f.waived_at IS NULL OR f.waived_at > :asOf)',
      },
      carriedOut,
    ),
  },
];
