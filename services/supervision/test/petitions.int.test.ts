import {
  caseOpened,
  caseRedoExhausted,
  caseTransferred,
  groupPetitionOpened,
  ratingRemoved,
  ratingSubmitted,
  reviewRequested,
} from '@chengqi/schemas/events/reception';
import { systemIds } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

describe.each(testDialects())('what reception cannot settle by itself, on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  const at = '2026-09-14T01:00:00.000Z';
  type Level = 'INTERNAL' | 'WORK_SECRET';
  const opened = async (kind: 'PETITION' | 'SERVICE' | 'ACCUSATION' = 'PETITION', secrecyLevel: Level = 'INTERNAL') => {
    const caseId = systemIds.next('cas');
    const hidden = kind === 'ACCUSATION';
    await s.office.deliver(
      caseOpened,
      caseId,
      {
        ...{ caseId, code: `信访〔2026〕${caseId.slice(-6)}号`, kind, channel: 'VISIT' as const },
        ...{ responsibleOrgId: hidden ? null : s.county.orgs.educationBureau.id, siteId: null, safety: false },
        ...{ title: hidden || secrecyLevel !== 'INTERNAL' ? null : '学校食堂卫生', text: null, callId: null },
        ...{ openedAt: at, dueAt: null, noticeDueAt: null },
      },
      { secrecyLevel },
    );
    return caseId;
  };
  const exhausted = (caseId: string, more: object = {}) =>
    s.office.deliver(caseRedoExhausted, caseId, { caseId, at, count: 2, reason: 'NOT_DONE' }, more);
  const reviewed = (caseId: string) =>
    s.office.deliver(reviewRequested, caseId, {
      ...{ caseId, at, stage: 'REVIEW' as const, toOrgId: s.county.orgs.county.id, dueAt: '2026-10-14T16:00:00Z' },
    });
  const together = (caseId: string) =>
    s.office.deliver(groupPetitionOpened, caseId, {
      ...{ caseId, responsibleOrgId: s.county.orgs.educationBureau.id, count: 5, openedAt: at },
    });
  const itemsOf = async (caseId: string, as = s.county.people.director) => {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ServiceCase { supervisionItem {
      id title requirement category state origin leadOrg { id } ownerOrg { id } source { __typename } } } } }`;
    const variables = { r: [{ __typename: 'ServiceCase', id: caseId }] };
    return (await s.office.execute(query, variables, as)).data._entities[0].supervisionItem;
  };
  const proposals = async () => {
    const query =
      '{ supervisionItems(where: { states: [PROPOSED] }, first: 100) { nodes { id title requirement leadOrg { id } } } }';
    return (await s.office.execute(query, {}, s.county.people.director)).data.supervisionItems.nodes;
  };

  it('a case that was handled again twice in vain becomes a proposal, once however often it is told', async () => {
    const { orgs } = s.county;
    const caseId = await opened('SERVICE');
    const before = (await proposals()).length;
    await exhausted(caseId, { times: 2 });

    expect(await itemsOf(caseId)).toMatchObject({
      ...{ title: '办件督办：学校食堂卫生', category: 'PETITION', state: 'PROPOSED', origin: 'DETECTED' },
      ...{ leadOrg: { id: orgs.educationBureau.id }, ownerOrg: { id: orgs.county.id } },
      source: { __typename: 'ServiceCase' },
    });
    expect(await proposals()).toHaveLength(before + 1);
  });

  it('SUP-1: what happens to the case while an item has it proposes no second one; after that it does', async () => {
    const { people } = s.county;
    const caseId = await opened();
    await together(caseId);
    const first = await itemsOf(caseId);
    await reviewed(caseId);
    expect((await itemsOf(caseId)).id).toBe(first.id);
    await s.act(people.director, 'rejectItem', { itemId: first.id, reason: '已化解' });
    expect(await itemsOf(caseId)).toBeNull();
    await reviewed(caseId);

    expect((await itemsOf(caseId)).id).not.toBe(first.id);
    expect((await itemsOf(caseId)).requirement).toContain('复查');
  });

  it('the unit that has the case when it is handed over leads', async () => {
    const { orgs } = s.county;
    const caseId = await opened();
    await s.office.deliver(caseTransferred, caseId, { caseId, at, toOrgId: orgs.emergencyBureau.id, dueAt: null });
    await together(caseId);
    expect(await itemsOf(caseId)).toMatchObject({ leadOrg: { id: orgs.emergencyBureau.id } });
  });

  it('SUP-10: an accusation is never a source, and imported history proposes nothing', async () => {
    const before = await proposals();
    const accusation = await opened('ACCUSATION');
    await exhausted(accusation);
    const old = await opened();
    await exhausted(old, { provenance: 'imported' });

    expect(await itemsOf(accusation)).toBeNull();
    expect(await proposals()).toEqual(before);
  });

  it('a classified case is proposed without its title, and opens to no more people than before', async () => {
    const { people } = s.county;
    const caseId = await opened('PETITION', 'WORK_SECRET');
    await s.office.deliver(
      groupPetitionOpened,
      caseId,
      { caseId, responsibleOrgId: s.county.orgs.educationBureau.id, count: 5, openedAt: at },
      { secrecyLevel: 'WORK_SECRET' },
    );
    expect((await itemsOf(caseId)).title).toMatch(/^办件督办：信访/);
    expect(await itemsOf(caseId, people.educationHandler)).toBeNull();
  });

  const rated = async (matterId: string | null, ratedAt: string, more: Record<string, unknown> = {}) => {
    const ratingId = systemIds.next('rat');
    await s.office.deliver(ratingSubmitted, ratingId, {
      ...{ ratingId, subject: { type: 'ServiceCase' as const, id: systemIds.next('cas') } },
      ...{ orgId: s.county.orgs.educationBureau.id, matterId, score: 1, ratedAt, dueAt: null },
      ...more,
    });
    return ratingId;
  };
  const aboutRatings = async () =>
    (await proposals()).filter(({ title }: { title: string }) => title === '差评事项整改');

  it('three bad ratings of one matter within thirty days become one proposal; a fourth joins it', async () => {
    const matter = systemIds.next('mat');
    await rated(matter, '2026-08-01T01:00:00Z');
    await rated(matter, '2026-09-01T01:00:00Z', { score: 2 });
    await rated(matter, '2026-09-02T01:00:00Z', { score: 3 });
    await rated(systemIds.next('mat'), '2026-09-03T01:00:00Z');
    await rated(null, '2026-09-03T01:00:00Z');
    const removed = await rated(matter, '2026-09-04T01:00:00Z');
    await s.office.deliver(ratingRemoved, removed, { ratingId: removed, at });
    await rated(matter, '2026-09-05T01:00:00Z');
    expect(await aboutRatings()).toEqual([]);

    await rated(matter, '2026-10-01T01:00:00Z');
    expect(await aboutRatings()).toMatchObject([
      { requirement: expect.stringContaining('3次差评'), leadOrg: { id: s.county.orgs.educationBureau.id } },
    ]);
    for (const day of ['02', '03', '04']) await rated(matter, `2026-10-${day}T01:00:00Z`);
    expect(await aboutRatings()).toHaveLength(1);

    const [item] = await aboutRatings();
    await s.act(s.county.people.director, 'rejectItem', { itemId: item.id, reason: '已整改' });
    for (const day of ['05', '06', '07']) await rated(matter, `2026-10-${day}T01:00:00Z`);
    expect(await aboutRatings()).toHaveLength(1);
  });

  it('bad ratings count together in whatever order they are told, and only within thirty days', async () => {
    const before = (await aboutRatings()).length;
    const apart = systemIds.next('mat');
    for (const day of ['12-20', '11-30', '11-15']) await rated(apart, `2026-${day}T01:00:00Z`);
    expect(await aboutRatings()).toHaveLength(before);
    await rated(apart, '2026-12-10T01:00:00Z');
    expect(await aboutRatings()).toHaveLength(before + 1);

    const backwards = systemIds.next('mat');
    for (const day of ['03', '02', '01']) await rated(backwards, `2026-11-${day}T01:00:00Z`);
    expect(await aboutRatings()).toHaveLength(before + 2);
  });

  it('SUP-1: bad ratings of one matter that are told at once become one proposal', async () => {
    const before = (await aboutRatings()).length;
    const matters = Array.from({ length: 5 }, () => systemIds.next('mat'));
    const toldAtOnce = (matter: string) => ['01', '02', '03'].map((day) => rated(matter, `2026-11-${day}T01:00:00Z`));
    await Promise.all(matters.flatMap(toldAtOnce));
    expect(await aboutRatings()).toHaveLength(before + matters.length);
  });
});
