import { deliverPerson } from '@chengqi/office-kernel/testing';
import type { Dialect, Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { openServed } from './served.ts';

const visitorName = '金丝雀';
const visitorPhone = '16000000001';
const visitorIdNumber = '33010219800101123X';
const tokens = [visitorName, visitorPhone, visitorIdNumber];
const told = `${visitorName}来谈，一六零零零零零零零零一，证件330102 19800101 123X`;
const visitor = { visitorName, visitorPhone, visitorIdNumber, purpose: told };

async function openErasure(dialect: Dialect) {
  const office = await openServed(dialect);
  const { staff, service } = office;
  const erase = (visitId: string, as: Viewer = staff.keeper, reason = `${visitorName}本人申请`) =>
    office.act(
      'eraseVisitor',
      { visitId, reason },
      as,
      `visit { state visitorName visitorPhone visitorIdMasked purpose refuseReason allowedActions blockedActions { action }
        erased { at by { id } reason } rating { score comment raterName raterPhone } }`,
    );
  const refusal = (visitId: string, as: Viewer = staff.keeper, changes: object = {}) =>
    office.refusal('eraseVisitor', { visitId, reason: '本人申请', ...changes }, as);
  /** Everything that the service stores, as one text. */
  async function stored(): Promise<string> {
    const tables = service.db.read.connection.entityMetadatas.map(({ tableName }) => tableName);
    return JSON.stringify(await Promise.all(tables.map((table) => service.db.read.query(`SELECT * FROM ${table}`))));
  }
  return { ...office, erase, refusal, stored };
}

const guarded = { code: 'GUARD_FAILED', rule: 'R-ERASED' };

describe.each(testDialects())('the erasure of a visitor on %s', (dialect) => {
  it('R-ERASED: name, numbers and digests are gone from everything; that they went stays', async () => {
    await using office = await openErasure(dialect);
    const { staff, service, people } = office;
    const { visitId, code } = await office.served(visitor);
    await office.rate({ code, score: 1, named: true, comment: `我是${visitorName}，很不满意` });
    const digests = await service.db.read.query<{ phone_hash: string; id_hash: string }[]>(
      'SELECT phone_hash, id_hash FROM contacts WHERE subject_id = ?',
      [visitId],
    );

    const { visit } = await office.erase(visitId);

    expect(visit).toEqual({
      state: 'LEFT',
      ...{ visitorName: null, visitorPhone: null, visitorIdMasked: null, refuseReason: null },
      purpose: '**来谈，***，证件***',
      ...{ allowedActions: [], blockedActions: [] },
      erased: { at: service.clock.now().toISOString(), by: { id: staff.keeper.personId }, reason: '**本人申请' },
      rating: { score: 1, comment: '我是**，很不满意', raterName: null, raterPhone: null },
    });
    const everything = await office.stored();
    for (const token of [...tokens, ...Object.values(digests[0] ?? {})]) expect(everything).not.toContain(token);
    expect(Object.values(digests[0] ?? {})).toHaveLength(2);
    const [record] = await service.db.read.query<object[]>(
      'SELECT person_id, role, reason FROM audit_log WHERE act = ?',
      ['eraseVisitor'],
    );
    expect(record).toEqual({ person_id: staff.keeper.personId, role: 'PII_READ', reason: '**本人申请' });
    const search =
      'query ($phone: String, $idNumber: String) { contactSearch(phone: $phone, idNumber: $idNumber) { visits { id } } }';
    for (const asked of [{ phone: visitorPhone }, { idNumber: visitorIdNumber }])
      expect((await office.ask(search, asked, people.window)).contactSearch).toEqual({ visits: [] });
    const reveal = { subjectId: visitId, reason: '核对' };
    expect(await office.act('revealContact', reveal, staff.keeper, 'name phone idNumber')).toEqual({
      ...{ name: null, phone: null, idNumber: null },
    });
  });

  it('R-ERASED: why somebody was turned away names nobody any more', async () => {
    await using office = await openErasure(dialect);
    const { visit } = await office.register(visitor);
    const away = { visitId: visit.id, reason: `${visitorName}未带证件，请电话${visitorPhone}预约` };
    await office.act('refuseVisitor', away, office.people.window, 'visit { state }');

    expect((await office.erase(visit.id)).visit).toMatchObject({ refuseReason: '**未带证件，请电话***预约' });
  });

  it('R-ERASED: a code given out before still opens the rating, which says of nobody', async () => {
    await using office = await openErasure(dialect);
    const { visitId, code } = await office.served(visitor);
    await office.erase(visitId);

    expect((await office.rate({ code, score: 2, named: true, comment: '等得太久' })).errors).toBe(undefined);
    const { visit } = await office.ask(
      'query ($id: ID!) { visit(id: $id) { rating { score comment raterName raterPhone } } }',
      { id: visitId },
      office.people.supervisor,
    );
    expect(visit.rating).toEqual({ score: 2, comment: '等得太久', raterName: null, raterPhone: null });
  });

  it('R-ERASED: not of a petition, nor about a case, nor in the house, nor twice', async () => {
    await using office = await openErasure(dialect);
    const { people, orgs } = office;
    const petition = await office.served({ ...visitor, kind: 'PETITION' });
    const matter = { kind: 'SERVICE', channel: 'WINDOW', title: '申请燃气开户', text: '材料齐全' };
    const { visitId: tied } = await office.served(visitor);
    await office.act(
      'openCase',
      { ...matter, applicant: { name: visitorName }, responsibleOrgId: orgs.emergencyBureau.id, visitId: tied },
      people.window,
      'code',
    );
    const inside = await office.arrived(visitor);
    const { visitId: once } = await office.served(visitor);
    await office.erase(once);

    for (const visitId of [petition.visitId, tied, inside, once])
      expect(await office.refusal(visitId)).toMatchObject(guarded);
  });

  it('R-ERASED: not under a block that still runs; an ended one forgets the visitor, too', async () => {
    await using office = await openErasure(dialect);
    const { people, service } = office;
    const { visitId } = await office.served(visitor);
    const until = '2026-10-01T00:00:00.000Z';
    await office.act('blockVisitor', { visitId, reason: '扰乱秩序', until }, people.director, 'blockedVisitor { id }');
    const { visitId: other } = await office.served({
      ...visitor,
      visitorIdNumber: null,
      hostOrgId: office.orgs.town.id,
      siteId: office.sites.school.id,
    });

    expect(await office.refusal(visitId)).toMatchObject(guarded);
    expect((await office.erase(other)).visit).toMatchObject({ visitorName: null });
    service.clock.set(until);
    await office.erase(visitId);

    const everything = await office.stored();
    for (const token of tokens) expect(everything).not.toContain(token);
    expect(await service.db.read.query('SELECT phone_hash, id_hash FROM blocked_visitors')).toEqual([
      { phone_hash: null, id_hash: null },
    ]);
  });

  it('is for PII_READ over the unit visited, with a reason', async () => {
    await using office = await openErasure(dialect);
    const { people, staff, service, orgs } = office;
    const { visitId } = await office.served(visitor);
    const bureauKeeper = await deliverPerson(service, {
      staffNo: 'RK1',
      name: '保管员',
      roles: ['PII_READ'],
      org: orgs.emergencyBureau,
    });

    for (const as of [people.window, people.director, people.emergencyHead])
      expect(await office.refusal(visitId, as, { reason: ' ' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await office.refusal(visitId, staff.townWindow)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await office.refusal(visitId, bureauKeeper, { reason: ' ' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'reason',
    });
    expect((await office.erase(visitId, bureauKeeper)).visit).toMatchObject({ visitorName: null });
  });

  it('forgets what an import kept of the row', async () => {
    await using office = await openErasure(dialect);
    const { people, service } = office;
    const header = ['visit_no', 'kind', 'visitor_name', 'phone', 'companions', 'host_org', 'site_code', 'purpose'];
    const rest = ['letter_no', 'arrive_at', 'leave_at', 'first_responder', 'state', 'case_code'];
    const row = ['V1', 'PUBLIC', ` ${visitorName}`, visitorPhone, '0', 'JC10', 'S-HALL', told];
    const left = ['', '2026-09-11 08:37', '2026-09-11 09:21', '', 'LEFT', ''];
    const file = { file: 'visits.csv', header: [...header, ...rest], rows: [[...row, ...left]] };
    const [fate] = await office.importFile('importVisits', file, people.importer);
    expect(fate).toMatchObject({ outcome: 'NORMALISED' });
    const [found] = await service.db.read.query<{ id: string }[]>('SELECT id FROM visits');
    expect(await office.stored()).toContain(visitorName);

    await office.erase(found?.id ?? '');

    const everything = await office.stored();
    for (const token of tokens) expect(everything).not.toContain(token);
  });
});
