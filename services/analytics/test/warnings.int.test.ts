import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

  it('asks as many statements with few things in danger as with many', async () => {
    const few = await statementsOf(() => warnings());
    const tell = tellers(office);
    for (let more = 0; more < 10; more += 1) {
      await tell.item({ registeredAt: on('10-1', '10:00'), dueAt: on('10-13', '10:00') });
    }
    expect(await statementsOf(() => warnings())).toBe(few);
  });
});
