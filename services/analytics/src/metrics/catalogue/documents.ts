import { count, type Facts, hours, type MetricDefinition, spread } from '../metric.ts';

const receipts: Facts = {
  table: 'delivery_fact',
  join: 'JOIN document_fact d ON d.id = f.document_id AND d.issued_at IS NOT NULL',
  clock: 'signed_at',
  dimensions: { ORG: 'd.org_id', CATEGORY: 'd.category', LEVEL: 'd.level' },
};

const family = {
  dimensions: ['ORG', 'CATEGORY', 'LEVEL'],
  owner: 'documents',
  people: false,
} satisfies Partial<MetricDefinition>;

/** Documents, by the unit that issues them. */
export const documentMetrics: readonly MetricDefinition[] = [
  {
    ...family,
    name: 'doc.issued',
    labelEn: 'Documents issued',
    labelZh: '发文数',
    unit: '1',
    kind: 'COUNT',
    definition: 'Documents that went out; by the moment of issue.',
    definitionZh: '发出的公文数；按发文时间计。',
    measure: count({ table: 'document_fact', clock: 'issued_at' }, { moments: [] }),
  },
  ...([50, 90] as const).map(
    (percent): MetricDefinition => ({
      ...family,
      name: `doc.signInLag.p${percent}`,
      labelEn: `Time to sign in, ${percent} %`,
      labelZh: `签收时长 P${percent}`,
      unit: 'h',
      kind: 'DURATION',
      definition: `Hours from the issue of a document to its receipt by a recipient, ${percent}th percentile; by the moment of receipt.`,
      definitionZh: `公文自发出至收文单位签收的小时数，第 ${percent} 百分位；按签收时间计。`,
      measure: spread(receipts, 'f.signed_at - d.issued_at', hours, percent),
    }),
  ),
];
