import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SecurityOffice, startSecurityOffice } from './office.ts';

const header =
  'shift_no,org_code,kind,start_at,end_at,leader,officers,backup,phone,state,phone_tested,handover_open_items';

describe.each(testDialects())('imported duty rosters on %s', (dialect) => {
  let office: SecurityOffice;
  beforeAll(async () => {
    office = await startSecurityOffice(dialect, { at: '2026-09-01T00:00:00Z' });
  });
  afterAll(() => office.close());

  type Who = { readonly staffNo: string | null };
  const row = (no: string, start: string, end: string, [leader, ...officers]: Who[], orgCode = 'JC01') =>
    `${no},${orgCode},NIGHT,${start},${end},${leader?.staffNo},${officers.map(({ staffNo }) => staffNo).join(';')},,82220001,PUBLISHED,Y,2`;

  async function take(name: string, lines: string[], { from = 1, as = office.people.importer } = {}) {
    const rows = lines.map((line, n) => ({ record: from + n, line: from + n + 1, values: line.split(',') }));
    const answer = await office.execute(
      'mutation ($input: ImportInput!) { importDutyRoster(input: $input) { rows { key outcome remarks { column reason } } } }',
      { input: { export: name, file: 'duty_roster.csv', header: header.split(','), rows } },
      as,
    );
    if (answer.errors) return answer.errors[0].extensions.code;
    return answer.data.importDutyRoster.rows.map(
      ({ outcome, remarks }: { outcome: string; remarks: { column: string; reason: string }[] }) =>
        [outcome, ...remarks.map(({ column, reason }) => `${column} ${reason}`)].join(' '),
    );
  }

  const quality = async (asOf: string) => {
    const query = `query ($orgId: ID!, $asOf: DateTime) {
      rosterQuality(orgId: $orgId, asOf: $asOf) { gapMinutes gaps { from to } } }`;
    const variables = { orgId: office.orgs.governmentOffice.id, asOf };
    return (await office.execute(query, variables, office.people.auditor)).data.rosterQuality;
  };

  it('keep their one-minute gap with a remark, keep a double shift aside, and are not published again (DUTY-1, DUTY-2)', async () => {
    const { leader, principal, dutyOfficer, window, publicist, drafter, emergencyHead } = office.people;
    const lines = [
      row('ZB1', '2026-08-23 20:00', '2026-08-24 07:59', [leader, dutyOfficer, window]),
      row('ZB2', '2026-08-24 08:00', '2026-08-24 20:00', [principal, publicist, drafter]),
      row('ZB3', '2026-08-24 08:00', '2026-08-24 20:00', [emergencyHead, publicist, window]),
    ];

    const answers = await take('month', lines);

    expect(answers).toEqual([
      expect.stringMatching(/^REMARKED end_at .*DUTY-1/),
      'ACCEPTED',
      'QUARANTINED officers CONFLICT_SHIFT: a person on two shifts (DUTY-2)',
    ]);
    expect(await take('month', lines)).toEqual(answers);
    expect(await quality('2026-08-25T00:00:00Z')).toEqual({
      gapMinutes: 1,
      gaps: [{ from: '2026-08-23T23:59:00.000Z', to: '2026-08-24T00:00:00.000Z' }],
    });
    const orgId = office.orgs.governmentOffice.id;
    const found = await office.execute(
      'query ($orgId: ID!) { roster(orgId: $orgId, period: {}) { id imported state } }',
      { orgId },
      office.people.director,
    );
    expect(found.data.roster).toMatchObject([{ imported: true, state: 'PUBLISHED' }]);
    const publish = await office.execute(
      'mutation ($input: PublishRosterInput!) { publishRoster(input: $input) { roster { id } } }',
      { input: { rosterId: found.data.roster[0].id } },
      office.people.director,
    );
    expect(publish.errors?.[0]?.extensions).toMatchObject({ code: 'GUARD_FAILED', rule: 'DUTY-1' });
  });

  it('15-6: the quality of rosters is asked of a year at most, and told of the last one when nothing is said', async () => {
    const { leader, dutyOfficer, window } = office.people;
    const who = [leader, dutyOfficer, window];
    await take('two years', [
      row('ZA1', '2022-03-01 08:00', '2022-03-02 08:00', who, 'JC11'),
      row('ZA2', '2024-02-10 08:00', '2024-02-11 08:00', who, 'JC11'),
    ]);
    const query = `query ($orgId: ID!, $from: DateTime, $to: DateTime) {
      rosterQuality(orgId: $orgId, from: $from, to: $to) { gapMinutes } }`;
    const ask = (span: { from?: string; to?: string }) =>
      office.execute(query, { orgId: office.orgs.educationBureau.id, ...span }, office.people.auditor);

    expect((await ask({})).data.rosterQuality).toEqual({ gapMinutes: 365 * 1440 });
    const { errors } = await ask({ from: '2022-03-01T00:00:00Z', to: '2024-02-11T00:00:00Z' });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'from' });
  });

  it('15-5.3: shifts still to come cover their time: gaps and who is on duty follow one rule', async () => {
    const { leader, dutyOfficer, window } = office.people;
    const who = [leader, dutyOfficer, window];
    await take('to come', [
      row('ZF1', '2026-11-01 08:00', '2026-11-02 08:00', who, 'JC10'),
      row('ZF2', '2026-11-03 08:00', '2026-11-04 08:00', who, 'JC10'),
      row('ZF0', '2026-10-31 08:00', '2026-11-01 08:00', who, 'JC10'),
    ]);
    const query = `query ($orgId: ID!, $from: DateTime, $to: DateTime, $asOf: DateTime) {
      rosterQuality(orgId: $orgId, from: $from, to: $to) { gapMinutes }
      onDutyNow(orgId: $orgId, asOf: $asOf) { shiftNo } }`;
    const span = { from: '2026-10-31T00:00:00Z', to: '2026-11-04T00:00:00Z' };
    const ask = async (asOf: string) => {
      const variables = { orgId: office.orgs.emergencyBureau.id, asOf, ...span };
      return (await office.execute(query, variables, office.people.auditor)).data;
    };

    expect((await ask('2026-10-31T06:00:00Z')).rosterQuality).toEqual({ gapMinutes: 1440 });
    for (const [asOf, shiftNo] of [
      ['2026-10-31T06:00:00Z', 'ZF0'],
      ['2026-11-01T06:00:00Z', 'ZF1'],
      ['2026-11-03T06:00:00Z', 'ZF2'],
    ] as const)
      expect((await ask(asOf)).onDutyNow?.shiftNo).toBe(shiftNo);
    expect((await ask('2026-11-02T06:00:00Z')).onDutyNow).toBeNull();
  });

  it('tell a gap between two batches at the shift that ends it', async () => {
    const { leader, dutyOfficer, window } = office.people;
    const who = [leader, dutyOfficer, window];
    const first = row('ZC1', '2026-07-01 20:00', '2026-07-02 08:00', who, 'JC10');
    const next = row('ZC2', '2026-07-02 08:00', '2026-07-02 20:00', who, 'JC10');
    const late = row('ZC3', '2026-07-02 20:30', '2026-07-03 08:00', who, 'JC10');

    expect(await take('batches', [first])).toEqual(['ACCEPTED']);
    expect(await take('batches', [next], { from: 2 })).toEqual(['ACCEPTED']);
    expect(await take('batches', [late], { from: 3 })).toEqual([expect.stringMatching(/^REMARKED start_at /)]);
  });

  it('DUTY-2: of eight exports at once that share an officer for a night one is taken', async () => {
    const { leader, dutyOfficer, window } = office.people;
    const exports = Array.from({ length: 8 }, (_, n) =>
      take(`race${n}`, [row(`ZE${n}`, '2026-05-01 20:00', '2026-05-02 08:00', [leader, dutyOfficer, window])]),
    );

    const answers = (await Promise.all(exports)).flat();

    expect(answers.filter((answer) => answer === 'ACCEPTED')).toHaveLength(1);
    expect(answers.filter((answer) => answer.startsWith('QUARANTINED'))).toHaveLength(7);
  });

  it('keep aside what names somebody unknown, reject what ends before it starts, and are facts', async () => {
    const { leader, dutyOfficer, window } = office.people;
    const who = [leader, dutyOfficer, window];
    const good = row('ZD1', '2026-06-01 20:00', '2026-06-02 08:00', who);

    expect(await take('refusals', [good])).toEqual(['ACCEPTED']);
    expect(
      await take(
        'refusals',
        [
          row('ZD2', '2026-06-02 20:00', '2026-06-03 08:00', [{ staffNo: 'NOBODY' }, dutyOfficer]),
          row('ZD3', '2026-06-03 20:00', '2026-06-03 08:00', who),
          good.replace('82220001', '82220002'),
        ],
        { from: 2 },
      ),
    ).toEqual([
      'QUARANTINED leader REFERENCE_UNKNOWN',
      expect.stringMatching(/^REJECTED end_at .*end before start/),
      expect.stringMatching(/^REJECTED shift_no DUPLICATE/),
    ]);
    expect(await take('refusals', [good], { as: office.people.director })).toBe('FORBIDDEN');
  });

  it('are read back as codes and reasons', async () => {
    const query =
      '{ securityImportRows(export: "refusals", outcome: QUARANTINED) { key outcome remarks { column reason raw } } }';
    const { data } = await office.execute(query, {}, office.people.importer);

    expect(data.securityImportRows).toEqual([
      {
        key: 'ZD2',
        outcome: 'QUARANTINED',
        remarks: [{ column: 'leader', reason: 'REFERENCE_UNKNOWN', raw: null }],
      },
    ]);
  });
});
