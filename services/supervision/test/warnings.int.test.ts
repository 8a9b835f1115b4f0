import { earlyWarningRaised } from '@chengqi/schemas/events/analytics';
import { systemIds } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SupervisionItemEntity } from '../src/items/item.entity.ts';
import { openSupervision, type Supervision } from './supervision.ts';

type Raised = Parameters<typeof earlyWarningRaised.create>[1];
type Delivered = Parameters<Supervision['office']['deliver']>[3];

describe.each(testDialects())('what early warnings lead to, on %s', (dialect) => {
  let s: Supervision;
  beforeEach(async () => {
    s = await openSupervision(dialect);
  });
  afterEach(() => s.office.close());

  const aWarning = (more: Partial<Raised> = {}): Raised => {
    const orgId = more.orgId ?? s.county.orgs.educationBureau.id;
    const digest = systemIds
      .next('org')
      .slice(-36)
      .replaceAll(/[^0-9a-f]/g, '0')
      .slice(-10);
    return {
      ...{ warningId: `ewn_${orgId.slice(-26)}${digest}`, kind: 'CALL_LOSS', score: 0.3, orgId, subject: null },
      ...{ detail: '12345', dueAt: null, at: '2026-09-14T01:00:00Z', ...more },
    };
  };
  const warn = (warning: Raised, options: Delivered = {}) =>
    s.office.deliver(earlyWarningRaised, warning.warningId, warning, { orgId: warning.orgId, ...options });
  const items = async () => {
    const query = `{ supervisionItems(where: { states: [PROPOSED] }, first: 100) { nodes { id title requirement category
      origin weight ownerOrg { id } leadOrg { id } source { __typename } } } }`;
    const { data, errors } = await s.office.execute(query, {}, s.county.people.director);
    expect(errors).toBeUndefined();
    return data.supervisionItems.nodes as ({ id: string; title: string } & Record<string, unknown>)[];
  };

  it('one of a unit becomes a proposal to the supervision above it, which the unit would lead', async () => {
    const { county, educationBureau } = s.county.orgs;
    await warn(aWarning(), { times: 2 });
    expect(await items()).toEqual([
      {
        ...{ id: expect.any(String), title: '来电漏接整改', requirement: expect.stringContaining('12345') },
        ...{ category: 'SELF_INITIATED', origin: 'DETECTED', weight: 'NORMAL', source: null },
        ...{ ownerOrg: { id: county.id }, leadOrg: { id: educationBureau.id } },
      },
    ]);
  });

  it('a gap in the roster is to be filled by the day on which it begins, repeated hazards are named by their category', async () => {
    await warn(aWarning({ kind: 'STAFFING_GAP', detail: null, dueAt: '2026-09-15T16:30:00Z' }));
    await warn(aWarning({ kind: 'REPEAT_HAZARD', detail: 'GAS' }));
    await warn(aWarning({ kind: 'REPEAT_HAZARD', detail: null, orgId: s.county.orgs.town.id }));
    const said = (await items()).map(({ title, category, requirement }) => [
      ...[title, category, /近90日(.*?)反复/.exec(String(requirement))?.[1]],
    ]);
    expect(said.sort()).toEqual([
      ['值班缺口补齐', 'SELF_INITIATED', undefined],
      ['同类隐患反复治理', 'HAZARD', '同类隐患'],
      ['同类隐患反复治理', 'HAZARD', '燃气类隐患'],
    ]);
    const stored = await s.office.db.read.getRepository(SupervisionItemEntity).find();
    expect(stored.map(({ suggestedDueOn }) => suggestedDueOn).toSorted()).toEqual(['2026-09-16', null, null]);
  });

  it('a limit that comes near proposes nothing: the thing itself has it, and reminders of it', async () => {
    const subject = { type: 'Hazard' as const, id: systemIds.next('haz') };
    await warn(aWarning({ kind: 'OVERDUE_RISK', subject, detail: null, dueAt: '2026-09-15T00:00:00Z' }));
    expect(await items()).toEqual([]);
  });

  it('SUP-1: of one unit and kind there is one open item, however many lines warn and however often', async () => {
    const warning = aWarning();
    await warn(warning);
    await warn(warning);
    await warn(aWarning({ detail: '12333' }));
    await warn(aWarning({ orgId: s.county.orgs.town.id }));
    expect((await items()).map(({ title }) => title)).toEqual(['来电漏接整改', '来电漏接整改']);
  });

  it('SUP-1: what was turned down is proposed again when the reason came back, what was merged is not', async () => {
    const { people } = s.county;
    const warning = aWarning();
    await warn(warning);
    const [first] = await items();
    await s.act(people.director, 'rejectItem', { itemId: first?.id, reason: '线路检修' });
    expect(await items()).toEqual([]);
    await warn(warning);
    const [second] = await items();
    expect(second?.id).not.toBe(first?.id);
    const { id: intoItemId } = await s.proposed();
    await s.act(people.director, 'mergeItem', { itemId: second?.id, intoItemId, reason: '并案办理' });
    await warn(warning);
    expect((await items()).map(({ id }) => id)).toEqual([intoItemId]);
    await s.act(people.director, 'rejectItem', { itemId: intoItemId, reason: '不予立项' });
    expect((await items()).map(({ id }) => id)).toEqual([second?.id]);
  });

  it('nothing is proposed about what is above INTERNAL, and nothing of what an import told', async () => {
    await warn(aWarning(), { secrecyLevel: 'WORK_SECRET' });
    await warn(aWarning(), { provenance: 'imported' });
    expect(await items()).toEqual([]);
  });

  it('who may not read the matters of the unit does not see the proposal', async () => {
    await warn(aWarning());
    const query = '{ supervisionItems(first: 10) { totalCount nodes { id } } }';
    const { data } = await s.office.execute(query, {}, s.county.people.analyst);
    expect(data.supervisionItems).toEqual({ totalCount: 0, nodes: [] });
  });
});
