import { count, type Facts, type MetricDefinition, rate } from '../metric.ts';

const verifications: Facts = {
  table: 'verification_fact',
  join: 'JOIN item_fact i ON i.id = f.item_id',
  clock: 'verified_at',
  dimensions: { ORG: 'i.org_id', CATEGORY: 'i.category', LEVEL: 'i.level' },
};
/** Of what history tells with one date, what failed came first. */
const first = `NOT EXISTS (SELECT 1 FROM verification_fact e WHERE e.item_id = f.item_id
  AND (e.verified_at < f.verified_at OR (e.verified_at = f.verified_at
    AND (e.passed < f.passed OR (e.passed = f.passed AND e.id < f.id)))))`;

const family = { owner: 'supervision', people: false } satisfies Partial<MetricDefinition>;
const counted = { ...family, unit: '1', kind: 'COUNT' } as const;
const shared = { ...family, unit: 'share', kind: 'RATE' } as const;

/** What is done about items: verifications by the unit that leads, extensions by the one that asked, urges by the one urged. */
export const itemActMetrics: readonly MetricDefinition[] = [
  {
    ...counted,
    name: 'sup.verifications',
    labelEn: 'Verifications',
    labelZh: '核查次数',
    definition: 'Independent verifications, passed or not; by their moment.',
    definitionZh: '独立核查次数，含未通过的；按核查时间计。',
    dimensions: ['ORG', 'CATEGORY', 'LEVEL'],
    measure: count(verifications),
  },
  {
    ...shared,
    name: 'sup.firstPassVerify',
    labelEn: 'Passed at the first verification',
    labelZh: '核查一次通过率',
    definition:
      'Items that passed their first verification, over items verified for the first time; by that verification.',
    definitionZh: '首次核查即通过的事项数 ÷ 首次核查的事项数；按首次核查时间计。',
    dimensions: ['ORG', 'CATEGORY', 'LEVEL'],
    measure: rate({ ...verifications, where: first }, 'f.passed = 1'),
  },
  {
    ...counted,
    name: 'sup.extensions',
    labelEn: 'Extensions asked for',
    labelZh: '申请延期数',
    definition: 'Wishes for more time; by the moment of asking.',
    definitionZh: '申请延期的次数；按申请时间计。',
    dimensions: ['ORG'],
    measure: count({ table: 'extension_fact', clock: 'requested_at' }, { moments: [] }),
  },
  {
    ...shared,
    name: 'sup.extensionsGranted',
    labelEn: 'Extensions granted',
    labelZh: '延期批准率',
    definition: 'Wishes for more time that were granted, over those decided; by the decision.',
    definitionZh: '获准的延期申请数 ÷ 已作决定的延期申请数；按决定时间计。',
    dimensions: ['ORG'],
    measure: rate({ table: 'extension_fact', clock: 'decided_at' }, 'f.granted = 1', []),
  },
  {
    ...counted,
    name: 'sup.notices',
    labelEn: 'Written urges',
    labelZh: '督办单数',
    definition: 'Written urges to a unit, by their colour as category; by the moment of issue.',
    definitionZh: '发给单位的书面督办函数，类别为颜色；按发出时间计。',
    dimensions: ['ORG', 'CATEGORY'],
    measure: count({ table: 'notice_fact', clock: 'issued_at' }, { moments: [] }),
  },
];
