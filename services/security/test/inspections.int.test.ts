import { callAnswered } from '@chengqi/schemas/events/reception';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SecurityOffice, startSecurityOffice } from './office.ts';
import { aCall, closedRow, history, takeHazards, takeRows } from './rows.ts';

const taskColumns = 'task_no,site_code,kind,template,inspectors,due_date,started_at,finished_at,score,state'.split(',');
const findingColumns = 'finding_no,task_no,item_key,text,level,fixed_on_spot,hazard_code'.split(',');
const logColumns = 'log_no,shift_no,at,kind,officer,text,call_ref,open_item,closed_at'.split(',');
const shiftColumns =
  'shift_no,org_code,kind,start_at,end_at,leader,officers,backup,phone,state,phone_tested,handover_open_items'.split(
    ',',
  );

describe.each(testDialects())('inspections and the duty log of an export on %s', (dialect) => {
  let office: SecurityOffice;
  beforeAll(async () => {
    office = await startSecurityOffice(dialect, { at: '2026-10-01T00:00:00Z' });
  });
  afterAll(() => office.close());

  const ask = async (query: string, variables: Record<string, unknown> = {}, as = office.people.safetyOfficer) =>
    (await office.execute(query, variables, as)).data;
  const task = (no: string, changes: Record<string, string> = {}) => ({
    task_no: no,
    site_code: 'S-SCHOOL',
    kind: 'ROUTINE',
    template: '日常巡查表V2',
    inspectors: `${office.people.inspector.staffNo};${office.people.otherInspector.staffNo}`,
    due_date: '2026-09-10',
    started_at: '2026-09-10 14:00',
    finished_at: '2026-09-10 15:00',
    score: '80',
    state: 'CLOSED',
    ...changes,
  });
  const never = { started_at: '', finished_at: '', score: '' };

  it('keeps what was inspected and what was missed, and tells it', async () => {
    expect(
      await takeRows(office, 'importInspections', taskColumns, [
        task('AJ1'),
        task('AJ2', { ...never, state: 'MISSED', site_code: 'S-WARE' }),
        task('AJ3', { ...never, state: 'PLANNED' }),
        task('AJ4', { finished_at: '2026-09-10 13:00' }),
        task('AJ5', { finished_at: '' }),
        task('AJ6', { score: '101' }),
        task('AJ7', { site_code: 'S-NOWHERE' }),
      ]),
    ).toEqual([
      'ACCEPTED',
      'ACCEPTED',
      'ACCEPTED',
      expect.stringContaining('REJECTED finished_at'),
      expect.stringContaining('REJECTED finished_at'),
      expect.stringContaining('REJECTED score'),
      expect.stringContaining('QUARANTINED site_code'),
    ]);

    const [closed, missed] = [await office.events('InspectionClosed'), await office.events('InspectionMissed')];
    expect(closed).toMatchObject([
      { orgid: office.orgs.educationBureau.id, provenance: 'imported', data: { taskNo: 'AJ1', score: 80 } },
    ]);
    expect(missed).toMatchObject([{ data: { taskNo: 'AJ2', finishedAt: null } }]);
    const { inspectionTasks } = await ask(
      '{ inspectionTasks(where: { state: CLOSED }) { totalCount nodes { taskNo site { id } inspectors { id } dueOn score } } }',
    );
    expect(inspectionTasks).toEqual({
      totalCount: 1,
      nodes: [
        {
          taskNo: 'AJ1',
          site: { id: office.sites.school.id },
          inspectors: [office.people.inspector, office.people.otherInspector].map(({ personId: id }) => ({ id })),
          dueOn: '2026-09-10',
          score: 80,
        },
      ],
    });
  });

  it('INS-1: a finding exists once for each item, and leads to its hazard and back', async () => {
    const finding = (no: string, changes: Record<string, string> = {}) => ({
      finding_no: no,
      task_no: 'AJ1',
      item_key: no,
      text: '线路老化',
      level: 'GENERAL',
      fixed_on_spot: 'N',
      hazard_code: '',
      ...changes,
    });
    await takeHazards(office, [closedRow(office, 205, { source_type: 'FINDING', source_ref: 'F1' })]);
    expect(
      await takeRows(office, 'importFindings', findingColumns, [
        finding('F1', { hazard_code: '隐〔2026〕205号' }),
        finding('F2', { fixed_on_spot: '是' }),
        finding('F3', { item_key: 'F1' }),
        finding('F4', { task_no: 'AJ99' }),
      ]),
    ).toEqual([
      'ACCEPTED',
      expect.stringContaining('NORMALISED fixed_on_spot'),
      expect.stringContaining('REJECTED null DUPLICATE'),
      expect.stringContaining('QUARANTINED task_no'),
    ]);
    await takeHazards(office, [closedRow(office, 206, { source_type: 'FINDING', source_ref: 'F2' })], { from: 2 });

    const { hazards, inspectionTasks } = await ask(`{
      hazards { nodes { code sourceType finding { findingNo task { taskNo } } } }
      inspectionTasks(where: { state: CLOSED }) { nodes { findings { findingNo fixedOnSpot hazard { code } } } } }`);
    expect(hazards.nodes).toMatchObject([
      { code: '隐〔2026〕206号', sourceType: 'FINDING', finding: { findingNo: 'F2', task: { taskNo: 'AJ1' } } },
      { code: '隐〔2026〕205号', finding: { findingNo: 'F1' } },
    ]);
    expect(inspectionTasks.nodes[0].findings).toEqual([
      { findingNo: 'F1', fixedOnSpot: false, hazard: { code: '隐〔2026〕205号' } },
      { findingNo: 'F2', fixedOnSpot: true, hazard: { code: '隐〔2026〕206号' } },
    ]);
  });

  it('names key places that nobody finished inspecting in the period, to those whose posts reach them', async () => {
    const query = `query ($orgId: ID!, $asOf: DateTime, $period: DateTimeFilter!) {
      uninspectedKeySites(orgId: $orgId, asOf: $asOf, period: $period) { id } }`;
    const period = { gte: '2026-09-01T00:00:00Z', lt: '2026-10-01T00:00:00Z' };
    const blank = async (as = office.people.safetyOfficer, more: Record<string, unknown> = {}) =>
      (await ask(query, { orgId: office.orgs.county.id, period, ...more }, as)).uninspectedKeySites;
    const warehouse = [{ id: office.sites.warehouse.id }];

    expect(await blank()).toEqual(warehouse);
    expect(await blank(office.people.townHead)).toEqual([]);
    expect(await blank(office.people.safetyOfficer, { orgId: office.orgs.town.id })).toEqual([]);
    const done = { site_code: 'S-WARE', started_at: '2026-09-20 09:00', finished_at: '2026-09-20 10:00' };
    await takeRows(office, 'importInspections', taskColumns, [task('AJ8', done)], { from: 8 });
    expect(await blank()).toEqual([]);
    expect(await blank(office.people.safetyOfficer, { asOf: '2026-09-20T01:59:00Z' })).toEqual(warehouse);
    const october = { period: { gte: '2026-09-20T02:00:01Z' } };
    expect(await blank(office.people.safetyOfficer, october)).toEqual(warehouse);
  });

  it('keeps the log of imported shifts, masked, and shows it to the duty room only', async () => {
    const { leader, dutyOfficer, window, townHead, drafter } = office.people;
    const staff = [leader, dutyOfficer, window].map(({ staffNo }) => staffNo ?? '');
    await takeRows(office, 'importDutyRoster', shiftColumns, [
      {
        ...{ shift_no: 'ZB1', org_code: 'JC0102', kind: 'NIGHT', state: 'PUBLISHED' },
        ...{ start_at: '2026-09-13 20:00', end_at: '2026-09-14 08:00', leader: staff[0] ?? '' },
        officers: staff.slice(1).join(';'),
      },
    ]);
    const entry = (no: string, changes: Record<string, string> = {}) => ({
      ...{ log_no: no, shift_no: 'ZB1', at: '2026-09-13 23:15', kind: 'CALL', officer: staff[1] ?? '' },
      ...{ text: '对方留电话16093489497。', open_item: 'N', ...changes },
    });
    const call = aCall('C091300001');
    await office.deliver(callAnswered, call.callId, call, history);

    expect(
      await takeRows(office, 'importDutyLog', logColumns, [
        entry('L1', { call_ref: call.callRef }),
        entry('L2', { open_item: 'Y', at: '2026-09-13 23:30', text: '请续办', call_ref: 'C-LATER' }),
        entry('L3', { shift_no: 'ZB9' }),
        entry('L4', { closed_at: '2026-09-13 20:00' }),
      ]),
    ).toEqual([
      expect.stringContaining('NORMALISED text'),
      'ACCEPTED',
      expect.stringMatching(/^QUARANTINED .*shift_no/),
      expect.stringMatching(/^REJECTED .*closed_at/),
    ]);
    const query = `query ($r: [_Any!]!, $open: Boolean) { _entities(representations: $r) { ... on Person {
      shifts(period: {}) { nodes { shiftNo log(open: $open) { nodes { logNo text call { id } officer { id } } } } } } } }`;
    const logOf = async (as: typeof leader, open?: boolean) => {
      const representation = { __typename: 'Person', id: window.personId };
      const { _entities } = await ask(query, { r: [representation], open }, as);
      return _entities[0].shifts.nodes.map(({ log }: { log: { nodes: unknown[] } }) => log.nodes);
    };
    expect(await logOf(leader)).toEqual([
      [
        {
          ...{ logNo: 'L1', text: '对方留电话160****9497。', call: { id: call.callId } },
          officer: { id: dutyOfficer.personId },
        },
        { logNo: 'L2', text: '请续办', call: null, officer: { id: dutyOfficer.personId } },
      ],
    ]);
    expect(await logOf(leader, true)).toMatchObject([[{ logNo: 'L2' }]]);
    expect(await logOf(leader, false)).toMatchObject([[{ logNo: 'L1' }]]);
    expect(await logOf(window)).toEqual(await logOf(leader));
    for (const stranger of [townHead, drafter]) expect(await logOf(stranger)).toEqual([[]]);
  });

  it('shows the hazards of a unit, of the organisations above it, and of a place', async () => {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on Org { hazards(state: CLOSED) { nodes { code } } } ... on Site { hazards { nodes { code } } inspections { nodes { taskNo } } } } }`;
    const { orgs, sites } = office;
    const r = [
      { __typename: 'Org', id: orgs.educationBureau.id },
      { __typename: 'Org', id: orgs.county.id },
      { __typename: 'Org', id: orgs.town.id },
      { __typename: 'Site', id: sites.school.id },
    ];
    const { _entities } = await ask(query, { r });
    const codes = [{ code: '隐〔2026〕206号' }, { code: '隐〔2026〕205号' }];
    expect(_entities).toMatchObject([
      { hazards: { nodes: codes } },
      { hazards: { nodes: codes } },
      { hazards: { nodes: [] } },
      { hazards: { nodes: codes }, inspections: { nodes: [{ taskNo: 'AJ3' }, { taskNo: 'AJ1' }] } },
    ]);
  });
});
