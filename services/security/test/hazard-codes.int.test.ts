import type { Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SecurityOffice, startSecurityOffice } from './office.ts';
import { closedRow, takeHazards } from './rows.ts';

describe.each(testDialects())('numbers of hazards on %s', (dialect) => {
  let office: SecurityOffice;
  beforeAll(async () => {
    office = await startSecurityOffice(dialect);
  });
  afterAll(() => office.close());

  it('HAZ-4: reports of any places, good and refused ones at once, leave no gap', async () => {
    const serials: number[] = [];
    const aReport = fc.record({
      site: fc.constantFrom('hall' as const, 'warehouse' as const, 'school' as const),
      description: fc.constantFrom('线路老化', '线路裸露', ' ', 'NUL\u0000', 'x'.repeat(2001)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(aReport, { maxLength: 12 }), async (reports) => {
        const answers = await Promise.all(
          reports.map(({ site, description }) => office.report({ siteId: office.sites[site].id, description })),
        );
        const good = reports.filter(({ description }) => description.startsWith('线路'));
        const codes = answers.flatMap(({ id, code }) =>
          id ? [Number(/^隐〔2026〕([1-9]\d*)号$/.exec(code)?.[1])] : [],
        );
        expect(codes).toHaveLength(good.length);
        serials.push(...codes);
        const all = [...serials].sort((a, b) => a - b);
        expect(all).toEqual(all.map((_, index) => index + 1));
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});

describe.each(testDialects())('15-4.7 numbers that a ledger gave before, on %s', (dialect) => {
  let office: SecurityOffice;
  beforeAll(async () => {
    office = await startSecurityOffice(dialect, { at: '2026-09-14T01:00:00Z' });
  });
  afterAll(() => office.close());

  async function start(changes: Record<string, unknown> = {}, as: Viewer = office.people.safetyOfficer) {
    const input = { orgId: office.orgs.county.id, year: 2026, lastSerial: 300, ...changes };
    const query = 'mutation ($input: StartHazardSequenceInput!) { startHazardSequence(input: $input) { nextSerial } }';
    const { data, errors } = await office.execute(query, { input }, as);
    const { code, rule, field } = errors?.[0]?.extensions ?? {};
    return errors ? [code, rule ?? field].filter(Boolean).join(' ') : data.startHazardSequence.nextSerial;
  }

  it('are stated by a safety officer of the ledger', async () => {
    const { people, orgs } = office;

    expect(await start({}, people.director)).toBe('FORBIDDEN');
    expect(await start({}, people.educationSafetyOfficer)).toBe('FORBIDDEN');
    expect(await start({ orgId: orgs.educationBureau.id }, people.educationSafetyOfficer)).toBe('BAD_USER_INPUT orgId');
    expect(await start({ year: 2025 })).toBe('BAD_USER_INPUT year');
    expect(await start({ lastSerial: 0 })).toBe('BAD_USER_INPUT lastSerial');
  });

  it('are continued once, above what was imported and before the first own number', async () => {
    expect(await takeHazards(office, [closedRow(office, 230)])).toEqual(['ACCEPTED']);
    expect(await start({ lastSerial: 230 })).toBe('GUARD_FAILED HAZ-4');
    expect(await start({ lastSerial: 100 })).toBe('GUARD_FAILED HAZ-4');
    expect(await start()).toBe(301);
    expect(await start({ lastSerial: 400 })).toBe('GUARD_FAILED HAZ-4');
    expect((await office.report()).code).toBe('隐〔2026〕301号');
    expect(await takeHazards(office, [closedRow(office, 310)], { from: 2 })).toEqual(['ACCEPTED']);
    expect((await office.report()).code).toBe('隐〔2026〕311号');
    expect(await start({ lastSerial: 999 })).toBe('GUARD_FAILED HAZ-4');
    expect(await start({ year: 2027, lastSerial: 4 })).toBe(5);
  });
});
