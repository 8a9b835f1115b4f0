import { ownCount } from '@chengqi/office-kernel';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCaseCounts } from '../src/counts/case-counts.repository.ts';
import { type CasesRoom, openCasesRoom } from './cases-room.ts';

const caseHeader =
  `case_code,kind,channel,title,text,applicant_name,applicant_phone,anonymous,confidential,joint_count,responsible_org,accused_org,first_responder,officer,opened_at,accepted_at,due_date,extension_approved,answered_at,called_back_at,closed_at,state,result,answer_text,onsite_visits,redo_count,call_ref`.split(
    ',',
  );
const eventHeader = 'event_no,case_code,seq,at,type,actor,to_org,text'.split(',');

/** One row; columns that are not named are empty. */
const row = (values: Record<string, string>): string[] => {
  const usual: Record<string, string> = {
    kind: 'HOTLINE',
    channel: 'PHONE',
    title: '反映路灯不亮',
    text: '请修复',
    applicant_name: '张三丰',
    applicant_phone: '16012345678',
    anonymous: 'N',
    confidential: 'N',
    joint_count: '1',
    responsible_org: 'JC11',
    officer: 'X501',
    extension_approved: 'N',
    onsite_visits: '0',
    redo_count: '0',
    state: 'REGISTERED',
    ...values,
  };
  return caseHeader.map((column) => usual[column] ?? '');
};

const closed = {
  accepted_at: '2026-09-14 15:00',
  answered_at: '2026-09-17 09:00',
  called_back_at: '2026-09-18 09:00',
  closed_at: '2026-09-18 10:00',
  result: 'HANDLED',
  answer_text: '已修复',
  state: 'CLOSED',
};

const cases = [
  row({ case_code: '霁办件2026-02101', opened_at: '2026-09-14 08:00', due_date: '2026-09-20', ...closed }),
  row({ case_code: '霁办件2026-02102', opened_at: '2026-09-14 08:30', due_date: '2026-09-16', ...closed }),
  row({ case_code: '霁办件2026-02103', opened_at: '2026-09-14 08:40', due_date: '2026-09-16', state: 'WITHDRAWN' }),
  row({
    case_code: '霁办件2026-02104',
    kind: 'SERVICE',
    opened_at: '2026-09-14 09:00',
    due_date: '2026-09-20',
    ...closed,
    onsite_visits: '2',
  }),
  row({
    case_code: '霁办件2026-02105',
    kind: 'SERVICE',
    opened_at: '2026-09-15 09:00',
    due_date: '2026-09-21',
    ...closed,
    onsite_visits: '1',
  }),
  row({
    case_code: '霁办件2026-02106',
    kind: 'SERVICE',
    opened_at: '2026-09-17 16:00',
    due_date: '2026-10-08',
    state: 'SUPPLEMENT',
  }),
  row({
    case_code: '霁办件2026-02107',
    kind: 'PETITION',
    channel: 'LETTER',
    opened_at: '2026-09-15 10:00',
    accepted_at: '2026-09-20 15:54',
    due_date: '2026-12-21',
    extension_approved: 'Y',
    state: 'HANDLING',
  }),
  row({ case_code: '霁办件2026-02108', kind: 'PETITION', channel: 'LETTER', opened_at: '2026-09-22 10:00' }),
  row({
    case_code: '霁办件2026-02109',
    kind: 'ACCUSATION',
    channel: 'LETTER',
    title: 'CANARY-9',
    text: 'CANARY-9',
    accused_org: 'JC10',
    responsible_org: 'JC01',
    officer: 'X504',
    opened_at: '2026-09-22 11:00',
  }),
  row({ case_code: '霁办件2026-02106B', opened_at: '2026-09-22 11:00' }),
  row({ case_code: '霁办件2026-02110', opened_at: '0000-00-00 00:00' }),
  row({ case_code: '霁办件2026-02111', opened_at: '2026-09-22 11:00', responsible_org: 'JC99' }),
  row({ case_code: '霁办件2026-02112', opened_at: '2026-09-22 11:00', answered_at: '2026-09-23 11:00' }),
];

