import type { Viewer } from '@chengqi/service-kit';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SecurityOffice, startSecurityOffice } from './office.ts';

describe.each(testDialects())('the duty room on %s', (dialect) => {
  let office: SecurityOffice;
  beforeAll(async () => {
    office = await startSecurityOffice(dialect, { at: '2026-09-01T00:00:00Z' });
  });
  afterAll(() => office.close());

  async function act(
    name: string,
    input: Record<string, unknown>,
    selection: string,
    as: Viewer = office.people.director,
  ) {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const answer = await office.execute(
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`,
      { input },
      as,
    );
    return answer.errors ? answer.errors[0].extensions : Object.values(answer.data[name])[0];
  }

  const roster = async (from: string, to: string, orgId = office.orgs.governmentOffice.id) =>
    (await act('createRoster', { orgId, name: '值班表', from, to }, 'roster { id }')).id as string;

  const staff = () => {
    const { leader, principal, dutyOfficer, window, publicist, drafter } = office.people;
    return {
      leaders: [leader.personId, principal.personId],
      officers: [dutyOfficer, window, publicist, drafter].map(({ personId }) => personId),
    };
  };

  const shift = (rosterId: string, start: string, end: string, changes: Record<string, unknown> = {}) => {
    const { leaders, officers } = staff();
    const input = {
      rosterId,
      kind: 'DAY',
      start,
      end,
      leaderId: leaders[0],
      officerIds: officers.slice(0, 2),
      phone: '82220001',
    };
    return act('addShift', { ...input, ...changes }, 'shift { id shiftNo state }');
  };
  const secondTeam = () => ({ leaderId: staff().leaders[1], officerIds: staff().officers.slice(2, 4), kind: 'NIGHT' });

  const publish = (rosterId: string, as?: Viewer) =>
    act(
      'publishRoster',
      { rosterId },
      'roster { state secrecyLevel quality { gapMinutes score } shifts { id state } allowedActions }',
      as,
    );

  const onDuty = async (orgId: string, asOf: string) => {
    const query =
      'query ($orgId: ID!, $asOf: DateTime) { onDutyNow(orgId: $orgId, asOf: $asOf) { id shiftNo leader { id } } }';
    return (await office.execute(query, { orgId, asOf }, office.people.townStaff)).data.onDutyNow;
  };

  it('DUTY-1: refuses a roster with one open minute and lists it', async () => {
    const id = await roster('2026-09-23T00:00:00Z', '2026-09-24T00:00:00Z');
    await shift(id, '2026-09-23T00:00:00Z', '2026-09-23T11:59:00Z');
    await shift(id, '2026-09-23T12:00:00Z', '2026-09-24T00:00:00Z', secondTeam());

    expect(await publish(id)).toMatchObject({
      code: 'GUARD_FAILED',
      rule: 'DUTY-1',
      gaps: [{ from: '2026-09-23T11:59:00.000Z', to: '2026-09-23T12:00:00.000Z' }],
    });
  });

  it('15-5.3: a refused roster names its gaps, the first twenty in words and as data, and how many more', async () => {
    const id = await roster('2026-09-23T00:00:00Z', '2026-09-24T00:00:00Z');
    for (let hour = 0; hour < 24; hour += 1) {
      const at = (minute: number) => new Date(Date.UTC(2026, 8, 23, hour, minute)).toISOString();
      await shift(id, at(0), at(59), hour % 2 === 0 ? {} : secondTeam());
    }
    const mutation = 'mutation ($input: PublishRosterInput!) { publishRoster(input: $input) { roster { id } } }';
    const { errors } = await office.execute(mutation, { input: { rosterId: id } }, office.people.director);

    expect(errors?.[0]?.message).toContain('2026-09-23 08:59–2026-09-23 09:00');
    expect(errors?.[0]?.message).toMatch(/另有 4 处|and 4 more/);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'GUARD_FAILED', rule: 'DUTY-1' });
    expect(errors?.[0]?.extensions.gaps).toHaveLength(20);
    expect(errors?.[0]?.extensions.problems).toHaveLength(20);
    expect(errors?.[0]?.extensions.problems[0]).toEqual({
      ...{ path: 'rosterId', rule: 'DUTY-1' },
      message: expect.stringContaining('2026-09-23 08:59–2026-09-23 09:00'),
    });
  });

  it('publishes a covered roster, announces its shifts and opens it to everybody', async () => {
    const id = await roster('2026-09-10T00:00:00Z', '2026-09-11T00:00:00Z');
    const day = await shift(id, '2026-09-10T00:00:00Z', '2026-09-10T12:00:00Z');
    await shift(id, '2026-09-10T12:00:00Z', '2026-09-11T00:00:00Z', secondTeam());
    expect(day).toMatchObject({ shiftNo: 'ZB20260910D', state: 'PLANNED' });
    expect(await onDuty(office.orgs.town.id, '2026-09-10T03:00:00Z')).toBeNull();
    expect(await publish(id, office.people.safetyOfficer)).toMatchObject({ code: 'FORBIDDEN' });

    const published = await publish(id);
    const [event] = await office.events('RosterPublished');

    expect(published).toMatchObject({
      state: 'PUBLISHED',
      secrecyLevel: 'PUBLIC',
      quality: { gapMinutes: 0, score: 100 },
    });
    expect(event?.data).toMatchObject({
      rosterId: id,
      orgId: office.orgs.governmentOffice.id,
      shifts: [{ shiftId: day.id, line: '82220001' }, {}],
    });
    expect(await shift(id, '2026-09-10T00:00:00Z', '2026-09-10T01:00:00Z')).toMatchObject({
      code: 'ILLEGAL_TRANSITION',
    });
  });

  it('the duty room of the government office answers for every organisation of the county', async () => {
    const asOf = '2026-09-10T03:00:00Z';
    for (const org of Object.values(office.orgs)) {
      expect(await onDuty(org.id, asOf)).toMatchObject({ shiftNo: 'ZB20260910D', leader: { id: staff().leaders[0] } });
    }
    expect(await onDuty(office.orgs.town.id, '2026-09-10T12:00:00Z')).toMatchObject({ shiftNo: 'ZB20260910N' });
    expect(await onDuty(office.orgs.town.id, '2026-09-11T00:00:00Z')).toBeNull();
  });

  it('an organisation with a shift of its own answers by it, in one statement for all that are asked', async () => {
    const id = await roster('2026-09-10T00:00:00Z', '2026-09-10T12:00:00Z', office.orgs.town.id);
    const { townHead, townHandler, townRegistrar } = office.people;
    await shift(id, '2026-09-10T00:00:00Z', '2026-09-10T12:00:00Z', {
      leaderId: townHead.personId,
      officerIds: [townHandler.personId, townRegistrar.personId],
      shiftNo: '乡1',
    });
    expect(await publish(id)).toMatchObject({ state: 'PUBLISHED' });
    const query =
      'query ($r: [_Any!]!, $asOf: DateTime) { _entities(representations: $r) { ... on Org { onDutyNow(asOf: $asOf) { shiftNo } } } }';
    const { town, educationBureau, county } = office.orgs;
    const ask = async (...orgs: { id: string }[]) => {
      const variables = { r: orgs.map((org) => ({ __typename: 'Org', id: org.id })), asOf: '2026-09-10T03:00:00Z' };
      const { data } = await office.execute(query, variables, office.people.supervisor);
      return data._entities.map((org: { onDutyNow: { shiftNo: string } }) => org.onDutyNow.shiftNo);
    };

    expect(await ask(town, educationBureau, county)).toEqual(['乡1', 'ZB20260910D', 'ZB20260910D']);
    expect(await statementsOf(() => ask(town, educationBureau, county))).toBe(await statementsOf(() => ask(town)));
  });

  it('DUTY-2: refuses a person on two shifts, also when the other shift is of another roster', async () => {
    const id = await roster('2026-09-10T06:00:00Z', '2026-09-10T12:00:00Z', office.orgs.emergencyBureau.id);
    const { townHead, townHandler, emergencyHead } = office.people;
    const clash = await shift(id, '2026-09-10T06:00:00Z', '2026-09-10T12:00:00Z', {
      leaderId: emergencyHead.personId,
      officerIds: [townHandler.personId, townHead.personId],
    });
    const refused = await publish(id);
    expect(refused).toMatchObject({ code: 'CONFLICT_SHIFT', rule: 'DUTY-2' });
    expect(refused.conflicts).toContain(clash.id);
  });

  it('DUTY-2: refuses a leader who is also officer, and rest that is too short', async () => {
    const id = await roster('2026-09-12T00:00:00Z', '2026-09-13T06:00:00Z');
    const { leaders, officers } = staff();
    await shift(id, '2026-09-12T00:00:00Z', '2026-09-12T12:00:00Z', { officerIds: [leaders[0], officers[0]] });
    await shift(id, '2026-09-12T12:00:00Z', '2026-09-12T18:00:00Z', secondTeam());
    await shift(id, '2026-09-12T18:00:00Z', '2026-09-13T06:00:00Z', { kind: 'NIGHT' });
    const refused = await publish(id);
    expect(refused).toMatchObject({ code: 'GUARD_FAILED', rule: 'DUTY-2' });
    expect(refused.violations.map(({ rule }: { rule: string }) => rule)).toEqual(
      expect.arrayContaining(['LEADER_IS_OFFICER', 'TOO_LITTLE_REST']),
    );
  });

  it('two rosters that share a person and are published at once: one of them wins', async () => {
    const from = '2026-11-01T00:00:00Z';
    const to = '2026-11-01T12:00:00Z';
    const { rescueDivision, educationBureau } = office.orgs;
    const ids = await Promise.all([roster(from, to, rescueDivision.id), roster(from, to, educationBureau.id)]);
    for (const id of ids) await shift(id, from, to);

    const answers = await Promise.all(ids.map((id) => publish(id)));

    expect(answers.map(({ state, code }) => state ?? code).sort()).toEqual(['CONFLICT_SHIFT', 'PUBLISHED']);
  });

  it('a generated rotation leaves no minute open', async () => {
    const id = await roster('2026-12-01T00:00:00Z', '2026-12-03T00:00:00Z');
    const { leaders, officers } = staff();
    await act(
      'generateRotation',
      { rosterId: id, shiftHours: 12, leaderIds: leaders, officerIds: officers },
      'roster { id }',
    );
    expect(await publish(id)).toMatchObject({ state: 'PUBLISHED', quality: { gapMinutes: 0, score: 100 } });
  });

  it('people check in to their own shift; it is on duty once leader and officers are there', async () => {
    const { id } = await onDuty(office.orgs.county.id, '2026-09-10T03:00:00Z');
    const { leader, dutyOfficer, window, town } = { ...office.people, town: office.people.townStaff };
    const checkIn = (as: Viewer) =>
      act('checkInShift', { shiftId: id }, 'shift { state checkedInAt { person { id } } }', as);
    expect(await checkIn(leader)).toMatchObject({ code: 'GUARD_FAILED' });
    office.clock.set('2026-09-09T23:40:00Z');
    expect(await checkIn(town)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await checkIn(leader)).toMatchObject({ state: 'PUBLISHED' });
    expect(await checkIn(leader)).toMatchObject({ checkedInAt: [{ person: { id: leader.personId } }] });
    await checkIn(dutyOfficer);
    expect(await checkIn(window)).toMatchObject({ state: 'ON_DUTY' });
    const mine = await office.execute('{ myShifts(first: 1) { nodes { id } } }', {}, window);
    expect(mine.data.myShifts.nodes).toEqual([{ id }]);
    const inState = async (state: string) =>
      (await office.execute(`{ myShifts(states: [${state}]) { nodes { id } } }`, {}, window)).data.myShifts.nodes;
    expect(await inState('ON_DUTY')).toContainEqual({ id });
    expect(await inState('PUBLISHED')).not.toContainEqual({ id });
  });

  it('refuses unknown people, spans outside the roster and seconds', async () => {
    const id = await roster('2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z');
    const day = ['2026-10-01T00:00:00Z', '2026-10-01T12:00:00Z'] as const;
    expect(await shift(id, ...day, { leaderId: 'psn_nobody' })).toMatchObject({
      code: 'REFERENCE_UNKNOWN',
      field: 'leaderId',
    });
    expect(await shift(id, day[0], '2026-10-02T01:00:00Z')).toMatchObject({ code: 'BAD_USER_INPUT', field: 'end' });
    expect(await shift(id, '2026-10-01T00:00:30Z', day[1])).toMatchObject({ code: 'BAD_USER_INPUT', field: 'start' });
    expect(
      await act('createRoster', { orgId: id, name: 'x', from: day[0], to: day[1] }, 'roster { id }'),
    ).toMatchObject({ code: 'REFERENCE_UNKNOWN' });
    expect(
      await act(
        'createRoster',
        { orgId: office.orgs.town.id, name: 'x', from: day[0], to: day[1] },
        'roster { id }',
        office.people.educationSafetyOfficer,
      ),
    ).toMatchObject({ code: 'FORBIDDEN' });
  });
});
