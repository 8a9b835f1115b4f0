import { createWorkingCalendar } from '@chengqi/office-kernel';
import { supervisionWaived } from '@chengqi/schemas/events/meetings';
import { leadTransferred } from '@chengqi/schemas/events/supervision';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countSomeDays } from '../src/measuring/rollup-counting.timers.ts';
import { catalogue } from '../src/metrics/catalogue.ts';
import { type Figures, september, startFigures, viewerOf } from './figures.ts';
import { on, tellers } from './the-month.ts';

/** What was known when the month had been over for a while. */
const asOf = on('10-12', '10:00');
/** Of people a month is told later, as it was known when it had ended or a month after. */
const whenAllIsTold = on('11-1', '00:00');

/** A month of one bureau; beside each fact what it is there for. */
async function tellMonth(office: Figures) {
  const tell = tellers(office);
  await tell.document(on('9-3'), {
    draftedAt: on('9-1'),
    receipts: [on('9-3', '09:00'), on('9-3', '11:00'), on('9-4', '08:00')],
  });
  // Nobody says when it was drafted; and one that took longer and went out before.
  await tell.document(on('9-4'));
  await tell.document(on('8-31', '23:00'), { draftedAt: on('8-1') });
  // In time; late; not done; sent back; without a limit; not due yet.
  await tell.received(on('9-1'), { dueAt: on('9-10'), finishedAt: on('9-2') });
  await tell.received(on('9-1'), { dueAt: on('9-8'), finishedAt: on('9-9') });
  await tell.received(on('9-2'), { dueAt: on('9-20'), handlingOrgId: office.orgs.educationBureau.id });
  await tell.received(on('9-3'), { dueAt: on('9-12'), finishedAt: on('9-4'), returned: true });
  await tell.received(on('8-30'), { finishedAt: on('9-5') });
  await tell.received(on('9-4'), { dueAt: on('10-20') });
  await tell.preFiled(on('9-10'), on('9-9'));
  await tell.preFiled(on('9-10'), on('9-10', '08:01'));
  await tell.preFiled(on('9-10'));
  await tell.preFiled(on('10-20'), on('9-9'));
  await tell.filedLate(on('9-10'), on('9-12'));
  await tell.filedLate(on('9-11'));
  await tell.document(on('8-30'), { receipts: [on('9-1', '08:00')] });

  await tell.meeting(on('9-3'), {
    ...{ dueAt: on('9-11'), minutedAt: on('9-10') },
    held: [{ openedAt: on('9-3', '08:05'), endedAt: on('9-3', '10:05'), people: [5, 4, 6] }],
  });
  await tell.meeting(on('8-30'), {
    ...{ movedTo: on('9-4'), dueAt: on('9-11'), minutedAt: on('9-14'), late: true },
    held: [{ openedAt: on('9-4', '08:06'), endedAt: on('9-4', '09:36'), people: [3, 3, 4] }],
  });
  // Held overnight before there were openings, and told of again when more was known; nobody had to come to the other.
  await tell.meeting(on('8-31', '23:00'), {
    held: [
      { endedAt: on('9-1', '00:30'), people: [1, 1, 1] },
      { endedAt: on('9-1', '00:30'), people: [4, 1, 2] },
    ],
  });
  await tell.meeting(on('8-31', '22:00'), { held: [{ endedAt: on('9-1', '00:30'), people: [0, 0, 2] }] });
  await tell.meeting(on('9-5'), { cancelled: true });
  await tell.meeting(on('10-20'));
  // Held long ago: never minuted; minuted, and not yet due; and of a time that laid down no limit.
  await tell.meeting(on('8-1'), { dueAt: on('9-12'), late: true });
  await tell.meeting(on('8-2'), { dueAt: on('10-20'), minutedAt: on('9-1') });
  await tell.meeting(on('8-3'), { minutedAt: on('9-1') });
  await tell.booking(on('9-3'), on('9-3', '10:00'));
  await tell.booking(on('9-3', '09:00'), on('9-3', '09:15'), 'NO_SHOW');
  await tell.booking(on('9-4'), on('9-4', '09:00'));
  await tell.booking(on('8-31', '23:50'), on('9-1', '00:05'), 'NO_SHOW');
  const followed = await tell.decision(on('9-1'), { dueOn: '2026-09-20' });
  const item = await tell.item({
    resolutionId: followed,
    registeredAt: on('9-2'),
    dueAt: on('9-20'),
    failedAt: [on('9-15'), on('9-16')],
    completedAt: on('9-17'),
    struckOffAt: on('9-18'),
  });
  await tell.followedBy({ type: 'Resolution', id: followed }, item, on('9-2'), on('9-4', '00:00'));
  // In time; late, and told of the later item first; not asked to be followed; followed before limits were told.
  await tell.instruction(on('9-5'), { followed: [[item, on('9-6'), on('9-9', '00:00')]] });
  const twice = [on('9-20'), on('9-10')].map((since) => [item, since, on('9-9', '00:00')] as const);
  await tell.instruction(on('9-5'), { followed: twice });
  await tell.instruction(on('9-5'), { requiresAction: false });
  await tell.follow(item, await tell.instruction(on('9-6')), on('9-7'), 'Instruction');
  await tell.filed('SupervisionItem', item, on('9-21'));
  await tell.feedback(item, 4, on('9-19'));
  const hazard = await tell.hazard(on('9-5'), { level: 'MAJOR', dueAt: on('9-15'), closedAt: on('9-10') });
  await tell.link(item, hazard);
  await tell.filed('Hazard', hazard, on('9-21'));
  // Registered too late to be one that was followed at the end of September; adopted within two working days of asOf.
  await tell.decision(on('9-2'), { dueOn: '2026-09-24' });
  await tell.decision(on('9-3'), { waived: true, dueOn: '2026-09-24' });
  await tell.decision(on('9-4'), { requiresAction: false, dueOn: '2026-09-24' });
  // Extended: late by its first limit, in time by the last.
  await tell.item({
    registeredAt: on('9-2'),
    completedAt: on('9-24'),
    originalDueAt: on('9-10'),
    dueAt: on('9-25'),
    struckOffAt: on('9-24'),
    reopenedAt: on('10-1'),
  });
  // Never finished.
  const unfinished = await tell.item({ registeredAt: on('9-3'), dueAt: on('9-28'), detected: true });
  await tell.obstacle(unfinished, on('9-4'), { resolvedAt: on('9-7') });
  await tell.obstacle(unfinished, on('9-5'), { analysedAt: on('9-6'), resolvedAt: on('9-10') });
  await tell.obstacle(unfinished, on('9-6'), { acceptedAt: on('9-20') });
  await tell.obstacle(unfinished, on('9-7'), { resolvedAt: on('10-2') });
  await tell.extension(item, on('9-10'), ['APPROVED', on('9-11')]);
  await tell.extension(item, on('9-12'), ['REFUSED', on('9-13')]);
  await tell.extension(unfinished, on('9-14'));
  await tell.notice(item, 'BLUE', on('9-14'));
  await tell.notice(item, 'YELLOW', on('9-15'));
  await tell.coordination(on('9-4'), [['AGREED', on('9-6')]]);
  await tell.coordination(on('9-4'), [
    ['NOT_AGREED', on('9-7')],
    ['DECIDED', on('9-14')],
  ]);
  await tell.coordination(on('9-8'), [['NOT_AGREED', on('9-9')]]);
  await tell.gap(on('9-2'), 'REPORT', on('9-5'));
  await tell.gap(on('9-2'), 'DUTY');

  await tell.report('9-4', '2026-W36', { turns: [[on('9-4', '20:59')]] });
  await tell.report('9-4', '2026-W36', { due: false, turns: [[on('9-4', '21:01')]] });
  // Given back and handed in again; given back and left so; corrected.
  await tell.report('9-11', '2026-W37', { turns: [[on('9-11'), on('9-14')], [on('9-15')]] });
  await tell.report('9-25', '2026-09', { turns: [[on('9-25'), on('9-28')]] });
  await tell.report('9-25', '2026-09', { turns: [[on('9-24')], [on('9-25')]] });
  await tell.report('9-25', '2026-09');
  await tell.report('9-25', '2026-09', { exemptedAt: on('9-26') });
  await tell.report('10-9', '2026-W41');

  await tell.hazard(on('9-6'), { dueAt: on('9-12'), closedAt: on('9-16'), recurrence: true });
  await tell.hazard(on('9-7'), { level: 'MAJOR', dueAt: on('9-30') });
  await tell.hazard(on('9-8'), { dismissedAt: on('9-9') });
  await tell.hazard(on('9-9'));

  await tell.topic(on('9-3'), { answeredAt: on('9-6') });
  await tell.topic(on('9-4'), { answeredAt: on('9-5'), hotAgainAt: on('9-20') });
  await tell.topic(on('8-20'), { answeredAt: on('9-5') });

  await tell.roster(on('9-1', '00:00'), on('9-3', '00:00'), [
    [on('9-1', '00:00'), on('9-1', '20:00')],
    [on('9-1', '20:30'), on('9-3', '00:00')],
  ]);

  await tell.call(on('9-1'), 'ANSWERED', { wait: 10 });
  await tell.call(on('9-2'), 'OVERFLOW_ANSWERED', { wait: 16 });
  await tell.call(on('9-3'), 'MISSED', { shifted: false });
  await tell.call(on('9-3'), 'ABANDONED', { line: 'B' });
  await tell.call(on('9-4'), 'SPAM');
  await tell.call(on('10-4'), 'MISSED');
  await tell.callback(on('9-3'), on('9-3', '08:30'), on('9-3', '08:20'), 'REACHED');
  await tell.callback(on('9-4'), on('9-4', '08:30'), on('9-4', '09:00'), 'REACHED', 2);
  await tell.callback(on('9-5'), on('9-5', '08:30'), null, 'OPEN', 3);
  await tell.callback(on('9-6'), on('9-6', '08:30'), on('9-6', '10:00'), 'SPAM');
  await tell.callback(on('9-6'), on('9-6', '08:30'), null, 'WITHDRAWN');

  await tell.serviceCase(on('9-1'), { dueAt: on('9-8'), answers: [on('9-3')], closedAt: on('9-4'), visits: 1 });
  await tell.serviceCase(on('9-1'), {
    dueAt: on('9-8'),
    answers: [on('9-2'), on('9-9')],
    redoneAt: on('9-3'),
    demands: [on('9-1', '10:00'), on('9-1', '12:00')],
    closedAt: on('9-10'),
    visits: 3,
  });
  await tell.serviceCase(on('9-2'), { dueAt: on('9-9'), withdrawnAt: on('9-3') });
  await tell.serviceCase(on('9-5'), {
    kind: 'PETITION',
    noticeDueAt: on('9-20'),
    acceptedAt: on('9-12'),
    dueAt: on('10-11'),
  });
  await tell.serviceCase(on('9-6'), {
    kind: 'PETITION',
    noticeDueAt: on('9-21'),
    dueAt: on('9-28'),
    acceptedAt: on('9-22'),
    answers: [on('9-29')],
    reviewAskedAt: on('10-5'),
  });
  await tell.serviceCase(on('9-7'), { kind: 'ACCUSATION' });

  await tell.inspection('2026-09-10', on('9-9'));
  await tell.inspection('2026-09-11', on('9-14'));
  await tell.inspection('2026-09-12', null);
  await tell.visit(on('9-3'));
  await tell.visit(on('9-4'), 'MEDIA');
  for (const end of ['PERFORMED', 'PERFORMED', 'PERFORMED', 'PERFORMED', 'AGREED'] as const) {
    await tell.dispute(on('9-2'), { settledAt: on('9-20'), end });
  }
  for (let expired = 0; expired < 5; expired += 1) await tell.dispute(on('9-3'), { expiredAt: on('9-25') });

  for (const score of [5, 5, 4, 4, 5]) await tell.rating(on('9-10'), score);
  await tell.rating(on('9-11'), 1, { dueAt: on('9-18'), fedBackAt: on('9-17') });
  await tell.rating(on('9-11'), 2, { dueAt: on('9-18'), fedBackAt: on('9-19') });
  for (let late = 0; late < 3; late += 1) await tell.rating(on('9-12'), 2, { dueAt: on('9-19') });
  await tell.rating(on('9-12'), 1, { dueAt: on('9-19'), removedAt: on('9-25') });
  await tell.survey('LEADER', 90, 6, '2026-09-28');
  await tell.survey('STAFF', 80, 12, '2026-09-28');
  await tell.survey('STAFF', 70, 8, '2026-09-29');
  await tell.survey('STAFF', null, 4, '2026-09-29');
}

