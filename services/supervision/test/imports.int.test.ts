import { caseOpened } from '@chengqi/schemas/events/reception';
import { systemIds, systemViewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { supervision } from '../src/service.ts';
import { openSupervision, type Supervision } from './supervision.ts';

const headers = {
  importSupervisionItems:
    'item_code,title,category,weight,source_type,source_ref,requirement,leader,supervisor,lead_org,co_orgs,registered_at,accepted_at,due_date,original_due_date,feedback_cycle,progress_percent,state,verify_method,verifier,verified_at,verify_fail_count,struck_off_at,notice_color,notice_issued_at,notice_answered_at,obstacle_text,obstacle_raised_at,obstacle_resolved_at,leader_feedback_score',
  importProgressReports: 'report_no,item_code,org_code,reporter,reported_at,percent,text,problems',
  importExtensions:
    'extension_no,item_code,from_due,to_due,reason,progress,requested_by,requested_at,decided_by,decided_at,decision',
  importWeeklyReports:
    'submission_no,org_code,period,attempt,submitted_by,submitted_at,state,return_reason,cases_handled,hazards_found,funds_wan,summary,next_plan',
};

describe.each(testDialects())('imported supervision on %s', (dialect) => {
  let s: Supervision;
  let files = 0;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  async function take(mutation: keyof typeof headers, lines: string[], file?: string, balanceDay?: string) {
    files += 1;
    const rows = lines.map((line, n) => ({ record: n + 1, line: n + 2, values: line.split(',') }));
    const query = `mutation ($input: ImportInput!) { ${mutation}(input: $input) { rows { outcome remarks { column reason } } } }`;
    const input = {
      export: 'month',
      file: file ?? `${files}.csv`,
      header: headers[mutation].split(','),
      rows,
      balanceDay,
    };
    const { data, errors } = await s.office.execute(query, { input }, s.county.people.importer);
    if (errors) return errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code);
    return data[mutation].rows.map(({ outcome, remarks }: { outcome: string; remarks: { reason: string }[] }) =>
      [outcome, ...remarks.map(({ reason }) => reason.split(':')[0])].join(' '),
    );
  }
  const row = (code: string, more: Record<string, string> = {}) => {
    const { people } = s.county;
    const values: Record<string, string> = {
      item_code: code,
      title: '校舍排查',
      category: 'MEETING',
      weight: 'NORMAL',
      requirement: '排查全部校舍',
      leader: people.leader.staffNo ?? '',
      supervisor: people.supervisor.staffNo ?? '',
      lead_org: 'JC11',
      co_orgs: 'JC30',
      registered_at: '2026-09-01 09:00',
      accepted_at: '2026-09-01 10:00',
      due_date: '2026-09-30',
      feedback_cycle: 'NONE',
      progress_percent: '60',
      state: 'IN_PROGRESS',
      verify_fail_count: '0',
      ...more,
    };
    return headers.importSupervisionItems
      .split(',')
      .map((name) => values[name] ?? '')
      .join(',');
  };
  const items = async () => {
    const query = `query ($o: ID!, $a: DateTime) { itemLights(orgId: $o, asOf: $a, first: 100) { nodes { id code light reason } } }`;
    const variables = { o: s.county.orgs.county.id, a: '2026-09-14T01:00:00Z' };
    const { data } = await s.office.execute(query, variables, s.county.people.importer);
    return new Map<string, { id: string; light: string; reason: string | null }>(
      data.itemLights.nodes.map((node: { code: string }) => [node.code, node]),
    );
  };
  const item = async (code: string, fields: string) => {
    const id = (await items()).get(code)?.id;
    const query = `query ($id: ID!) { supervisionItem(id: $id) { ${fields} } }`;
    return (await s.office.execute(query, { id }, s.county.people.director)).data.supervisionItem;
  };

  it('an item is an orphan while nothing here bears the number of its source', async () => {
    const orphans = async () => {
      const query = '{ supervisionItems(where: { orphan: true }) { nodes { code } } }';
      const { data } = await s.office.execute(query, {}, s.county.people.director);
      return data.supervisionItems.nodes.map(({ code }: { code: string }) => code);
    };
    const source = { source_type: 'RESOLUTION', source_ref: 'CW2026-77-01' };
    await take('importSupervisionItems', [row('督〔2026〕17号', source), row('督〔2026〕18号')]);
    expect(await orphans()).toEqual(['督〔2026〕17号']);

    await s.adopted({ code: 'CW2026-77-01' }, { provenance: 'imported' });
    expect(await orphans()).toEqual([]);
  });

  it('tells the past of each row, keeps numbers once and refuses a verifier of a unit at work (SUP-3)', async () => {
    const { people } = s.county;
    const done = {
      state: 'STRUCK_OFF',
      verify_method: 'ONSITE',
      verified_at: '2026-09-10 09:00',
      struck_off_at: '2026-09-11 09:00',
      leader_feedback_score: '5',
    };
    const lines = [
      row('督〔2026〕40号'),
      row('督〔2026〕41号', { ...done, verifier: people.otherSupervisor.staffNo ?? '' }),
      row('督〔2026〕42号', { ...done, verifier: people.educationHead.staffNo ?? '' }),
      row('督〔2026〕43号', { state: 'SUSPENDED' }),
    ];
    const answers = ['ACCEPTED', 'ACCEPTED', 'QUARANTINED SEPARATION_OF_DUTIES', 'ACCEPTED'];
    expect(await take('importSupervisionItems', lines, 'items.csv')).toEqual(answers);
    expect(await take('importSupervisionItems', lines, 'items.csv')).toEqual(answers);
    expect(await take('importSupervisionItems', [row('督〔2026〕40号', { weight: 'MAJOR' })])).toEqual([
      'REJECTED DUPLICATE',
    ]);
    const lights = await items();
    expect(lights.get('督〔2026〕40号')).toMatchObject({ light: 'GREEN', reason: null });
    expect(lights.get('督〔2026〕41号')).toMatchObject({ light: 'NONE', reason: 'CLOSED_OR_SUSPENDED' });
    const told = (await s.office.events()).filter(({ subject }) => subject === lights.get('督〔2026〕41号')?.id);
    expect(told.map(({ type, provenance }) => `${type.split('.')[1]} ${provenance}`)).toEqual(
      [
        'ItemRegistered',
        'ItemAssigned',
        'ItemAccepted',
        'CompletionSubmitted',
        'ItemCompleted',
        'ItemStruckOff',
        'LeaderFeedbackGiven',
      ].map((name) => `${name} imported`),
    );
  });

  it('links a source by its number whichever comes first; an accusation never becomes one (SUP-10)', async () => {
    const { orgs } = s.county;
    const source = (type: string, ref: string) => ({ source_type: type, source_ref: ref });
    await take('importSupervisionItems', [
      row('督〔2026〕50号', source('RESOLUTION', 'CW2026-07-01')),
      row('督〔2026〕51号', source('PETITION', '霁办件2026-00001')),
      row('督〔2026〕52号', source('PETITION', '霁办件2026-00002')),
    ]);
    const resolutionId = await s.adopted({ code: 'CW2026-07-01' }, { provenance: 'imported' });
    const open = async (code: string, kind: 'PETITION' | 'ACCUSATION') => {
      const caseId = systemIds.next('cas');
      const data = {
        caseId,
        code,
        kind,
        channel: 'LETTER',
        responsibleOrgId: null,
        siteId: null,
        safety: false,
        title: null,
        text: null,
        callId: null,
        openedAt: '2026-09-01T01:00:00Z',
        dueAt: null,
        noticeDueAt: null,
      } as const;
      await s.office.deliver(caseOpened, caseId, data, { provenance: 'imported', orgId: orgs.county.id, times: 2 });
      return caseId;
    };
    const petition = await open('霁办件2026-00001', 'PETITION');
    await open('霁办件2026-00002', 'ACCUSATION');

    const read = 'sourceCode source { __typename ... on Resolution { id } ... on ServiceCase { id } }';
    expect((await item('督〔2026〕50号', read)).source).toEqual({ __typename: 'Resolution', id: resolutionId });
    expect((await item('督〔2026〕51号', read)).source).toEqual({ __typename: 'ServiceCase', id: petition });
    expect(await item('督〔2026〕52号', read)).toEqual({ sourceCode: '霁办件2026-00002', source: null });
    const again = s.act(s.county.people.supervisor, 'proposeItem', {
      source: { type: 'RESOLUTION', id: resolutionId },
    });
    await expect(again).rejects.toThrow('DUPLICATE');
  });

  it('keeps aside what history could not have been: late wishes, a third extension, reports of strangers', async () => {
    const wish = (no: string, asked: string, decision = 'APPROVED') =>
      `${no},督〔2026〕40号,2026-09-20,2026-09-30,原因,进度,,${asked},,${decision === 'PENDING' ? '' : '2026-09-12 09:00'},${decision}`;
    expect(
      await take('importExtensions', [
        wish('Y1', '2026-09-10 09:00'),
        wish('Y2', '2026-09-21 09:00'),
        wish('Y3', '2026-09-11 09:00', 'REFUSED'),
        wish('Y4', '2026-09-12 09:00'),
        wish('Y5', '2026-09-12 10:00'),
        'Y6,督〔2026〕99号,2026-09-20,2026-09-30,原因,进度,,2026-09-10 09:00,,,PENDING',
      ]),
    ).toEqual([
      'ACCEPTED',
      'QUARANTINED DEADLINE_PASSED',
      'ACCEPTED',
      'ACCEPTED',
      'QUARANTINED LIMIT_EXCEEDED',
      'QUARANTINED REFERENCE_UNKNOWN',
    ]);
    expect(
      await take('importProgressReports', [
        '40-1,督〔2026〕40号,JC11,,2026-09-05 09:00,20,进展,',
        '40-2,督〔2026〕40号,JC10,,2026-09-06 09:00,20,进展,',
        '40-3,督〔2026〕40号,JC30,,2026-09-06 09:00,101,进展,',
      ]),
    ).toEqual(['ACCEPTED', 'QUARANTINED REFERENCE_UNKNOWN', 'REJECTED BAD_USER_INPUT']);
    expect((await items()).get('督〔2026〕40号')).toMatchObject({ light: 'YELLOW', reason: 'BEHIND_SCHEDULE' });
  });

  it('what is open at the balance day enters live: limits run, people go on, nothing of before is told', async () => {
    const { people } = s.county;
    const runTimer = (name: string) => {
      const timer = supervision.start(s.office.kit).timers?.find((known) => known.name === name);
      if (!timer) throw new Error(`no timer ${name}`);
      return s.office.kit.transact(timer.run);
    };
    const lines = [
      row('督〔2026〕30号', { due_date: '2026-09-08' }),
      row('督〔2026〕31号', { co_orgs: '', due_date: '2026-10-30', feedback_cycle: 'WEEKLY' }),
      row('督〔2026〕32号', { state: 'FILED', due_date: '2026-08-31', verified_at: '2026-09-10 09:00' }),
    ];
    expect(await take('importSupervisionItems', lines, 'balances.csv', '2027-09-13')).toEqual(['BAD_USER_INPUT']);
    expect(await take('importSupervisionItems', lines, 'balances.csv', '2026-09-13')).toEqual(
      Array(3).fill('ACCEPTED'),
    );
    await runTimer('lights');
    await runTimer('deadlines');
    const limits = async (code: string): Promise<string[]> =>
      (await item(code, 'deadlines { rule clock dueOn }')).deadlines
        .map(({ rule, clock, dueOn }: Record<string, string>) => `${rule} ${clock} ${dueOn}`)
        .sort();
    expect(await limits('督〔2026〕30号')).toEqual([
      'ACCEPT MET 2026-09-02',
      'ACCEPT MET 2026-09-02',
      'FINISH BREACHED 2026-09-08',
      'REGISTER MET 2026-09-03',
    ]);
    expect(await limits('督〔2026〕31号')).toContain('FINISH RUNNING 2026-10-30');
    expect([await limits('督〔2026〕32号'), await limits('督〔2026〕40号')]).toEqual([[], []]);
    const { id } = await item('督〔2026〕31号', 'id');
    const overdue = await item('督〔2026〕30号', 'id');
    const told = async () =>
      (await s.office.events()).flatMap(({ type, data }) => {
        const { itemId, rule } = data as { itemId?: string; rule?: string };
        if (!/Deadline(Warned|Breached)/.test(type) || (itemId !== id && itemId !== overdue.id)) return [];
        return [`${type.split('.')[1]} ${rule} ${itemId === id ? 31 : 30}`];
      });
    expect(await told()).toEqual([]);

    const toDueOn = '2026-11-20';
    await s.act(people.educationHead, 'requestExtension', {
      itemId: id,
      toDueOn,
      reason: '需要时间',
      progress: '过半',
    });
    const wish = (await item('督〔2026〕31号', 'extensions { id }')).extensions[0].id;
    await s.act(people.director, 'decideExtension', { extensionId: wish, approve: true });
    expect(await limits('督〔2026〕31号')).toContain('FINISH RUNNING 2026-11-20');
    s.office.clock.advance({ days: 80 });
    await runTimer('deadlines');
    await runTimer('deadlines');
    expect((await told()).filter((line) => line.includes('Breached FINISH'))).toEqual(['DeadlineBreached FINISH 31']);

    await s.act(people.educationHead, 'submitCompletion', { itemId: id, result: '已全部排查' });
    await s.pass(id);
    expect(await s.act(people.director, 'strikeOffItem', { itemId: id })).toMatchObject({ state: 'STRUCK_OFF' });
    s.office.clock.advance({ days: -80 });
  });

  it('tells of what blocked an item, and of each verification on the date of the last', async () => {
    const given = {
      ...{ state: 'COMPLETED', progress_percent: '100', verify_method: 'DESK', verify_fail_count: '2' },
      ...{ verifier: s.county.people.supervisor.staffNo ?? '', verified_at: '2026-09-10 10:00' },
      ...{ obstacle_text: '缺资金', obstacle_raised_at: '2026-09-02 09:00', obstacle_resolved_at: '2026-09-05 09:00' },
    };
    expect(await take('importSupervisionItems', [row('督〔2026〕47号', given)])).toEqual(['ACCEPTED']);

    const id = (await items()).get('督〔2026〕47号')?.id;
    const told = (await s.office.events())
      .filter(({ data }) => (data as { itemId?: string }).itemId === id)
      .map(({ type, provenance, data }) => {
        const { at, completedAt } = data as { at?: string; completedAt?: string };
        return [type.split('.')[1], provenance, at ?? completedAt].join(' ');
      });
    expect(told).toEqual(
      expect.arrayContaining([
        'ObstacleRaised imported 2026-09-02T01:00:00.000Z',
        'ObstacleResolved imported 2026-09-05T01:00:00.000Z',
        'VerificationFailed imported 2026-09-10T02:00:00.000Z',
        'ItemCompleted imported 2026-09-10T02:00:00.000Z',
      ]),
    );
  });

  it('takes hand-ins in any order, and the live series of items continues after the highest', async () => {
    const { people } = s.county;
    const turn = (no: string, attempt: number, at: string, state: string, cases = 5) =>
      `${no},JC11,2026-W37,${attempt},,${at},${state},,${cases},1,2.5,,`;
    expect(
      await take('importWeeklyReports', [
        turn('Z2', 2, '2026-09-12 09:00', 'ACCEPTED', 8),
        turn('Z1', 1, '2026-09-11 17:00', 'RETURNED'),
        turn('Z3', 2, '2026-09-12 10:00', 'ACCEPTED'),
        'Z4,JC11,2026-W99,1,,2026-09-12 10:00,ACCEPTED,,1,1,1,,',
      ]),
    ).toEqual(['ACCEPTED', 'ACCEPTED', 'REJECTED DUPLICATE', 'REJECTED BAD_USER_INPUT']);
    const { data } = await s.office.execute('{ reportingDuties { id } }', {}, people.importer);
    const matrix =
      'query ($d: ID!) { submissionMatrix(dutyId: $d, periods: ["2026-W37"]) { nodes { cells { state attempts } } } }';
    const cells = await s.office.execute(matrix, { d: data.reportingDuties[0].id }, people.importer);
    expect(cells.data.submissionMatrix.nodes).toEqual([{ cells: [{ state: 'ON_TIME', attempts: 2 }] }]);

    const proposed = await s.act(people.supervisor, 'proposeItem', {
      ownerOrgId: s.county.orgs.governmentOffice.id,
      title: '回访',
      requirement: '回访',
    });
    const registered = await s.act(people.director, 'registerItem', { itemId: proposed.id, ...s.registration });
    expect(registered.code).toBe('督〔2026〕53号');
  });

  it('SUP-9: a unit that did not hand in owes the weeks of the others, and counts as missing', async () => {
    const turn = (no: string, org: string, week: string, at: string, state = 'ACCEPTED') =>
      `${no},${org},2026-${week},1,,${at},${state},,5,1,2.5,,`;
    const before = (await s.office.events('ReportDue')).length;
    const rows = [
      turn('Y1', 'JC11', 'W36', '2026-09-04 21:00'),
      turn('Y2', 'JC30', 'W38', '2026-09-18 21:01'),
      turn('Y3', 'JC11', 'W38', '2026-09-18 16:00', 'RETURNED'),
    ];
    expect(await take('importWeeklyReports', rows)).toEqual(rows.map(() => 'ACCEPTED'));

    const told = (await s.office.events('ReportDue')).slice(before);
    const { town } = s.county.orgs;
    expect(told.map(({ data, provenance }) => ({ ...(data as object), provenance }))).toEqual([
      expect.objectContaining({ orgId: town.id, period: '2026-W36', provenance: 'imported' }),
      expect.objectContaining({ orgId: town.id, period: '2026-W37', graceUntil: '2026-09-11T13:00:00.000Z' }),
    ]);
    const handedIn = (await s.office.events('ReportSubmitted')).at(-1)?.data;
    expect(handedIn).toMatchObject({
      dueAt: '2026-09-18T09:00:00.000Z',
      graceUntil: '2026-09-18T13:00:00.000Z',
      decidedAt: '2026-09-18T08:00:00.000Z',
    });
    const query =
      'query ($input: OwnCountInput!) { supervisionOwnCount(input: $input) { numerator denominator value } }';
    const count = async (metric: string, asOf: string, orgId?: string) => {
      const input = { metric, from: '2026-08-31T16:00:00Z', to: '2026-09-30T16:00:00Z', asOf, orgId };
      const { numerator, denominator } = (await s.office.execute(query, { input }, systemViewer)).data
        .supervisionOwnCount;
      return [numerator, denominator];
    };
    const later = '2026-09-30T16:00:00Z';
    expect(await count('rep.onTime', later)).toEqual([2, 6]);
    expect(await count('rep.onTime', '2026-09-18T13:00:00Z')).toEqual([2, 6]);
    expect(await count('rep.onTime', '2026-09-18T12:59:59Z')).toEqual([2, 4]);
    expect(await count('rep.missing', later)).toEqual([2, null]);
    expect(await count('rep.missing', '2026-09-18T13:00:00Z')).toEqual([3, null]);
    expect(await count('rep.missing', later, s.county.orgs.educationBureau.id)).toEqual([0, null]);
    expect(await count('rep.returned', later)).toEqual([2, 5]);
    expect(await count('rep.returned', later, town.id)).toEqual([0, 1]);
  });

  it('counts itself for the system alone', async () => {
    const query =
      'query ($input: OwnCountInput!) { supervisionOwnCount(input: $input) { numerator denominator value } }';
    const count = (metric: string, as = systemViewer) => {
      const input = { metric, from: '2026-08-31T16:00:00Z', to: '2026-10-31T16:00:00Z', asOf: '2026-10-31T16:00:00Z' };
      return s.office.execute(query, { input }, as);
    };
    expect((await count('sup.onTime')).data.supervisionOwnCount).toMatchObject({ numerator: 1 });
    expect((await count('sup.unknown')).errors?.[0].extensions.code).toBe('BAD_USER_INPUT');
    expect((await count('sup.onTime', s.county.people.director)).errors?.[0].extensions.code).toBe('FORBIDDEN');
  });
});
