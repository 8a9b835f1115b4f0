import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { answeredLeg, dialled, line, missedLeg, on, theExchange, zhang } from './exchange.ts';
import { openWindow } from './window.ts';

describe.each(testDialects())('R-1 on %s: no call is lost', (dialect) => {
  it('a call is all its records, and belongs to the shift of its first ring', async () => {
    await using window = await openWindow(dialect);
    const { send, call, shift, announced } = theExchange(window);
    const day = await shift(on('08:00'), on('20:00'));
    window.service.clock.set(on('20:10'));
    const first = missedLeg(on('19:59:50'), { endAt: on('20:00:05') });
    const second = answeredLeg(on('20:00:05'), { callRef: first.callRef, hop: 2, lineNo: '82220002' });

    expect(await send([second, first])).toEqual({ recorded: 2, calls: [], refused: [], resettled: [] });

    expect(await call(first.callRef)).toMatchObject({
      outcome: 'OVERFLOW_ANSWERED',
      state: 'ANSWERED',
      lineNo: line,
      waitSeconds: 21,
      callerMasked: '160****5678',
      shift: { id: day },
      ownerOrg: { id: window.orgs.governmentOffice.id },
      callback: null,
      legs: [{ hop: 1 }, { hop: 2 }],
    });
    expect(await announced('CallAnswered')).toHaveLength(1);
  });

  it('a missed call is owed a callback at once; a repeated one joins it and shortens the limit', async () => {
    await using window = await openWindow(dialect);
    const { send, open, announced } = theExchange(window);
    const legs = [missedLeg(on('08:00')), missedLeg(on('08:09'))];

    await send(legs.slice(0, 1));
    expect(await open()).toMatchObject([{ dueAt: '2026-09-14T00:30:20.000Z', calls: [{ callRef: legs[0]?.callRef }] }]);
    await send(legs.slice(1));

    expect(await open()).toMatchObject([
      { dueAt: '2026-09-14T00:14:20.000Z', calls: legs.map(({ callRef }) => ({ callRef })), overdue: true },
    ]);
    expect(await open(on('08:05'))).toMatchObject([{ calls: [{}, {}] }]);
    expect(await announced('CallbackOpened')).toHaveLength(1);
    expect(await announced('CallbackRestated')).toMatchObject([{ callIds: [{}, {}].map(() => expect.any(String)) }]);
  });

  it('a record that comes late takes back what was owed for nothing', async () => {
    await using window = await openWindow(dialect);
    const { send, call, open, announced } = theExchange(window);
    const first = missedLeg(on('08:00'));
    await send([first]);

    const { callRef } = first;
    const late = await send([answeredLeg(on('08:00:20'), { callRef, hop: 2 })], window.people.dutyOfficer);
    expect(late.resettled).toEqual([{ call: { callRef }, from: 'MISSED', to: 'OVERFLOW_ANSWERED' }]);

    expect(await call(first.callRef)).toMatchObject({ outcome: 'OVERFLOW_ANSWERED', callback: null });
    expect(await open()).toEqual([]);
    expect(await announced('CallRestated')).toHaveLength(1);
    expect(await announced('CallbackClosed')).toMatchObject([{ end: 'WITHDRAWN' }]);
  });

  it('a late record between two callbacks makes them one', async () => {
    await using window = await openWindow(dialect);
    const { send, open, equation } = theExchange(window);
    const [first, second, third] = ['08:00', '08:08', '08:16'].map((time) => missedLeg(on(time)));
    if (!first || !second || !third) throw new Error('three records');
    await send([first, third]);
    expect(await open()).toHaveLength(2);

    await send([second]);

    const calls = [first, second, third].map(({ callRef }) => ({ callRef }));
    expect(await open()).toMatchObject([{ calls }]);
    expect(await equation()).toMatchObject([{ calls: 3, callbackCovered: 3, balanced: true }]);
  });

  it('calls without a number never merge', async () => {
    await using window = await openWindow(dialect);
    const { send, open } = theExchange(window);
    await send(['08:00', '08:01'].map((time) => missedLeg(on(time), { callerNumber: null })));

    expect(await open()).toMatchObject([{ callerMasked: null }, { callerMasked: null }]);
  });

  it('a conversation of the office with the caller ends what is owed', async () => {
    await using window = await openWindow(dialect);
    const { send, open, announced } = theExchange(window);
    await send([missedLeg(on('08:00')), dialled(on('08:10'), false), dialled(on('08:12'), true)]);

    expect(await open()).toEqual([]);
    expect(await open(on('08:11'))).toHaveLength(1);
    expect(await announced('CallbackClosed')).toMatchObject([
      { end: 'REACHED', firstAttemptAt: '2026-09-14T00:10:00.000Z', closedAt: '2026-09-14T00:12:06.000Z' },
    ]);
  });

  it('one caller rings under many spellings of a number', async () => {
    await using window = await openWindow(dialect);
    const { send, open } = theExchange(window);
    await send([missedLeg(on('08:00')), missedLeg(on('08:05'), { callerNumber: '+86 160-1234-5678' })]);

    expect(await open()).toMatchObject([{ calls: [{}, {}] }]);
  });

  it('two collectors that send at once lose nothing', async () => {
    await using window = await openWindow(dialect);
    const { send, open, equation } = theExchange(window);
    const legs = Array.from({ length: 8 }, (_, index) => missedLeg(on(`08:0${index}`)));

    await Promise.all(legs.map((leg) => send([leg])));

    expect(await open()).toMatchObject([{ calls: legs.map(({ callRef }) => ({ callRef })) }]);
    expect(await equation()).toMatchObject([{ calls: 8, callbackCovered: 8, balanced: true }]);
  });
});

