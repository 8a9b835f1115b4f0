import { count, type Facts, hours, type MetricDefinition, rate, spread } from '../metric.ts';

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

/** Documents that nobody sent back. */
const kept = 'f.returned = 0';

/** Documents, by the unit that issues them or that keeps the register of those received; records by who keeps them. */
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
  ...([50, 90] as const).map(
    (percent): MetricDefinition => ({
      ...family,
      name: `doc.cycle.p${percent}`,
      labelEn: `Time from draft to issue, ${percent} %`,
      labelZh: `发文周期 P${percent}`,
      unit: 'h',
      kind: 'DURATION',
      definition: `Hours from the draft of a document to its issue, ${percent}th percentile, of those whose ledger names the draft; by the moment of issue.`,
      definitionZh: `公文自拟稿至印发的小时数，第 ${percent} 百分位，仅计台账载明拟稿时间的公文；按发文时间计。`,
      measure: spread(
        { table: 'document_fact', clock: 'issued_at', where: 'f.drafted_at IS NOT NULL' },
        'f.issued_at - f.drafted_at',
        hours,
        percent,
      ),
    }),
  ),
  {
    ...family,
    name: 'doc.received',
    labelEn: 'Documents received',
    labelZh: '收文数',
    unit: '1',
    kind: 'COUNT',
    definition: 'Documents in the register of what a unit received, those sent back too; by the moment of receipt.',
    definitionZh: '单位收文登记簿登记的收文数，含退文；按收文时间计。',
    measure: count({ table: 'received_fact', clock: 'received_at' }, { moments: [] }),
  },
  ...([50, 90] as const).map(
    (percent): MetricDefinition => ({
      ...family,
      name: `doc.cycleReceived.p${percent}`,
      labelEn: `Time from receipt to end, ${percent} %`,
      labelZh: `收文办理周期 P${percent}`,
      unit: 'h',
      kind: 'DURATION',
      definition: `Hours from the receipt of a document to its end, ${percent}th percentile, without those sent back; by the moment of the end.`,
      definitionZh: `收文自登记至办结的小时数，第 ${percent} 百分位，不含退文；按办结时间计。`,
      measure: spread(
        { table: 'received_fact', clock: 'finished_at', where: kept },
        'f.finished_at - f.received_at',
        hours,
        percent,
      ),
    }),
  ),
  {
    ...family,
    name: 'doc.onTimeHandling',
    labelEn: 'Handled in time',
    labelZh: '收文按期办理率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Received documents finished before their limit, over those whose limit has run out, without those sent back, by the unit that leads the handling; by the limit.',
    definitionZh: '期限前办结的收文数 ÷ 期限已届满的收文数，不含退文，按主办单位统计；按办理期限计。',
    measure: rate(
      { table: 'received_fact', clock: 'due_at', where: kept, dimensions: { ORG: 'f.handler_id' } },
      'f.finished_at < f.due_at',
      ['finished_at'],
    ),
  },
  {
    name: 'arc.filedOnTime',
    labelEn: 'Filed in time',
    labelZh: '按期归档率',
    unit: 'share',
    kind: 'RATE',
    definition:
      'Records catalogued by 30 June of the year after the end of what they record, over those whose limit has run out, with documents that have no record yet; by the limit.',
    definitionZh: '次年6月30日前完成编目的档案数 ÷ 归档期限已届满的应归档数，含尚未归档的公文；按归档期限计。',
    dimensions: ['ORG', 'CATEGORY'],
    owner: 'documents',
    people: false,
    measure: rate({ table: 'filing_fact', clock: 'due_at' }, 'f.catalogued_at <= f.due_at', ['catalogued_at']),
  },
];
