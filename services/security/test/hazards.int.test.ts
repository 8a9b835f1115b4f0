import { itemStruckOff, rectificationRequired } from '@chengqi/schemas/events/supervision';
import { systemIds, type Viewer } from '@chengqi/service-kit';
import { schemaDrift, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HazardEntity } from '../src/hazards/hazard.entity.ts';
import { type SecurityOffice, startSecurityOffice } from './office.ts';

describe.each(testDialects())('the hazard ledger on %s', (dialect) => {
  let office: SecurityOffice;
  beforeAll(async () => {
    office = await startSecurityOffice(dialect);
  });
  afterAll(() => office.close());

  const eventsOf = async (hazardId: string) =>
    (await office.events()).filter(({ subject }) => subject === hazardId).map(({ type }) => type.split('.')[1]);

  it('the migrations make exactly the tables of the entities', async () => {
    expect(await schemaDrift(office.db)).toEqual([]);
  });

  it('walks a MAJOR hazard through one failed and one passed recheck, with an event for each change', async () => {
    const { id } = await office.confirmed('MAJOR');
    expect(await office.act('listHazard', { hazardId: id }, office.people.leader)).toMatchObject({ listed: true });
    expect(await office.plan(id)).toMatchObject({ state: 'CONFIRMED', plan: { funds: { amount: 3000.5 } } });
    expect(await office.approve(id)).toMatchObject({ state: 'RECTIFYING', restrictsSite: true });
    await office.tell(id);
    expect(await office.rectify(id)).toMatchObject({ state: 'RECHECK' });
    expect(await office.recheck(id, 'FAIL')).toMatchObject({ state: 'RECTIFYING', failCount: 1 });
    await office.rectify(id);
    expect(await office.recheck(id, 'PASS')).toMatchObject({
      state: 'CLOSED',
      restrictsSite: false,
      rechecks: [{ result: 'FAIL' }, { result: 'PASS', by: { id: office.people.inspector.personId } }],
    });

    expect(await eventsOf(id)).toEqual([
      'HazardReported',
      'HazardConfirmed',
      'HazardListed',
      'HazardPlanApproved',
      'HazardDeadlineChanged',
      'RectificationSubmitted',
      'RecheckFailed',
      'RectificationSubmitted',
      'HazardClosed',
    ]);
  });

  it('is due on a day, and found by it', async () => {
    const { id } = await office.confirmed('MAJOR');
    const query = 'query ($id: ID!) { hazard(id: $id) { dueAt dueOn originalDueOn } }';
    const { hazard } = (await office.execute(query, { id }, office.people.inspector)).data;
    expect(new Date(`${hazard.dueOn}T24:00:00+08:00`).toISOString()).toBe(hazard.dueAt);
    // Fixed with the plan: until then a MAJOR hazard has an outermost limit only.
    expect(hazard.originalDueOn).toBeNull();
    const due = async (dueOn: object) => {
      const list = 'query ($dueOn: LocalDateFilter) { hazards(first: 100, where: { dueOn: $dueOn }) { nodes { id } } }';
      return (await office.execute(list, { dueOn }, office.people.inspector)).data.hazards.nodes;
    };
    expect(await due({ gte: hazard.dueOn, lte: hazard.dueOn })).toContainEqual({ id });
    expect(await due({ gte: '2999-01-01' })).toEqual([]);
  });

  it('HAZ-2: who may approve a plan is told which rule stands against it; others are told of no rule', async () => {
    const { id } = await office.confirmed('MAJOR');
    const query = 'query ($id: ID!) { hazard(id: $id) { allowedActions blockedActions { action code rule message } } }';
    const seenBy = async (viewer: Viewer) => (await office.execute(query, { id }, viewer)).data.hazard;

    const officer = await seenBy(office.people.safetyOfficer);
    expect(officer.allowedActions).not.toContain('APPROVE_PLAN');
    expect(officer.blockedActions).toContainEqual({
      action: 'APPROVE_PLAN',
      code: 'GUARD_FAILED',
      rule: 'HAZ-2',
      message: expect.stringContaining('plan'),
    });
    expect((await seenBy(office.people.educationStaff)).blockedActions).toEqual([]);
    await office.plan(id);
    const complete = await seenBy(office.people.safetyOfficer);
    expect([complete.allowedActions.includes('APPROVE_PLAN'), complete.blockedActions]).toEqual([true, []]);
  });

  it('shows a stopped place until the pass', async () => {
    const { id } = await office.confirmed('MAJOR');
    await office.plan(id);
    await office.approve(id);
    const restrictions = async () => {
      const query =
        'query ($orgId: ID!) { siteRestrictions(orgId: $orgId) { nodes { interimControls hazard { id } } totalCount } }';
      const { data } = await office.execute(query, { orgId: office.orgs.educationBureau.id }, office.people.townStaff);
      return data.siteRestrictions.nodes.map((node: { hazard: { id: string } }) => node.hazard.id);
    };
    expect(await restrictions()).toContain(id);
    await office.tell(id);
    await office.rectify(id);
    expect(await restrictions()).toContain(id);
    await office.recheck(id, 'PASS');
    expect(await restrictions()).not.toContain(id);
  });

  it('HAZ-1, scenario 4: who rectifies and inspects does not recheck own work; nor anybody of the unit a MAJOR hazard', async () => {
    const { educationBureau } = office.orgs;
    const both = {
      ...office.people.educationRectifier,
      posts: [{ orgId: educationBureau.id, scopeOrgId: educationBureau.id, roles: ['RECTIFIER', 'INSPECTOR'] }],
    };
    const { id } = await office.confirmed('GENERAL');
    await office.act('fixOnSpot', { hazardId: id, before: { text: '前' }, after: { text: '后' } }, both);
    expect(await office.recheck(id, 'PASS', both)).toMatchObject({ code: 'SEPARATION_OF_DUTIES' });
    expect(await office.recheck(id, 'PASS', office.people.educationInspector)).toMatchObject({ state: 'CLOSED' });

    const major = await office.confirmed('MAJOR');
    await office.plan(major.id);
    expect(await office.approve(major.id, office.people.educationInspector.personId)).toMatchObject({
      code: 'SEPARATION_OF_DUTIES',
    });
    await office.approve(major.id);
    await office.rectify(major.id, both);
    expect(await office.recheck(major.id, 'PASS', office.people.educationInspector)).toMatchObject({
      code: 'SEPARATION_OF_DUTIES',
    });
    expect(await office.recheck(major.id, 'PASS')).toMatchObject({ code: 'GUARD_FAILED', rule: 'HAZ-3' });
  });

  it('HAZ-2: a MAJOR hazard without contingency is not approved', async () => {
    const { id } = await office.confirmed('MAJOR');
    await office.plan(id, { contingency: null });
    expect(await office.approve(id)).toMatchObject({ code: 'GUARD_FAILED', rule: 'HAZ-2', missing: ['contingency'] });
  });

  it('takes at most a hundred results and twenty pieces of evidence', async () => {
    const { id } = await office.confirmed('GENERAL');
    const evidence = { text: '照片' };
    await office.act(
      'fixOnSpot',
      { hazardId: id, before: evidence, after: evidence },
      office.people.educationRectifier,
    );
    const many = Array.from({ length: 101 }, () => evidence);
    const recheck = { hazardId: id, result: 'FAIL', findings: '未修复' };
    expect(await office.act('recheckHazard', { ...recheck, evidence: many }, office.people.inspector)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'evidence',
    });
    await office.recheck(id, 'FAIL');
    const results = many.map((each) => ({ measure: 1, evidence: each }));
    expect(
      await office.act('submitRectification', { hazardId: id, results }, office.people.educationRectifier),
    ).toMatchObject({ code: 'BAD_USER_INPUT', field: 'results' });
  });

  it('HAZ-4: 200 reports at once take contiguous numbers of the county and year', async () => {
    office.clock.set('2027-03-01T01:00:00Z');
    const reports = await Promise.all(Array.from({ length: 200 }, () => office.report()));
    const refused = await office.report({ description: ' ' });
    const last = await office.report();
    office.clock.set('2026-09-14T01:00:00Z');

    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', field: 'description' });
    const serials = [...reports, last].map(({ code }) => Number(/^隐〔2027〕([1-9]\d*)号$/.exec(code)?.[1]));
    expect(serials.sort((a, b) => a - b)).toEqual(Array.from({ length: 201 }, (_, index) => index + 1));
  });

  it('is found by number, however it is written, from any organisation of the county (15-4.6)', async () => {
    const { id, code, ownerOrg } = await office.report();
    const query = 'query ($orgId: ID!, $code: String!) { hazardByCode(orgId: $orgId, code: $code) { id } }';
    const found = await office.execute(query, { orgId: office.orgs.town.id, code }, office.people.townStaff);
    expect(found.data).toEqual({ hazardByCode: { id } });
    const wide = code.replace('〔', '［').replace('〕', '］').replace('2', '２');
    const again = await office.execute(query, { orgId: office.orgs.town.id, code: wide }, office.people.townStaff);
    expect(again.data).toEqual({ hazardByCode: { id } });
    expect(ownerOrg).toEqual({ id: office.orgs.county.id });
  });

  it('15-1.4: a hidden hazard of a nearer ledger does not stand before the visible one of the same number', async () => {
    const [shown, hidden] = [await office.report(), await office.report()];
    const secret = { code: shown.code, ownerOrgId: office.orgs.town.id, secrecyLevel: 'WORK_SECRET' } as const;
    await office.kit.db.write((manager) => manager.getRepository(HazardEntity).update({ id: hidden.id }, secret));
    const query = 'query ($orgId: ID!, $code: String!) { hazardByCode(orgId: $orgId, code: $code) { id } }';

    const found = await office.execute(
      query,
      { orgId: office.orgs.town.id, code: shown.code },
      office.people.safetyOfficer,
    );

    expect(found.data).toEqual({ hazardByCode: { id: shown.id } });
  });

  it('opens one hazard for a requirement delivered twice and answers with the link', async () => {
    const itemId = systemIds.next('sup');
    const linkId = systemIds.next('hzl');
    const hazardDraft = {
      siteId: office.sites.school.id,
      description: '围墙开裂',
      level: 'MAJOR' as const,
      category: 'STRUCTURE',
      responsibleOrgId: office.orgs.educationBureau.id,
      dueAt: null,
    };
    const supervisorOrgId = office.orgs.supervisionDivision.id;
    const before = (await office.events('HazardReported')).length;
    await office.deliver(
      rectificationRequired,
      itemId,
      { itemId, linkId, supervisorOrgId, hazardId: null, hazardDraft },
      { times: 2, correlationId: 'cor_ofthedecision' },
    );

    const linked = (await office.events('HazardLinked')).filter(
      ({ data }) => (data as { itemId: string }).itemId === itemId,
    );
    expect((await office.events('HazardReported')).length).toBe(before + 1);
    expect(linked).toHaveLength(1);
    expect(linked[0]?.correlationid).toBe('cor_ofthedecision');
    expect(linked[0]?.data).toMatchObject({ linkId, role: 'EFFECT', level: 'MAJOR', state: 'REPORTED' });
  });

  it('links a known hazard, stays silent on an unknown one, and delists with the finished item', async () => {
    const { id } = await office.confirmed('MAJOR');
    await office.act('listHazard', { hazardId: id }, office.people.leader);
    const itemId = systemIds.next('sup');
    const require = (hazardId: string) =>
      office.deliver(rectificationRequired, itemId, {
        itemId,
        linkId: systemIds.next('hzl'),
        supervisorOrgId: office.orgs.supervisionDivision.id,
        hazardId,
        hazardDraft: null,
      });
    await require(id);
    await require(systemIds.next('haz'));
    expect(
      (await office.events('HazardLinked')).filter(({ data }) => (data as { itemId: string }).itemId === itemId),
    ).toHaveLength(1);
    expect((await office.status()).deadLetters).toBe(0);

    await office.plan(id);
    await office.approve(id);
    await office.tell(id);
    await office.rectify(id);
    await office.recheck(id, 'PASS');
    const struckOff = {
      itemId,
      code: '督〔2026〕1号',
      title: null,
      supervisorOrgId: office.orgs.supervisionDivision.id,
      source: null,
      result: null,
    };
    await office.deliver(itemStruckOff, itemId, struckOff);
    const { data } = await office.execute(
      'query ($id: ID!) { hazard(id: $id) { listed } }',
      { id },
      office.people.supervisor,
    );
    expect(data.hazard.listed).toBe(false);
  });

  it('reads the text of a secret requirement from its owner, and hides the hazard from who is not cleared', async () => {
    const secret = await startSecurityOffice(dialect, { systemReads: () => [{ draft: { description: '要害部位' } }] });
    const itemId = systemIds.next('sup');
    const hazardDraft = {
      siteId: secret.sites.warehouse.id,
      description: null,
      level: 'GENERAL' as const,
      category: 'FIRE',
      responsibleOrgId: secret.orgs.emergencyBureau.id,
      dueAt: null,
    };
    const required = {
      itemId,
      linkId: systemIds.next('hzl'),
      supervisorOrgId: secret.orgs.supervisionDivision.id,
      hazardId: null,
      hazardDraft,
    };
    await secret.deliver(rectificationRequired, itemId, required, {
      secrecyLevel: 'WORK_SECRET',
      actorId: secret.people.supervisor.personId,
    });
    const [reported] = await secret.events('HazardReported');
    const read = async (as = secret.people.supervisor) =>
      (
        await secret.execute(
          'query ($id: ID!) { hazard(id: $id) { description } hazards { totalCount } }',
          { id: reported?.subject },
          as,
        )
      ).data;
    for (let tries = 0; tries < 50 && !(await read()).hazard.description; tries += 1)
      await new Promise((done) => setTimeout(done, 20));

    expect(reported?.data).toMatchObject({ title: null });
    expect(await read()).toEqual({ hazard: { description: '要害部位' }, hazards: { totalCount: 1 } });
    expect(await read(secret.people.uncleared)).toEqual({ hazard: null, hazards: { totalCount: 0 } });
    const { supervisor } = secret.people;
    const colleague = { ...supervisor, personId: systemIds.next('psn') };
    expect(await read(colleague)).toEqual({ hazard: null, hazards: { totalCount: 0 } });
    expect(
      await secret.act('dismissHazard', { hazardId: reported?.subject, reason: '无' }, secret.people.uncleared),
    ).toMatchObject({ code: 'NOT_FOUND' });
    await secret.close();
  });

  it('refuses unknown ids, stale versions, missing roles and steps out of order, in that order', async () => {
    const { id, version } = await office.report();
    const confirm = (hazardId: string, as = office.people.safetyOfficer, changes = {}) =>
      office.act(
        'confirmHazard',
        { hazardId, level: 'GENERAL', responsibleOrgId: office.orgs.educationBureau.id, ...changes },
        as,
      );
    expect(await confirm(systemIds.next('haz'))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await confirm(id, office.people.educationHead)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await confirm(id, office.people.safetyOfficer, { expectedVersion: version + 1 })).toMatchObject({
      code: 'CONFLICT_VERSION',
    });
    expect(await confirm(id, office.people.safetyOfficer, { responsibleOrgId: systemIds.next('org') })).toMatchObject({
      code: 'REFERENCE_UNKNOWN',
    });
    expect(await confirm(id, office.people.educationSafetyOfficer)).toMatchObject({
      state: 'CONFIRMED',
      dueAt: '2026-09-21T16:00:00.000Z',
    });
    expect(await confirm(id)).toMatchObject({ code: 'ILLEGAL_TRANSITION', from: 'CONFIRMED' });
    expect(await office.report({ siteId: systemIds.next('sit') })).toMatchObject({ code: 'REFERENCE_UNKNOWN' });
    expect(await office.report({ description: 'NUL\u0000' })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('answers the same key with the first answer, and another input with a mismatch', async () => {
    const first = await office.report({ idempotencyKey: 'k1' });
    expect(await office.report({ idempotencyKey: 'k1' })).toMatchObject({ id: first.id });
    expect(await office.report({ idempotencyKey: 'k1', description: '另一处' })).toMatchObject({
      code: 'IDEMPOTENCY_MISMATCH',
    });
  });

  it('counts a place and resolves twenty hazards with as many statements as two', async () => {
    const ids = (await Promise.all(Array.from({ length: 20 }, () => office.report()))).map(({ id }) => id);
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Hazard { code rechecks { result } recurrenceOf { code } } } }';
    const read = async (count: number) => {
      const r = ids.slice(0, count).map((id) => ({ __typename: 'Hazard', id }));
      expect((await office.execute(query, { r }, office.people.supervisor)).data._entities).toHaveLength(count);
    };
    expect(await statementsOf(() => read(20))).toBe(await statementsOf(() => read(2)));
    const safety =
      'query ($id: ID!) { siteSafety(siteId: $id) { openHazards openMajorHazards overdueHazards restricted } }';
    const { data } = await office.execute(safety, { id: office.sites.school.id }, office.people.townStaff);
    expect(data.siteSafety.openHazards).toBeGreaterThanOrEqual(20);
  });
});
