import { count, type Facts, hoursOf, type MetricDefinition, rate, ratio } from '../metric.ts';

const held: Facts = { table: 'meeting_fact', clock: 'ended_at' };
/** How late the opening of a meeting may be and still be in time, in milliseconds. */
const tolerance = 5 * 60_000;

const family = { dimensions: ['ORG'], people: false } satisfies Partial<MetricDefinition>;

/** An item that follows the decision, its own or the one that its own was merged into, is struck off and stayed so. */
const carriedOut = `EXISTS (SELECT 1 FROM item_fact i
  WHERE (i.source_id = f.id OR i.id = f.item_id) AND i.struck_off_at <= :asOf)`;

/**
 * Meetings by the unit that called them, bookings by the one that booked, and decisions by the unit that leads the work.
 * That officials come to a meeting is their work and no personal matter: a unit and who directs it see it of few as well.
 */
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
    name: 'mtg.attendance',
    labelEn: 'Attendance',
    labelZh: '到会率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Required people who signed in, over the people whom the chair and the required attendees come down to: whoever is sent stands for who sent, and leave counts as absence; by the end of the meeting.',
    definitionZh:
      '应到人员中已签到的人数 ÷ 应到人数（主持人和必须参会人员，委托他人的按受托人计，请假计为未到）；按会议结束时间计。',
    owner: 'meetings',
    measure: ratio(held, 'f.required_present', 'f.required', []),
  },
  {
    ...family,
    name: 'mtg.onTimeStart',
    labelEn: 'Begun in time',
    labelZh: '准时开会率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Meetings opened no later than five minutes after their planned beginning, over meetings held whose opening is known; by the end of the meeting.',
    definitionZh: '不晚于计划开始时间五分钟召开的会议数 ÷ 已召开且召开时间已知的会议数；按会议结束时间计。',
    owner: 'meetings',
    measure: rate({ ...held, where: 'f.opened_at IS NOT NULL' }, `f.opened_at <= f.start_at + ${tolerance}`, [
      ...['opened_at', 'start_at'],
    ]),
  },
  {
    ...family,
    name: 'mtg.personHours',
    labelEn: 'Hours in meetings',
    labelZh: '会议人时',
    unit: 'h',
    kind: 'COUNT',
    definition:
      'People who came to a meeting times its hours from the opening, or from the planned beginning where that is not known, to the end; by the end.',
    definitionZh:
      '到会人数乘以会议时长（自召开起，召开时间不明的自计划开始时间起，至结束止）的小时数；按会议结束时间计。',
    owner: 'meetings',
    measure: hoursOf(held, 'f.present * (f.ended_at - COALESCE(f.opened_at, f.start_at))'),
  },
  {
    ...family,
    name: 'mtg.noShow',
    labelEn: 'Rooms booked in vain',
    labelZh: '会议室空占率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Bookings of rooms to which nobody came within fifteen minutes, over bookings that are over, those given back before left out; of the unit that booked, by the booked beginning.',
    definitionZh:
      '开始后十五分钟内无人到场的会议室预订数 ÷ 已结束的预订数（不含事先取消的）；按预订单位和预订开始时间计。',
    owner: 'meetings',
    measure: rate({ table: 'booking_fact', clock: 'start_at', where: 'f.end_at <= :asOf' }, 'f.no_show = 1', [
      'end_at',
    ]),
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
