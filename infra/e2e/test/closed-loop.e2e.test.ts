import { loadOperations } from '@chengqi/schemas';
import { InboxEntity, OutboxEntity } from '@chengqi/service-kit';
import {
  createAuditDesk,
  createClient,
  distort,
  type EmbeddedOffice,
  playClosedLoop,
  verifyAudits,
} from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOffice } from './open-office.ts';
import { countSubgraphWork, type SubgraphWork, workOf } from './subgraph-work.ts';

const query = loadOperations('office').ClosedLoop ?? '';

let print: typeof console.log;
beforeAll(() => {
  print = console.log;
  console.log = () => {};
});
afterAll(() => {
  console.log = print;
});

/** What one flagship query costs. */
const costOf = (office: EmbeddedOffice, work: () => SubgraphWork, reader: string, meeting: string) =>
  workOf(work, async () => {
    const { errors } = await createClient(office.url).as(reader).ask(query, { meeting });
    expect(errors).toEqual([]);
  });

describe('the closed loop', () => {
  it('ends complete although every event comes twice and topics overtake each other (DOMAIN 11, 3)', async () => {
    await using opened = await openOffice({ wrapTransport: (transport) => distort(transport, 40) });
    const { office } = opened;

    const { chain } = await playClosedLoop(office.url, { run: 'distorted' });

    const [resolution, ...others] = chain.meeting.resolutions;
    expect(others).toEqual([]);
    expect(resolution).toMatchObject({ state: 'IMPLEMENTED', supervisionItem: { state: 'FILED', light: 'NONE' } });
    expect(resolution.supervisionItem.hazards).toHaveLength(1);
    const counted = async (name: 'supervision' | 'security' | 'documents', table: string) => {
      const rows = await office.services.get(name)?.kit.db.read.query(`SELECT COUNT(*) AS n FROM ${table}`);
      return rows?.[0].n;
    };
    expect(await counted('security', 'hazards')).toBe(1);
    for (const { kit } of office.services.values()) {
      const handled = await kit.db.read.getRepository(InboxEntity).find();
      expect(new Set(handled.map(({ eventId }) => eventId)).size).toBe(handled.length);
    }
    for (const { status } of office.services.values()) expect(await status()).toMatchObject({ deadLetters: 0 });
  });
});

describe('the closed loop in one office', () => {
  let opened: Awaited<ReturnType<typeof openOffice>>;
  let first: Awaited<ReturnType<typeof playClosedLoop>>;
  beforeAll(async () => {
    opened = await openOffice();
    first = await playClosedLoop(opened.office.url, { run: 'chain-1' });
    await createClient(opened.office.url).settled();
  });
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
  });

  it('stores an event for each fact once, with one correlation along each chain of causes', async () => {
    const envelopes = (
      await Promise.all(
        [...opened.office.services.values()].map(({ kit }) => kit.db.read.getRepository(OutboxEntity).find()),
      )
    )
      .flat()
      .map(({ envelope }) => JSON.parse(envelope));
    const ofType = (type: string) => envelopes.filter((envelope) => envelope.type === type);
    const chains = {
      'meetings.ResolutionAdopted.v1': [
        'supervision.ItemRegistered.v1',
        'supervision.RectificationRequired.v1',
        'supervision.ItemStruckOff.v1',
      ],
      'reception.CaseOpened.v1': ['security.HazardReported.v1', 'security.HazardClosed.v1', 'reception.CaseClosed.v1'],
    };
    for (const [cause, effects] of Object.entries(chains)) {
      for (const type of effects) {
        expect(ofType(type)).toHaveLength(1);
        expect([type, ofType(type)[0].correlationid]).toEqual([type, ofType(cause)[0].correlationid]);
      }
    }
    expect(first.chain.meeting.resolutions[0].state).toBe('IMPLEMENTED');
  });

  it('3.6: leaves an audit in every service that an auditor reads, and whose chain holds', async () => {
    const { url, services } = opened.office;
    const desk = await createAuditDesk({ url, staffNo: 'YX0033' });
    const lines: string[] = [];

    const holds = await verifyAudits(desk, { at: () => undefined, line: (line) => lines.push(line) });

    expect(lines.map((line) => line.replace(/ [\d,]+ /, ' N '))).toEqual(
      [...services.keys()].map((name) => `${name} N entries ok`),
    );
    expect(holds).toBe(true);
    const { entries } = await desk.ask('meetings', 'trail', { object: first.meetingId, first: '100' });
    expect(entries.at(-1)).toMatchObject({ act: 'planMeeting', person: { staffNo: 'YX0006', name: '沈知微' } });
  });

  it('costs the same number of SQL statements and calls of subgraphs with 1 and with 5 chains stored', async () => {
    const { office } = opened;
    const work = countSubgraphWork(office);
    const withOne = await costOf(office, work, first.reader, first.meetingId);

    for (let chain = 2; chain <= 5; chain += 1)
      await playClosedLoop(office.url, { run: `chain-${chain}`, guesses: false });
    await createClient(office.url).settled();

    expect(await costOf(office, work, first.reader, first.meetingId)).toEqual(withOne);
  });

  it('answers all but the hazards while security is down (DOMAIN 11, 15)', async () => {
    const { office } = opened;
    const { meetingId, reader } = first;
    await office.stop('security');

    const { data, errors } = await createClient(office.url).as(reader).ask(query, { meeting: meetingId });

    const [{ supervisionItem }] = data.meeting.resolutions;
    expect(supervisionItem).toMatchObject({ state: 'FILED', archiveRecord: { archivalCode: expect.any(String) } });
    expect(data.meeting.minutes.issuedDocument.docNumber).toMatch(/〔\d{4}〕/);
    expect(errors.length).toBeGreaterThan(0);
    for (const { extensions } of errors) expect(extensions.code).toBe('SUBGRAPH_UNAVAILABLE');

    await office.start('security');
    const again = await createClient(office.url).as(reader).ask(query, { meeting: meetingId });
    expect(again.errors).toEqual([]);
  });
});
