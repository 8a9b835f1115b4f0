import { limitsOf } from '@chengqi/office-kernel/testing';
import { callMissed, caseOpened } from '@chengqi/schemas/events/reception';
import { itemRegistered } from '@chengqi/schemas/events/supervision';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { security } from '../src/service.ts';
import { type SecurityOffice, startSecurityOffice } from './office.ts';
import { aCall, aCase, anItem, closedRow, history, takeHazards, takeRows } from './rows.ts';

const recheckColumns = ['recheck_no', 'hazard_code', 'round', 'checker', 'checked_at', 'result', 'findings'];

describe.each(testDialects())('the hazard ledger of an export on %s', (dialect) => {
  let office: SecurityOffice;
  beforeAll(async () => {
    office = await startSecurityOffice(dialect, { at: '2026-09-14T01:00:00Z' });
  });
  afterAll(() => office.close());

  let record = 0;
  const take = (...rows: Parameters<typeof takeHazards>[1]) => {
    const from = record + 1;
    record += rows.length;
    return takeHazards(office, rows, { from });
  };
  const row = (no: number, changes: Record<string, string> = {}) => closedRow(office, no, changes);

  const hazard = async (no: number) => {
    const query = `query ($orgId: ID!, $code: String!) { hazardByCode(orgId: $orgId, code: $code) {
      id code state level imported dueAt originalDueAt closedAt dismissedAt failCount sourceType listed restrictsSite
      reportedIn { __typename ... on Call { id } ... on ServiceCase { id } } sourceItem { id } recurrenceOf { code }
      plan { measures responsible { id } deadline approvedAt } rechecks { round result by { id } } allowedActions } }`;
    const variables = { orgId: office.orgs.county.id, code: `隐〔2026〕${no}号` };
    return (await office.execute(query, variables, office.people.safetyOfficer)).data.hazardByCode;
  };
  const told = async (no: number) => {
    const { id } = await hazard(no);
    return (await office.events()).filter(({ subject }) => subject === id);
  };
  const typesOf = async (no: number) => (await told(no)).map(({ type }) => type.split('.')[1]);

  it('keeps each hazard as it stood and tells what its dates imply, as history', async () => {
    expect(
      await take(
        row(205),
        row(206, { state: 'RECTIFYING', closed_at: '', stop_use: 'Y' }),
        row(207, { state: 'DISMISSED', confirmed_at: '', due_date: '', measures: '', closed_at: '' }),
        row(208, { state: 'REPORTED', level: '', confirmed_at: '', due_date: '', measures: '', closed_at: '' }),
      ),
    ).toEqual(Array(4).fill('ACCEPTED'));

    expect(await hazard(205)).toMatchObject({
      state: 'CLOSED',
      imported: true,
      dueAt: '2026-09-09T16:00:00.000Z',
      originalDueAt: '2026-09-09T16:00:00.000Z',
      closedAt: '2026-09-05T09:00:00.000Z',
      plan: { measures: ['更换线路', '加装保护'], deadline: '2026-09-09' },
    });
    expect(await hazard(206)).toMatchObject({ state: 'RECTIFYING', restrictsSite: true });
    expect(await typesOf(205)).toEqual(['HazardReported', 'HazardConfirmed', 'HazardClosed']);
    expect(await typesOf(206)).toEqual(['HazardReported', 'HazardConfirmed']);
    expect(await typesOf(207)).toEqual(['HazardReported', 'HazardDismissed']);
    expect(await typesOf(208)).toEqual(['HazardReported']);
    const [reported, confirmed, closed] = await told(205);
    expect(reported).toMatchObject({
      provenance: 'imported',
      data: { state: 'REPORTED', reportedAt: '2026-09-01T01:00:00.000Z', category: 'ELECTRIC', recurrence: false },
    });
    expect(confirmed?.data).toMatchObject({
      confirmedAt: '2026-09-02T01:00:00.000Z',
      originalDueAt: '2026-09-09T16:00:00.000Z',
    });
    expect(closed?.data).toMatchObject({ state: 'CLOSED', closedAt: '2026-09-05T09:00:00.000Z' });
    expect((await told(206)).at(-1)?.data).toMatchObject({ state: 'RECTIFYING' });
  });

  it('what is open at the balance day stands under its limits, of which nothing before that day is told', async () => {
    const limits = limitsOf(office, security);
    const rows = [
      row(130, { state: 'RECTIFYING', closed_at: '' }),
      row(131, { state: 'RECTIFYING', closed_at: '', due_date: '2026-09-20' }),
      row(132),
    ];
    const taken = await takeHazards(office, rows, { from: 1, name: 'balances', balanceDay: '2026-09-13' });
    expect(taken).toEqual(Array(3).fill('ACCEPTED'));
    const rectify = async (no: number) => {
      const query = 'query ($id: ID!) { hazard(id: $id) { deadlines { rule clock dueOn } } }';
      const { data } = await office.execute(query, { id: (await hazard(no)).id }, office.people.safetyOfficer);
      return data.hazard.deadlines.find(({ rule }: { rule: string }) => rule === 'RECTIFY');
    };
    const breached = async () => (await limits.told()).breached.length;
    expect(await rectify(130)).toMatchObject({ clock: 'BREACHED', dueOn: '2026-09-09' });
    expect(await rectify(131)).toMatchObject({ clock: 'RUNNING', dueOn: '2026-09-20' });
    expect([await rectify(132), await rectify(206)]).toEqual([undefined, undefined]);
    await limits.run();
    expect(await limits.told()).toEqual({ warned: [], breached: [] });

    const input = { hazardId: (await hazard(131)).id, dueOn: '2026-09-25', explanation: '配件未到' };
    await office.act('extendDeadline', input, office.people.safetyOfficer);
    office.clock.advance({ days: 14 });
    await limits.run();
    await limits.run();
    expect(await breached()).toBe(1);
    office.clock.advance({ days: -14 });
  });

  it('HAZ-4: new numbers continue after the last imported one', async () => {
    expect((await office.report()).code).toBe('隐〔2026〕209号');
  });

  it.each([
    ['a number that is none', { hazard_code: '隐患205' }, 'REJECTED hazard_code'],
    ['a state without its limit', { due_date: '' }, 'REJECTED due_date'],
    ['a state without its confirmation', { confirmed_at: '' }, 'REJECTED confirmed_at'],
    ['a state without its unit', { responsible_org: '' }, 'REJECTED responsible_org'],
    ['a state without its level', { level: '' }, 'REJECTED level'],
    ['a closing without its time', { closed_at: '' }, 'REJECTED closed_at'],
    ['a confirmation before the report', { confirmed_at: '2026-08-31 09:00' }, 'REJECTED confirmed_at'],
    ['a closing before the confirmation', { closed_at: '2026-09-01 10:00' }, 'REJECTED closed_at'],
    ['an unknown place', { site_code: 'S-NOWHERE' }, 'QUARANTINED site_code'],
    ['an unknown person', { rectifier: 'NOBODY' }, 'QUARANTINED rectifier'],
  ])('does not take %s', async (_, changes, outcome) => {
    const [answer] = await take(row(300, changes));
    expect(answer).toContain(outcome);
    expect(await hazard(300)).toBeNull();
  });

  it('does not take a number that the ledger has, nor rows of who is no importer', async () => {
    expect(await take(row(209))).toEqual([expect.stringContaining('REJECTED null DUPLICATE')]);
    expect(await takeHazards(office, [row(301)], { as: office.people.safetyOfficer, from: 900 })).toEqual([
      'FORBIDDEN',
    ]);
  });

  it('HAZ-1: keeps the recheck by the rectifier aside, and one from inside the unit when it is MAJOR', async () => {
    const { inspector, educationRectifier, educationHead } = office.people;
    await take(row(220), row(221, { level: 'MAJOR' }), row(222, { state: 'RECTIFYING', closed_at: '' }));
    const recheck = (no: number, round: number, { staffNo }: { staffNo: string | null }, result = 'PASS') => ({
      recheck_no: `${no}-${round}`,
      hazard_code: `隐〔2026〕${no}号`,
      round: String(round),
      checker: staffNo ?? '',
      checked_at: '2026-09-05 17:00',
      result,
    });

    expect(
      await takeRows(office, 'importRechecks', recheckColumns, [
        recheck(220, 1, inspector, 'FAIL'),
        recheck(220, 2, inspector),
        recheck(220, 3, educationRectifier),
        recheck(221, 1, educationHead),
        recheck(221, 2, inspector),
        recheck(222, 1, inspector),
        recheck(222, 2, inspector, 'FAIL'),
        recheck(999, 1, inspector),
        { ...recheck(220, 1, inspector), recheck_no: 'again' },
        { ...recheck(220, 4, inspector), checked_at: '2026-08-01 10:00' },
      ]),
    ).toEqual([
      'ACCEPTED',
      'ACCEPTED',
      'QUARANTINED checker SEPARATION_OF_DUTIES (HAZ-1): the rectifier may not recheck',
      'QUARANTINED checker SEPARATION_OF_DUTIES (HAZ-1): MAJOR is rechecked from outside the responsible unit',
      'ACCEPTED',
      expect.stringContaining('QUARANTINED null GUARD_FAILED HAZ-1'),
      'ACCEPTED',
      expect.stringContaining('QUARANTINED hazard_code'),
      expect.stringContaining('REJECTED null DUPLICATE'),
      expect.stringContaining('REJECTED checked_at'),
    ]);
    expect(await hazard(220)).toMatchObject({
      failCount: 1,
      rechecks: [
        { round: 1, result: 'FAIL', by: { id: inspector.personId } },
        { round: 2, result: 'PASS', by: { id: inspector.personId } },
      ],
    });
    const { data } = await office.execute(
      'query ($orgId: ID!, $codes: [String!]!) { passedRechecks(orgId: $orgId, hazardCodes: $codes) { hazardCode recheckNo } }',
      { orgId: office.orgs.county.id, codes: ['隐〔2026〕220号', '隐〔2026〕223号'] },
      office.people.importer,
    );
    expect(data.passedRechecks).toEqual([{ hazardCode: '隐〔2026〕220号', recheckNo: '隐〔2026〕220号-2' }]);
  });

  it.each(['before', 'after'] as const)('links a source whose owner told it %s the ledger came', async (order) => {
    const base = order === 'before' ? 230 : 240;
    const [caseTold, call] = [aCase(), aCall(`C0910${base}`)];
    const item = anItem(`督〔2026〕${base}号`, office.orgs.educationBureau.id);
    const supervisor = { ...history, orgId: office.orgs.supervisionDivision.id };
    const tell = async () => {
      await office.deliver(caseOpened, caseTold.caseId, caseTold, history);
      await office.deliver(callMissed, call.callId, { ...call, answeredAt: null, outcome: 'MISSED' }, history);
      await office.deliver(itemRegistered, item.itemId, item, supervisor);
    };
    if (order === 'before') await tell();
    await take(
      row(base, { source_type: 'CASE', source_ref: caseTold.code }),
      row(base + 1, { source_type: 'CALL', source_ref: call.callRef }),
      row(base + 2, { source_type: 'SUPERVISION', source_ref: item.code }),
    );
    if (order === 'after') await tell();

    expect(await hazard(base)).toMatchObject({ reportedIn: { __typename: 'ServiceCase', id: caseTold.caseId } });
    expect(await hazard(base + 1)).toMatchObject({ reportedIn: { __typename: 'Call', id: call.callId } });
    expect(await hazard(base + 2)).toMatchObject({ sourceItem: { id: item.itemId }, reportedIn: null });
    const reports = (await told(base)).filter(({ type }) => type.includes('HazardReported'));
    expect(reports.map(({ data }) => (data as { source: { id: string | null } }).source.id)).toEqual(
      order === 'before' ? [caseTold.caseId] : [null, caseTold.caseId],
    );
    expect(reports.at(-1)).toMatchObject({ provenance: 'imported' });
    const linked = (await told(base + 2)).filter(({ type }) => type.includes('HazardLinked'));
    expect(linked).toMatchObject([
      { provenance: 'imported', data: { itemId: item.itemId, linkId: null, state: 'CLOSED' } },
    ]);
  });

  it('a source told while the ledger comes is linked whichever of the two is first', async () => {
    const calls = Array.from({ length: 8 }, (_, n) => aCall(`C0911${n}`));
    await Promise.all([
      take(...calls.map(({ callRef }, n) => row(250 + n, { source_type: 'CALL', source_ref: callRef }))),
      ...calls.map((call) => office.deliver(callMissed, call.callId, call, history)),
    ]);
    const linked = await Promise.all(calls.map((_, n) => hazard(250 + n)));
    expect(linked.map(({ reportedIn }) => reportedIn?.id)).toEqual(calls.map(({ callId }) => callId));
  });

  it('never leads to an accusation, and leaves two equal numbers apart (R-7)', async () => {
    const accusation = aCase({ kind: 'ACCUSATION', title: null, text: null });
    const twins = [aCall('C-TWIN'), aCall('C-TWIN')];
    await office.deliver(caseOpened, accusation.caseId, accusation, history);
    for (const twin of twins) await office.deliver(callMissed, twin.callId, twin, history);
    await take(
      row(270, { source_type: 'CASE', source_ref: accusation.code }),
      row(271, { source_type: 'CALL', source_ref: 'C-TWIN' }),
    );
    expect(await hazard(270)).toMatchObject({ sourceType: 'SERVICE_CASE', reportedIn: null });
    expect(await hazard(271)).toMatchObject({ sourceType: 'CALL', reportedIn: null });
  });

  it('knows a hazard that came back, from the ledger or from before it', async () => {
    await take(
      row(280, { recurrence_of: '隐〔2026〕205号' }),
      row(281, { recurrence_of: '隐〔2025〕17号', description: '电话16093489497' }),
    );
    expect(await hazard(280)).toMatchObject({ recurrenceOf: { code: '隐〔2026〕205号' } });
    expect(await hazard(281)).toMatchObject({ recurrenceOf: null });
    expect((await told(281))[0]?.data).toMatchObject({ recurrence: true, title: '电话160****9497' });
  });
});
