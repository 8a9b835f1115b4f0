import { deliverPerson } from '@chengqi/office-kernel/testing';
import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { answeredLeg, callFields, line, missedLeg, on, runTimer, taskFields, theExchange } from './exchange.ts';
import { openWindow, type Window } from './window.ts';

/** A missed call of Monday morning, and the callback owed for it. */
async function aMissedCall(window: Window, ringAt = on('09:00')) {
  const exchange = theExchange(window);
  await exchange.shift(on('08:00'), on('20:00'));
  const leg = missedLeg(ringAt);
  await exchange.send([leg]);
  const call = await exchange.call(leg.callRef);
  return { ...exchange, callRef: leg.callRef, callId: call.id, callbackId: call.callback.id };
}
const callOf = async (window: Window, name: string, input: Record<string, unknown>, as = window.people.dutyOfficer) =>
  (await window.act(name, input, as, `call { ${callFields} }`)).call;
const attempt = async (window: Window, callbackId: string, result: string) =>
  (await window.act('attemptCallback', { callbackId, result }, window.people.dutyOfficer, `callback { ${taskFields} }`))
    .callback;

describe.each(testDialects())('what officers say of a call, on %s', (dialect) => {
  it('is kept with its numbers masked', async () => {
    await using window = await openWindow(dialect);
    const { callId, callRef, send, call } = await aMissedCall(window);
    window.service.clock.set(on('09:40'));
    const answered = answeredLeg(on('09:30'), { callerNumber: '16000000001' });
    await send([answered]);
    const { id } = await call(answered.callRef);
    const words = { classification: 'CONSULT', summary: '请回电16098765432。' };

    expect(await callOf(window, 'logCall', { callId: id, ...words })).toMatchObject({
      state: 'LOGGED',
      classification: 'CONSULT',
      notes: [{ summary: '请回电160****5432。' }],
    });
    expect(await callOf(window, 'logCall', { callId, ...words })).toMatchObject({ callRef, state: 'CALLBACK_PENDING' });
  });

  it('that reports an incident is told to security, with its numbers masked', async () => {
    await using window = await openWindow(dialect);
    const { callId, announced } = await aMissedCall(window);
    const words = { classification: 'REPORT_INCIDENT', summary: '桥面塌陷，联系人16098765432', urgent: true };
    await callOf(window, 'logCall', { callId, ...words });

    expect(await announced('CallReportedIncident')).toMatchObject([
      { callId, urgent: true, text: '桥面塌陷，联系人160****5432' },
    ]);
  });

  it('an urgent word makes the callback due within five minutes', async () => {
    await using window = await openWindow(dialect);
    const { callId } = await aMissedCall(window);

    const noted = await callOf(window, 'classifyCall', { callId, classification: 'HELP', urgent: true });

    expect(noted.callback.dueAt).toBe('2026-09-14T01:05:20.000Z');
  });

  it.each([
    ['without a role', (window: Window) => window.people.educationStaff, 'FORBIDDEN'],
    [
      'of another duty room',
      ({ people, orgs }: Window) => ({
        ...people.educationStaff,
        posts: [{ orgId: orgs.educationBureau.id, scopeOrgId: orgs.educationBureau.id, roles: ['DUTY_OFFICER'] }],
      }),
      'NOT_FOUND',
    ],
  ])('somebody %s writes nothing', async (_, who, code) => {
    await using window = await openWindow(dialect);
    const { callId } = await aMissedCall(window);

    const input = { callId, classification: 'HELP', summary: '求助' };
    expect(await window.refusal('logCall', input, who(window))).toMatchObject({ code });
  });

  it('somebody who read an older version is told so', async () => {
    await using window = await openWindow(dialect);
    const { callId } = await aMissedCall(window);
    await callOf(window, 'classifyCall', { callId, classification: 'HELP' });

    const input = { callId, classification: 'HELP', expectedVersion: 1 };
    expect(await window.refusal('classifyCall', input, window.people.dutyOfficer)).toMatchObject({
      code: 'CONFLICT_VERSION',
    });
  });

  it('spam needs an officer and the leader on duty, and then no callback', async () => {
    await using window = await openWindow(dialect);
    const { callId, open, equation, announced } = await aMissedCall(window);
    const { leader, dutyOfficer } = window.people;

    expect(await window.refusal('approveSpamCall', { callId }, leader)).toMatchObject({
      code: 'GUARD_FAILED',
      rule: 'R-1',
    });
    const noted = await callOf(window, 'classifyCall', { callId, classification: 'SPAM' });
    expect(noted).toMatchObject({ outcome: 'MISSED', state: 'CALLBACK_PENDING' });
    expect(await window.refusal('approveSpamCall', { callId }, dutyOfficer)).toMatchObject({ code: 'FORBIDDEN' });
    const approved = await callOf(window, 'approveSpamCall', { callId }, leader);

    expect(approved).toMatchObject({ outcome: 'SPAM', state: 'CLOSED', callback: { end: 'SPAM' } });
    expect(await open()).toEqual([]);
    expect(await equation()).toMatchObject([{ calls: 1, callbackCovered: 0, spam: 1, balanced: true }]);
    expect(await announced('CallbackClosed')).toMatchObject([{ end: 'SPAM' }]);
  });
});

