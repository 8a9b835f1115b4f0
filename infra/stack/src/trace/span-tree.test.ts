import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RecordedSpan, readSpans } from './read-spans.ts';
import { linesOfTrace } from './span-tree.ts';

const span = (
  spanId: string,
  parentSpanId: string | null,
  name: string,
  [from, to]: readonly [number, number],
  more: Partial<RecordedSpan> = {},
): RecordedSpan => ({
  ...{ traceId: 't', spanId, parentSpanId, name, by: 'security', failed: false, attributes: {} },
  startedAt: BigInt(from * 1_000_000),
  endedAt: BigInt(to * 1_000_000),
  ...more,
});

const words = (lines: readonly string[]) => lines.map((line) => line.replace(/ +/g, ' ').trim());

describe('a trace as a tree', () => {
  it('tells what, who, when after the beginning and how long, and folds what is alike', () => {
    const lines = linesOfTrace([
      span('a', null, 'mutation Report', [100, 140], { by: 'gateway', attributes: { 'chengqi.request_id': 'req_1' } }),
      span('b', 'a', 'transaction', [105, 130]),
      ...[1, 2, 3, 4].map((n) =>
        span(`c${n}`, 'b', 'SELECT sites', [105 + n, 106 + n], { attributes: { 'db.response.returned_rows': 2 } }),
      ),
      span('d', 'b', 'INSERT hazards', [112, 113], { failed: true, attributes: { 'error.type': 'QueryFailedError' } }),
      span('e', 'lost', 'handle security.HazardReported.v1', [131, 133], { by: 'analytics' }),
    ]);

    expect(words(lines)).toEqual([
      'mutation Report gateway +0.0 40.0 req_1',
      '└─ transaction security +5.0 25.0',
      '├─ 4 × SELECT sites security +6.0 4.0 8 rows',
      '└─ INSERT hazards security +12.0 1.0 FAILED, QueryFailedError',
      'handle security.HazardReported.v1 analytics +31.0 2.0',
    ]);
  });
});

describe('a file of traces', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chengqi-spans-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is read although its process was killed within a line', async () => {
    const traceId = 'a'.repeat(32);
    const line = JSON.stringify({
      resourceSpans: [
        {
          scopeSpans: [
            {
              scope: { name: 'gateway' },
              spans: [
                {
                  ...{ traceId, spanId: 'b', parentSpanId: '', name: 'query' },
                  ...{ startTimeUnixNano: '1000', endTimeUnixNano: '2000', status: { code: 2 } },
                  attributes: [
                    { key: 'chengqi.request_id', value: { stringValue: 'req_1' } },
                    { key: 'chengqi.refusals', value: { arrayValue: { values: [{ stringValue: 'NOT_FOUND' }] } } },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
    writeFileSync(join(folder, 'gateway.jsonl'), `${line}\n${line.slice(0, -40)}`);

    const found = await readSpans([folder, join(folder, 'not there')], 'req_1');
    expect(found).toEqual([
      {
        ...{ traceId, spanId: 'b', parentSpanId: null, name: 'query', by: 'gateway', failed: true },
        ...{ startedAt: 1000n, endedAt: 2000n },
        attributes: { 'chengqi.request_id': 'req_1', 'chengqi.refusals': ['NOT_FOUND'] },
      },
    ]);
    expect(await readSpans([folder], traceId)).toEqual(found);
  });
});
