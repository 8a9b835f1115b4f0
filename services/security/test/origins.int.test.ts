import { callAnswered, caseOpened } from '@chengqi/schemas/events/reception';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SecurityOffice, startSecurityOffice } from './office.ts';
import { aCall, aCase, history } from './rows.ts';

describe.each(testDialects())('what makes hazards known on %s', (dialect) => {
  let office: SecurityOffice;
  const secret = new Map<string, string>();
  beforeAll(async () => {
    office = await startSecurityOffice(dialect, {
      systemReads: (owner, references) =>
        references.map(({ __typename, id }) =>
          owner === 'reception' && __typename === 'ServiceCase' ? { text: secret.get(id) ?? null } : null,
        ),
    });
  });
  afterAll(() => office.close());

  const open = (told: ReturnType<typeof aCase>, options: Parameters<SecurityOffice['deliver']>[3] = {}) =>
    office.deliver(caseOpened, told.caseId, told, { orgId: office.orgs.educationBureau.id, ...options });

  const hazardOf = async (caseId: string, as = office.people.safetyOfficer) => {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ServiceCase {
      hazard { id code state level description sourceType responsibleOrg { id } reportedBy { id } secrecyLevel
        reportedIn { __typename ... on ServiceCase { id } } finding { findingNo } sourceItem { id } } } } }`;
    const { data } = await office.execute(query, { r: [{ __typename: 'ServiceCase', id: caseId }] }, as);
    return data._entities[0].hazard;
  };
  const aDanger = (changes: Record<string, unknown> = {}) =>
    aCase({ siteId: office.sites.school.id, safety: true, ...changes });

  it('a case tagged as a danger opens one hazard, however often it is told, in the same chain of events', async () => {
    const told = aDanger({ responsibleOrgId: office.orgs.educationBureau.id });

    const event = await open(told, { times: 3 });

    const hazard = await hazardOf(told.caseId);
    expect(hazard).toMatchObject({
      state: 'REPORTED',
      level: null,
      description: '校门口电线垂落\n请尽快处理。',
      sourceType: 'SERVICE_CASE',
      responsibleOrg: { id: office.orgs.educationBureau.id },
      reportedBy: null,
      reportedIn: { __typename: 'ServiceCase', id: told.caseId },
      finding: null,
      sourceItem: null,
    });
    const reported = (await office.events('HazardReported')).filter(({ subject }) => subject === hazard.id);
    expect(reported).toMatchObject([
      {
        correlationid: event.correlationid,
        causationid: event.id,
        data: { source: { type: 'ServiceCase', id: told.caseId }, state: 'REPORTED', title: '校门口电线垂落' },
      },
    ]);
  });

  it('a case without the tag, without a place, an accusation and history open none (R-7)', async () => {
    const siteId = office.sites.school.id;
    const cases = [aCase({ siteId }), aCase({ safety: true }), aDanger({ kind: 'ACCUSATION' }), aDanger()];
    for (const told of cases.slice(0, 3)) await open(told);
    await open(cases[3] ?? aDanger(), history);

    for (const { caseId } of cases) expect(await hazardOf(caseId)).toBeNull();
  });

  it('above INTERNAL no text travels: the description is read from reception afterwards', async () => {
    const told = aDanger({ title: null, text: null });
    secret.set(told.caseId, '涉密场所消防通道堵塞');

    await open(told, { secrecyLevel: 'WORK_SECRET' });

    let hazard = await hazardOf(told.caseId, office.people.leader);
    for (let wait = 0; wait < 100 && hazard?.description == null; wait += 1) {
      await new Promise((done) => setTimeout(done, 20));
      hazard = await hazardOf(told.caseId, office.people.leader);
    }
    expect(hazard).toMatchObject({ description: '涉密场所消防通道堵塞', secrecyLevel: 'WORK_SECRET' });
    const reported = (await office.events('HazardReported')).find(({ subject }) => subject === hazard.id);
    expect(reported?.data).toMatchObject({ title: null });
    for (const uncleared of [office.people.safetyOfficer, office.people.educationStaff]) {
      expect(await hazardOf(told.caseId, uncleared)).toBeNull();
    }
  });

  it('15-1.6: an anonymous report names nobody, neither in the hazard nor in its event; another one does', async () => {
    const anonymous = await office.report({ anonymous: true });
    const named = await office.report();
    const events = await office.events('HazardReported');
    const actorOf = (id: string) => events.find(({ subject }) => subject === id)?.actorid;

    expect(actorOf(anonymous.id)).toBeNull();
    const reporter = office.people.educationStaff.personId ?? '';
    const told = (await office.events()).filter((event) => JSON.stringify(event).includes(anonymous.id));
    expect(JSON.stringify(told)).not.toContain(reporter);
    expect(actorOf(named.id)).toBe(office.people.educationStaff.personId);
  });

  it('remembers live calls and cases without telling any hazard again', async () => {
    const before = (await office.events('HazardReported')).length;
    const call = aCall('C091400009');
    await office.deliver(callAnswered, call.callId, call);
    await open(aCase());
    expect(await office.events('HazardReported')).toHaveLength(before);
  });
});
