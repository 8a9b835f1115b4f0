import { DeadlineEntity } from '@chengqi/office-kernel';
import { limitsOf } from '@chengqi/office-kernel/testing';
import { documentSigned } from '@chengqi/schemas/events/documents';
import { systemIds, type Viewer } from '@chengqi/service-kit';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CoordinationCaseEntity } from '../src/coordination/coordination.entity.ts';
import { supervision } from '../src/service.ts';
import { openSupervision, type Supervision } from './supervision.ts';

const fields = `coordination { id state subject secrecyLevel outcome item { id } document { id } ownerOrg { id }
  requester { id } parties { org { id } position agreed } }`;

describe.each(testDialects())('coordination of a document on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());
  beforeEach(() => s.office.clock.set('2026-09-14T01:00:00Z'));

  /** A draft of the education bureau. */
  function drafted(more: object = {}): string {
    const id = systemIds.next('doc');
    const ownerOrg = { id: s.county.orgs.educationBureau.id };
    s.documents.set(id, { state: 'COUNTERSIGN', secrecyLevel: 'INTERNAL', ownerOrg, ...more });
    return id;
  }

  async function act(as: Viewer, mutation: string, input: Record<string, unknown>) {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${fields} } }`;
    const { data, errors } = await s.office.execute(query, { input }, as);
    const [error] = errors ?? [];
    if (error) throw new Error([error.extensions.code, error.extensions.rule].filter(Boolean).join(' '));
    return data[mutation].coordination;
  }
  const ask = (documentId: string, as: Viewer = s.county.people.educationHandler, more: object = {}) => {
    const partyOrgIds = [s.county.orgs.town.id, s.county.orgs.emergencyBureau.id];
    return act(as, 'requestCoordination', { documentId, subject: '会签意见', partyOrgIds, ...more });
  };
  const say = (coordinationId: string, as: Viewer, agreed = true) =>
    act(as, 'statePosition', { coordinationId, agreed, position: '同意会签' });
  const decide = (coordinationId: string, result: string) =>
    act(s.county.people.coordinator, 'decideCoordination', { coordinationId, result, outcome: '按各方意见修改' });
  const accept = (coordinationId: string) => act(s.county.people.coordinator, 'acceptCoordination', { coordinationId });

  async function of(ids: readonly string[], as: Viewer = s.county.people.educationHead): Promise<string[][]> {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Document { coordinations { id } } } }`;
    const r = ids.map((id) => ({ __typename: 'Document', id }));
    const { data, errors } = await s.office.execute(query, { r }, as);
    expect(errors).toBeUndefined();
    return data._entities.map(({ coordinations }: { coordinations: { id: string }[] }) =>
      coordinations.map(({ id }) => id),
    );
  }
  async function listed(documentId: string, as: Viewer = s.county.people.educationHead): Promise<string[]> {
    const query = `query ($id: ID!) { coordinationCases(where: { documentId: $id }) { totalCount nodes { id } } }`;
    const { nodes, totalCount } = (await s.office.execute(query, { id: documentId }, as)).data.coordinationCases;
    expect(totalCount).toBe(nodes.length);
    return nodes.map(({ id }: { id: string }) => id);
  }

  it('a handler of the issuing unit asks others, who are heard and agree, and the document tells of it', async () => {
    const { people, orgs } = s.county;
    const documentId = drafted();
    const asked = await ask(documentId);
    expect(asked).toMatchObject({
      ...{ state: 'REQUESTED', secrecyLevel: 'INTERNAL', item: null, document: { id: documentId } },
      ...{ ownerOrg: { id: orgs.educationBureau.id }, requester: { id: orgs.educationBureau.id } },
    });
    await accept(asked.id);
    await say(asked.id, people.townHead);
    await expect(decide(asked.id, 'AGREED')).rejects.toThrow('GUARD_FAILED coordination.heard');
    await say(asked.id, people.emergencyHead);
    expect(await decide(asked.id, 'AGREED')).toMatchObject({ state: 'AGREED', outcome: '按各方意见修改' });

    const told = (await s.office.events()).filter(({ subject }) => subject === asked.id);
    expect(told.map(({ type, data }) => [type.split('.')[1], data])).toMatchObject([
      ['CoordinationRequested', { documentId, itemId: null, partyOrgIds: [orgs.town.id, orgs.emergencyBureau.id] }],
      ['PositionStated', { orgId: orgs.town.id }],
      ['PositionStated', { orgId: orgs.emergencyBureau.id }],
      ['CoordinationDecided', { documentId, itemId: null, result: 'AGREED' }],
    ]);
    expect(await of([documentId])).toEqual([[asked.id]]);
    expect(await listed(documentId)).toEqual([asked.id]);
  });

  it('one runs at a time, until it is settled', async () => {
    const documentId = drafted();
    const first = await ask(documentId);
    await expect(ask(documentId)).rejects.toThrow('DUPLICATE');
    await accept(first.id);
    await say(first.id, s.county.people.townHead);
    await say(first.id, s.county.people.emergencyHead, false);
    await decide(first.id, 'NOT_AGREED');
    await expect(ask(documentId)).rejects.toThrow('DUPLICATE');
    await act(s.county.people.coordinator, 'escalateCoordination', { coordinationId: first.id, reason: '意见分歧' });
    const { leader } = s.county.people;
    await act(leader, 'decideCoordination', { coordinationId: first.id, result: 'DECIDED', outcome: '按第二稿' });

    s.office.clock.advance({ hours: 1 });
    const second = await ask(documentId);
    expect(await of([documentId])).toEqual([[second.id, first.id]]);
  });

  it('of two people who ask at once for one document, one is refused', async () => {
    const { people } = s.county;
    const documentId = drafted();
    const [one, other] = await Promise.allSettled([
      ask(documentId, people.educationHandler),
      ask(documentId, people.educationHead),
    ]);
    expect([one, other].map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [refused] = [one, other].flatMap((each) => (each.status === 'rejected' ? [each.reason.message] : []));
    expect(refused).toBe('DUPLICATE');
  });

  it('what cannot be read is not there, and only the issuing unit or its supervisor asks', async () => {
    const { people, orgs } = s.county;
    const unreadable = drafted();
    s.hidden.push(unreadable);
    const refusals = await Promise.all(
      [unreadable, systemIds.next('doc')].map((id) => ask(id).catch((error: Error) => error.message)),
    );
    expect(refusals).toEqual(['NOT_FOUND', 'NOT_FOUND']);

    const documentId = drafted();
    await expect(ask(documentId, people.townHead, { subject: ' ' })).rejects.toThrow('FORBIDDEN');
    await expect(ask(documentId, people.coordinator)).rejects.toThrow('FORBIDDEN');
    await expect(ask(documentId, people.educationHandler, { subject: ' ' })).rejects.toThrow('BAD_USER_INPUT');
    for (const partyOrgIds of [undefined, [], [orgs.educationBureau.id]])
      await expect(ask(documentId, people.educationHandler, { partyOrgIds })).rejects.toThrow('BAD_USER_INPUT');
    await expect(act(people.educationHandler, 'requestCoordination', { subject: '会签' })).rejects.toThrow(
      'BAD_USER_INPUT',
    );
    const both = { documentId, obstacleId: systemIds.next('obs'), subject: '会签' };
    await expect(act(people.educationHandler, 'requestCoordination', both)).rejects.toThrow('BAD_USER_INPUT');
    expect(await ask(documentId, people.supervisor)).toMatchObject({ state: 'REQUESTED' });
  });

  it('what went out, or lies above the ceiling, is not coordinated', async () => {
    for (const state of ['ISSUED', 'CLOSED', 'VOIDED', 'FILED'])
      await expect(ask(drafted({ state }))).rejects.toThrow('GUARD_FAILED document.open');
    for (const state of ['DRAFT', 'SIGNOFF', 'PRINTED'])
      expect((await ask(drafted({ state }))).state).toBe('REQUESTED');
    await expect(ask(drafted({ secrecyLevel: 'SECRET' }))).rejects.toThrow('GUARD_FAILED document.ceiling');
  });

  it('whether a coordination is about a document is told to nobody who may not read the document', async () => {
    const { people } = s.county;
    const documentId = drafted();
    const { id } = await ask(documentId);
    expect(await listed(documentId, people.townHead)).toEqual([id]);
    expect(await listed(documentId, people.importer)).toEqual([]);
    s.hidden.push(documentId);
    expect(await listed(documentId, people.townHead)).toEqual([]);
  });

  it('is as secret as the document, also when that is signed anew, and above the ceiling keeps no word', async () => {
    const { people, orgs } = s.county;
    const documentId = drafted();
    const { id } = await ask(documentId);
    await accept(id);
    await say(id, people.townHead);
    const signed = (secrecyLevel: 'INTERNAL' | 'WORK_SECRET' | 'SECRET') =>
      s.office.deliver(
        documentSigned,
        documentId,
        { documentId, kind: 'NOTICE' },
        { orgId: orgs.educationBureau.id, secrecyLevel },
      );
    const stored = async () => {
      const { subject, secrecyLevel, parties } = await s.office.db.read
        .getRepository(CoordinationCaseEntity)
        .findOneByOrFail({ id });
      const limits = await s.office.db.read.getRepository(DeadlineEntity).findBy({ subjectId: id });
      const said = parties.map(({ position }) => position);
      return { subject, secrecyLevel, said, limits: limits.map((limit) => limit.secrecyLevel) };
    };
    await signed('INTERNAL');
    expect(await stored()).toMatchObject({ secrecyLevel: 'INTERNAL', subject: '会签意见' });
    await signed('WORK_SECRET');
    expect(await stored()).toEqual({
      secrecyLevel: 'WORK_SECRET',
      subject: '会签意见',
      said: ['同意会签', null],
      limits: ['WORK_SECRET', 'WORK_SECRET'],
    });
    expect(await of([documentId], people.educationHandler)).toEqual([[]]);
    await signed('SECRET');
    expect(await stored()).toEqual({
      secrecyLevel: 'SECRET',
      subject: '',
      said: [null, null],
      limits: ['SECRET', 'SECRET'],
    });
    await expect(say(id, people.emergencyHead)).rejects.toThrow(/NOT_FOUND|ILLEGAL_TRANSITION/);
    expect((await stored()).said).toEqual([null, null]);
  });

  it('the limits of its parties are told of with the document', async () => {
    const limits = limitsOf(s.office, supervision);
    const documentId = drafted();
    const { id } = await ask(documentId);
    await say((await accept(id)).id, s.county.people.townHead);
    s.office.clock.set('2026-09-18T01:00:00Z');
    await limits.run();
    const breached = (await s.office.events('DeadlineBreached')).filter(({ subject }) => subject === id);
    expect(breached.map(({ data }) => data)).toMatchObject([
      ...[{ itemId: null, documentId, coordinationId: id, rule: 'POSITION', partId: s.county.orgs.emergencyBureau.id }],
    ]);
  });

  it('costs the same of many documents as of few', async () => {
    const ids = [drafted(), drafted(), drafted(), drafted()];
    for (const id of ids) await ask(id);
    const few = await statementsOf(() => of(ids.slice(0, 1)));
    expect(await statementsOf(() => of(ids))).toBe(few);
  });
});
