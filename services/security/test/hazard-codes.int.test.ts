import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SecurityOffice, startSecurityOffice } from './office.ts';

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