describe.each(testDialects())('records of the exchange that cannot be, on %s', (dialect) => {
  it('are refused by themselves; the others are stored', async () => {
    await using window = await openWindow(dialect);
    const { send, call } = theExchange(window);
    const good = missedLeg(on('08:00'));
    const overlapping = missedLeg(on('08:00:10'), { callRef: good.callRef, hop: 2 });
    const backwards = missedLeg(on('08:30'), { answerAt: on('08:29'), endAt: on('08:31') });
    const endless = missedLeg(on('00:00', '2026-09-12'), { endAt: on('00:00', '2026-09-13') });
    const future = missedLeg(on('09:20'));

    const answer = await send([good, overlapping, backwards, endless, future, { ...good }]);

    expect(answer).toMatchObject({
      recorded: 1,
      refused: [
        { cdrNo: overlapping.cdrNo, code: 'GUARD_FAILED' },
        { cdrNo: backwards.cdrNo, code: 'GUARD_FAILED' },
        { cdrNo: endless.cdrNo, code: 'GUARD_FAILED' },
        { cdrNo: future.cdrNo, code: 'GUARD_FAILED' },
        { cdrNo: good.cdrNo, code: 'DUPLICATE' },
      ],
    });
    expect(await call(backwards.callRef)).toBeNull();
    expect(await call(good.callRef)).toMatchObject({ legs: [{ cdrNo: good.cdrNo }] });
  });

  it('the same file sent twice changes nothing', async () => {
    await using window = await openWindow(dialect);
    const { send, open, equation, announced } = theExchange(window);
    const legs = [missedLeg(on('08:00')), answeredLeg(on('08:05')), dialled(on('08:20'), false)];
    await send(legs);
    const state = async () => [await open(), await equation(), await announced('CallMissed')];
    const before = await state();

    const again = await send(legs);

    expect(again).toMatchObject({ recorded: 0, resettled: [], refused: legs.map(() => ({ code: 'DUPLICATE' })) });
    expect(await state()).toEqual(before);
  });

  it('sent again with the same key they get the same answer', async () => {
    await using window = await openWindow(dialect);
    const legs = [missedLeg(on('08:00'))];
    const again = () =>
      window.act('importCdr', { legs, idempotencyKey: 'k1' }, window.people.importer, 'recorded refused { code }');

    expect(await again()).toEqual(await again());
  });

  it.each([
    ['hop', { hop: 5 }],
    ['callRef', { callRef: ' ' }],
    ['callerNumber', { callerNumber: 'DROP TABLE' }],
  ])('a record whose %s cannot be read refuses the sending', async (field, changes) => {
    await using window = await openWindow(dialect);
    const refusal = await window.refusal(
      'importCdr',
      { legs: [missedLeg(on('08:00'), changes)] },
      window.people.importer,
    );

    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: `legs.0.${field}` });
  });

  it('somebody without a telephone of the office sends none; nobody sends those of another duty room', async () => {
    await using window = await openWindow(dialect);
    const { send, shift } = theExchange(window);
    const { people, orgs } = window;
    await shift(on('08:00'), on('20:00'), { orgId: orgs.town.id, line: '86660001' });
    const theirs = missedLeg(on('09:00'), { lineNo: '86660001' });
    const stranger = {
      ...people.dutyOfficer,
      posts: [{ orgId: orgs.educationBureau.id, scopeOrgId: orgs.educationBureau.id, roles: ['DUTY_OFFICER'] }],
    };

    expect(await window.refusal('importCdr', { legs: [theirs] }, people.educationStaff)).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await send([theirs], stranger)).toMatchObject({ recorded: 0, refused: [{ code: 'FORBIDDEN' }] });
    expect(await send([theirs])).toMatchObject({ recorded: 1, refused: [] });
  });
});