const events = [
  ['E1', '霁办件2026-02106', '1', '2026-09-17 17:00', 'SUPPLEMENT_NOTICE', 'X501', '', '缺身份证'],
  ['E2', '霁办件2026-02106', '2', '2026-09-20 10:00', 'SUPPLEMENT', 'X501', '', '已补齐'],
  ['E3', '霁办件2026-02106', '3', '2026-09-21 09:00', 'SUPPLEMENT_NOTICE', 'X501', '', '第二次要求补正'],
  ['E4', '霁办件2026-02107', '1', '2026-09-23 14:47', 'EXTEND', 'X501', '', '情况复杂'],
  ['E5', '霁办件2026-02108', '1', '2026-09-24 11:00', 'TRANSFER', 'X501', 'JC11', '转办'],
  ['E6', '霁办件2026-02103', '1', '2026-09-15 11:00', 'WITHDRAW', 'X501', '', '申请人撤回'],
  ['E7', '霁办件2026-02101', '1', '2026-09-14 08:00', 'OPEN', 'X501', '', '登记'],
  ['E8', '霁办件2026-02101', '1', '2026-09-14 09:00', 'ACCEPT', 'X501', '', '受理'],
  ['E9', '霁办件2026-09999', '1', '2026-09-14 09:00', 'ACCEPT', 'X501', '', '受理'],
];

