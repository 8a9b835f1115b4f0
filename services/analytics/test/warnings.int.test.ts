import { limitsOf } from '@chengqi/office-kernel/testing';
import type { Viewer } from '@chengqi/service-kit';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { analytics } from '../src/service.ts';
import { type Figures, startFigures, viewerOf } from './figures.ts';
import { on, tellers } from './the-month.ts';

const now = on('10-12', '10:00');

describe.each(testDialects())('early warnings on %s', (dialect) => {
  let office: Figures;
  let director: ReturnType<typeof viewerOf>;
  const known: Record<string, string> = {};
  beforeAll(async () => {
    office = await startFigures(dialect, now);
    director = viewerOf(office, ['OFFICE_DIRECTOR', 'SUPERVISOR', 'SAFETY_OFFICER'], null);
    const tell = tellers(office);
    const { emergencyBureau, educationBureau, town } = office.orgs;
    // Used: four fifths and more; less; all of it; and done.
    known.risky = await tell.item({ registeredAt: on('10-1', '10:00'), dueAt: on('10-13', '10:00') });
    await tell.item({ registeredAt: on('10-1', '10:00'), dueAt: on('10-16', '10:00') });
    await tell.item({ registeredAt: on('10-1', '10:00'), dueAt: on('10-12', '09:00') });
    await tell.item({
      ...{ registeredAt: on('10-1', '10:00'), dueAt: on('10-13', '10:00') },
      struckOffAt: on('10-5'),
    });
    known.hazard = await tell.hazard(on('10-2'), { dueAt: on('10-13') });
    await tell.hazard(on('10-2'), { dueAt: on('10-13'), closedAt: on('10-9') });
    known.answered = await tell.serviceCase(on('10-1'), { dueAt: on('10-13'), answers: [on('10-3')] });
    known.open = await tell.serviceCase(on('10-1'), { dueAt: on('10-13'), orgId: educationBureau.id });
    await tell.serviceCase(on('10-1'), { kind: 'ACCUSATION', orgId: null, dueAt: on('10-13') });
    // From the third day on ten hours a night stand open, and nothing is promised from the fifth on.
    await tell.roster(on('10-12', '00:00'), on('10-16', '00:00'), [
      [on('10-12', '00:00'), on('10-14', '12:00')],
      [on('10-14', '22:00'), on('10-16', '00:00')],
    ]);
    await tell.roster(
      on('10-12', '00:00'),
      on('10-14', '00:00'),
      [[on('10-12', '00:00'), on('10-14', '00:00')]],
      town.id,
    );
    for (const time of ['08:00', '09:00', '10:00', '11:00']) {
      await tell.call(on('10-9', time), 'ANSWERED', { orgId: emergencyBureau.id });
      await tell.call(on('10-9', time), 'ANSWERED', { orgId: educationBureau.id });
    }
    await tell.call(on('10-10'), 'MISSED', { orgId: emergencyBureau.id });
    await tell.call(on('10-2'), 'MISSED', { orgId: educationBureau.id });
    for (const day of ['8-1', '8-2', '8-3']) {
      await tell.hazard(on(day), { dueAt: on('8-20'), closedAt: on('8-10'), recurrence: day === '8-3' });
    }
  });
  afterAll(() => office.close());

  async function warnings(args: Record<string, unknown> = {}, as = director) {
    const { data, errors } = await office.execute(
      `query ($orgId: ID, $kinds: [EarlyWarningKind!]) { earlyWarnings(orgId: $orgId, kinds: $kinds) {
        kind score reason detail dueAt org { id } subject { __typename ... on SupervisionItem { id } ... on Hazard { id } ... on ServiceCase { id } } } }`,
      args,
      as,
    );
    return errors ? errors[0].extensions : data.earlyWarnings;
  }
  const subjects = (found: { subject: { id: string } | null }[]) => found.map(({ subject }) => subject?.id).sort();

  it('OVERDUE_RISK names what is open and has used four fifths of its time, and no accusation (R-7)', async () => {
    const found = await warnings({ kinds: ['OVERDUE_RISK'] });
    expect(subjects(found)).toEqual([known.risky, known.hazard, known.open].sort());
    expect(found.find(({ subject }: { subject: { id: string } }) => subject.id === known.risky)).toMatchObject({
      score: 0.92,
      reason: '92 % of the time is gone and 24 h are left.',
      dueAt: '2026-10-13T02:00:00.000Z',
      subject: { __typename: 'SupervisionItem' },
    });
  });

  it('STAFFING_GAP adds the uncovered minutes of seven days and says on which day they begin', async () => {
    expect(await warnings({ kinds: ['STAFFING_GAP'] })).toEqual([
      {
        ...{ kind: 'STAFFING_GAP', score: 0.42, detail: null, subject: null },
        org: { id: office.orgs.emergencyBureau.id },
        reason: '600 minutes of the next seven days are covered by no shift.',
        dueAt: '2026-10-14T02:00:00.000Z',
      },
    ]);
  });

  it('CALL_LOSS counts seven days of a line, and few calls prove nothing', async () => {
    expect(await warnings({ kinds: ['CALL_LOSS'] })).toMatchObject([
      {
        ...{ score: 0.2, detail: 'A', org: { id: office.orgs.emergencyBureau.id } },
        reason: '1 of 5 calls of seven days were missed; at most 5 % may be.',
      },
    ]);
  });

  it('REPEAT_HAZARD counts hazards of one category at one unit in 90 days', async () => {
    expect(await warnings({ kinds: ['REPEAT_HAZARD'] })).toMatchObject([
      { score: 0.6, detail: 'FIRE', reason: '5 hazards of one category in 90 days, 1 of which came back.' },
    ]);
  });

  it('puts the most pressing first', async () => {
    const scores = (await warnings()).map(({ score }: { score: number }) => score);
    expect(scores.length).toBe(6);
    expect(scores).toEqual(scores.toSorted((a: number, b: number) => b - a));
  });

  it('A-5 an analyst is warned of units and not of things, a unit of what is its own', async () => {
    const analyst = viewerOf(office, ['ANALYST'], null);
    const kinds = (found: { kind: string }[]) => [...new Set(found.map(({ kind }) => kind))].sort();
    expect(kinds(await warnings({}, analyst))).toEqual(['CALL_LOSS', 'REPEAT_HAZARD', 'STAFFING_GAP']);
    const head = viewerOf(office, ['ORG_HEAD'], office.orgs.educationBureau.id);
    const own = await warnings({}, head);
    expect(own.map(({ org }: { org: { id: string } }) => org.id)).toEqual([office.orgs.educationBureau.id]);
    expect(subjects(own)).toEqual([known.open]);
    expect(await warnings({ orgId: office.orgs.emergencyBureau.id }, head)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await warnings({}, viewerOf(office, ['ADMIN'], null))).toMatchObject({ code: 'FORBIDDEN' });
  });

  describe('what a unit makes of them', () => {
    const head = () => viewerOf(office, ['ORG_HEAD'], office.orgs.emergencyBureau.id);
    const states = (found: { kind: string; state: string }[]) =>
      Object.fromEntries(found.map(({ kind, state }) => [kind, state]));
    const mine = 'id kind state version note stateSince stateBy { id } allowedActions blockedActions { action }';
    const all = ['NEW', 'SEEN', 'ACTED', 'DISMISSED'];

    async function told(as: Viewer, args: Record<string, unknown> = {}) {
      const { data, errors } = await office.execute(
        `query ($kinds: [EarlyWarningKind!], $states: [EarlyWarningState!]) {
          earlyWarnings(kinds: $kinds, states: $states) { ${mine} } }`,
        args,
        as,
      );
      expect(errors).toBeUndefined();
      return data.earlyWarnings as { id: string; kind: string; state: string; version: number }[];
    }
    const one = async (kind: string, as: Viewer = head()) => {
      const [warning] = await told(as, { kinds: [kind], states: all });
      if (!warning) throw new Error(`${kind} is told to nobody`);
      return warning;
    };
    async function act(name: string, input: Record<string, unknown>, as: Viewer = head()) {
      const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
      const { data, errors } = await office.execute(
        `mutation ($input: ${type}) { ${name}(input: $input) { warning { ${mine} } } }`,
        { input },
        as,
      );
      return errors ? errors[0].extensions : data[name].warning;
    }
    const look = () => limitsOf(office, analytics).run('early-warnings');

    it('are new until somebody answers for them, and carry their id while numbers change', async () => {
      const { id, ...fresh } = await one('CALL_LOSS');
      expect(fresh).toEqual({
        ...{ kind: 'CALL_LOSS', state: 'NEW', version: 1, note: null, stateSince: null, stateBy: null },
        ...{ allowedActions: ['ACKNOWLEDGE', 'ANSWER', 'DISMISS'], blockedActions: [] },
      });
      await tellers(office).call(on('10-10', '09:30'), 'MISSED', { orgId: office.orgs.emergencyBureau.id });
      expect((await one('CALL_LOSS')).id).toBe(id);
    });

    it('are acknowledged once, by whoever was first, with the version that was read', async () => {
      const [first, second] = [head(), head()];
      const { id: warningId } = await one('STAFFING_GAP');
      const input = { warningId, note: ' 正在调班 ', expectedVersion: 1, idempotencyKey: 'seen-1' };
      const seen = await act('acknowledgeWarning', input, first);
      expect(seen).toMatchObject({
        ...{ id: warningId, state: 'SEEN', note: '正在调班', version: 2, stateSince: new Date(now).toISOString() },
        ...{ stateBy: { id: first.personId }, allowedActions: ['ANSWER', 'DISMISS'] },
      });
      expect(await act('acknowledgeWarning', input, first)).toEqual(seen);
      expect(await act('acknowledgeWarning', { warningId, note: '我也知道' }, second)).toEqual(seen);
      expect(await act('answerWarning', { warningId, note: '已补班', expectedVersion: 1 }, second)).toMatchObject({
        code: 'CONFLICT_VERSION',
      });
      expect(await act('answerWarning', { warningId, note: '' }, second)).toMatchObject({ code: 'BAD_USER_INPUT' });
      expect(await act('answerWarning', { warningId, note: '补'.repeat(501) }, second)).toMatchObject({
        code: 'BAD_USER_INPUT',
      });
      expect(await act('answerWarning', { warningId, note: '已补班', expectedVersion: 2 }, second)).toMatchObject({
        ...{ state: 'ACTED', note: '已补班', version: 3, stateBy: { id: second.personId }, allowedActions: [] },
      });
      expect(await act('dismissWarning', { warningId, note: '不需要' }, first)).toMatchObject({
        code: 'ILLEGAL_TRANSITION',
      });
      const acts = await office.db.read.query(
        `SELECT act, role, reason FROM audit_log WHERE entity_id = '${warningId}' ORDER BY at, id`,
      );
      expect(acts.filter(({ act: name }: { act: string }) => name === 'answerWarning')).toEqual([
        { act: 'answerWarning', role: 'ORG_HEAD', reason: '已补班' },
      ]);
    });

    it('are left out of the list once dismissed, unless that is asked for', async () => {
      const { id: warningId } = await one('REPEAT_HAZARD');
      expect(await act('dismissWarning', { warningId, note: '同一处已整改' })).toMatchObject({ state: 'DISMISSED' });
      expect(states(await told(head()))).not.toHaveProperty('REPEAT_HAZARD');
      expect(states(await told(head(), { states: ['DISMISSED'] }))).toEqual({ REPEAT_HAZARD: 'DISMISSED' });
      expect(await told(head(), { states: [] })).toEqual([]);
    });

    it('are answered for by the unit, and are not there for who may not know of them', async () => {
      const { id: warningId } = await one('CALL_LOSS');
      const risk = await told(director, { kinds: ['OVERDUE_RISK'] });
      const input = { warningId, note: null };
      const elsewhere = viewerOf(office, ['ORG_HEAD'], office.orgs.educationBureau.id);
      const handler = viewerOf(office, ['HANDLER'], office.orgs.emergencyBureau.id);
      const analyst = viewerOf(office, ['ANALYST'], null);
      for (const as of [elsewhere, handler, analyst, viewerOf(office, ['ADMIN'], null)]) {
        expect(await act('acknowledgeWarning', input, as)).toMatchObject({ code: 'FORBIDDEN' });
        expect(await act('dismissWarning', { warningId, note: '' }, as)).toMatchObject({ code: 'FORBIDDEN' });
      }
      expect(await told(analyst, { kinds: ['CALL_LOSS'] })).toMatchObject([{ state: 'NEW', allowedActions: [] }]);
      for (const { id } of risk)
        expect((await act('acknowledgeWarning', { warningId: id }, analyst)).code).toMatch(/NOT_FOUND|FORBIDDEN/);
      const gone = `${warningId.slice(0, -10)}0123456789`;
      for (const id of [gone, 'ewn_1', office.orgs.town.id])
        expect(await act('acknowledgeWarning', { warningId: id })).toMatchObject({ code: 'NOT_FOUND' });
      expect(await office.db.read.query(`SELECT id FROM early_warnings WHERE id = '${warningId}'`)).toEqual([]);
    });

    it('one about a secret is answered for by the cleared alone, and keeps no words (A-6)', async () => {
      const tell = tellers(office);
      await tell.item({
        ...{ registeredAt: on('10-1', '10:00'), dueAt: on('10-12', '22:00') },
        secrecyLevel: 'WORK_SECRET',
      });
      const cleared = { ...head(), clearance: 'WORK_SECRET' as const };
      const known = new Set((await told(head(), { kinds: ['OVERDUE_RISK'] })).map(({ id }) => id));
      const secret = (await told(cleared, { kinds: ['OVERDUE_RISK'] })).find(({ id }) => !known.has(id));
      const input = { warningId: secret?.id, note: '已督促' };
      expect(await act('answerWarning', input, { ...head(), clearance: 'INTERNAL' })).toMatchObject({
        code: 'NOT_FOUND',
      });
      expect(await act('answerWarning', input, cleared)).toMatchObject({ state: 'ACTED', note: null });
      expect(
        await office.db.read.query(
          `SELECT reason FROM audit_log WHERE entity_id = '${secret?.id}' AND act = 'answerWarning'`,
        ),
      ).toEqual([{ reason: null }]);
    });

    it('are new again once their reason was gone and came back', async () => {
      const tell = tellers(office);
      const { town } = office.orgs;
      const townHead = viewerOf(office, ['ORG_HEAD'], town.id);
      const item = await tell.item({ registeredAt: on('10-1', '10:00'), dueAt: on('10-13', '10:00') });
      const ring = async (outcome: 'ANSWERED' | 'MISSED', times: number, day = '10-11') => {
        for (let time = 0; time < times; time += 1)
          await tell.call(on(day, `1${time % 10}:00`), outcome, { orgId: town.id });
      };
      await ring('ANSWERED', 4);
      await ring('MISSED', 1);
      const { id: warningId } = await one('CALL_LOSS', townHead);
      await act('dismissWarning', { warningId, note: '线路检修' }, townHead);
      const risk = (await told(director, { kinds: ['OVERDUE_RISK'] })).map(({ id }) => id);
      // Two at once make one row and one answer.
      const other = viewerOf(office, ['OFFICE_DIRECTOR'], null);
      await Promise.all(
        risk.flatMap((id) => [director, other].map((as) => act('acknowledgeWarning', { warningId: id }, as))),
      );

      await look();
      expect(await one('CALL_LOSS', townHead)).toMatchObject({ id: warningId, state: 'DISMISSED', version: 2 });
      await ring('ANSWERED', 20);
      await tell.strikeOff(item, on('10-12', '09:00'));
      expect(await told(townHead, { kinds: ['CALL_LOSS'], states: all })).toEqual([]);
      expect(await act('acknowledgeWarning', { warningId }, townHead)).toMatchObject({ code: 'NOT_FOUND' });
      await look();
      await ring('MISSED', 5);
      expect(await one('CALL_LOSS', townHead)).toMatchObject({ id: warningId, state: 'NEW', version: 3, note: null });
      const marks = await office.db.read.query(`SELECT status FROM early_warnings WHERE kind = 'OVERDUE_RISK'`);
      const of = (status: string) => marks.filter((mark: { status: string }) => mark.status === status).length;
      // The clock hears of the secret too, whose answer stands.
      expect([of('NEW'), of('SEEN'), of('ACTED')]).toEqual([1, risk.length - 1, 1]);
    });
  });

  it('asks as many statements with few things in danger as with many', async () => {
    const few = await statementsOf(() => warnings());
    const tell = tellers(office);
    for (let more = 0; more < 10; more += 1) {
      await tell.item({ registeredAt: on('10-1', '10:00'), dueAt: on('10-13', '10:00') });
    }
    expect(await statementsOf(() => warnings())).toBe(few);
  });
});
