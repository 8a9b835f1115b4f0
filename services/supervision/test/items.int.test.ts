import { deliverOrg } from '@chengqi/office-kernel/testing';
import { recordCatalogued } from '@chengqi/schemas/events/documents';
import { supervisionWaived } from '@chengqi/schemas/events/meetings';
import { systemIds, type Viewer } from '@chengqi/service-kit';
import { schemaDrift, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

describe.each(testDialects())('supervised items on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  const typesOf = async (id: string) =>
    (await s.office.events()).filter(({ subject }) => subject === id).map(({ type }) => type.split('.')[1]);

  it('migrations produce exactly the entities', async () => {
    expect(await schemaDrift(s.office.db)).toEqual([]);
  });

  it('goes from a resolution to the archive', async () => {
    const { people } = s.county;
    const resolutionId = await s.adopted();
    const found = await s.office.execute(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Resolution { supervisionItem { id state source { ... on Resolution { id } } } } } }',
      { r: [{ __typename: 'Resolution', id: resolutionId }] },
      people.director,
    );
    const { id: itemId, state, source } = found.data._entities[0].supervisionItem;
    expect({ state, source }).toEqual({ state: 'PROPOSED', source: { id: resolutionId } });

    const registered = await s.act(people.director, 'registerItem', { itemId, feedbackCycle: 'WEEKLY' });
    expect(registered).toMatchObject({ state: 'REGISTERED', dueAt: '2026-10-30T16:00:00.000Z' });
    const assigned = await s.act(people.supervisor, 'assignItem', { itemId });
    const [part] = assigned.assignments;
    const accepted = await s.act(people.educationHandler, 'acceptAssignment', { assignmentId: part.id });
    expect(accepted).toMatchObject({
      state: 'IN_PROGRESS',
      assignments: [{ handler: { id: people.educationHandler.personId } }],
    });
    await s.act(people.educationHandler, 'reportProgress', {
      assignmentId: part.id,
      percent: 100,
      text: '完成',
      evidence: [{ text: '照片' }],
    });
    await s.act(people.educationHead, 'submitCompletion', { itemId, result: '已全部排查' });
    await s.act(people.supervisor, 'verifyItem', { itemId, method: 'DESK', result: 'PASS' });
    expect(await s.act(people.director, 'strikeOffItem', { itemId })).toMatchObject({
      state: 'STRUCK_OFF',
      progressPercent: 100,
    });
    await s.office.deliver(
      recordCatalogued,
      systemIds.next('arc'),
      {
        recordId: systemIds.next('arc'),
        archivalCode: 'J002-WS·2026-D30-0001',
        retention: 'D30',
        source: { type: 'SupervisionItem', id: itemId },
      },
      { times: 2 },
    );

    const filed = await s.office.execute(
      'query ($id: ID!) { supervisionItem(id: $id) { state light } }',
      { id: itemId },
      people.director,
    );
    expect(filed.data.supervisionItem).toEqual({ state: 'FILED', light: 'NONE' });
    expect(await typesOf(itemId)).toEqual([
      'ItemProposed',
      'DecisionFollowed',
      'ItemRegistered',
      'ItemAssigned',
      'ItemAccepted',
      'ProgressReported',
      'CompletionSubmitted',
      'ItemCompleted',
      'ItemStruckOff',
    ]);
  });

  it('SUP-1: an adopted resolution that is told twice is proposed once, and a second proposal is a duplicate', async () => {
    const id = await s.adopted({}, { times: 2 });

    const again = s.act(s.county.people.supervisor, 'proposeItem', { source: { type: 'RESOLUTION', id } });

    await expect(again).rejects.toThrow('DUPLICATE');
    expect(
      (await s.office.events('ItemProposed')).filter(
        ({ data }) => (data as { source: { id: string } | null }).source?.id === id,
      ),
    ).toHaveLength(1);
  });

  it('SUP-1: of twenty supervisors at once one opens the item of an imported resolution', async () => {
    const id = await s.adopted({}, { provenance: 'imported' });

    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        s.act(s.county.people.supervisor, 'proposeItem', { source: { type: 'RESOLUTION', id } }),
      ),
    );

    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(new Set(tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.message] : [])))).toEqual(
      new Set(['DUPLICATE']),
    );
  });

  it('a waiver rejects the proposal and leaves nothing to propose', async () => {
    const id = await s.adopted();
    await s.office.deliver(supervisionWaived, id, { resolutionId: id, reason: '已在其他事项中落实' });

    await expect(
      s.act(s.county.people.supervisor, 'proposeItem', { source: { type: 'RESOLUTION', id } }),
    ).rejects.toThrow('GUARD_FAILED MTG-6');
    const rejected = (await s.office.events('ItemRejected')).find(
      ({ data }) => (data as { source: { id: string } }).source.id === id,
    );
    expect(rejected).toBeDefined();
  });

  it('SUP-6: forty items registered at once have contiguous numbers', async () => {
    const items = [];
    for (let n = 0; n < 40; n += 1) items.push(await s.proposed());

    const registered = await Promise.all(
      items.map(({ id }) => s.act(s.county.people.director, 'registerItem', { itemId: id, ...s.registration })),
    );

    const serials = registered.map(({ code }) => Number(/^督〔2026〕(\d+)号$/.exec(code)?.[1])).sort((a, b) => a - b);
    expect(serials).toEqual(serials.map((_, index) => (serials[0] ?? 0) + index));
  });

  it('SUP-3, scenario 4: who is handler and supervisor at once does not verify the own work', async () => {
    const { orgs, people } = s.county;
    const both: Viewer = {
      ...people.educationHandler,
      posts: [
        { orgId: orgs.educationBureau.id, scopeOrgId: orgs.educationBureau.id, roles: ['HANDLER'] },
        { orgId: orgs.supervisionDivision.id, scopeOrgId: orgs.county.id, roles: ['SUPERVISOR'] },
      ],
    };
    const { id: itemId } = await s.verifying();

    await expect(s.act(both, 'verifyItem', { itemId, method: 'DESK', result: 'PASS' })).rejects.toThrow(
      'SEPARATION_OF_DUTIES',
    );
    await expect(
      s.act(people.educationHandler, 'verifyItem', { itemId, method: 'DESK', result: 'PASS' }),
    ).rejects.toThrow('FORBIDDEN');
  });

  it('SUP-3: who sits in a division of an assigned unit does not verify, nor is offered to', async () => {
    const { orgs, people } = s.county;
    const { id: itemId } = await s.verifying({ leadOrgId: orgs.educationBureau.id });
    const division = await deliverOrg(s.office, {
      code: 'JC1101',
      name: '安全科',
      level: 'DIVISION',
      parent: orgs.educationBureau,
    });
    const insider: Viewer = {
      ...people.otherSupervisor,
      posts: [{ orgId: division.id, scopeOrgId: orgs.county.id, roles: ['SUPERVISOR'] }],
    };
    const offered = async (as: Viewer) => {
      const query = 'query ($id: ID!) { supervisionItem(id: $id) { allowedActions } }';
      return (await s.office.execute(query, { id: itemId }, as)).data.supervisionItem.allowedActions;
    };

    await expect(s.pass(itemId, {}, insider)).rejects.toThrow('SEPARATION_OF_DUTIES');
    expect(await offered(insider)).not.toContain('VERIFY');
    expect(await offered(people.otherSupervisor)).toContain('VERIFY');
    expect(await s.pass(itemId, {}, people.otherSupervisor)).toMatchObject({ state: 'COMPLETED' });
  });

  it('striking off waits for the verification, and only who registered may', async () => {
    const { people } = s.county;
    const { id: itemId } = await s.verifying();

    await expect(s.act(people.director, 'strikeOffItem', { itemId })).rejects.toThrow('ILLEGAL_TRANSITION');
    await s.pass(itemId);
    await expect(
      s.act({ ...people.director, personId: people.uncleared.personId }, 'strikeOffItem', { itemId }),
    ).rejects.toThrow('FORBIDDEN');
    expect(await s.act(people.director, 'strikeOffItem', { itemId })).toMatchObject({ state: 'STRUCK_OFF' });
  });

  it('a major item is registered by a signer and verified on the spot', async () => {
    const { people } = s.county;
    const proposal = await s.proposed();
    const input = { itemId: proposal.id, ...s.registration, weight: 'MAJOR' };
    await expect(s.act(people.director, 'registerItem', input)).rejects.toThrow('FORBIDDEN');

    const { id: itemId } = await s.verifying({ weight: 'MAJOR' });
    await expect(s.pass(itemId, { method: 'DESK' })).rejects.toThrow('GUARD_FAILED item.verify.method');
    expect(await s.pass(itemId)).toMatchObject({ state: 'COMPLETED' });
  });

  it('what fails verification goes back to its lead unit and may be submitted again', async () => {
    const { people } = s.county;
    const { id: itemId } = await s.verifying();

    await expect(s.act(people.supervisor, 'verifyItem', { itemId, method: 'DESK', result: 'FAIL' })).rejects.toThrow(
      'BAD_USER_INPUT',
    );
    const returned = await s.act(people.supervisor, 'verifyItem', {
      itemId,
      method: 'DESK',
      result: 'FAIL',
      findings: '两所学校未查',
    });
    expect(returned).toMatchObject({ state: 'IN_PROGRESS', assignments: [{ state: 'WORKING' }] });
    expect(await s.act(people.educationHead, 'submitCompletion', { itemId, result: '已补查' })).toMatchObject({
      state: 'VERIFYING',
    });
  });

  it('refuses missing roles, stale versions, unknown ids and text that is too long or not text', async () => {
    const { people } = s.county;
    const item = await s.proposed();
    const reject = (as: Viewer, more: Record<string, unknown>) =>
      s.act(as, 'rejectItem', { itemId: item.id, reason: '不属督办范围', ...more });

    await expect(reject(people.director, { expectedVersion: 9 })).rejects.toThrow('CONFLICT_VERSION');
    await expect(reject(people.director, { itemId: systemIds.next('sup') })).rejects.toThrow('NOT_FOUND');
    await expect(reject(people.townHead, {})).rejects.toThrow('FORBIDDEN');
    await expect(reject(people.director, { reason: 'a'.repeat(2001) })).rejects.toThrow('BAD_USER_INPUT');
    await expect(reject(people.director, { reason: 'a\u0000b' })).rejects.toThrow('BAD_USER_INPUT');
  });

  it('a classified resolution is registered with the text its owner tells, unseen by the uncleared', async () => {
    const { people } = s.county;
    const id = await s.adopted({ level: 'WORK_SECRET', text: null }, { secrecyLevel: 'WORK_SECRET' });
    const read = async (as: Viewer) => {
      const { data } = await s.office.execute(
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Resolution { supervisionItem { id requirement secrecyLevel } } } }',
        { r: [{ __typename: 'Resolution', id }] },
        as,
      );
      return data._entities[0].supervisionItem;
    };

    expect(await read(people.uncleared)).toBeNull();
    const item = await read(people.director);
    expect(item).toMatchObject({ requirement: '涉密决议全文', secrecyLevel: 'WORK_SECRET' });
    await expect(s.act(people.uncleared, 'registerItem', { itemId: item.id, feedbackCycle: 'NONE' })).rejects.toThrow(
      'NOT_FOUND',
    );
    expect(await s.act(people.director, 'registerItem', { itemId: item.id, feedbackCycle: 'NONE' })).toMatchObject({
      state: 'REGISTERED',
    });
  });
});
