import { createOffice } from '@chengqi/office-kernel';
import { schemaDrift, testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { createVisitTimers } from '../src/visits/visits.timers.ts';
import { openServed } from './served.ts';

const whole = `visitNo kind state visitorName visitorPhone companions hostOrg { id } site { id } purpose letterNo
  letterWaivedBy { id } letterWaiverReason arriveAt receivedAt leaveAt badge firstResponder { id } refuseReason`;

describe.each(testDialects())('visits on %s', (dialect) => {
  it('migrations produce exactly the entities', async () => {
    await using office = await openServed(dialect);

    expect(await schemaDrift(office.service.db)).toEqual([]);
  });

  it('a visitor comes in, is received and leaves with a code, shown once', async () => {
    await using office = await openServed(dialect);
    const { people } = office;
    const { visit } = await office.register({ companions: 1 });

    expect(visit).toMatchObject({ state: 'WALK_IN', visitNo: '访2026-00001', allowedActions: ['CHECK_IN', 'REFUSE'] });
    await office.act('checkInVisitor', { visitId: visit.id, badge: 'A7' }, people.window, 'visit { state }');
    await office.act('receiveVisitor', { visitId: visit.id }, people.window, 'visit { state }');
    const leave = { visitId: visit.id, idempotencyKey: 'bye' };
    const first = await office.act('checkOutVisitor', leave, people.window, 'ratingCode visit { state }');
    const again = await office.act('checkOutVisitor', leave, people.window, 'ratingCode visit { state }');

    expect(first).toEqual({ ratingCode: expect.stringMatching(/^[0-9A-Z]{26}$/), visit: { state: 'LEFT' } });
    expect(again).toEqual({ ratingCode: null, visit: { state: 'LEFT' } });
    expect((await office.service.events()).map(({ type }) => type)).toEqual([
      'reception.VisitorOnSite.v1',
      'reception.VisitEnded.v1',
    ]);
  });

  it('names and numbers are masked, in free text too', async () => {
    await using office = await openServed(dialect);
    const visitId = await office.arrived({ purpose: '张晓明来谈，电话16012345678' });

    const { visit } = await office.ask(
      `query ($id: ID!) { visit(id: $id) { ${whole} } }`,
      { id: visitId },
      office.people.emergencyHead,
    );

    expect(visit).toMatchObject({
      visitorName: '张*',
      visitorPhone: '160****5678',
      purpose: '张*来谈，电话160****5678',
    });
  });

  it('revealContact shows them to PII_READ over the unit, with a reason and on record', async () => {
    await using office = await openServed(dialect);
    const { people, staff } = office;
    const visitId = await office.arrived();
    const ask = { subjectId: visitId, reason: '核对身份' };

    expect(await office.refusal('revealContact', ask, people.window)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await office.refusal('revealContact', ask, staff.townWindow)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await office.refusal('revealContact', { ...ask, reason: ' ' }, staff.keeper)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'reason',
    });
    expect(await office.act('revealContact', ask, staff.keeper, 'name phone others { name }')).toEqual({
      name: '张晓明',
      phone: '160 1234 5678',
      others: [],
    });
    const records = await office.service.db.read.query<{ person_id: string; act: string; reason: string }[]>(
      'SELECT person_id, act, reason FROM audit_log WHERE act = ?',
      ['revealContact'],
    );
    expect(records).toEqual([{ person_id: staff.keeper.personId, act: 'revealContact', reason: '核对身份' }]);
  });

  it('an id document is kept like a number: masked everywhere, in clear only to PII_READ', async () => {
    await using office = await openServed(dialect);
    const { people, staff, service } = office;
    const visitorIdNumber = '330102 19800101 123x';
    const visitId = await office.arrived({
      visitorIdNumber,
      purpose: '张晓明，证件３３０１０２－１９８００１０１－１２３Ｘ',
    });
    const { visit } = await office.ask(
      'query ($id: ID!) { visit(id: $id) { visitorIdMasked purpose } }',
      { id: visitId },
      people.window,
    );
    const ask = { subjectId: visitId, reason: '核对身份' };

    expect(visit).toEqual({ visitorIdMasked: '330*************3X', purpose: '张*，证件330*************3X' });
    expect(await office.act('revealContact', ask, staff.keeper, 'idNumber')).toEqual({
      idNumber: '33010219800101123X',
    });
    const [stored] = await service.db.read.query<{ id_hash: string; phone_hash: string }[]>(
      'SELECT id_hash, phone_hash FROM contacts WHERE subject_id = ?',
      [visitId],
    );
    expect(stored).toEqual({ id_hash: expect.stringMatching(/^[\da-f]{64}$/), phone_hash: expect.any(String) });
    const { visit: foreign } = await office.register({ visitorIdNumber: 'e-1234567', purpose: '护照E1234567' });
    const shown = await office.ask(
      'query ($id: ID!) { visit(id: $id) { visitorIdMasked purpose } }',
      { id: foreign.id },
      people.window,
    );
    expect(shown.visit).toEqual({ visitorIdMasked: '******67', purpose: '护照******67' });
  });

  it('an id document that cannot be one is refused with all else that is wrong', async () => {
    await using office = await openServed(dialect);
    const { people, orgs, sites } = office;
    const visit = { kind: 'PUBLIC', visitorName: '李', hostOrgId: orgs.emergencyBureau.id, siteId: sites.hall.id };
    const problems = async (visitorIdNumber: string, purpose = '咨询') =>
      office.refusal('registerVisit', { ...visit, purpose, visitorIdNumber }, people.window);

    expect(await problems('330102198001011234', ' ')).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ path: 'purpose' }, { path: 'visitorIdNumber' }],
    });
    for (const wrong of ['33010219801301123X', '1234', 'A'.repeat(21), '身份证号不详'])
      expect(await problems(wrong)).toMatchObject({ code: 'BAD_USER_INPUT', field: 'visitorIdNumber' });
  });

  it('R-9: an official visitor is received with a letter, or on the word of the office director', async () => {
    await using office = await openServed(dialect);
    const { people } = office;
    const bare = await office.arrived({ kind: 'OFFICIAL' });
    const receive = (changes: object, as = people.window) =>
      office.refusal('receiveVisitor', { visitId: bare, ...changes }, as);

    expect(await receive({})).toMatchObject({ code: 'GUARD_FAILED', rule: 'R-9' });
    expect(await receive({}, people.director)).toMatchObject({ code: 'GUARD_FAILED', rule: 'R-9' });
    expect(await receive({ letterWaiverReason: '市局急件' })).toMatchObject({ code: 'FORBIDDEN' });
    const waived = await office.act(
      'receiveVisitor',
      { visitId: bare, letterWaiverReason: '市局急件，公函后补' },
      people.director,
      `visit { ${whole} }`,
    );
    expect(waived.visit).toMatchObject({
      state: 'RECEIVED',
      letterWaivedBy: { id: people.director.personId },
      letterWaiverReason: '市局急件，公函后补',
    });

    const lettered = await office.arrived({ kind: 'OFFICIAL' });
    const shown = { visitId: lettered, letterNo: '澜函〔2026〕151号' };
    expect((await office.act('receiveVisitor', shown, people.window, 'visit { state letterNo }')).visit).toEqual({
      state: 'RECEIVED',
      letterNo: '澜函〔2026〕151号',
    });
  });

  it('R-6: six petitioners do not come in; they are told to choose five', async () => {
    await using office = await openServed(dialect);
    const crowd = await office.register({ kind: 'PETITION', companions: 5 });
    const five = await office.register({ kind: 'PETITION', companions: 4 });

    const refused = await office.refusal('checkInVisitor', { visitId: crowd.visit.id }, office.people.window);
    expect(refused).toMatchObject({ code: 'LIMIT_EXCEEDED', rule: 'R-6' });
    const let5 = await office.act(
      'checkInVisitor',
      { visitId: five.visit.id },
      office.people.window,
      'visit { state }',
    );
    expect(let5.visit.state).toBe('CHECKED_IN');
  });

  it('R-4: a case told in a visit is linked to it and counts it; each later visit for it counts once', async () => {
    await using office = await openServed(dialect);
    const { people, orgs } = office;
    const visitId = await office.arrived();
    const matter = {
      kind: 'SERVICE',
      channel: 'WINDOW',
      title: '张晓明申请燃气开户',
      text: '材料齐全',
      applicant: { name: '张晓明' },
      responsibleOrgId: orgs.emergencyBureau.id,
      visitId,
    };
    const { serviceCase } = await office.act('openCase', matter, people.window, 'serviceCase { id visitsCount }');
    expect(serviceCase.visitsCount).toBe(1);
    await office.served({ caseId: serviceCase.id });

    const found = await office.ask(
      `query ($visitId: ID!, $caseId: ID!) {
        visit(id: $visitId) { case { id title visitsCount } }
        visits(where: { caseId: $caseId }) { totalCount }
      }`,
      { visitId, caseId: serviceCase.id },
      people.window,
    );

    expect(found.visit.case).toEqual({ id: serviceCase.id, title: '张*申请燃气开户', visitsCount: 2 });
    expect(found.visits.totalCount).toBe(2);
  });

  it('R-6: two parties of one petition at two desks at once do not both come in', async () => {
    await using office = await openServed(dialect);
    const { people, staff, orgs } = office;
    const petition = {
      kind: 'PETITION',
      channel: 'VISIT',
      title: '反映征地补偿',
      text: '补偿未到位',
      applicant: { name: '石霞兰', jointCount: 7 },
      responsibleOrgId: orgs.emergencyBureau.id,
    };
    const { serviceCase } = await office.act('openCase', petition, people.window, 'serviceCase { id }');
    const party = { kind: 'PETITION', companions: 2, caseId: serviceCase.id };
    const [first, second] = [await office.register(party), await office.register(party)];

    const refusals = await Promise.all([
      office.refusal('checkInVisitor', { visitId: first.visit.id }, people.window),
      office.refusal('checkInVisitor', { visitId: second.visit.id }, staff.otherWindow),
    ]);

    expect(refusals.map((refused) => Reflect.get(refused, 'code')).toSorted()).toEqual(['LIMIT_EXCEEDED', undefined]);
  });

  it('refuses what the table refuses', async () => {
    await using office = await openServed(dialect);
    const { people, staff, orgs, sites } = office;
    const { visit } = await office.register();
    const act = (name: string, changes: object = {}, as = people.window) =>
      office.refusal(name, { visitId: visit.id, ...changes }, as);

    expect(await act('receiveVisitor')).toMatchObject({ code: 'ILLEGAL_TRANSITION', from: 'WALK_IN' });
    expect(await act('checkInVisitor', {}, people.educationHead)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await act('checkInVisitor', {}, staff.townWindow)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await act('checkInVisitor', { expectedVersion: 7 })).toMatchObject({ code: 'CONFLICT_VERSION' });
    expect(await act('refuseVisitor', { reason: '' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    const strange = {
      kind: 'PUBLIC',
      visitorName: '李',
      hostOrgId: orgs.county.id,
      siteId: sites.hall.id,
      purpose: '问',
    };
    expect(await office.refusal('registerVisit', strange, staff.townWindow)).toMatchObject({ code: 'FORBIDDEN' });
    const wordless = { ...strange, purpose: ' ' };
    expect(await office.refusal('registerVisit', wordless, staff.townWindow)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await office.refusal('registerVisit', { ...strange, siteId: 'sit_none' }, people.window)).toMatchObject({
      code: 'REFERENCE_UNKNOWN',
      field: 'siteId',
    });
  });

  it('visitorsOnSite lists who is in the house, to those who may see the visit', async () => {
    await using office = await openServed(dialect);
    const { people, sites } = office;
    const visitId = await office.arrived();
    await office.register();
    await office.served();
    const inside = async (as = people.window) =>
      (
        await office.ask(
          'query ($siteId: ID!) { visitorsOnSite(siteId: $siteId) { totalCount nodes { id } } }',
          { siteId: sites.hall.id },
          as,
        )
      ).visitorsOnSite;

    expect(await inside()).toEqual({ totalCount: 1, nodes: [{ id: visitId }] });
    expect(await inside(people.emergencyHead)).toEqual({ totalCount: 1, nodes: [{ id: visitId }] });
    expect(await inside(people.townHead)).toEqual({ totalCount: 0, nodes: [] });
    expect(await inside(people.analyst)).toEqual({ totalCount: 0, nodes: [] });
  });

  it('who was expected and did not come is a no-show the next day, once', async () => {
    await using office = await openServed(dialect);
    const { visit } = await office.register({ expectedAt: '2026-09-14T08:00:00Z' });
    const { kit } = office.service;
    const [timer] = createVisitTimers({ kit, office: createOffice(kit) });
    const pass = () => kit.transact((tx) => timer?.run(tx) ?? Promise.resolve());
    const state = async () =>
      (await office.ask('query ($id: ID!) { visit(id: $id) { state } }', { id: visit.id }, office.people.window)).visit
        .state;

    office.service.clock.set('2026-09-14T15:59:00Z');
    await pass();
    expect(await state()).toBe('INVITED');
    office.service.clock.set('2026-09-14T16:01:00Z');
    await pass();
    await pass();
    expect(await state()).toBe('NO_SHOW');
    expect(await office.service.events('reception.VisitEnded.v1')).toHaveLength(1);
  });
});