describe.each(testDialects())('calling back, on %s', (dialect) => {
  it('reaching the caller ends it', async () => {
    await using window = await openWindow(dialect);
    const { callbackId, callRef, call } = await aMissedCall(window);
    window.service.clock.set(on('09:10'));
    expect(await attempt(window, callbackId, 'NO_ANSWER')).toMatchObject({ end: 'OPEN', attempts: [{}] });

    window.service.clock.set(on('09:20'));
    const reached = await attempt(window, callbackId, 'REACHED');

    expect(reached).toMatchObject({ end: 'REACHED', overdue: false, closedAt: '2026-09-14T01:20:00.000Z' });
    expect(await call(callRef)).toMatchObject({ state: 'CLOSED' });
    const input = { callbackId, result: 'REACHED' };
    expect(await window.refusal('attemptCallback', input, window.people.dutyOfficer)).toMatchObject({
      code: 'ILLEGAL_TRANSITION',
    });
  });

  it('R-1: nobody is given up before three attempts in two half-days', async () => {
    await using window = await openWindow(dialect);
    const { callbackId } = await aMissedCall(window);
    const close = { callbackId, reason: '三次无人接听：一六零 1234 5678' };
    const refused = () => window.refusal('closeCallback', close, window.people.dutyOfficer);
    for (const time of ['09:10', '10:00', '11:30']) {
      expect(await refused()).toMatchObject({ code: 'GUARD_FAILED', rule: 'R-1' });
      window.service.clock.set(on(time));
      await attempt(window, callbackId, 'NO_ANSWER');
    }
    expect(await refused()).toMatchObject({ code: 'GUARD_FAILED', rule: 'R-1' });

    window.service.clock.set(on('14:00'));
    expect(await attempt(window, callbackId, 'BUSY')).toMatchObject({ end: 'OPEN' });
    const { callback } = await window.act(
      'closeCallback',
      close,
      window.people.dutyOfficer,
      `callback { ${taskFields} }`,
    );

    expect(callback).toMatchObject({ end: 'UNREACHABLE', overdue: true, closeReason: '三次无人接听：160****5678' });
  });

  it('what is late is announced once for each limit and goes up after 15 and 30 minutes', async () => {
    await using window = await openWindow(dialect);
    const { open, announced, send } = await aMissedCall(window);
    const at = async (time: string) => {
      window.service.clock.set(on(time));
      await runTimer(window, 'overdue-callbacks');
      return (await open())[0]?.escalatedTo;
    };

    expect(await at('09:30')).toBeNull();
    expect(await announced('CallbackOverdue')).toHaveLength(0);
    expect(await at('09:31')).toBeNull();
    expect(await at('09:45:19')).toBeNull();
    expect(await announced('CallbackOverdue')).toHaveLength(1);
    expect(await at('09:45:20')).toBe('DUTY_LEADER');
    expect(await at('10:01')).toBe('ORG_HEAD');
    expect(await announced('CallbackOverdue')).toHaveLength(1);

    await send([missedLeg(on('09:08'))]);
    await at('10:02');
    expect(await announced('CallbackOverdue')).toHaveLength(2);
  });

  it('R-1: what is late becomes the work of who led the shift, then of the head of the unit', async () => {
    await using window = await openWindow(dialect);
    const exchange = theExchange(window);
    const { governmentOffice } = window.orgs;
    const head = await deliverPerson(window.service, {
      ...{ staffNo: 'H001', name: '负责人', roles: ['ORG_HEAD'] },
      ...{ org: governmentOffice, scope: governmentOffice },
    });
    await exchange.shift(on('08:00'), on('20:00'));
    await exchange.send([missedLeg(on('09:00'))]);
    const told = async (time: string) => {
      window.service.clock.set(on(time));
      await runTimer(window, 'overdue-callbacks');
      await runTimer(window, 'overdue-callbacks');
      return (await exchange.open())[0].escalatedToPeople.map(({ id }: { id: string }) => id);
    };

    const leaderId = window.people.leader.personId;
    expect(await told('09:40')).toEqual([]);
    expect(await told('09:46')).toEqual([leaderId]);
    expect(await told('10:10')).toEqual([leaderId, head.personId]);
    expect(await exchange.announced('CallbackEscalated')).toMatchObject([
      { role: 'DUTY_LEADER', personIds: [leaderId] },
      { role: 'ORG_HEAD', personIds: [head.personId] },
    ]);
  });

  it('R-1: after a standstill the leader hears of it as well as the head', async () => {
    await using window = await openWindow(dialect);
    const { announced } = await aMissedCall(window);
    window.service.clock.set(on('12:00'));
    await runTimer(window, 'overdue-callbacks');

    expect((await announced('CallbackEscalated')).map(({ role }) => role)).toEqual(['DUTY_LEADER', 'ORG_HEAD']);
  });

  it('the duty room, its shift and the county see what is owed', async () => {
    await using window = await openWindow(dialect);
    const exchange = theExchange(window);
    const shiftId = await exchange.shift(on('08:00'), on('20:00'));
    const legs = [missedLeg(on('09:00')), answeredLeg(on('09:02'), { callerNumber: '16000000002' })];
    await exchange.send(legs);
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on DutyShift { calls(first: 5) { nodes { callRef } totalCount } missedCalls { callRef } callbacksOpen { end } }
      ... on Org { openCallbacks { lineNo } } } }`;
    const r = [
      { __typename: 'DutyShift', id: shiftId },
      { __typename: 'Org', id: window.orgs.governmentOffice.id },
    ];

    expect((await window.ask(query, { r }, window.people.dutyOfficer))._entities).toEqual([
      {
        calls: { nodes: legs.map(({ callRef }) => ({ callRef })).toReversed(), totalCount: 2 },
        missedCalls: [{ callRef: legs[0]?.callRef }],
        callbacksOpen: [{ end: 'OPEN' }],
      },
      { openCallbacks: [{ lineNo: line }] },
    ]);
    expect((await window.ask(query, { r }, window.people.educationStaff))._entities).toEqual([
      { calls: { nodes: [], totalCount: 0 }, missedCalls: [], callbacksOpen: [] },
      { openCallbacks: [] },
    ]);
  });
});

describe.each(testDialects())('rosters that come late, on %s', (dialect) => {
  it('put calls into their shifts, and callbacks with them', async () => {
    await using window = await openWindow(dialect);
    const { send, shift, call, announced } = theExchange(window);
    const { town } = window.orgs;
    const leg = missedLeg(on('09:00'), { lineNo: '86660001' });
    await send([leg]);
    expect(await call(leg.callRef)).toMatchObject({ shift: null });

    const shiftId = await shift(on('08:00'), on('20:00'), { orgId: town.id, line: '86660001' });

    expect(await call(leg.callRef)).toMatchObject({ shift: { id: shiftId }, ownerOrg: { id: town.id } });
    expect(await announced('CallRestated')).toMatchObject([{ shiftId }]);
    expect(await announced('CallbackRestated')).toMatchObject([{ shiftId }]);
  });

  it('a call that no shift answers for is an alarm of its duty room', async () => {
    await using window = await openWindow(dialect);
    const { send, shift } = theExchange(window);
    await shift(on('08:00'), on('08:59'));
    await shift(on('09:00'), on('20:00'));
    const leg = missedLeg(on('08:59:30'));
    await send([leg, missedLeg(on('09:00'))]);

    const query = 'query ($orgId: ID!) { unshiftedCalls(orgId: $orgId) { callRef } }';
    const { unshiftedCalls } = await window.ask(
      query,
      { orgId: window.orgs.governmentOffice.id },
      window.people.director,
    );
    expect(unshiftedCalls).toEqual([{ callRef: leg.callRef }]);
  });
});
