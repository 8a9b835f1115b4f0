import { hazardDismissed, hazardListed, hazardReopened } from '@chengqi/schemas/events/security';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

describe.each(testDialects())('rectification on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  const draft = () => ({
    siteId: s.county.sites.school.id,
    description: '实验楼墙体开裂',
    level: 'MAJOR',
    category: 'STRUCTURE',
    responsibleOrgId: s.county.orgs.educationBureau.id,
  });
  const demand = (itemId: string, more: Record<string, unknown>) =>
    s.act(s.county.people.supervisor, 'requireRectification', { itemId, ...more });
  const read = async (id: string) => {
    const query =
      'query ($id: ID!) { supervisionItem(id: $id) { state mergedInto { id } reports { kind } hazards { role state hazard { id } } } }';
    return (await s.office.execute(query, { id }, s.county.people.director)).data.supervisionItem;
  };
  const itemOf = async (hazardId: string) => {
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Hazard { supervisionItem { id state } } } }';
    const { data } = await s.office.execute(
      query,
      { r: [{ __typename: 'Hazard', id: hazardId }] },
      s.county.people.director,
    );
    return data._entities[0].supervisionItem;
  };

  it('SUP-5, scenario 4: a demanded hazard holds the verification from the demand until it is closed', async () => {
    const { people } = s.county;
    const started = await s.started();
    const { hazards } = await demand(started.id, { hazardDraft: draft() });
    expect(hazards).toMatchObject([{ role: 'EFFECT', state: 'PENDING', hazard: null }]);
    await s.act(people.educationHead, 'submitCompletion', { itemId: started.id, result: '完成' });
    await expect(s.pass(started.id)).rejects.toThrow('GUARD_FAILED SUP-5');

    const hazardId = await s.reported(undefined, { type: 'SupervisionItem', id: started.id });
    await s.linked(started.id, hazardId, hazards[0].id);
    expect((await read(started.id)).hazards).toEqual([{ role: 'EFFECT', state: 'REPORTED', hazard: { id: hazardId } }]);
    await expect(s.pass(started.id)).rejects.toThrow('GUARD_FAILED SUP-5');
    await s.closed(hazardId, { times: 2 });
    expect(await s.pass(started.id)).toMatchObject({ state: 'COMPLETED' });
  });

  it('a link that is answered after the hazard was closed is closed at once', async () => {
    const started = await s.started();
    const hazardId = await s.reported();
    const { hazards } = await demand(started.id, { hazardId });
    await s.closed(hazardId);
    expect((await read(started.id)).hazards).toMatchObject([{ state: 'PENDING' }]);

    await s.linked(started.id, hazardId, hazards[0].id, 'REPORTED');

    expect((await read(started.id)).hazards).toEqual([{ role: 'EFFECT', state: 'CLOSED', hazard: { id: hazardId } }]);
  });

  it('needs exactly one of hazard and draft, known places, and refuses the same hazard twice', async () => {
    const started = await s.started();
    const hazardId = await s.reported();

    await expect(demand(started.id, {})).rejects.toThrow('BAD_USER_INPUT');
    await expect(demand(started.id, { hazardId, hazardDraft: draft() })).rejects.toThrow('BAD_USER_INPUT');
    await expect(demand(started.id, { hazardDraft: { ...draft(), siteId: 'sit_nowhere' } })).rejects.toThrow(
      'REFERENCE_UNKNOWN',
    );
    await expect(demand(started.id, { hazardId: 'haz_nowhere' })).rejects.toThrow('NOT_FOUND');
    await demand(started.id, { hazardId });
    await expect(demand(started.id, { hazardId })).rejects.toThrow('DUPLICATE');
  });

  it('SUP-1: a major hazard is proposed once, a general one only when listed', async () => {
    const major = await s.reported();
    await s.confirmed(major, 'MAJOR', { times: 2 });
    const general = await s.reported();
    await s.confirmed(general, 'GENERAL');
    expect(await itemOf(major)).toMatchObject({ state: 'PROPOSED' });
    expect(await itemOf(general)).toBeNull();

    await s.office.deliver(hazardListed, general, { hazardId: general, code: '隐〔2026〕1号' });
    await s.office.deliver(hazardListed, major, { hazardId: major, code: '隐〔2026〕1号' });

    expect(await itemOf(general)).toMatchObject({ state: 'PROPOSED' });
    const proposals = (await s.office.events('ItemProposed')).filter(
      ({ data }) => (data as { source: { id: string } | null }).source?.id === major,
    );
    expect(proposals).toHaveLength(1);
  });

  it('SUP-1: a hazard that an item demanded is never proposed, and its earlier proposal is merged', async () => {
    const first = await s.started();
    const fresh = await s.reported();
    await demand(first.id, { hazardId: fresh });
    await s.confirmed(fresh);
    expect(await itemOf(fresh)).toBeNull();

    const known = await s.reported();
    await s.confirmed(known);
    const proposal = await itemOf(known);
    const second = await s.started();
    await demand(second.id, { hazardId: known });

    expect(await read(proposal.id)).toMatchObject({ state: 'MERGED', mergedInto: { id: second.id } });
  });

  it('15-1.1: a hazard that its owner hides is neither demanded nor proposed from', async () => {
    const started = await s.started();
    const hazardId = await s.reported();
    await s.confirmed(hazardId, 'GENERAL');
    const secretId = await s.reported();
    await s.confirmed(secretId, 'GENERAL', { secrecyLevel: 'WORK_SECRET' });
    s.hidden.push(secretId);
    const propose = (id: string) =>
      s.act(s.county.people.supervisor, 'proposeItem', { source: { type: 'HAZARD', id } });

    await expect(demand(started.id, { hazardId: secretId })).rejects.toThrow('NOT_FOUND');
    await expect(propose(secretId)).rejects.toThrow('NOT_FOUND');
    expect((await read(started.id)).hazards).toEqual([]);
    await demand(started.id, { hazardId });
    expect((await read(started.id)).hazards).toHaveLength(1);
  });

  it('15-1.1: a decision that its owner hides is not proposed from', async () => {
    const [shown, secret] = [
      await s.adopted({}, { provenance: 'imported' }),
      await s.adopted({ level: 'WORK_SECRET' }, { provenance: 'imported', secrecyLevel: 'WORK_SECRET' }),
    ];
    s.hidden.push(secret);
    const propose = (id: string) =>
      s.act(s.county.people.supervisor, 'proposeItem', { source: { type: 'RESOLUTION', id } });

    await expect(propose(secret)).rejects.toThrow('NOT_FOUND');
    expect(await propose(shown)).toMatchObject({ state: 'PROPOSED' });
  });

  it('15-1.2: a link to a hidden hazard is not there, but holds the item all the same; no text names a hazard', async () => {
    const { people } = s.county;
    const started = await s.started();
    const hazardId = await s.reported();
    const { hazards } = await demand(started.id, { hazardId });
    await s.linked(started.id, hazardId, hazards[0].id);
    await s.confirmed(hazardId, 'MAJOR', { secrecyLevel: 'WORK_SECRET' });
    expect((await read(started.id)).hazards).toMatchObject([{ state: 'CONFIRMED', hazard: { id: hazardId } }]);
    s.hidden.push(hazardId);

    expect((await read(started.id)).hazards).toEqual([]);
    await s.act(people.educationHead, 'submitCompletion', { itemId: started.id, result: '完成' });
    await expect(s.pass(started.id)).rejects.toThrow('GUARD_FAILED SUP-5');

    await s.closed(hazardId, { secrecyLevel: 'WORK_SECRET' });
    await s.pass(started.id);
    await s.act(people.director, 'strikeOffItem', { itemId: started.id });
    await s.office.deliver(
      hazardReopened,
      hazardId,
      { hazardId, code: '隐〔2026〕1号' },
      { secrecyLevel: 'WORK_SECRET' },
    );
    const query = 'query ($id: ID!) { supervisionItem(id: $id) { state stateReason reports { text } } }';
    const { data } = await s.office.execute(query, { id: started.id }, people.director);
    expect(data.supervisionItem.state).toBe('IN_PROGRESS');
    expect(JSON.stringify(data)).not.toContain('隐〔2026〕1号');
  });

  it('a dismissed hazard settles the link and leaves a note', async () => {
    const started = await s.started();
    const hazardId = await s.reported();
    const { hazards } = await demand(started.id, { hazardId });
    await s.linked(started.id, hazardId, hazards[0].id);

    await s.office.deliver(hazardDismissed, hazardId, { hazardId, code: '隐〔2026〕1号', reason: null });

    expect(await read(started.id)).toMatchObject({ hazards: [{ state: 'DISMISSED' }], reports: [{ kind: 'NOTE' }] });
  });

  it('a relapse reopens the item that was struck off', async () => {
    const { people } = s.county;
    const started = await s.started();
    const hazardId = await s.reported();
    const { hazards } = await demand(started.id, { hazardId });
    await s.linked(started.id, hazardId, hazards[0].id);
    await s.closed(hazardId);
    await s.act(people.educationHead, 'submitCompletion', { itemId: started.id, result: '完成' });
    await s.pass(started.id);
    await s.act(people.director, 'strikeOffItem', { itemId: started.id });

    await s.office.deliver(hazardReopened, hazardId, { hazardId, code: '隐〔2026〕1号' }, { times: 2 });

    expect(await read(started.id)).toMatchObject({ state: 'IN_PROGRESS', hazards: [{ state: 'CONFIRMED' }] });
    expect((await s.office.events('ItemReopened')).filter(({ subject }) => subject === started.id)).toHaveLength(1);
  });
});
