import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inSpan, startTracing } from '@chengqi/service-kit';
import { linesOfTrace, type RecordedSpan, readSpans } from '@chengqi/stack';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenedOffice, openOffice } from './open-office.ts';

const report = /* GraphQL */ `
  mutation Desk_Report($input: ReportHazardInput!) { reportHazard(input: $input) { hazard { id } } }
`;
const told = '仓库二层东侧堆放纸箱';

describe('what is done for a request', () => {
  let opened: OpenedOffice;
  let siteId: string;
  const folders: string[] = [];

  beforeAll(async () => {
    opened = await openOffice();
    const { org } = await opened.client
      .as('admin')
      .act('{ org(code: "YX01") { sites { id } children { sites { id } } } }');
    siteId = [...org.sites, ...org.children.flatMap((child: { sites: { id: string }[] }) => child.sites)][0].id;
  });
  afterAll(async () => opened?.[Symbol.asyncDispose]());
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  const newFolder = (): string => {
    const parent = mkdtempSync(join(tmpdir(), 'chengqi-traces-'));
    folders.push(parent);
    return join(parent, 'traces');
  };

  /** Reports a hazard as one client's trace, and answers that trace's id once everybody has heard of it and all is written. */
  async function reported(folder: string, input: Record<string, unknown>): Promise<string | undefined> {
    await using tracing = await startTracing({ name: 'office', folder, env: {} });
    const traceId = await inSpan('a clerk', { by: 'client', root: true }, async (span) => {
      await opened.client
        .as('YX0024')
        .act(report, { input: { siteId, description: told, category: 'FIRE', ...input } });
      return span?.spanContext().traceId;
    });
    await opened.client.settled();
    void tracing;
    return traceId;
  }

  it('18-7: is one trace, from the client to the row, the outbox and whoever hears of it', async () => {
    const folder = newFolder();
    const traceId = await reported(folder, {});
    const spans = await readSpans([folder], traceId ?? '');

    const chainOf = (span: RecordedSpan | undefined): string[] => {
      const parent = spans.find(({ spanId }) => spanId === span?.parentSpanId);
      return span ? [...chainOf(parent), `${span.by} ${span.name.replace(/__\w+__\d+$/, '')}`] : [];
    };
    const written = chainOf(spans.find(({ name, by }) => name === 'INSERT outbox' && by === 'security'));
    expect(written).toEqual([
      'client a clerk',
      'client Desk_Report',
      'gateway mutation Desk_Report',
      'gateway fetch security',
      'security Desk_Report',
      'security transaction',
      'security INSERT outbox',
    ]);
    const heard = spans.filter(({ name }) => name === 'handle security.HazardReported.v1');
    expect(heard.map(({ by }) => by)).toEqual(expect.arrayContaining(['supervision', 'analytics', 'reception']));
    for (const each of heard) expect(chainOf(each).slice(0, -1)).toEqual(written.slice(0, -1));
    expect(linesOfTrace(spans)).toHaveLength(new Set(linesOfTrace(spans)).size);
  });

  it('18-7: is found by the id of the request', async () => {
    const folder = newFolder();
    const traceId = await reported(folder, {});
    const spans = await readSpans([folder], traceId ?? '');
    const [requestId] = spans.flatMap(({ attributes }) => attributes['chengqi.request_id'] ?? []);

    expect(await readSpans([folder], String(requestId))).toEqual(spans);
    expect(await readSpans([folder], 'req_00000000000000000000000000')).toEqual([]);
  });

  it('18-7: tells neither what was written nor who wrote it, and is for the owner of the process alone', async () => {
    const folder = newFolder();
    await reported(folder, { anonymous: true });

    const [file = ''] = readdirSync(folder);
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain('handle security.HazardReported.v1');
    expect(text).not.toContain(told);
    expect(text).not.toMatch(/psn_/);
    expect(text).not.toContain('YX0024');
    expect([statSync(folder).mode & 0o777, statSync(join(folder, file)).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it('18-7: is not recorded where tracing is off, nor of a share of none', async () => {
    const folder = newFolder();
    for (const env of [{ OTEL_SDK_DISABLED: 'true' }, { OTEL_TRACES_SAMPLER_ARG: '0' }]) {
      await using tracing = await startTracing({ name: 'office', folder, env });
      await opened.client.as('YX0024').act('{ viewer { person { id } } }');
      void tracing;
    }

    expect(existsSync(folder)).toBe(false);
  });
});
