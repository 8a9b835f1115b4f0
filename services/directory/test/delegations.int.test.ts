import { AuditEntity } from '@chengqi/office-kernel';
import { aViewer, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, codeOf, type DirectoryOffice, openOffice, ruleOf } from './office.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe.each(testDialects())('who stands in for whom on %s', (dialect) => {
  let office: DirectoryOffice;
  let bureau: string;
  let next = 100;
  beforeAll(async () => {
    office = await openOffice(dialect);
    const county = await office.createOrg('G01', 'COUNTY');
    bureau = await office.createOrg('G25', 'DEPT', county);
    await office.listen();
  });
  afterAll(() => office.service.close());

  const viewerOf = (personId: string, roles: string[] = ['HANDLER']) => aViewer({ personId, roles, orgId: bureau });
  const later = (milliseconds: number) => new Date(office.service.clock.now().getTime() + milliseconds).toISOString();

  /** Somebody with a post in the bureau, and that post. */
  async function holder(roles: string[]) {
    const staffNo = `G${next++}`;
    const id = await office.createPerson(staffNo);
    const { data } = await office.assign(id, bureau, roles);
    return { id, staffNo, postId: data.person.posts[0].id as string, viewer: viewerOf(id, roles) };
  }
  type Holder = Awaited<ReturnType<typeof holder>>;

  const fields = 'delegation { id state version roles validTo reason from { id } to { id } org { id } allowedActions }';
  const delegate = (from: Holder, to: Pick<Holder, 'id'>, more: object = {}, as = from.viewer) =>
    office.mutate(
      'delegate',
      'Delegate',
      { postId: from.postId, toId: to.id, roles: ['HANDLER'], validTo: later(day), reason: '出差', ...more },
      fields,
      as,
    );
  const revoke = (delegationId: string, as = admin) =>
    office.mutate('revokeDelegation', 'RevokeDelegation', { delegationId }, fields, as);
  const standInPosts = async ({ staffNo }: Holder) =>
    (await office.claims(staffNo)).posts.filter(({ onBehalfOf }: { onBehalfOf: object | null }) => onBehalfOf !== null);

  it('O-9: adds the roles of the post to who stands in, marked with whom they are for, and never the clearance', async () => {
    const [from, to] = [await holder(['HANDLER', 'ORG_HEAD']), await holder(['DRAFTER'])];
    await office.clear({ personId: from.id, secrecyLevel: 'SECRET' });
    const { data } = await delegate(from, to);

    expect(data.delegation).toMatchObject({
      state: 'ACTIVE',
      roles: ['HANDLER'],
      from: { id: from.id },
      to: { id: to.id },
      org: { id: bureau },
      allowedActions: ['REVOKE'],
    });
    expect(await office.claims(to.staffNo)).toMatchObject({
      clearance: 'INTERNAL',
      posts: [
        { orgId: bureau, scopeOrgId: bureau, roles: ['DRAFTER'], onBehalfOf: null },
        {
          orgId: bureau,
          scopeOrgId: bureau,
          roles: ['HANDLER'],
          onBehalfOf: { personId: from.id, orgIds: [bureau] },
        },
      ],
    });
    expect((await office.service.events('DelegationChanged')).at(-1)).toMatchObject({
      actorid: from.id,
      onbehalfof: null,
      data: { fromId: from.id, toId: to.id, roles: ['HANDLER'], revoked: false },
    });
    const audit = office.service.db.read.getRepository(AuditEntity);
    expect(await audit.countBy({ act: 'delegate', entityId: data.delegation.id, personId: from.id })).toBe(1);
    expect(await office.claims(from.staffNo)).toMatchObject({ clearance: 'SECRET', posts: [{ onBehalfOf: null }] });
  });

  it('O-9: begins and ends by itself at its instants', async () => {
    const [from, to] = [await holder(['HANDLER']), await holder(['DRAFTER'])];
    const { data } = await delegate(from, to, { validFrom: later(hour), validTo: later(3 * hour) });
    const state = async () =>
      (await office.query('query ($id: ID!) { delegation(id: $id) { state } }', { id: data.delegation.id })).data
        .delegation.state;

    expect([await state(), await standInPosts(to)]).toEqual(['SCHEDULED', []]);
    office.service.clock.advance({ hours: 1 });
    expect(await state()).toBe('ACTIVE');
    expect(await standInPosts(to)).toHaveLength(1);
    office.service.clock.advance({ hours: 1, minutes: 59, seconds: 59 });
    expect(await standInPosts(to)).toHaveLength(1);
    office.service.clock.advance({ seconds: 1 });
    expect([await state(), await standInPosts(to)]).toEqual(['ENDED', []]);
    expect(ruleOf(await revoke(data.delegation.id))).toBe('O-9');
  });

  it('O-9: ends with the post, and when it is revoked', async () => {
    const [ending, revoking, to] = [await holder(['HANDLER']), await holder(['HANDLER']), await holder(['DRAFTER'])];
    await delegate(ending, to);
    const { data } = await delegate(revoking, to);
    expect(await standInPosts(to)).toHaveLength(2);

    await office.mutate('endPost', 'EndPost', { postId: ending.postId }, 'person { id }');
    expect(await standInPosts(to)).toMatchObject([{ onBehalfOf: { personId: revoking.id } }]);
    const revoked = await revoke(data.delegation.id);
    expect(revoked.data.delegation).toMatchObject({ state: 'REVOKED', version: 2, allowedActions: [] });
    expect(await standInPosts(to)).toEqual([]);
    expect((await office.service.events('DelegationChanged')).at(-1)).toMatchObject({ data: { revoked: true } });
  });

  it('O-9: is given by the holder of the post alone, and what one only stands in with is not handed on', async () => {
    const [from, to, third] = [await holder(['HANDLER']), await holder(['DRAFTER']), await holder(['DRAFTER'])];
    await delegate(from, to);
    const { posts } = await office.claims(to.staffNo);
    const standIn = { ...to.viewer, posts };

    expect(codeOf(await delegate(from, third, {}, admin))).toBe('FORBIDDEN');
    expect(codeOf(await delegate(from, third, {}, standIn))).toBe('FORBIDDEN');
    expect(codeOf(await delegate({ ...from, postId: to.postId }, third, {}, standIn))).toBe('BAD_USER_INPUT');
    expect(codeOf(await delegate({ ...from, postId: 'pst_x' }, to))).toBe('NOT_FOUND');
  });

  it.each(['ADMIN', 'ANALYST', 'SECRECY_OFFICER', 'PII_READ'])('O-9: never delegates %s', async (role) => {
    const [from, to] = [await holder(['HANDLER', role]), await holder(['DRAFTER'])];

    expect(ruleOf(await delegate(from, to, { roles: [role] }))).toBe('O-9');
    expect((await delegate(from, to)).errors).toBeUndefined();
  });

  it('O-9: refuses oneself, people who left or are unknown, roles of another post and periods without measure', async () => {
    const [from, to] = [await holder(['HANDLER']), await holder(['DRAFTER'])];
    const gone = { id: await office.createPerson('G999', { active: false }) };
    const fieldOf = ({ errors }: { errors: Awaited<ReturnType<typeof delegate>>['errors'] }) =>
      errors?.[0]?.extensions.field;

    expect(ruleOf(await delegate(from, from))).toBe('O-9');
    expect(ruleOf(await delegate(from, gone))).toBe('O-9');
    expect(codeOf(await delegate(from, { id: 'psn_x' }))).toBe('REFERENCE_UNKNOWN');
    expect(fieldOf(await delegate(from, to, { roles: ['HANDLER', 'ORG_HEAD'] }))).toBe('roles.1');
    expect(fieldOf(await delegate(from, to, { roles: [] }))).toBe('roles');
    expect(fieldOf(await delegate(from, to, { validFrom: later(-1000) }))).toBe('validFrom');
    expect(fieldOf(await delegate(from, to, { validFrom: later(91 * day), validTo: later(92 * day) }))).toBe(
      'validFrom',
    );
    expect(fieldOf(await delegate(from, to, { validTo: later(-1000) }))).toBe('validTo');
    expect(fieldOf(await delegate(from, to, { validTo: later(90 * day + 1000) }))).toBe('validTo');
    expect((await delegate(from, to, { validTo: later(90 * day) })).errors).toBeUndefined();
  });

  it('O-9: refuses the same role for the same person twice in one period, and lets periods touch', async () => {
    const [from, to] = [await holder(['HANDLER', 'ORG_HEAD']), await holder(['DRAFTER'])];
    const start = later(hour);
    const { data } = await delegate(from, to, { validFrom: start, validTo: later(2 * hour) });
    const again = await delegate(from, to, { validFrom: later(1.5 * hour), validTo: later(3 * hour) });

    expect(again.errors?.[0]?.extensions).toMatchObject({ code: 'DUPLICATE', existingId: data.delegation.id });
    expect((await delegate(from, to, { validTo: start })).errors).toBeUndefined();
    expect((await delegate(from, to, { roles: ['ORG_HEAD'], validTo: later(day) })).errors).toBeUndefined();
    await revoke(data.delegation.id, from.viewer);
    expect((await delegate(from, to, { validFrom: start, validTo: later(2 * hour) })).errors).toBeUndefined();
  });

  it('O-9: lets nobody give or have more than ten at a time', async () => {
    const to = await holder(['DRAFTER']);
    for (let given = 0; given < 10; given += 1)
      expect((await delegate(await holder(['HANDLER']), to)).errors).toBeUndefined();
    expect(codeOf(await delegate(await holder(['HANDLER']), to))).toBe('LIMIT_EXCEEDED');
  });

  it('O-9: is revoked by one of the two, by the director and the administrator over the unit, and by nobody else', async () => {
    const [from, to] = [await holder(['HANDLER']), await holder(['DRAFTER'])];
    const given = async () => (await delegate(from, to)).data.delegation.id as string;
    const others = [viewerOf('psn_other'), aViewer({ roles: ['ADMIN'], orgId: 'org_elsewhere' })];

    const first = await given();
    for (const other of others) expect(codeOf(await revoke(first, other))).toBe('FORBIDDEN');
    expect((await revoke(first, to.viewer)).errors).toBeUndefined();
    expect(codeOf(await revoke(first, to.viewer))).toBe('ILLEGAL_TRANSITION');
    for (const one of [from.viewer, viewerOf('psn_chief', ['OFFICE_DIRECTOR']), admin])
      expect((await revoke(await given(), one)).errors).toBeUndefined();
    expect(codeOf(await revoke('dlg_x'))).toBe('NOT_FOUND');
  });

  it('shows all staff who stands in for whom, and the reason to those it concerns', async () => {
    const [from, to] = [await holder(['HANDLER']), await holder(['DRAFTER'])];
    const { data } = await delegate(from, to);
    const { id } = data.delegation;
    const listed = async (where: object, as = from.viewer) =>
      (
        await office.query(
          'query ($where: DelegationFilter) { delegations(where: $where, first: 100) { totalCount nodes { id state reason } } }',
          { where },
          as,
        )
      ).data.delegations;

    expect(await listed({ mine: true })).toEqual({ totalCount: 1, nodes: [{ id, state: 'ACTIVE', reason: '出差' }] });
    expect((await listed({ mine: true }, to.viewer)).nodes).toEqual([{ id, state: 'ACTIVE', reason: '出差' }]);
    expect((await listed({ mine: true }, viewerOf('psn_other'))).totalCount).toBe(0);
    const everybody = await listed({ orgId: bureau, states: ['ACTIVE'] }, viewerOf('psn_other'));
    expect(everybody.nodes).toContainEqual({ id, state: 'ACTIVE', reason: null });
    expect(new Set(everybody.nodes.map(({ state }: { state: string }) => state))).toEqual(new Set(['ACTIVE']));
    expect((await listed({ states: ['ENDED'] })).nodes).not.toContainEqual(expect.objectContaining({ id }));
    expect((await listed({ states: [] })).nodes).toEqual([]);
    const shown = '{ people(first: 100) { nodes { id delegations { id } } } }';
    const nodes: { id: string; delegations: object[] }[] = (await office.query(shown)).data.people.nodes;
    expect(
      nodes.filter((person) => [from.id, to.id].includes(person.id)).map(({ delegations }) => delegations),
    ).toEqual([[{ id }], [{ id }]]);
  });

  it('costs the same statements for one person and for many', async () => {
    const asked = (first: number) =>
      statementsOf(() =>
        office.query(`{ people(first: ${first}) { nodes { delegations { id from { id } to { id } } } } }`),
      );
    expect(await asked(50)).toBe(await asked(5));
  });
});
