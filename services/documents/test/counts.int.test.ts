import type { Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOffice, type TestOffice } from './office.ts';

const system: Viewer = {
  kind: 'system',
  personId: null,
  staffNo: null,
  posts: [],
  clearance: 'TOP_SECRET',
  onBehalfOf: null,
};

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

  async function own(metric: string, changes: Record<string, unknown> = {}, as: Viewer = system) {
    const period = { from: '2026-09-01T00:00:00Z', to: '2026-10-01T00:00:00Z', asOf: '2026-09-30T00:00:00Z' };
    const query = 'query ($input: OwnCountInput!) { documentsOwnCount(input: $input) { value } }';
    const { data, errors } = await office.ask(query, { input: { metric, ...period, ...changes } }, as);
    return errors ? errors[0].extensions.code : data.documentsOwnCount.value;
  }

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
