import { limitsOf } from '@chengqi/office-kernel/testing';
import type { Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { documents } from '../src/service.ts';
import { aDraft, anEntry, ledgerTaker } from './ledgers.ts';
import { openOffice, type TestOffice } from './office.ts';
import { closeAHazard } from './sources.ts';

const system: Viewer = {
  kind: 'system',
  personId: null,
  staffNo: null,
  posts: [],
  clearance: 'TOP_SECRET',
  onBehalfOf: null,
};

async function ownCountOf(
  office: TestOffice,
  metric: string,
  changes: Record<string, unknown> = {},
  as: Viewer = system,
) {
  const period = { from: '2026-09-01T00:00:00Z', to: '2026-10-01T00:00:00Z', asOf: '2026-09-30T00:00:00Z' };
  const query = 'query ($input: OwnCountInput!) { documentsOwnCount(input: $input) { value numerator denominator } }';
  const { data, errors } = await office.ask(query, { input: { metric, ...period, ...changes } }, as);
  return errors ? errors[0].extensions : data.documentsOwnCount;
}

describe.each(testDialects())('what documents counts on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect, { at: '2026-09-14T01:00:00Z' });
    const { emergencyBureau, educationBureau } = office.orgs;
    await office.documentIn('ISSUED', { mainRecipientIds: [emergencyBureau.id, educationBureau.id] });
    await office.documentIn('PRINTED', { mainRecipientIds: [emergencyBureau.id] });
    const [first, second] = await office.db.read.query('SELECT id FROM deliveries ORDER BY owner_org_id');
    const registrars = [office.people.emergencyRegistrar, office.people.educationRegistrar];
    for (const [hours, { id: deliveryId }] of [[2, first] as const, [5, second] as const]) {
      office.clock.set(`2026-09-14T0${1 + hours}:00:00Z`);
      for (const as of registrars) await office.send('signDelivery', { deliveryId }, as);
    }
  });
  afterAll(() => office.close());

  const own = async (metric: string, changes: Record<string, unknown> = {}, as: Viewer = system) => {
    const found = await ownCountOf(office, metric, changes, as);
    return found.code ?? found.value;
  };

  it('issued documents and the hours to their receipt', async () => {
    expect(await own('doc.issued')).toBe(1);
    expect(await own('doc.signInLag.p50')).toBe(2);
    expect(await own('doc.signInLag.p90')).toBe(5);
  });

  it('only of the period, of the organisation, and as known at the moment', async () => {
    expect(await own('doc.issued', { from: '2026-09-14T01:00:01Z' })).toBe(0);
    expect(await own('doc.issued', { orgId: office.orgs.town.id })).toBe(0);
    expect(await own('doc.signInLag.p90', { orgId: office.orgs.governmentOffice.id })).toBe(5);
    expect(await own('doc.signInLag.p90', { asOf: '2026-09-14T04:00:00Z' })).toBe(2);
    expect(await own('doc.signInLag.p90', { orgId: office.orgs.town.id })).toBeNull();
  });

  it('issue and receipt carry their times', async () => {
    const [issued] = await office.events('DocumentIssued');
    const signed = await office.events('DeliverySigned');
    expect(issued?.data).toMatchObject({ issuedAt: '2026-09-14T01:00:00.000Z' });
    expect(signed.map(({ data }) => (data as { signedAt: string }).signedAt)).toEqual([
      '2026-09-14T03:00:00.000Z',
      '2026-09-14T06:00:00.000Z',
    ]);
  });

  it('answers only the system, and only metrics of its own', async () => {
    expect(await own('doc.issued', {}, office.people.auditor)).toBe('FORBIDDEN');
    expect(await own('haz.found')).toBe('BAD_USER_INPUT');
  });
});

