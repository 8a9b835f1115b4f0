import { AuditEntity } from '@chengqi/office-kernel';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CasesRoom, openCasesRoom } from './cases-room.ts';
import { answeredLeg, on, theExchange } from './exchange.ts';

describe.each(testDialects())('the audit of reception on %s', (dialect) => {
  let room: CasesRoom;

  beforeAll(async () => {
    room = await openCasesRoom(dialect);
  });
  afterAll(() => room[Symbol.asyncDispose]());

  const entries = (entityId: string, act?: string) =>
    room.service.db.read.getRepository(AuditEntity).findBy({ entityId, ...(act !== undefined && { act }) });
  const rolesOf = async (entityId: string) =>
    (await entries(entityId)).filter(({ act }) => act !== 'READ').map(({ act, role }) => [act, role]);

  it('names the role of every act, also of those that tell nobody', async () => {
    const { orgs, people, officer, window } = room;
    const { id: caseId } = await room.open({ title: '反映第一盏路灯' });
    await room.actOn('handFirstAsk', caseId, window, { toPersonId: people.publicist.personId });
    await room.actOn('acceptCase', caseId, officer);
    await room.actOn('startHandling', caseId, officer, { noInterest: true });
    const { send, call } = theExchange(room);
    const leg = answeredLeg(on('08:00'));
    await send([leg]);
    const { id: callId } = await call(leg.callRef);
    await room.act('logCall', { callId, classification: 'HELP', summary: '求助' }, people.dutyOfficer, 'call { id }');
    const visitor = { kind: 'PUBLIC', visitorName: '张晓明', hostOrgId: orgs.educationBureau.id, purpose: '咨询' };
    const site = { siteId: room.sites.hall.id };
    const { visit } = await room.act('registerVisit', { ...visitor, ...site }, window, 'visit { id }');

    expect(await rolesOf(caseId)).toEqual([
      ['openCase', 'WINDOW'],
      ['handFirstAsk', null],
      ['acceptCase', 'CASE_OFFICER'],
      ['startHandling', 'CASE_OFFICER'],
    ]);
    expect(await rolesOf(callId)).toEqual([['logCall', 'DUTY_OFFICER']]);
    expect(await rolesOf(visit.id)).toEqual([['registerVisit', 'WINDOW']]);
  });

  it('knows who was shown a classified case as a candidate for a duplicate', async () => {
    const from = (phone: string) => room.open({ title: '同一件事', applicant: { name: '李四', phone } });
    const [first, second] = [await from('16087654321'), await from('16087654322')];
    await room.service.db.write((manager) =>
      manager.query('UPDATE service_cases SET secrecy_level = ? WHERE id = ?', ['WORK_SECRET', second.id]),
    );
    const viewer = { ...room.officer, clearance: 'SECRET' as const };

    const { duplicateCandidates } = await room.ask(
      'query ($id: ID!) { duplicateCandidates(caseId: $id) { id } }',
      { id: first.id },
      viewer,
    );

    expect(duplicateCandidates).toEqual([{ id: second.id }]);
    expect((await entries(second.id, 'READ')).map(({ personId }) => personId)).toEqual([viewer.personId]);
  });

  it('knows who was shown the rating of an accusation in a list (R-7)', async () => {
    const { countyOfficer, otherCountyOfficer, orgs, people } = room;
    const accusation = { kind: 'ACCUSATION', channel: 'LETTER', title: '反映救援科' };
    const units = { responsibleOrgId: orgs.county.id, accusedOrgId: orgs.emergencyBureau.id };
    await room.act('openCase', room.inputOf({ ...accusation, ...units }), people.window, 'code');
    const caseId = (await room.service.events('CaseOpened')).at(-1)?.subject ?? '';
    await room.actOn('acceptCase', caseId, countyOfficer);
    await room.actOn('startHandling', caseId, countyOfficer, { noInterest: true });
    await room.actOn('answerCase', caseId, countyOfficer, { text: '查实', result: 'SUPPORTED' });
    await room.actOn('callBackCase', caseId, otherCountyOfficer, { reached: true });
    const { ratingCode } = await room.act('closeCase', { caseId }, otherCountyOfficer, 'ratingCode');
    await room.act('rateService', { code: ratingCode, score: 1 }, people.townStaff, 'score');
    const listed = async (as: typeof countyOfficer) => (await room.ask('{ ratings { nodes { id } } }', {}, as)).ratings;

    const [{ id }] = (await listed(otherCountyOfficer)).nodes;

    expect((await listed(people.supervisor)).nodes).toEqual([]);
    expect((await entries(id, 'READ')).map(({ personId }) => personId)).toEqual([otherCountyOfficer.personId]);
  });
});
