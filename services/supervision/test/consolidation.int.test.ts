import type { Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reporting } from './reports.ts';
import { openSupervision, type Supervision } from './supervision.ts';

const period = '2026-W38';
const fields = [
  { key: 'cases', label: '办件' },
  { key: 'rate', label: '满意率', aggregate: 'AVG' },
  { key: 'funds', label: '资金', aggregate: 'LIST' },
  { key: 'note', label: '备注', aggregate: 'NONE' },
];
const shown = `id version state narrative allowedActions finalizedAt
  figures { units accepted exempted missing totals { key aggregate value } }
  missing { totalCount nodes { orgCode state } } listed(key: "funds") { nodes { orgCode value } }`;

describe.each(testDialects())('consolidations on %s', (dialect) => {
  let s: Supervision;
  let r: ReturnType<typeof reporting>;
  let dutyId: string;
  beforeAll(async () => {
    s = await openSupervision(dialect);
    r = reporting(s);
    const { educationBureau, town, emergencyBureau } = s.county.orgs;
    dutyId = await r.define('周报', { fields, reporterOrgIds: [educationBureau.id, town.id, emergencyBureau.id] });
    await r.settle();
  });
  afterAll(() => s.office.close());

  async function hand(as: Viewer, orgId: string, [cases, rate, funds]: [number, number, number]) {
    const given = { cases, rate, funds, note: 1 };
    const values = Object.entries(given).map(([key, value]) => ({ key, value }));
    const { submission } = await r.act(as, 'submitReport', { dutyId, orgId, period, values }, 'submission { id }');
    return submission.id as string;
  }
  const consolidate = (as: Viewer, input: Record<string, unknown> = {}) =>
    r.act(as, 'consolidate', { dutyId, period, ...input }, `consolidation { ${shown} }`);
  const finalize = (as: Viewer, consolidationId: string) =>
    r.act(as, 'finalizeConsolidation', { consolidationId }, `consolidation { ${shown} }`);
  const see = async (as: Viewer) => {
    const query = `query ($d: ID!, $p: String!) { consolidation(dutyId: $d, period: $p) { ${shown} } }`;
    return (await r.ask(query, { d: dutyId, p: period }, as)).consolidation;
  };

  it('is drafted by the collector, and moves with the reports until it is final', async () => {
    const { people, orgs } = s.county;
    await expect(consolidate(people.townHead)).rejects.toThrow('FORBIDDEN');
    await expect(consolidate(people.supervisor, { period: '2026-W39' })).rejects.toThrow('BAD_USER_INPUT');
    const { consolidation } = await consolidate(people.supervisor, { narrative: '本周平稳。' });
    expect(consolidation).toMatchObject({
      ...{ state: 'DRAFT', narrative: '本周平稳。', allowedActions: ['DRAFT'] },
      figures: { units: 3, accepted: 0, exempted: 0, missing: 3 },
    });

    const education = await hand(people.educationHead, orgs.educationBureau.id, [7, 90, 2.5]);
    await r.act(people.supervisor, 'acceptReport', { submissionId: education }, 'submission { id }');
    const town = await hand(people.townHead, orgs.town.id, [100, 10, 50]);
    await r.act(people.supervisor, 'returnReport', { submissionId: town, reason: '有误' }, 'submission { id }');
    const stale = { expectedVersion: consolidation.version - 1 };
    await expect(consolidate(people.director, stale)).rejects.toThrow('CONFLICT_VERSION');
    expect(await see(people.director)).toMatchObject({
      allowedActions: ['DRAFT', 'FINALIZE'],
      figures: {
        ...{ units: 3, accepted: 1, exempted: 0, missing: 2 },
        totals: [
          { key: 'cases', aggregate: 'SUM', value: 7 },
          { key: 'rate', aggregate: 'AVG', value: 90 },
          { key: 'funds', aggregate: 'LIST', value: null },
        ],
      },
      missing: {
        totalCount: 2,
        nodes: [
          { orgCode: 'JC10', state: 'EXPECTED' },
          { orgCode: 'JC30', state: 'RETURNED' },
        ],
      },
      listed: { nodes: [{ orgCode: 'JC11', value: 2.5 }] },
    });
  });

  it('tells a unit that reports nothing of what the others reported', async () => {
    const { people } = s.county;
    expect(await see(people.townHead)).toBeNull();
    expect(await see(people.educationHead)).toBeNull();
    expect(await see(people.admin)).toBeNull();
    expect(await see(people.leader)).toMatchObject({ state: 'DRAFT', allowedActions: [] });
    const query = 'query ($d: ID!) { reportSums(dutyId: $d, period: "2026-W38") { sums { key value } } }';
    expect((await r.ask(query, { d: dutyId }, people.townHead)).reportSums.sums).toEqual([{ key: 'cases', value: 0 }]);
  });

  it('SUP-9: becomes final once nobody can be on time any more, and names every missing unit as it was then', async () => {
    const { people, orgs } = s.county;
    const { id } = await see(people.director);
    await expect(finalize(people.supervisor, id)).rejects.toThrow('FORBIDDEN');
    await expect(finalize(people.director, id)).rejects.toThrow('GUARD_FAILED SUP-9');
    s.office.clock.set('2026-09-18T13:00:01Z');
    const { consolidation } = await finalize(people.director, id);
    expect(consolidation).toMatchObject({ state: 'FINAL', allowedActions: [], figures: { accepted: 1, missing: 2 } });

    s.office.clock.advance({ minutes: 1 });
    const late = await hand(people.emergencyHead, orgs.emergencyBureau.id, [1000, 1, 1]);
    await r.act(people.supervisor, 'acceptReport', { submissionId: late }, 'submission { id }');
    await r.define('周报', { fields: fields.slice(0, 1), reporterOrgIds: [orgs.emergencyBureau.id] });
    const frozen = await see(people.director);
    expect(frozen.figures).toEqual(consolidation.figures);
    expect(frozen.missing).toEqual(consolidation.missing);
    expect(frozen.listed).toEqual(consolidation.listed);
    await expect(consolidate(people.director)).rejects.toThrow('ILLEGAL_TRANSITION');
    await expect(finalize(people.director, id)).rejects.toThrow('ILLEGAL_TRANSITION');

    const [event] = await s.office.events('ConsolidationFinalized');
    expect(event?.data).toMatchObject({ consolidationId: id, period, units: 3, accepted: 1, exempted: 0, missing: 2 });
    expect(JSON.stringify(event)).not.toContain('本周平稳');
  });
});