describe.each(testDialects())('imported cases on %s', (dialect) => {
  let room: CasesRoom;
  let fates: { key: string | null; outcome: string; remarks: { reason: string }[] }[];
  let entries: typeof fates;

  beforeAll(async () => {
    room = await openCasesRoom(dialect, '2026-10-16T14:00:00Z');
    const { importer } = room.people;
    fates = await room.importFile('importCases', { file: 'cases.csv', header: caseHeader, rows: cases }, importer);
    entries = await room.importFile(
      'importCaseEvents',
      { file: 'case_events.csv', header: eventHeader, rows: events },
      importer,
    );
  });
  afterAll(() => room[Symbol.asyncDispose]());

  it('takes what can be stored and says why not the rest', () => {
    expect(fates.slice(0, 9).map(({ outcome }) => outcome)).toEqual(Array(9).fill('ACCEPTED'));
    expect(fates.slice(9).map(({ outcome }) => outcome)).toEqual(['REJECTED', 'REJECTED', 'QUARANTINED', 'REJECTED']);
    expect(entries.map(({ outcome }) => outcome)).toEqual([...Array(7).fill('ACCEPTED'), 'REJECTED', 'QUARANTINED']);
  });

  it('answers the same rows the same, and refuses a fact that comes with other content', async () => {
    const { importer } = room.people;
    const before = await room.service.events();
    const again = await room.importFile(
      'importCases',
      { file: 'cases.csv', header: caseHeader, rows: cases },
      importer,
    );
    expect(again).toEqual(fates);

    const changed = [row({ case_code: '霁办件2026-02101', opened_at: '2026-09-14 08:01', due_date: '2026-09-20' })];
    const csv = { file: 'cases.csv', header: caseHeader, rows: changed, export: 'another' };
    const [fate] = await room.importFile('importCases', csv, importer);
    expect(fate).toMatchObject({ outcome: 'REJECTED' });
    expect(fate.remarks.some(({ reason }: { reason: string }) => reason.startsWith('DUPLICATE'))).toBe(true);
    expect(await room.service.events()).toHaveLength(before.length);
  });

  it('publishes history as its dates imply, and of an accusation no unit', async () => {
    const of = async (code: string) => {
      const opened = (await room.service.events('CaseOpened')).find(
        ({ data }) => (data as { code: string }).code === code,
      );
      return (await room.service.events()).filter(({ subject }) => subject === opened?.subject);
    };
    const types = async (code: string) => (await of(code)).map(({ type }) => type.split('.')[1]);

    expect(await types('霁办件2026-02101')).toEqual([
      'CaseOpened',
      'CaseAccepted',
      'CaseAnswered',
      'CaseCalledBack',
      'CaseClosed',
    ]);
    expect(await types('霁办件2026-02106')).toEqual([
      'CaseOpened',
      'SupplementDemanded',
      'CaseSupplemented',
      'SupplementDemanded',
    ]);
    expect(await types('霁办件2026-02107')).toEqual(['CaseOpened', 'CaseAccepted', 'CaseExtended']);
    const [, accepted, extended] = await of('霁办件2026-02107');
    expect(accepted?.data).toMatchObject({ dueAt: '2026-11-19T16:00:00.000Z' });
    expect(extended?.data).toMatchObject({ dueAt: '2026-12-21T16:00:00.000Z' });
    const [accusation] = await of('霁办件2026-02109');
    expect(accusation).toMatchObject({
      orgid: null,
      provenance: 'imported',
      data: { title: null, responsibleOrgId: null },
    });
  });

  it('gives the importer counts and clocks, and no text', async () => {
    const board = `query ($orgId: ID!) { caseBoard(orgId: $orgId) { byKindState { kind state count } secondSupplements
      oneTripService { numerator denominator value } hotlineOnTime { numerator denominator } }
      petitionClocks(orgId: $orgId) { nodes { code noticeDueOn noticeState finishDueOn extendedFinishDueOn objectionDueOn } }
      serviceCases { totalCount } }`;
    const read = await room.ask(board, { orgId: room.orgs.county.id }, room.people.importer);

    expect(read.caseBoard.oneTripService).toEqual({ numerator: 1, denominator: 2, value: 0.5 });
    expect(read.caseBoard.hotlineOnTime).toEqual({ numerator: 1, denominator: 2 });
    expect(read.caseBoard.secondSupplements).toEqual(['霁办件2026-02106']);
    expect(read.caseBoard.byKindState).toContainEqual({ kind: 'ACCUSATION', state: 'REGISTERED', count: 1 });
    expect(read.petitionClocks.nodes).toEqual([
      {
        code: '霁办件2026-02107',
        noticeDueOn: '2026-09-30',
        noticeState: 'ON_TIME',
        finishDueOn: '2026-11-19',
        extendedFinishDueOn: '2026-12-21',
        objectionDueOn: null,
      },
      {
        code: '霁办件2026-02108',
        noticeDueOn: '2026-10-08',
        noticeState: 'OVERDUE',
        finishDueOn: null,
        extendedFinishDueOn: null,
        objectionDueOn: '2026-10-09',
      },
    ]);
    expect(read.serviceCases.totalCount).toBe(0);
  });

  it('counts accusations for nobody of the accused unit', async () => {
    const board = 'query ($orgId: ID!) { caseBoard(orgId: $orgId) { byKindState { kind } } }';
    const ofAccused = {
      ...room.people.importer,
      posts: [{ ...room.people.importer.posts[0], orgId: room.orgs.rescueDivision.id }],
    };
    const read = await room.ask(board, { orgId: room.orgs.county.id }, ofAccused as never);

    expect(read.caseBoard.byKindState.map(({ kind }: { kind: string }) => kind)).not.toContain('ACCUSATION');
  });

  it('keeps the rows of the export free of what accuses', async () => {
    const rows = '{ receptionImportRows(export: "county-month", file: "cases.csv") { key remarks { raw clean } } }';
    expect(JSON.stringify(await room.ask(rows, {}, room.people.importer))).not.toContain('CANARY');
  });

  it('counts for analytics what the figures say', async () => {
    const counters = createCaseCounts({ kit: room.service.kit } as never);
    const [from, to] = [new Date('2026-09-01T00:00:00Z'), new Date('2026-11-01T00:00:00Z')];
    const asked = (metric: string, orgId: string | null = null) =>
      ownCount(counters, { metric, from, to, asOf: room.service.clock.now(), orgId });

    expect(await asked('case.count')).toMatchObject({ value: 9 });
    expect(await asked('case.count', room.orgs.county.id)).toMatchObject({ value: 0 });
    expect(await asked('case.onTime')).toMatchObject({ numerator: 3, denominator: 5 });
    expect(await asked('case.oneTrip')).toMatchObject({ numerator: 1, denominator: 2 });
    expect(await asked('case.secondSupplement')).toMatchObject({ value: 1 });
    expect(await asked('case.firstReply.p50')).toMatchObject({ value: 72 });
    expect(await asked('pet.noticeOnTime')).toMatchObject({ numerator: 1, denominator: 2 });
    expect(() => asked('call.total')).toThrow('BAD_USER_INPUT');
  });

  it('continues the series after its last number', async () => {
    const { code } = await room.open({ title: '反映另一盏路灯' });
    expect(code).toBe('霁办件2026-02110');
  });
});
