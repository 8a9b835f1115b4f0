import { deliverPerson } from '@chengqi/office-kernel/testing';
import type { Dialect, Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { openServed } from './served.ts';

const visitorIdNumber = '33010219800101123X';
const until = '2026-10-01T00:00:00.000Z';
const reason = '张晓明在大厅扰乱秩序，电话16012345678';

/** The window, where both bureaus and the hall have somebody who closes doors. */
async function openDoors(dialect: Dialect) {
  const office = await openServed(dialect);
  const { orgs, people, service } = office;
  let count = 0;
  const person = (roles: readonly string[], org = orgs.emergencyBureau) => {
    count += 1;
    return deliverPerson(service, { staffNo: `RD${count}`, name: `门卫${count}`, roles, org });
  };
  const guards = {
    hallDirector: await person(['OFFICE_DIRECTOR'], orgs.governmentOffice),
    bureauSafety: await person(['SAFETY_OFFICER']),
    bureauWindow: await person(['WINDOW']),
    bureauStaff: await person(['DRAFTER']),
    otherSafety: await person(['SAFETY_OFFICER'], orgs.educationBureau),
  };
  const block = async (visitId: string, as: Viewer, changes: object = {}) =>
    (
      await office.act(
        'blockVisitor',
        { visitId, reason, until, ...changes },
        as,
        'blockedVisitor { id state running ownerOrg { id } }',
      )
    ).blockedVisitor;
  const tries = async (visitId: string, as: Viewer) => {
    const { code, rule } = await office.refusal('checkInVisitor', { visitId }, as);
    return rule ?? code ?? 'LET_IN';
  };
  /** Registers another visit and tries to let the visitor in. */
  async function comesAgain(changes: Record<string, unknown> = {}, as: Viewer = people.window) {
    const { visit } = await office.register(changes, as);
    return tries(visit.id, as);
  }
  const shown = async (id: string, as: Viewer = people.window) =>
    (
      await office.ask(
        `query ($id: ID!) { visit(id: $id) { state blocked { reason until } allowedActions
          blockedActions { action code rule } } }`,
        { id },
        as,
      )
    ).visit;
  return { ...office, guards, block, comesAgain, tries, shown };
}

const guarded = { code: 'GUARD_FAILED', rule: 'R-BLOCKED' };

describe.each(testDialects())('the block list on %s', (dialect) => {
  it('R-BLOCKED: who is blocked may be registered, is not let in, and is turned away', async () => {
    await using office = await openDoors(dialect);
    const { people, guards } = office;
    const { visitId } = await office.served({ visitorIdNumber });
    const made = await office.block(visitId, guards.hallDirector);
    expect(made).toMatchObject({ state: 'ACTIVE', running: true, ownerOrg: { id: office.orgs.governmentOffice.id } });

    const { visit } = await office.register({ visitorPhone: '１６０ １２３４ ５６７８' });

    expect(visit.allowedActions).toEqual(['REFUSE']);
    expect(await office.tries(visit.id, people.window)).toBe('R-BLOCKED');
    expect(await office.shown(visit.id)).toEqual({
      state: 'WALK_IN',
      blocked: { reason: '张*在大厅扰乱秩序，电话160****5678', until },
      allowedActions: ['REFUSE'],
      blockedActions: [{ action: 'CHECK_IN', code: 'GUARD_FAILED', rule: 'R-BLOCKED' }],
    });
    const away = { visitId: visit.id, reason: '限制期内' };
    expect((await office.act('refuseVisitor', away, people.window, 'visit { state }')).visit.state).toBe('REFUSED');
  });

  it('R-BLOCKED: the document tells people apart where it is known, the number where it is not', async () => {
    await using office = await openDoors(dialect);
    const { visitId } = await office.served({ visitorIdNumber });
    await office.block(visitId, office.guards.hallDirector);

    expect(await office.comesAgain({ visitorPhone: '16099999999', visitorIdNumber })).toBe('R-BLOCKED');
    expect(await office.comesAgain({ visitorIdNumber: 'E1234567' })).toBe('LET_IN');
    expect(await office.comesAgain({ visitorName: '李四' })).toBe('R-BLOCKED');
    expect(await office.comesAgain({ visitorPhone: '16099999999' })).toBe('LET_IN');
    expect(await office.comesAgain({ visitorPhone: null })).toBe('LET_IN');
  });

  it('R-BLOCKED: the doors of a unit are closed, and of those below it; no others', async () => {
    await using office = await openDoors(dialect);
    const { orgs, sites, guards, people } = office;
    const visitId = await office.arrived();
    await office.block(visitId, guards.bureauSafety);
    const elsewhere = { hostOrgId: orgs.educationBureau.id };

    expect(await office.comesAgain(elsewhere)).toBe('LET_IN');
    expect(await office.comesAgain({ hostOrgId: orgs.rescueDivision.id })).toBe('R-BLOCKED');
    expect(await office.comesAgain({ ...elsewhere, siteId: sites.warehouse.id })).toBe('R-BLOCKED');
    await office.block(visitId, people.director);
    expect(await office.comesAgain(elsewhere)).toBe('R-BLOCKED');
    expect(await office.comesAgain({ ...elsewhere, siteId: sites.school.id })).toBe('LET_IN');
  });

  it('R-BLOCKED: a block counts until its end, or until it is lifted', async () => {
    await using office = await openDoors(dialect);
    const { guards, service } = office;
    const first = await office.served();
    const { id } = await office.block(first.visitId, guards.hallDirector);
    const again = { visitId: first.visitId, reason, until };
    expect(await office.refusal('blockVisitor', again, guards.hallDirector)).toMatchObject({
      code: 'DUPLICATE',
      existingId: id,
    });

    const lift = { blockedVisitorId: id, reason: '张晓明已致歉' };
    expect(await office.refusal('unblockVisitor', lift, guards.otherSafety)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await office.refusal('unblockVisitor', lift, guards.bureauSafety)).toMatchObject({ code: 'NOT_FOUND' });
    const { blockedVisitor } = await office.act(
      'unblockVisitor',
      lift,
      guards.hallDirector,
      'blockedVisitor { state running liftReason liftedBy { id } allowedActions }',
    );
    expect(blockedVisitor).toEqual({
      state: 'LIFTED',
      running: false,
      liftReason: '张*已致歉',
      liftedBy: { id: guards.hallDirector.personId },
      allowedActions: [],
    });
    expect(await office.comesAgain()).toBe('LET_IN');
    expect(await office.refusal('unblockVisitor', lift, guards.hallDirector)).toMatchObject({
      code: 'ILLEGAL_TRANSITION',
      from: 'LIFTED',
    });

    await office.block(first.visitId, guards.hallDirector);
    const { visit } = await office.register();
    service.clock.set(until);
    expect(await office.shown(visit.id)).toMatchObject({ blocked: null, allowedActions: ['CHECK_IN', 'REFUSE'] });
    expect(await office.tries(visit.id, office.people.window)).toBe('LET_IN');
  });

  it('R-BLOCKED: two guards who block one visitor at once make one block, also from two visits', async () => {
    await using office = await openDoors(dialect);
    const { visitId } = await office.served({ visitorIdNumber });
    const second = await office.register({ visitorIdNumber });
    const guard = office.guards.hallDirector;

    const refusals = await Promise.all(
      [visitId, visitId, second.visit.id].map((id) =>
        office.refusal('blockVisitor', { visitId: id, reason, until }, guard),
      ),
    );

    const codes = refusals.map((refused) => Reflect.get(refused, 'code')).toSorted();
    expect(codes).toEqual(['DUPLICATE', 'DUPLICATE', undefined]);
  });

  it('who does not answer for the doors does not close them, and a name alone closes none', async () => {
    await using office = await openDoors(dialect);
    const { guards, people, staff } = office;
    const visitId = await office.arrived();
    const nameless = await office.arrived({ visitorPhone: null });
    const refusal = (changes: object, as: Viewer) =>
      office.refusal('blockVisitor', { visitId, reason, until, ...changes }, as);

    expect(await refusal({}, people.window)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal({ reason: ' ' }, people.uncleared)).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refusal({ reason: ' ' }, guards.bureauStaff)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal({}, guards.otherSafety)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal({}, staff.townWindow)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal({ reason: '', until: '2026-09-01T00:00:00Z' }, guards.bureauSafety)).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ path: 'reason' }, { path: 'until' }],
    });
    expect(await refusal({ visitId: nameless }, guards.bureauSafety)).toMatchObject(guarded);
    expect(await refusal({ visitId: 'vst_none' }, guards.bureauSafety)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('the list is told to the windows and guards of the unit, with names and numbers masked', async () => {
    await using office = await openDoors(dialect);
    const { orgs, guards, people, staff } = office;
    const { visitId } = await office.served({ visitorIdNumber });
    const { id } = await office.block(visitId, guards.bureauSafety);
    const list = async (orgId: string, as: Viewer) =>
      office.service.execute(
        `query ($orgId: ID!) { blockedVisitors(orgId: $orgId) { totalCount
          nodes { id visitorName visitorPhone visitorIdMasked reason visit { id } } } }`,
        { orgId },
        as,
      );
    const bureau = orgs.emergencyBureau.id;
    const told = async (orgId: string, as: Viewer) => (await list(orgId, as)).data?.blockedVisitors;
    const refused = async (orgId: string, as: Viewer) => (await list(orgId, as)).errors?.[0]?.extensions?.code;

    expect(await told(bureau, guards.bureauWindow)).toEqual({
      totalCount: 1,
      nodes: [
        {
          id,
          visitorName: '张*',
          visitorPhone: '160****5678',
          visitorIdMasked: '330*************3X',
          reason: '张*在大厅扰乱秩序，电话160****5678',
          visit: { id: visitId },
        },
      ],
    });
    expect((await told(orgs.rescueDivision.id, people.window)).totalCount).toBe(1);
    expect((await told(orgs.governmentOffice.id, people.window)).totalCount).toBe(0);
    expect(await refused(bureau, staff.townWindow)).toBe('FORBIDDEN');
    expect(await refused(bureau, guards.otherSafety)).toBe('FORBIDDEN');
    expect(await refused(bureau, guards.bureauStaff)).toBe('FORBIDDEN');
    const entity = async (as: Viewer) =>
      (
        await office.service.execute(
          'query ($of: [_Any!]!) { _entities(representations: $of) { ... on BlockedVisitor { id } } }',
          { of: [{ __typename: 'BlockedVisitor', id }] },
          as,
        )
      ).data?._entities;
    expect(await entity(guards.bureauWindow)).toEqual([{ id }]);
    for (const as of [guards.bureauStaff, guards.otherSafety, staff.townWindow, people.emergencyHead])
      expect(await entity(as)).toEqual([null]);
  });

  it('what is on record of a block names nobody', async () => {
    await using office = await openDoors(dialect);
    const { visitId } = await office.served({ visitorIdNumber });
    await office.block(visitId, office.guards.bureauSafety);
    const told = JSON.stringify([
      await office.service.events(),
      await office.service.db.read.query('SELECT * FROM audit_log'),
      await office.service.db.read.query('SELECT * FROM blocked_visitors'),
    ]);

    for (const token of ['张晓明', '16012345678', visitorIdNumber]) expect(told).not.toContain(token);
    expect(told).toContain('"blockVisitor"');
  });
});