describe.each(testDialects())('R-1 on %s: the shift equation', (dialect) => {
  it('counts what the exchange recorded beside what became of it, and names what is missing', async () => {
    await using window = await openWindow(dialect);
    const { send, equation } = theExchange(window);
    const [answered, missed, lost] = [answeredLeg(on('08:00')), missedLeg(on('08:05')), missedLeg(on('08:10'))];
    await send([answered, missed, lost]);
    expect(await equation()).toMatchObject([{ calls: 3, exchangeCalls: 3, missing: [], balanced: true }]);

    await window.service.db.write((manager) =>
      manager.query(`UPDATE calls SET callback_id = NULL WHERE call_ref = '${missed.callRef}'`),
    );
    await window.service.db.write((manager) =>
      manager.query(`DELETE FROM calls WHERE call_ref = '${answered.callRef}'`),
    );

    expect(await equation()).toMatchObject([
      {
        ...{ calls: 2, answered: 0, callbackCovered: 1, exchangeCalls: 3, balanced: false },
        missing: [answered.callRef, missed.callRef],
      },
    ]);
  });

  it('a call without a shift is an alarm for a duty room that has rosters, on whichever of its lines, and for no other', async () => {
    await using window = await openWindow(dialect);
    const { send, shift } = theExchange(window);
    const { governmentOffice } = window.orgs;
    const query = 'query ($orgId: ID!) { unshiftedCalls(orgId: $orgId) { callRef } }';
    const alarms = async () =>
      (await window.ask(query, { orgId: governmentOffice.id }, window.people.dutyOfficer)).unshiftedCalls;
    await send([missedLeg(on('06:00'))], window.people.dutyOfficer);
    expect(await alarms()).toEqual([]);

    await shift(on('08:00', '2026-09-15'), on('20:00', '2026-09-15'));
    const [own, second] = [missedLeg(on('08:30')), missedLeg(on('08:35'), { lineNo: '82220002' })];
    await send([own, second]);

    // What rang before the roster is looked at again when it comes.
    expect(await alarms()).toHaveLength(3);
  });
});

describe.each(testDialects())('official notices by telephone, on %s', (dialect) => {
  it('are logged once they were read back', async () => {
    await using window = await openWindow(dialect);
    const { send, call } = theExchange(window);
    const leg = answeredLeg(on('08:00'));
    await send([leg]);
    const { id } = await call(leg.callRef);
    const log = (notice: object | null, classification = 'OFFICIAL_NOTICE') => ({
      ...{ callId: id, classification, summary: '明日9时召开防汛会商', notice },
    });
    const selection = 'call { state readBackOwed notes { notice { fromOrg readBack } } }';
    const told = { fromOrg: '市防汛办', readBack: false };

    const { dutyOfficer } = window.people;
    expect(await window.refusal('logCall', log(null), dutyOfficer)).toMatchObject({ field: 'notice' });
    expect(await window.refusal('logCall', log(told, 'CONSULT'), dutyOfficer)).toMatchObject({ field: 'notice' });
    const classified = { callId: id, classification: 'OFFICIAL_NOTICE' };
    expect(await window.refusal('classifyCall', classified, dutyOfficer)).toMatchObject({ field: 'classification' });
    expect((await window.act('logCall', log(told), dutyOfficer, selection)).call).toEqual({
      state: 'ANSWERED',
      readBackOwed: true,
      notes: [{ notice: told }],
    });
    const back = { ...told, readBack: true };
    expect((await window.act('logCall', log(back), dutyOfficer, selection)).call).toMatchObject({
      state: 'LOGGED',
      readBackOwed: false,
    });
  });
});

describe.each(testDialects())('who sees calls, on %s', (dialect) => {
  it('the duty room does, with the number masked; another unit does not', async () => {
    await using window = await openWindow(dialect);
    const { send, call, shift } = theExchange(window);
    await shift(on('08:00'), on('20:00'));
    const leg = missedLeg(on('09:00'));
    await send([leg]);

    expect(await call(leg.callRef)).toMatchObject({ callerMasked: '160****5678' });
    expect(await call(leg.callRef, window.people.educationStaff)).toBeNull();
    expect(await theExchange(window).open(null, window.people.educationStaff)).toEqual([]);
    expect(await theExchange(window).equation(window.people.educationStaff)).toEqual([]);
    expect(JSON.stringify(await window.service.events())).not.toContain(zhang);
  });
});
