import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOperations, serviceNames } from '@chengqi/schemas';
import { createKafkaTransport, createLogger, InboxEntity, startTracing } from '@chengqi/service-kit';
import {
  createClient,
  createDatabases,
  distort,
  playClosedLoop,
  readSpans,
  removeOwn,
  serverAddresses,
} from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenedOffice, openOffice } from './open-office.ts';

const prefix = `loop${process.pid}_`;
const query = loadOperations('office').ClosedLoop ?? '';

describe('the closed loop on MariaDB and Kafka, every event twice and topics overtaking each other', () => {
  let opened: OpenedOffice;
  let print: typeof console.log;
  let tracing: AsyncDisposable;
  const tracesFolder = mkdtempSync(join(tmpdir(), 'chengqi-traces-'));

  beforeAll(async () => {
    print = console.log;
    console.log = () => {};
    const { kafkaBrokers, mysqlUrlOf } = serverAddresses();
    await createDatabases(prefix, serviceNames);
    opened = await openOffice({
      databaseOf: (name) => ({ kind: 'mysql', url: mysqlUrlOf(name, prefix) }),
      wrapTransport: () =>
        distort(createKafkaTransport({ brokers: kafkaBrokers.split(','), prefix, log: createLogger('kafka') }), 20),
    });
    tracing = await startTracing({ name: 'office', folder: tracesFolder, env: {} });
  });

  afterAll(async () => {
    console.log = print;
    rmSync(tracesFolder, { recursive: true, force: true });
    await opened?.[Symbol.asyncDispose]();
    await removeOwn(prefix, serviceNames);
  });

  it('ends complete, each effect once (DOMAIN 11, 3), and stands without security (DOMAIN 11, 15)', async () => {
    const { office } = opened;
    const { chain, meetingId, reader } = await playClosedLoop(office.url, { run: 'stack' });
    await createClient(office.url).settled();
    await tracing[Symbol.asyncDispose]();

    expect(chain.meeting.resolutions).toHaveLength(1);
    expect(chain.meeting.resolutions[0]).toMatchObject({ state: 'IMPLEMENTED', supervisionItem: { state: 'FILED' } });
    expect(chain.meeting.resolutions[0].supervisionItem.hazards).toHaveLength(1);
    for (const { kit, status } of office.services.values()) {
      const handled = await kit.db.read.getRepository(InboxEntity).find();
      expect(new Set(handled.map(({ eventId }) => eventId)).size).toBe(handled.length);
      expect(await status()).toMatchObject({ deadLetters: 0 });
    }

    await office.stop('security');
    const { data, errors } = await createClient(office.url).as(reader).ask(query, { meeting: meetingId });
    expect(data.meeting.resolutions[0].supervisionItem.state).toBe('FILED');
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['SUBGRAPH_UNAVAILABLE']));
  });

  it('18-7: is one trace from its first call to its last figure, over every service and the broker', async () => {
    const [traceId = ''] =
      /"traceId":"([^"]+)","spanId":"[^"]+","name":"closed loop"/
        .exec(readFileSync(join(tracesFolder, 'office.jsonl'), 'utf8'))
        ?.slice(1) ?? [];
    const spans = await readSpans([tracesFolder], traceId);
    const known = new Set(spans.map(({ spanId }) => spanId));

    expect(spans.filter(({ parentSpanId }) => parentSpanId === null).map(({ name }) => name)).toEqual(['closed loop']);
    expect(spans.filter(({ parentSpanId }) => parentSpanId !== null && !known.has(parentSpanId))).toEqual([]);
    expect(new Set(spans.map(({ by }) => by))).toEqual(
      new Set(['client', 'gateway', 'apollo/gateway-js', ...serviceNames]),
    );
    const whoDoes = (what: string) => new Set(spans.filter(({ name }) => name.startsWith(what)).map(({ by }) => by));
    expect(whoDoes('publish ')).toEqual(new Set(['documents', 'meetings', 'supervision', 'security', 'reception']));
    expect(whoDoes('handle ')).toEqual(
      new Set(['documents', 'meetings', 'supervision', 'security', 'reception', 'analytics']),
    );
  });
});
