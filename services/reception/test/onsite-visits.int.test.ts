import { testDialects } from '@chengqi/service-kit/testing';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openServed } from './served.ts';

/** What may happen at the door: to one of some visitors who come for one of two cases, or for none. */
const steps = fc.array(
  fc.record({
    visitor: fc.nat({ max: 3 }),
    act: fc.constantFrom('checkInVisitor', 'checkInVisitor', 'receiveVisitor', 'checkOutVisitor', 'refuseVisitor'),
    again: fc.boolean(),
  }),
  { minLength: 4, maxLength: 14 },
);
const purposes = fc.array(fc.constantFrom(0, 1, null), { minLength: 4, maxLength: 4 });

it.each(testDialects())(
  'R-4: whatever happens at the door, a case counts who came in for it, on %s',
  async (dialect) => {
    await using office = await openServed(dialect);
    const { people, orgs, service } = office;
    let matters = 0;

    async function openMatter(): Promise<string> {
      matters += 1;
      const { serviceCase } = await office.act(
        'openCase',
        {
          ...{ kind: 'SERVICE', channel: 'WINDOW', title: `第${matters}件申请`, text: '材料齐全' },
          ...{ applicant: { name: `申请人${matters}` }, responsibleOrgId: orgs.emergencyBureau.id },
        },
        people.window,
        'serviceCase { id }',
      );
      return serviceCase.id;
    }

    const counted = async (id: string): Promise<number> =>
      (await office.ask('query ($id: ID!) { serviceCase(id: $id) { visitsCount } }', { id }, people.window)).serviceCase
        .visitsCount;

    const tried = async (name: string, visitId: string, key: string): Promise<boolean> => {
      const input = { visitId, idempotencyKey: key, ...(name === 'refuseVisitor' && { reason: '未带证件' }) };
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const query = `mutation ($input: ${type}!) { ${name}(input: $input) { visit { id } } }`;
      return (await service.execute(query, { input }, people.window)).errors === undefined;
    };

    await fc.assert(
      fc.asyncProperty(purposes, steps, async (cameFor, taken) => {
        const cases = [await openMatter(), await openMatter()];
        const visits = await Promise.all(
          cameFor.map(async (of) => (await office.register(of === null ? {} : { caseId: cases[of] })).visit.id),
        );
        const expected = [0, 0];
        for (const [index, { visitor, act, again }] of taken.entries()) {
          const key = `${cases[0]} ${index}`;
          const done = await tried(act, visits[visitor], key);
          if (again) await tried(act, visits[visitor], key);
          const of = cameFor[visitor] ?? null;
          if (done && act === 'checkInVisitor' && of !== null) expected[of] = (expected[of] ?? 0) + 1;
        }

        expect(await Promise.all(cases.map(counted))).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  },
);
