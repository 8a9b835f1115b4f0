import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

describe.each(testDialects())('15-4.7 numbers of items that an office gave before, on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  it('go on from the stated one, once, before the first own number of their register', async () => {
    const { people, orgs } = s.county;
    const orgId = orgs.governmentOffice.id;
    const start = async (changes: Record<string, unknown> = {}, as = people.director) => {
      const query = 'mutation ($input: StartItemSequenceInput!) { startItemSequence(input: $input) { nextSerial } }';
      const input = { orgId, year: 2026, lastSerial: 120, ...changes };
      const { data, errors } = await s.office.execute(query, { input }, as);
      const { code, rule, field } = errors?.[0]?.extensions ?? {};
      return errors ? [code, rule ?? field].filter(Boolean).join(' ') : data.startItemSequence.nextSerial;
    };
    const registered = async (ownerOrgId: string) => {
      const words = { title: '校舍排查', requirement: '排查全部校舍', category: 'SELF_INITIATED' };
      const { id } = await s.act(people.supervisor, 'proposeItem', { ownerOrgId, ...words });
      const terms = { leadOrgId: orgs.educationBureau.id, leaderId: people.leader.personId, dueOn: '2026-10-30' };
      return (await s.act(people.director, 'registerItem', { itemId: id, feedbackCycle: 'WEEKLY', ...terms })).code;
    };

    expect(await start({}, people.supervisor)).toBe('FORBIDDEN');
    expect(await start({ orgId: 'org_unknown' })).toBe('FORBIDDEN');
    expect(await start({ year: 2025 })).toBe('BAD_USER_INPUT year');
    expect(await start({ lastSerial: 0 })).toBe('BAD_USER_INPUT lastSerial');
    expect(await start()).toBe(121);
    expect(await start({ lastSerial: 130 })).toBe('GUARD_FAILED SUP-6');
    expect(await start({ lastSerial: 12 })).toBe('GUARD_FAILED SUP-6');
    expect([await registered(orgId), await registered(orgId)]).toEqual(['督〔2026〕121号', '督〔2026〕122号']);
    expect(await start({ lastSerial: 130 })).toBe('GUARD_FAILED SUP-6');
    expect(await registered(orgs.county.id)).toBe('督〔2026〕1号');
    expect(await start({ orgId: orgs.county.id })).toBe('GUARD_FAILED SUP-6');
    const query = 'query ($orgId: ID!, $code: String!) { supervisionItemByCode(orgId: $orgId, code: $code) { code } }';
    const found = await s.office.execute(query, { orgId, code: '督[2026]１２２号' }, people.director);
    expect(found.data.supervisionItemByCode).toEqual({ code: '督〔2026〕122号' });
  });
});