const share = (numerator: number, denominator: number) => ({ numerator, denominator, value: numerator / denominator });
const count = (value: number) => ({ numerator: value, denominator: null, value });
const span = (value: number, denominator: number) => ({ numerator: null, denominator, value });
const mark = (value: number) => ({ numerator: null, denominator: null, value });

/** By hand, from the facts above. */
const expected: Record<string, { numerator: number | null; denominator: number | null; value: number | null }> = {
  'doc.issued': count(2),
  'doc.cycle.p50': span(48, 1),
  'doc.cycle.p90': span(48, 1),
  'doc.received': count(5),
  'doc.cycleReceived.p50': span(144, 3),
  'doc.cycleReceived.p90': span(192, 3),
  'doc.onTimeHandling': share(1, 3),
  'arc.filedOnTime': share(1, 5),
  'doc.signInLag.p50': span(3, 4),
  'doc.signInLag.p90': span(48, 4),
  'mtg.count': count(2),
  'mtg.attendance': share(8, 12),
  'mtg.onTimeStart': share(1, 2),
  'mtg.personHours': count(2 * 6 + 1.5 * 4 + 1.5 * 2 + 2.5 * 2),
  'mtg.noShow': share(1, 3),
  'mtg.minutesOnTime': share(1, 3),
  'mtg.resolutionImplemented': share(1, 2),
  'sup.registered': count(3),
  'sup.proactive': share(1, 3),
  'sup.verifications': count(4),
  'sup.firstPassVerify': share(1, 2),
  'sup.extensions': count(3),
  'sup.extensionsGranted': share(1, 2),
  'sup.notices': count(2),
  'sup.obstacles': count(4),
  'sup.obstaclesOpen': count(1),
  'sup.obstacleDwell.p50': span(3, 2),
  'sup.obstacleDwell.p90': span(5, 2),
  'crd.agreedRate': share(1, 2),
  'crd.days.p50': span(2, 2),
  'crd.days.p90': span(10, 2),
  'sup.blanks': count(2),
  'sup.blankFilled': share(1, 2),
  'sup.onTime': share(1, 3),
  'sup.onTimeFirstDue': share(1, 3),
  'sup.relapse': share(1, 2),
  'rep.onTime': share(3, 6),
  'rep.missing': count(1),
  'rep.returned': share(2, 7),
  'haz.found': count(5),
  'haz.closedRate': share(2, 4),
  'haz.onTime': share(1, 3),
  'haz.majorOpen': count(1),
  'haz.recurrence': share(1, 2),
  'haz.days.p50': span(5, 2),
  'haz.days.p90': span(10, 2),
  'ins.coverage': share(2, 3),
  'duty.gapMinutes': count(30),
  'call.total': count(5),
  'call.connectRate': share(2, 4),
  'call.answer15s': share(1, 2),
  'call.missed': count(2),
  'call.unshifted': count(1),
  'call.lost': count(5),
  'call.callback30': share(1, 3),
  'case.count': count(6),
  'case.onTime': share(1, 3),
  'case.firstReply.p50': span(48, 3),
  'case.redo': share(1, 2),
  'case.oneTrip': share(1, 2),
  'case.secondSupplement': count(1),
  'pet.count': count(2),
  'pet.noticeOnTime': share(1, 2),
  'pet.reviewRate': share(1, 1),
  'dsp.count': count(10),
  'dsp.settled': share(5, 10),
  'dsp.expired': count(5),
  'dsp.performed': share(4, 5),
  'vis.count': count(2),
  'pet.finishOnTime': share(0, 1),
  'sat.public': share((23 + 1 + 2 + 6) * 20, 10),
  'sat.bad100': share(1, 5),
  'sat.leader': mark((90 + 80) / 2),
  'sat.staff': share(150, 2),
  'sat.index': mark(0.5 * 64 + 0.25 * 85 + 0.25 * 75),
  'gov.loopTime.p50': span(20, 1),
  'gov.loopTime.p90': span(20, 1),
  'gov.loopComplete': share(1, 3),
  'sup.focusTopics': count(2),
  'sup.focusCoverage': share(1, 2),
  'sup.focusAnswer.p50': span(3, 1),
  'sup.decisionCoverage': share(2, 5),
  'gov.followed': share(1, 2),
  'gov.orphans': count(1),
};

