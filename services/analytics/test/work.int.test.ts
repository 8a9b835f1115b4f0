import { deliverSite, standingIn } from '@chengqi/office-kernel/testing';
import { documentNumbered, documentSigned, recordCatalogued } from '@chengqi/schemas/events/documents';
import { caseAccepted, caseAnswered } from '@chengqi/schemas/events/reception';
import { hazardPlanApproved, rectificationSubmitted } from '@chengqi/schemas/events/security';
import {
  completionSubmitted,
  coordinationRequested,
  itemAccepted,
  itemCompleted,
  itemStruckOff,
  noticeIssued,
} from '@chengqi/schemas/events/supervision';
import { systemIds, type Viewer } from '@chengqi/service-kit';
import { aViewer, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Inbox, startInbox } from './inbox.ts';
import { dueAt, mattersOf } from './matters-of-the-office.ts';

describe.each(testDialects())('for whom work waits on %s', (dialect) => {
  let office: Inbox;
  let begin: ReturnType<typeof mattersOf>;
  beforeAll(async () => {
    office = await startInbox(dialect);
    begin = mattersOf(office);
  });
  afterAll(() => office.close());

  /** Those who have the action in their inbox, and those who have not. */
  async function expectWaiting(action: string, subjectId: string, whom: readonly Viewer[], others: readonly Viewer[]) {
    for (const person of whom) expect(await office.actions(person, subjectId)).toContain(action);
    for (const person of others) expect(await office.actions(person, subjectId)).not.toContain(action);
  }

  const source = null;
  const struckOff = (itemId: string) =>
    office.told(itemStruckOff, itemId, {
      itemId,
      code: `督${itemId}`,
      title: null,
      supervisorOrgId: office.orgs.county.id,
      source,
      result: null,
    });
  const catalogued = (id: string, type: 'SupervisionItem' | 'Hazard') => {
    const recordId = systemIds.next('arc');
    return office.told(recordCatalogued, recordId, {
      recordId,
      archivalCode: 'J002-WS·2026-Y-BGS-0001',
      retention: 'Y',
      source: { type, id },
    });
  };

  it('a proposal waits for the director alone', async () => {
    const { director, leader, supervisor, emergencyHead, townHead } = office.people;
    const item = await begin.proposedItem();
    await expectWaiting('REGISTER', item, [director], [leader, supervisor, emergencyHead, townHead]);
  });

  it('an assignment waits for heads and handlers of the unit, up to the scope of their posts', async () => {
    const { emergencyHead, rescueHandler, educationHead, educationHandler, director } = office.people;
    const { emergencyBureau, governmentOffice, county } = office.orgs;
    const head = aViewer({ roles: ['ORG_HEAD'], orgId: governmentOffice.id, scopeOrgId: county.id });
    const item = await begin.assignedItem([emergencyBureau.id]);
    await expectWaiting('ACCEPT', item, [emergencyHead, rescueHandler], [educationHead, educationHandler, director]);
    await expectWaiting('ACCEPT', item, [], [head]);
    await expectWaiting('ACCEPT', await begin.assignedItem([county.id]), [head], [emergencyHead, rescueHandler]);
  });

  it('a post whose scope lies elsewhere serves there and not at home', async () => {
    const { town, county, educationBureau } = office.orgs;
    const lent = aViewer({ roles: ['HANDLER'], orgId: educationBureau.id, scopeOrgId: town.id });
    const boundless = aViewer({ roles: ['HANDLER'], orgId: town.id, scopeOrgId: null });
    await expectWaiting('ACCEPT', await begin.assignedItem([town.id]), [lent, boundless], []);
    await expectWaiting('ACCEPT', await begin.assignedItem([educationBureau.id]), [], [lent, boundless]);
    await expectWaiting('ACCEPT', await begin.assignedItem([county.id]), [], [lent, boundless]);
  });

  it('each unit has its own part', async () => {
    const { emergencyHead, educationHead } = office.people;
    const { emergencyBureau, educationBureau } = office.orgs;
    const itemId = await begin.assignedItem([emergencyBureau.id, educationBureau.id]);
    await office.told(itemAccepted, itemId, { itemId, orgId: educationBureau.id });
    expect(await office.actions(emergencyHead, itemId)).toEqual(['ACCEPT']);
    expect(await office.actions(educationHead, itemId)).toEqual(['REPORT']);
    await office.told(noticeIssued, itemId, { itemId, color: 'BLUE', toOrgId: educationBureau.id });
    expect(await office.actions(educationHead, itemId)).toEqual(['ANSWER_NOTICE', 'REPORT']);
    expect(await office.actions(emergencyHead, itemId)).toEqual(['ACCEPT']);
  });

  it('verification waits for supervisors, except who asked for it (SUP-3)', async () => {
    const { supervisor, otherSupervisor, educationHead } = office.people;
    const itemId = await begin.assignedItem([office.orgs.emergencyBureau.id]);
    await office.told(completionSubmitted, itemId, { itemId }, { actorId: supervisor.personId });
    await expectWaiting('VERIFY', itemId, [otherSupervisor], [supervisor, educationHead]);
  });

  it('O-9: waits for who stands in as for the other, except what that other is kept from, and what oneself is', async () => {
    const { supervisor, otherSupervisor, educationHead, townStaff } = office.people;
    const itemId = await begin.assignedItem([office.orgs.emergencyBureau.id]);
    await office.told(completionSubmitted, itemId, { itemId }, { actorId: supervisor.personId });
    await expectWaiting(
      'VERIFY',
      itemId,
      [standingIn(educationHead, otherSupervisor)],
      [standingIn(educationHead, supervisor), standingIn(supervisor, otherSupervisor), educationHead, townStaff],
    );
  });

  it('the director strikes off, for major items a leader of the county', async () => {
    const { director, leader, emergencyHead } = office.people;
    const completed = async (weight: 'NORMAL' | 'MAJOR') => {
      const itemId = await begin.registeredItem({ weight });
      await office.told(itemCompleted, itemId, { itemId, source });
      return itemId;
    };
    await expectWaiting('STRIKE_OFF', await completed('NORMAL'), [director], [leader, emergencyHead]);
    await expectWaiting('STRIKE_OFF', await completed('MAJOR'), [leader], [director, emergencyHead]);
  });

  it('a coordination waits for the coordinator and the heads of its parties', async () => {
    const { coordinator, educationHead, educationHandler, emergencyHead, townHead } = office.people;
    const coordinationId = systemIds.next('crd');
    const partyOrgIds = [office.orgs.educationBureau.id, office.orgs.emergencyBureau.id];
    await office.told(coordinationRequested, coordinationId, { coordinationId, itemId: null, partyOrgIds, dueAt });
    await expectWaiting('STATE_POSITION', coordinationId, [educationHead, emergencyHead], [educationHandler, townHead]);
    await expectWaiting('DECIDE_COORDINATION', coordinationId, [coordinator], [educationHead]);
  });

  it('a hazard is judged by who is competent for its place, also when the place becomes known later', async () => {
    const { safetyOfficer, educationSafetyOfficer } = office.people;
    const { school, warehouse } = office.sites;
    await expectWaiting('CONFIRM', await begin.reportedHazard(school.id), [safetyOfficer, educationSafetyOfficer], []);
    const other = await begin.reportedHazard(warehouse.id);
    await expectWaiting('CONFIRM', other, [safetyOfficer], [educationSafetyOfficer]);
    const early = systemIds.next('sit');
    const hazard = await begin.reportedHazard(early);
    await expectWaiting('CONFIRM', hazard, [safetyOfficer], [educationSafetyOfficer]);
    const place = { code: 'S-NEW', name: '新校区', org: office.orgs.educationBureau };
    await deliverSite(
      { deliver: (contract, _, data) => office.deliver(contract, early, { ...data, id: early }) },
      place,
    );
    await expectWaiting('CONFIRM', hazard, [safetyOfficer, educationSafetyOfficer], []);
  });

  it('the head plans, a general hazard also the rectifier, who puts it right and does not recheck it (HAZ-1)', async () => {
    const { educationHead, educationRectifier, educationInspector, inspector, rescueHandler } = office.people;
    const general = await begin.confirmedHazard('GENERAL');
    await expectWaiting('PLAN', general, [educationHead, educationRectifier], [rescueHandler]);
    const hazardId = await begin.confirmedHazard('MAJOR');
    await expectWaiting('PLAN', hazardId, [educationHead], [educationRectifier, rescueHandler]);
    await office.told(hazardPlanApproved, hazardId, { hazardId });
    await expectWaiting('RECTIFY', hazardId, [educationRectifier], [educationHead, rescueHandler]);
    await office.told(rectificationSubmitted, hazardId, { hazardId }, { actorId: inspector.personId });
    await expectWaiting('RECHECK', hazardId, [educationInspector], [inspector, educationRectifier]);
  });

  it('a callback waits for the duty room and the window', async () => {
    const { dutyOfficer, window, director, educationHead } = office.people;
    const options = { orgId: office.orgs.governmentOffice.id };
    await expectWaiting(
      'CALL_BACK',
      await begin.openedCallback(options),
      [dutyOfficer, window],
      [director, educationHead],
    );
  });

  it('a case waits for officers of its unit, and then for a window that did not answer it', async () => {
    const { educationBureau, town, county } = office.orgs;
    const officer = aViewer({ roles: ['CASE_OFFICER', 'WINDOW'], orgId: educationBureau.id });
    const upper = aViewer({ roles: ['CASE_OFFICER'], orgId: county.id });
    const elsewhere = aViewer({ roles: ['CASE_OFFICER', 'WINDOW'], orgId: town.id });
    const caseId = await begin.openedCase();
    await expectWaiting('ACCEPT_CASE', caseId, [officer], [upper, elsewhere, office.people.window]);
    const at = office.clock.now().toISOString();
    await office.told(caseAccepted, caseId, { caseId, acceptedAt: at, dueAt });
    await expectWaiting('ANSWER_CASE', caseId, [officer], [upper, elsewhere]);
    await office.told(
      caseAnswered,
      caseId,
      { caseId, answeredAt: at, result: 'HANDLED' },
      { actorId: officer.personId },
    );
    await expectWaiting('FOLLOW_UP', caseId, [office.people.window], [officer, elsewhere]);
  });

  it('a bad rating waits for who may visit the rater', async () => {
    const { window, supervisor, townHead, director } = office.people;
    await expectWaiting('REVISIT', await begin.badRating(), [window, supervisor], [townHead, director]);
  });

  it('a document waits for the registrar of its unit', async () => {
    const { registrar, educationRegistrar, townRegistrar } = office.people;
    const [documentId, orgId] = [systemIds.next('doc'), office.orgs.educationBureau.id];
    await office.told(documentSigned, documentId, { documentId, kind: 'NOTICE' }, { orgId });
    await expectWaiting('NUMBER', documentId, [registrar, educationRegistrar], [townRegistrar]);
    await office.told(
      documentNumbered,
      documentId,
      { documentId, kind: 'NOTICE', docNumber: '霁教发〔2026〕1号' },
      { orgId },
    );
    await expectWaiting('ISSUE', documentId, [educationRegistrar], [townRegistrar]);
  });

  it('a finished matter waits for the archivist until its record stands, whichever is heard first', async () => {
    const { archivist, registrar } = office.people;
    const item = await begin.registeredItem();
    await struckOff(item);
    await expectWaiting('CATALOGUE', item, [archivist], [registrar]);
    await catalogued(item, 'SupervisionItem');
    expect(await office.actions(archivist, item)).toEqual([]);
    const filedBefore = await begin.registeredItem();
    await catalogued(filedBefore, 'SupervisionItem');
    await struckOff(filedBefore);
    expect(await office.actions(archivist, filedBefore)).toEqual([]);
  });

  it('a shift waits for the person until it is over, and is not late while it lasts', async () => {
    const { leader, dutyOfficer } = office.people;
    office.clock.set('2026-09-14T01:00:00Z');
    const shift = await begin.publishedShift(leader.personId ?? '', '2026-09-15T01:00:00Z', '2026-09-16T01:00:00Z');
    expect(await office.actions(leader, shift)).toEqual(['STAND_DUTY']);
    expect(await office.actions(dutyOfficer, shift)).toEqual([]);
    office.clock.set('2026-09-15T12:00:00Z');
    const { nodes } = await office.work(leader, '(kinds: [DUTY])');
    expect(nodes).toMatchObject([{ light: 'YELLOW', org: null, subject: { __typename: 'DutyShift', id: shift } }]);
    office.clock.set('2026-09-16T01:00:00Z');
    expect(await office.actions(leader, shift)).toEqual([]);
    office.clock.set('2026-09-14T01:00:00Z');
  });
});