describe.each(testDialects())('what documents counts of registers and records on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect, { at: '2026-09-14T01:00:00Z' });
  });
  afterAll(() => office.close());

  const own = (metric: string, changes: Record<string, unknown> = {}) => ownCountOf(office, metric, changes);

  it('a register tells each receipt once, with its limit and its end, and a ledger when it was drafted', async () => {
    const { emergencyBureau, governmentOffice } = office.orgs;
    const take = ledgerTaker(office);
    const open = { state: 'HANDLING', finished_at: '', result: '' };
    await take('incoming_documents.csv', [
      anEntry(office, 1),
      anEntry(office, 2, { finished_at: '2026-09-22 15:38' }),
      anEntry(office, 3, open),
      anEntry(office, 4, { ...open, due_date: '2026-10-20' }),
      anEntry(office, 5, { state: 'RETURNED', return_reason: '文种使用不当' }),
    ]);
    await take('outgoing_documents.csv', [aDraft(office, 1)]);
    await office.documentIn('ISSUED');

    const told = (await office.events('DocumentReceived')).map(({ data }) => data);
    expect(told).toHaveLength(5);
    expect(told[0]).toEqual({
      documentId: expect.stringMatching(/^inc_/),
      ...{ kind: 'NOTICE', urgency: 'NONE', level: 'INTERNAL', handlingOrgId: emergencyBureau.id, returned: false },
      ...{ receivedAt: '2026-09-14T07:38:00.000Z', dueAt: '2026-09-20T16:00:00.000Z' },
      finishedAt: '2026-09-16T08:26:00.000Z',
    });
    expect(told[2]).toMatchObject({ finishedAt: null });
    expect(told[4]).toMatchObject({ returned: true });
    const drafts = (await office.events('DocumentIssued')).map(
      ({ data }) => (data as { draftedAt: unknown }).draftedAt,
    );
    expect(drafts).toEqual(['2026-09-08T06:39:00.000Z', null]);

    expect((await own('doc.received')).value).toBe(5);
    expect((await own('doc.received', { orgId: governmentOffice.id })).value).toBe(5);
    expect((await own('doc.received', { orgId: emergencyBureau.id })).value).toBe(0);
    expect(await own('doc.onTimeHandling')).toMatchObject({ numerator: 1, denominator: 3 });
    expect(await own('doc.onTimeHandling', { orgId: emergencyBureau.id })).toMatchObject({ denominator: 3 });
    expect(await own('doc.onTimeHandling', { asOf: '2026-09-20T15:59:59Z' })).toMatchObject({ denominator: 0 });
    expect((await own('doc.cycleReceived.p50')).value).toBeCloseTo(48.8, 10);
    expect((await own('doc.cycleReceived.p90')).value).toBe(192);
    expect((await own('doc.cycle.p90')).value).toBeCloseTo(146 + 5 / 60, 10);
  });

  it('records are due at the end of June, and documents of which there is none', async () => {
    const { act, people } = office;
    const limits = limitsOf(office, documents);
    const late = { from: '2027-01-01T00:00:00Z', to: '2028-01-01T00:00:00Z', asOf: '2027-12-31T00:00:00Z' };
    const numbered = [await office.documentIn('NUMBERED'), await office.documentIn('NUMBERED')];
    for (const documentId of numbered) await act('voidDocument', { documentId, reason: '重复编号' }, people.director);
    const filing = { documentId: numbered[0], retention: 'D30', orgSegment: 'BGS' };
    await act('fileDocument', filing, people.archivist);
    // Closed in 2027, so due a year later.
    await closeAHazard(office);
    expect(await own('arc.filedOnTime', late)).toMatchObject({ numerator: 1, denominator: 1 });

    office.clock.set('2027-07-01T16:00:00Z');
    for (let times = 0; times < 4; times += 1) await limits.run();
    expect(await own('arc.filedOnTime', late)).toMatchObject({ numerator: 1, denominator: 2 });
    await act('fileDocument', { ...filing, documentId: numbered[1] }, people.archivist);
    expect(await own('arc.filedOnTime', late)).toMatchObject({ numerator: 1, denominator: 2 });
    expect(await own('arc.filedOnTime', { ...late, asOf: '2027-06-30T15:59:59Z' })).toMatchObject({ denominator: 0 });
    const next = { from: late.to, to: '2029-01-01T00:00:00Z', asOf: '2028-12-31T00:00:00Z' };
    expect(await own('arc.filedOnTime', next)).toMatchObject({ numerator: 0, denominator: 1 });
    const limitsTold = (await office.events('RecordCatalogued')).map(({ data }) => (data as { dueAt: string }).dueAt);
    expect(limitsTold).toEqual(['2027-06-30T16:00:00.000Z', '2027-06-30T16:00:00.000Z']);
  });
});