describe.each(testDialects())('figures of a month on %s', (dialect) => {
  let office: Figures;
  beforeAll(async () => {
    office = await startFigures(dialect, whenAllIsTold);
    await tellMonth(office);
  });
  afterAll(() => office.close());

  const countDays = () => office.db.write((manager) => countSomeDays(manager, calendar(), office.clock.now()));
  const calendar = () => createWorkingCalendar('Asia/Shanghai', () => undefined);
  const ofPeople = new Set(catalogue.filter(({ people }) => people).map(({ name }) => name));
  const figureOf = async (name: string) =>
    (await office.metric(name, { asOf: ofPeople.has(name) ? whenAllIsTold : asOf })).total;

  it('A-7: the catalogue promises no figure that is not worked out here by hand', () => {
    expect(catalogue.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
  });

  it('A-7: every figure comes to what the facts say, before its days are counted ahead and after', async () => {
    const before = await Promise.all(Object.keys(expected).map(figureOf));
    while ((await countDays()) > 0);
    const after = await Promise.all(Object.keys(expected).map(figureOf));

    expect(zip(before)).toEqual(expected);
    expect(zip(after)).toEqual(expected);
  });
  const zip = (figures: { numerator: unknown; denominator: unknown; value: unknown }[]) =>
    Object.fromEntries(
      Object.keys(expected).map((name, index) => {
        const { numerator, denominator, value } = figures[index] ?? {};
        return [name, { numerator, denominator, value }];
      }),
    );

  it('counts as not happened what came after the moment asked', async () => {
    const known = await office.metric('haz.closedRate', { asOf: on('9-12') });
    expect(known).toMatchObject({ total: { numerator: 1, denominator: 4 }, asOf: '2026-09-12T00:00:00.000Z' });
    expect((await office.metric('sup.registered', { asOf: on('9-2', '12:00') })).total.value).toBe(2);
    expect((await office.metric('call.callback30', { asOf: on('9-4', '08:10') })).total).toMatchObject({
      numerator: 1,
      denominator: 1,
    });
  });

  const known = async (name: string, at: string) => {
    const { numerator, denominator, value } = (await office.metric(name, { asOf: at })).total;
    return denominator === null ? value : [numerator, denominator];
  };

  it('an obstacle is in the way until it is removed or accepted, as far as is known', async () => {
    expect(await known('sup.obstacles', on('9-5'))).toBe(2);
    expect(await known('sup.obstaclesOpen', on('9-6'))).toBe(3);
    expect(await known('sup.obstaclesOpen', on('9-19'))).toBe(2);
    expect(await known('sup.obstaclesOpen', on('9-20'))).toBe(1);
    expect((await office.metric('sup.obstacleDwell.p90', { asOf: on('9-9') })).total).toMatchObject({
      value: 3,
      denominator: 1,
    });
    const { points } = await office.metric('sup.obstacles', { by: ['ORG', 'CATEGORY', 'LEVEL'] });
    expect(points.map(({ dims, value }: Point) => [...dims.map((dim) => dim.value), value])).toEqual([
      [office.orgs.emergencyBureau.id, 'FUNDS', 'IMPORTANT', 3],
      [office.orgs.emergencyBureau.id, 'LAND', 'IMPORTANT', 1],
    ]);
  });

  it('a received document counts for its register, and its handling for who leads it, once its limit is over', async () => {
    const { educationBureau, emergencyBureau } = office.orgs;
    const of = (orgId: string) => ({ where: { orgId }, asOf });
    expect((await office.metric('doc.received', of(educationBureau.id))).total.value).toBe(0);
    expect((await office.metric('doc.onTimeHandling', of(educationBureau.id))).total).toMatchObject(share(0, 1));
    expect((await office.metric('doc.onTimeHandling', of(emergencyBureau.id))).total).toMatchObject(share(1, 2));
    expect(await known('doc.onTimeHandling', on('9-8', '07:59'))).toEqual([0, 0]);
    expect(await known('doc.onTimeHandling', on('9-8'))).toEqual([0, 1]);
  });

  it('a record is due once its limit is over, and a document before it has one', async () => {
    expect(await known('arc.filedOnTime', on('9-10', '07:59'))).toEqual([0, 0]);
    expect(await known('arc.filedOnTime', on('9-10'))).toEqual([1, 4]);
    const { points } = await office.metric('arc.filedOnTime', { by: ['CATEGORY'], asOf });
    expect(
      points.map(({ dims, numerator, denominator }: Point & { numerator: number; denominator: number }) => [
        ...[dims[0]?.value, numerator, denominator],
      ]),
    ).toEqual([
      ['Document', 0, 2],
      ['Hazard', 1, 3],
    ]);
  });

  it('what an event of before did not say is not counted', async () => {
    const { total } = await office.metric('doc.cycle.p50', { asOf });
    expect(total.denominator).toBe(1);
    expect(
      (await office.metric('arc.filedOnTime', { where: { category: 'SupervisionItem' }, asOf })).total,
    ).toMatchObject({ numerator: 0, denominator: 0 });
  });

  it('a decision is due once its last day is over, and carried out once its item is struck off', async () => {
    expect(await known('mtg.resolutionImplemented', on('9-20', '23:59'))).toEqual([0, 0]);
    expect(await known('mtg.resolutionImplemented', on('9-21', '00:00'))).toEqual([1, 1]);
    expect(await known('mtg.resolutionImplemented', on('9-25', '00:00'))).toEqual([1, 2]);
    expect(await known('mtg.count', on('9-3'))).toBe(1);
  });

  it('who came to a meeting counts once it is over, by its end', async () => {
    expect(await known('mtg.attendance', on('9-1', '00:29'))).toEqual([0, 0]);
    expect(await known('mtg.attendance', on('9-1', '00:30'))).toEqual([1, 4]);
    expect(await known('mtg.attendance', on('9-3', '10:05'))).toEqual([5, 9]);
    expect(await known('mtg.onTimeStart', on('9-3', '10:04'))).toEqual([0, 0]);
    expect(await known('mtg.onTimeStart', on('9-3', '10:05'))).toEqual([1, 1]);
    expect(await known('mtg.personHours', on('9-3', '10:05'))).toBe(20);
    const elsewhere = { where: { orgId: office.orgs.educationBureau.id }, asOf };
    expect((await office.metric('mtg.attendance', elsewhere)).total).toMatchObject({ denominator: 0, value: null });
    expect((await office.metric('mtg.personHours', elsewhere)).total).toMatchObject({ value: 0 });
  });

  it('a booking counts once it is over or given up', async () => {
    expect(await known('mtg.noShow', on('9-3', '09:14'))).toEqual([0, 0]);
    expect(await known('mtg.noShow', on('9-3', '09:15'))).toEqual([1, 1]);
    expect(await known('mtg.noShow', on('9-3', '10:00'))).toEqual([1, 2]);
  });

  it('minutes are due once their limit is over, and late before they are issued', async () => {
    expect(await known('mtg.minutesOnTime', on('9-11', '07:59'))).toEqual([0, 0]);
    expect(await known('mtg.minutesOnTime', on('9-11'))).toEqual([1, 2]);
    expect(await known('mtg.minutesOnTime', on('9-12'))).toEqual([1, 3]);
  });

  it('MTG-6: a decision is covered once an item follows it, if two working days were not over and nobody waived it', async () => {
    expect(await known('sup.decisionCoverage', on('9-1', '23:59'))).toEqual([0, 1]);
    expect(await known('sup.decisionCoverage', on('9-2'))).toEqual([1, 2]);
    expect(await known('sup.decisionCoverage', on('9-5', '23:59'))).toEqual([1, 5]);
    expect(await known('sup.decisionCoverage', on('9-6'))).toEqual([2, 5]);
    const { points } = await office.metric('sup.decisionCoverage', { by: ['CATEGORY'], asOf });
    expect(
      points.map(({ dims, numerator, denominator }: Point & { numerator: number; denominator: number }) => [
        ...[dims[0]?.value, numerator, denominator],
      ]),
    ).toEqual([
      ['Instruction', 1, 2],
      ['Resolution', 1, 3],
    ]);
    const tell = tellers(office);
    const where = { from: on('5-1', '00:00'), to: on('6-1', '00:00') };
    const covered = async () => (await office.metric('sup.decisionCoverage', { where })).total.numerator;
    const resolutionId = await tell.decision(on('5-2'));
    const follower = await tell.item({ registeredAt: on('5-3'), dueAt: on('5-20'), resolutionId });
    await tell.followedBy({ type: 'Resolution', id: resolutionId }, follower, on('5-3'), on('5-6'));
    expect(await covered()).toBe(1);
    await office.told(supervisionWaived, resolutionId, { resolutionId, reason: null });
    expect(await covered()).toBe(0);
  });

  it('a coordination is settled once it is agreed or decided, and not by dissent', async () => {
    expect(await known('crd.agreedRate', on('9-5'))).toEqual([0, 0]);
    expect(await known('crd.agreedRate', on('9-13'))).toEqual([1, 1]);
    expect(await known('crd.agreedRate', on('9-14'))).toEqual([1, 2]);
  });

  it('verifications, extensions and blank cells count as far as they are known', async () => {
    expect(await known('sup.verifications', on('9-16'))).toBe(2);
    expect(await known('sup.firstPassVerify', on('9-16'))).toEqual([0, 1]);
    expect(await known('sup.firstPassVerify', on('9-24'))).toEqual([1, 2]);
    expect(await known('sup.extensions', on('9-12'))).toBe(2);
    expect(await known('sup.extensionsGranted', on('9-12'))).toEqual([1, 1]);
    expect(await known('sup.blankFilled', on('9-4'))).toEqual([0, 2]);
    expect(await known('sup.blankFilled', on('9-5'))).toEqual([1, 2]);
    const { points } = await office.metric('sup.notices', { by: ['CATEGORY'] });
    expect(points.map(({ dims, value }: Point) => [dims[0]?.value, value])).toEqual([
      ['BLUE', 1],
      ['YELLOW', 1],
    ]);
  });

  it('R-12: a dispute belongs to no unit, and fewer than five give nobody away', async () => {
    const leader = viewerOf(office, ['LEADER'], null);
    expect((await office.metric('dsp.count', { as: leader })).total.value).toBe(0);
    const where = { orgId: office.orgs.emergencyBureau.id };
    expect((await office.metric('dsp.count', { where })).total.value).toBe(0);
    expect(await office.metric('dsp.count', { by: ['ORG'] })).toMatchObject({ code: 'BAD_USER_INPUT' });
    const tell = tellers(office);
    for (let few = 0; few < 4; few += 1) await tell.dispute(on('6-2'), { kind: 'BULLYING' });
    const june = { from: on('6-1', '00:00'), to: on('7-1', '00:00') };
    expect((await office.metric('dsp.count', { where: june })).total).toMatchObject({ value: null, suppressed: true });
  });

  it('an inspection counts once it is carried out, or its day is over without', async () => {
    expect(await known('ins.coverage', on('9-9'))).toEqual([1, 1]);
    expect(await known('ins.coverage', on('9-12', '23:59'))).toEqual([1, 2]);
    expect(await known('ins.coverage', on('9-13', '00:00'))).toEqual([1, 3]);
    expect(await known('ins.coverage', on('9-14'))).toEqual([2, 3]);
    expect(await known('pet.reviewRate', on('10-4'))).toEqual([0, 1]);
  });

  it('a unit that took over the lead answers for the item from then on', async () => {
    const tell = tellers(office);
    const { town, emergencyBureau } = office.orgs;
    const itemId = await tell.item({ registeredAt: on('7-2'), dueAt: on('7-20') });
    const where = { from: on('7-1', '00:00'), to: on('8-1', '00:00') };
    const by = async (orgId: string) =>
      (await office.metric('sup.registered', { where: { ...where, orgId } })).total.value;
    expect([await by(emergencyBureau.id), await by(town.id)]).toEqual([1, 0]);
    const moved = { itemId, fromOrgId: emergencyBureau.id, toOrgId: town.id, at: on('7-4') };
    await office.told(leadTransferred, itemId, moved);
    expect([await by(emergencyBureau.id), await by(town.id)]).toEqual([0, 1]);
  });

  it('SUP-9: a report is missing once its grace is over and until it is handed in, and never where it is exempted', async () => {
    const missing = async (known: string) => (await office.metric('rep.missing', { asOf: known })).total.value;

    expect(await missing(on('9-4', '20:58'))).toBe(0);
    expect(await missing(on('9-4', '21:00'))).toBe(1);
    expect(await missing(on('9-4', '21:01'))).toBe(0);
    expect(await missing(on('9-25', '21:00'))).toBe(2);
    expect(await missing(on('9-26'))).toBe(1);
  });

  it('a report is in time until it is given back, and again once it is handed in anew', async () => {
    const where = { from: on('9-7'), to: on('9-13') };
    const inTime = async (known: string) => (await office.metric('rep.onTime', { where, asOf: known })).total;

    expect(await inTime(on('9-11', '20:00'))).toMatchObject({ denominator: 0, value: null });
    expect(await inTime(on('9-12'))).toMatchObject({ numerator: 1, denominator: 1 });
    expect(await inTime(on('9-14', '12:00'))).toMatchObject({ numerator: 0, denominator: 1 });
    expect(await inTime(on('9-15'))).toMatchObject({ numerator: 1, denominator: 1 });
    expect((await office.metric('rep.returned', { where, asOf: on('9-13') })).total).toMatchObject({
      numerator: 0,
      denominator: 1,
    });
    expect(
      (await office.metric('rep.onTime', { by: ['CATEGORY'] })).points.map(
        ({ dims, numerator }: Point & { numerator: number }) => [dims[0]?.value, numerator],
      ),
    ).toEqual([
      ['MONTHLY', 1],
      ['WEEKLY', 2],
    ]);
  });

  it('lists what nothing feeds with the reason, and refuses it wherever it is asked, never with a 0', async () => {
    const listing = '{ metrics { name target duties grains fed whyEn whyZh dimensions } }';
    const { metrics } = (await office.execute(listing, {}, office.analyst)).data;
    const named = (name: string) => metrics.find((metric: { name: string }) => metric.name === name);
    expect(named('sup.onTime')).toMatchObject({
      ...{ target: 1, duties: [34, 54], grains: ['DAY', 'WEEK', 'MONTH'], fed: true, whyEn: null, whyZh: null },
    });
    expect(named('inc.count')).toMatchObject({
      ...{ target: null, duties: [14], grains: [], fed: false, dimensions: [] },
      ...{ whyEn: 'Incidents are not kept in this system.', whyZh: '本系统尚未管理突发事件。' },
    });
    const refused = { code: 'BAD_USER_INPUT', rule: 'metric.fed' };
    expect(await office.metric('inc.count')).toMatchObject({ ...refused, field: 'name' });
    expect(await office.table({ metrics: ['inc.count'] })).toMatchObject({ ...refused, field: 'metrics.0' });
    const asked = `{ reconcile(metrics: ["inc.count"], from: "${september.from}", to: "${september.to}") { difference } }`;
    const { errors } = await office.execute(asked, {}, viewerOf(office, ['ANALYST'], null));
    expect(errors?.[0]?.extensions).toMatchObject({ ...refused, field: 'metrics.0' });
  });

  it('cuts by business days, ISO weeks and months, each once', async () => {
    const days = await office.metric('call.total', { grain: 'DAY' });
    expect(days.points.map(({ period, value }: Point) => [period.label, value])).toEqual([
      ['2026-09-01', 1],
      ['2026-09-02', 1],
      ['2026-09-03', 2],
      ['2026-09-04', 1],
    ]);
    const weeks = await office.metric('haz.found', { grain: 'WEEK' });
    expect(weeks.points.map(({ period, value }: Point) => [period.label, value])).toEqual([
      ['2026-W36', 2],
      ['2026-W37', 3],
    ]);
    const where = { to: '2026-10-31T16:00:00Z' };
    const months = await office.metric('call.total', { grain: 'MONTH', where });
    expect(months.points.map(({ period, value }: Point) => [period.label, value])).toEqual([
      ['2026-09', 5],
      ['2026-10', 1],
    ]);
    expect(months.total.value).toBe(6);
  });

  it('asks the facts for the hours of a day that is not whole', async () => {
    const where = { from: on('9-3', '08:00'), to: on('9-4', '08:01') };
    expect((await office.metric('call.total', { where })).total.value).toBe(3);
    expect((await office.metric('call.total', { where: { ...where, from: on('9-3', '08:01') } })).total.value).toBe(1);
  });

  it('R-7: an accusation belongs to no unit, and only those who count for the house know that there is one', async () => {
    const byUnit = await office.metric('case.count', { by: ['ORG', 'CATEGORY'] });
    expect(byUnit.points.find(({ dims }: Point) => dims[1]?.value === 'ACCUSATION').dims[0]).toMatchObject({
      value: null,
      org: null,
    });
    const leader = viewerOf(office, ['LEADER'], null);
    const seen = await office.metric('case.count', { by: ['CATEGORY'], as: leader });
    expect(seen.points.map(({ dims }: Point) => dims[0]?.value)).toEqual(['PETITION', 'SERVICE']);
    expect(seen.total.value).toBe(5);
    const where = { orgId: office.orgs.county.id };
    expect((await office.metric('case.count', { where })).total.value).toBe(5);
  });

  it('A-5: a post measures what lies below it and nothing beside it', async () => {
    const own = viewerOf(office, ['ORG_HEAD'], office.orgs.emergencyBureau.id);
    expect((await office.metric('call.total', { as: own })).total.value).toBe(5);
    const beside = viewerOf(office, ['ORG_HEAD'], office.orgs.educationBureau.id);
    expect((await office.metric('call.total', { as: beside })).total.value).toBe(0);
    const where = { orgId: office.orgs.emergencyBureau.id };
    expect(await office.metric('call.total', { as: beside, where })).toMatchObject({ code: 'FORBIDDEN' });
    const county = { orgId: office.orgs.county.id };
    expect(await office.metric('call.total', { as: own, where: county })).toMatchObject({ code: 'FORBIDDEN' });
    for (const roles of [['ADMIN'], ['AUDITOR'], ['ADMIN', 'AUDITOR']]) {
      expect(await office.metric('call.total', { as: viewerOf(office, roles, null) })).toMatchObject({
        code: 'FORBIDDEN',
      });
    }
    const analyst = viewerOf(office, ['ANALYST'], office.orgs.educationBureau.id);
    expect((await office.metric('call.total', { as: analyst, where })).total.value).toBe(5);
    expect((await office.metric('call.total', { where: { ...county, subtree: false } })).total.value).toBe(0);
  });

  it('refuses what no figure offers', async () => {
    const refusals: [Parameters<Figures['table']>[0], string, string][] = [
      [{ metrics: ['call.nothing'] }, 'BAD_USER_INPUT', 'metrics.0'],
      [{ metrics: ['call.total', 'inc.count'] }, 'BAD_USER_INPUT', 'metrics.1'],
      [{ metrics: [] }, 'BAD_USER_INPUT', 'metrics'],
      [{ metrics: ['call.total', 'call.total'] }, 'BAD_USER_INPUT', 'metrics'],
      [{ metrics: ['call.total'], by: ['LEVEL'] }, 'BAD_USER_INPUT', 'by'],
      [{ metrics: ['call.total'], by: ['ORG', 'ORG'] }, 'BAD_USER_INPUT', 'by'],
      [{ metrics: ['call.total', 'haz.found'], where: { level: 'MAJOR' } }, 'BAD_USER_INPUT', 'where.level'],
      [{ metrics: ['call.total'], where: { from: september.to, to: september.from } }, 'BAD_USER_INPUT', 'where.to'],
      [{ metrics: ['call.total'], where: { from: '2020-01-01T00:00:00Z' } }, 'BAD_USER_INPUT', 'where.to'],
      [{ metrics: ['call.total'], having: [{ metric: 'haz.found', gte: 1 }] }, 'BAD_USER_INPUT', 'having.0.metric'],
      [{ metrics: ['call.total'], orderBy: { metric: 'haz.found' } }, 'BAD_USER_INPUT', 'orderBy.metric'],
      [{ metrics: ['call.total'], limit: 0 }, 'BAD_USER_INPUT', 'limit'],
    ];
    for (const [input, code, field] of refusals) expect(await office.table(input)).toMatchObject({ code, field });
    const where = { from: '2025-01-01T00:00:00Z' };
    expect(await office.table({ metrics: ['call.total'], grain: 'DAY', where })).toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
  });

  it('puts several figures side by side, narrows, orders and cuts the rows', async () => {
    const metrics = ['call.total', 'call.missed', 'call.connectRate'];
    const whole = await office.table({ metrics, by: ['CHANNEL'] });
    expect(whole.columns.map(({ name }: { name: string }) => name)).toEqual(['period', 'CHANNEL', ...metrics]);
    expect(whole.rows.map(valuesOf)).toEqual([
      ['A', 4, 1, 2 / 3],
      ['B', 1, 1, 0],
    ]);
    const descending = await office.table({
      metrics,
      by: ['CHANNEL'],
      orderBy: { metric: 'call.connectRate' },
      limit: 1,
    });
    expect(descending).toMatchObject({ totalRows: 2, truncated: true });
    expect(descending.rows.map(valuesOf)).toEqual([['B', 1, 1, 0]]);
    const busy = await office.table({ metrics, by: ['CHANNEL'], having: [{ metric: 'call.total', gte: 2 }] });
    expect(busy.rows.map(valuesOf)).toEqual([['A', 4, 1, 2 / 3]]);
    expect((await office.table({ metrics: ['call.total'], where: { channel: 'B' } })).rows.map(valuesOf)).toEqual([
      [1],
    ]);
  });

  it('A-3: a late fact restates a day that had been counted, and says so', async () => {
    while ((await countDays()) > 0);
    // The clock may have counted a day between two of the facts that all suites share.
    const daysRestated = async (where = {}): Promise<string[]> =>
      (await office.metric('call.total', { where, asOf })).restatements.map(({ day }: { day: string }) => day);
    const [before, from3] = [await daysRestated(), await daysRestated({ from: on('9-3') })];
    expect(before).not.toContain('2026-09-02');
    await tellers(office).call(on('9-2', '09:00'), 'MISSED', { orgId: office.orgs.town.id });
    expect((await office.metric('call.total', { asOf })).total.value).toBe(6);
    while ((await countDays()) > 0);
    const { total, restatements } = await office.metric('call.total', { asOf });
    expect(total.value).toBe(6);
    expect(restatements).toContainEqual({ day: '2026-09-02', at: expect.any(String) });
    expect(restatements).toHaveLength(before.length + 1);
    expect(await daysRestated({ from: on('9-3') })).toEqual(from3);
  });

  it('A-2: says how fresh it is', async () => {
    const { asOf: newest, lagSeconds } = await office.metric('call.total');
    expect(newest).toBe(office.clock.now().toISOString());
    expect(lagSeconds).toBe(0);
  });

  it('15-5.1: a decision whose item was merged into a registered one is followed from then on', async () => {
    const tell = tellers(office);
    const decision = await tell.decision(on('8-3'));
    const item = await tell.item({ registeredAt: on('8-4'), dueAt: on('8-28') });
    await tell.follow(item, decision, on('8-20'));
    const where = { from: on('8-1', '00:00'), to: on('9-1', '00:00') };
    const orphans = async (known: string) => (await office.metric('gov.orphans', { where, asOf: known })).total.value;

    expect([await orphans(on('8-19')), await orphans(on('8-21'))]).toEqual([1, 0]);
  });

  it('asks as many statements of a hundred facts as of one', async () => {
    const names = ['call.total', 'haz.days.p90', 'sat.index', 'gov.orphans', 'duty.gapMinutes'];
    const statements = async () => {
      while ((await countDays()) > 0);
      return statementsOf(() => office.table({ metrics: names, by: ['ORG'], grain: 'DAY' }));
    };
    const few = await statements();
    const tell = tellers(office);
    for (let n = 0; n < 25; n += 1) {
      await tell.call(on(`9-${1 + n}`), 'MISSED', { orgId: office.orgs.town.id });
      await tell.hazard(on(`9-${1 + n}`), { dueAt: on('10-1'), closedAt: on('9-27') });
      await tell.rating(on(`9-${1 + n}`), 5, { orgId: office.orgs.town.id });
    }
    expect(await statements()).toBe(few);
    expect(few).toBeLessThanOrEqual(14);
  });
});

interface Point {
  readonly period: { readonly label: string };
  readonly dims: readonly { readonly value: string | null }[];
  readonly value: number | null;
}

interface Row {
  readonly dims: readonly { readonly value: string | null }[];
  readonly cells: readonly { readonly value: number | null }[];
}
const valuesOf = ({ dims, cells }: Row) => [...dims.map(({ value }) => value), ...cells.map(({ value }) => value)];
