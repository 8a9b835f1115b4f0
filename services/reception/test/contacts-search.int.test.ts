import { deliverPerson } from '@chengqi/office-kernel/testing';
import type { Dialect, Viewer } from '@chengqi/service-kit';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { openCasesRoom } from './cases-room.ts';
import { answeredLeg, on, theExchange, zhang } from './exchange.ts';

const visitorIdNumber = '33010219800101123X';

interface Asked {
  readonly phone?: string | null;
  readonly idNumber?: string | null;
}

/** The window with somebody who rang, asked and came, always with one number. */
async function openSearch(dialect: Dialect) {
  const room = await openCasesRoom(dialect);
  const { orgs, people, sites } = room;
  const { send, call } = theExchange(room);
  const rang = async (time: string): Promise<string> => {
    const leg = answeredLeg(on(time));
    await send([leg]);
    return (await call(leg.callRef)).id;
  };
  const came = async (changes: Record<string, unknown> = {}): Promise<string> => {
    const visit = { kind: 'PUBLIC', visitorName: '张三丰', visitorPhone: zhang, purpose: '问进度' };
    const place = { hostOrgId: orgs.educationBureau.id, siteId: sites.hall.id };
    return (await room.act('registerVisit', { ...visit, ...place, ...changes }, people.window, 'visit { id }')).visit
      .id;
  };
  const ask = (asked: Asked, as: Viewer | null) =>
    room.service.execute(
      `query ($phone: String, $idNumber: String) { contactSearch(phone: $phone, idNumber: $idNumber) {
        cases { id } visits { id } calls { id } complete } }`,
      { ...asked },
      as,
    );
  /** Ids found, whatever they are of. */
  async function found(asked: Asked | string, as: Viewer = people.window): Promise<string[]> {
    const { data, errors } = await ask(typeof asked === 'string' ? { phone: asked } : asked, as);
    if (errors) throw new Error(JSON.stringify(errors));
    const { complete, ...lists } = data.contactSearch;
    expect(complete).toBe(true);
    return Object.values<{ id: string }[]>(lists)
      .flat()
      .map(({ id }) => id);
  }
  return { ...room, send, rang, came, ask, found };
}

const applicant = { name: '张三丰', phone: zhang };

describe.each(testDialects())('the search by number on %s', (dialect) => {
  it('finds cases, visits and calls of a number, however it is written', async () => {
    await using room = await openSearch(dialect);
    const caseId = (await room.open()).id;
    const joint = { representatives: [{ name: '李四', phone: '+86 160-1234-5678' }], jointCount: 2 };
    const jointId = (
      await room.open({ title: '另一件事', applicant: { ...applicant, phone: '16000000009', ...joint } })
    ).id;
    const visitId = await room.came({ visitorPhone: '１６０　１２３４　５６７８' });
    const callId = await room.rang('08:00');
    await room.open({ title: '别人的事', applicant: { name: '王五', phone: '16000000001' } });
    await room.came({ visitorPhone: '16000000001' });

    const all = [caseId, jointId, visitId, callId].toSorted();
    for (const written of [zhang, '160 1234 5678', '0086-160-1234-5678', '一六零一二三四五六七八', '(160)12345678'])
      expect((await room.found(written)).toSorted()).toEqual(all);
    expect(await room.found('16099999999')).toEqual([]);
  });

  it('says that there is more than it shows', async () => {
    await using room = await openSearch(dialect);
    const legs = Array.from({ length: 101 }, (_, minute) =>
      answeredLeg(
        on(`${String(6 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`),
      ),
    );
    await room.send(legs);

    const { data } = await room.ask({ phone: zhang }, room.people.window);

    expect(data.contactSearch.calls).toHaveLength(100);
    expect(data.contactSearch.complete).toBe(false);
  });

  it('finds visits by the id document, which is no telephone number', async () => {
    await using room = await openSearch(dialect);
    const visitId = await room.came({ visitorIdNumber });
    await room.came({ visitorPhone: '12345678' });

    expect(await room.found({ idNumber: '330102 19800101 123x' })).toEqual([visitId]);
    expect(await room.found({ idNumber: '12345678' })).toEqual([]);
  });

  it('is for windows and officers, and asks for exactly one number', async () => {
    await using room = await openSearch(dialect);
    const { people, officer } = room;
    const code = async (asked: Asked, as: Viewer | null) => (await room.ask(asked, as)).errors?.[0]?.extensions?.code;

    for (const as of [people.window, officer, people.dutyOfficer])
      expect(await code({ phone: zhang }, as)).toBe(undefined);
    for (const as of [people.director, people.supervisor, people.educationStaff, people.analyst])
      expect(await code({ phone: zhang }, as)).toBe('FORBIDDEN');
    expect(await code({ phone: zhang }, null)).toBe('UNAUTHENTICATED');
    for (const odd of [
      {},
      { phone: zhang, idNumber: visitorIdNumber },
      { phone: ' ' },
      { phone: '不详' },
      { phone: '1'.repeat(61) },
      { idNumber: ' ' },
      { idNumber: '330102198001011234' },
    ])
      expect(await code(odd, people.window)).toBe('BAD_USER_INPUT');
  });

  it('finds what the viewer may read and nothing else', async () => {
    await using room = await openSearch(dialect);
    const { townOfficer, officer } = room;
    const caseId = (await room.open()).id;
    await room.came();
    await room.rang('08:00');

    expect(await room.found(zhang, townOfficer)).toEqual([]);
    expect(await room.found(zhang, officer)).toContain(caseId);
  });

  it('R-7: an accusation is found by who may read it, and so is the call that told it', async () => {
    await using room = await openSearch(dialect);
    const { orgs, people, countyOfficer } = room;
    const accused = await deliverPerson(room.service, {
      staffNo: 'X900',
      name: '被反映窗口',
      roles: ['CASE_OFFICER', 'WINDOW'],
      org: orgs.emergencyBureau,
      scope: orgs.county,
    });
    const callId = await room.rang('08:00');
    const units = { responsibleOrgId: orgs.county.id, accusedOrgId: orgs.emergencyBureau.id };
    const matter = { kind: 'ACCUSATION', title: '反映救援科', ...units, callId };
    await room.act('openCase', room.inputOf({ ...matter, applicant }), people.window, 'code');

    for (const as of [people.window, people.dutyOfficer, accused, room.officer])
      expect(await room.found(zhang, as)).toEqual([]);
    const seen = await room.found(zhang, countyOfficer);
    expect(seen).toHaveLength(2);
    expect(seen).toContain(callId);
  });

  it('a confidential applicant is found by who handles the case alone, an anonymous one by nobody', async () => {
    await using room = await openSearch(dialect);
    const { people, officer, otherOfficer } = room;
    const { id } = await room.open({ applicant: { ...applicant, confidential: true } });
    await room.actOn('acceptCase', id, officer);
    const visitId = await room.came({ caseId: id });
    const callId = await room.rang('08:00');
    await room.open({ title: '匿名反映', applicant: { phone: zhang, anonymous: true }, callId });

    expect(await room.found(zhang, otherOfficer)).toEqual([]);
    expect(await room.found(zhang, people.dutyOfficer)).toEqual([]);
    expect((await room.found(zhang, officer)).toSorted()).toEqual([id, visitId].toSorted());
    expect((await room.found(zhang, people.window)).toSorted()).toEqual([id, visitId].toSorted());
  });

  it('every search is on record, with what it found and without the number', async () => {
    await using room = await openSearch(dialect);
    const { id } = await room.open();
    await room.found('160-1234-5678');
    await room.found('16099999999');

    const records = await room.service.db.read.query<{ entity_id: string; person_id: string }[]>(
      'SELECT * FROM audit_log WHERE act = ?',
      ['contactSearch'],
    );

    const { personId } = room.people.window;
    expect(records.map(({ entity_id }) => entity_id).toSorted()).toEqual([id, personId, personId].toSorted());
    expect(records.every(({ person_id }) => person_id === personId)).toBe(true);
    for (const token of ['5678', '9999'])
      expect(
        JSON.stringify(records.map((row) => Object.entries(row).filter(([name]) => !/id$|hash/.test(name)))),
      ).not.toContain(token);
  });

  it('takes as many statements for many as for few', async () => {
    await using room = await openSearch(dialect);
    const search = () => room.found(zhang);
    await room.open();
    await room.came();
    const few = await statementsOf(search);
    for (let count = 0; count < 12; count += 1) await room.came();

    expect(await statementsOf(search)).toBe(few);
  });
});
