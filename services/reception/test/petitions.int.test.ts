import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CasesRoom, openCasesRoom } from './cases-room.ts';

const petition = { kind: 'PETITION', channel: 'LETTER', title: '请求解决安置房逾期交付', text: '安置房逾期两年。' };

describe.each(testDialects())('petitions on %s', (dialect) => {
  let room: CasesRoom;

  beforeAll(async () => {
    room = await openCasesRoom(dialect, '2026-09-18T02:00:00Z');
  });
  afterAll(() => room[Symbol.asyncDispose]());

  const today = (day: string) => room.service.clock.set(`${day}T10:00:00+08:00`);
  const from = (name: string) => ({
    ...petition,
    title: `${petition.title}（${name}）`,
    applicant: { name, phone: '16011112222' },
  });

  it('runs its statutory clocks over the holidays (scenario 10)', async () => {
    today('2026-09-18');
    const { id, dueAt, petition: clocks } = await room.open(from('甲一'));
    expect(dueAt).toBeNull();
    expect(clocks).toMatchObject({ noticeDueOn: '2026-10-08', finishDueOn: null });

    today('2026-09-22');
    const moved = await room.actOn('transferCase', id, room.officer, {
      toOrgId: room.orgs.emergencyBureau.id,
      reason: '职责不符',
    });
    expect(moved.petition.objectionDueOn).toBe('2026-09-30');

    today('2026-10-09');
    const accepted = await room.actOn('acceptCase', id, room.emergencyOfficer);
    expect(accepted).toMatchObject({ dueAt: '2026-12-08T16:00:00.000Z', petition: { finishDueOn: '2026-12-08' } });
    const clock = `query ($orgId: ID!, $asOf: DateTime) { petitionClocks(orgId: $orgId, asOf: $asOf) {
      nodes { code noticeState acceptedOn transferredOn } } }`;
    const asked = { orgId: room.orgs.county.id, asOf: '2026-10-09T12:00:00Z' };
    const { petitionClocks } = await room.ask(clock, asked, room.director);
    expect(petitionClocks.nodes).toMatchObject([
      { noticeState: 'LATE', acceptedOn: '2026-10-09', transferredOn: '2026-09-22' },
    ]);
  });

  it('is extended by thirty days, before the end moves', async () => {
    today('2026-09-20');
    const { id } = await room.open(from('乙二'));
    await room.actOn('acceptCase', id, room.officer);
    await room.actOn('startHandling', id, room.officer, { noInterest: true });

    const extended = await room.actOn('extendCase', id, room.head, { days: 30, reason: '情况复杂' });

    expect(extended.petition).toMatchObject({ finishDueOn: '2026-11-19', extendedFinishDueOn: '2026-12-21' });
  });

  it('is answered by the officer and signed by the head', async () => {
    today('2026-10-12');
    const { id } = await room.open(from('丙三'));
    await room.actOn('acceptCase', id, room.officer);
    await room.actOn('startHandling', id, room.officer, { noInterest: true });
    const drafted = await room.actOn('answerCase', id, room.officer, { text: '已核实', result: 'SUPPORTED' });
    expect(drafted).toMatchObject({ state: 'HANDLING', answer: { text: '已核实', signedBy: null } });
    const { serviceCase } = await room.ask(
      'query ($id: ID!) { serviceCase(id: $id) { answer { text } } }',
      { id },
      room.window,
    );
    expect(serviceCase.answer).toBeNull();
    expect(await room.service.events('CaseAnswered')).toEqual([]);

    expect(await room.refused('signCaseAnswer', id, room.officer)).toMatchObject({ code: 'FORBIDDEN' });
    const signed = await room.actOn('signCaseAnswer', id, room.head);
    expect(signed).toMatchObject({ state: 'ANSWERED', answer: { signedBy: { id: room.head.personId } } });
  });

  it('refuses recusal that is not declared', async () => {
    const { id } = await room.open(from('丁四'));
    await room.actOn('acceptCase', id, room.officer);
    expect(await room.refused('startHandling', id, room.officer, { noInterest: false })).toMatchObject({
      code: 'GUARD_FAILED',
    });
  });

  it('goes up for review and recheck and ends there; the same petition is not accepted again (R-8, scenario 20)', async () => {
    today('2026-10-12');
    const matter = from('戊五');
    const id = await room.answered(matter);
    expect(await room.refusal('openCase', room.inputOf(matter), room.window)).toMatchObject({
      code: 'DUPLICATE',
      existingId: id,
    });

    const asked = await room.actOn('requestCaseReview', id, room.window, { ground: '不服' });
    expect(asked.petition).toMatchObject({ stage: 'REVIEW', reviewDueOn: '2026-11-11' });
    const heard = await room.actOn('recordCaseHearing', id, room.countyOfficer, {
      fromOn: '2026-10-20',
      toOn: '2026-10-24',
    });
    expect(heard.petition.reviewDueOn).toBe('2026-11-16');
    const upheld = { upheld: true, opinion: '维持' };
    expect(await room.refused('decideCaseReview', id, room.otherOfficer, upheld)).toMatchObject({ code: 'FORBIDDEN' });
    await room.actOn('decideCaseReview', id, room.countyOfficer, upheld);
    await room.actOn('requestCaseRecheck', id, room.window, { ground: '仍不服' });
    expect(await room.refused('decideCaseReview', id, room.countyOfficer, upheld)).toMatchObject({
      code: 'SEPARATION_OF_DUTIES',
    });
    const over = await room.actOn('decideCaseReview', id, room.otherCountyOfficer, upheld);
    expect(over).toMatchObject({ state: 'TERMINATED', allowedActions: [] });

    const again = await room.open({ ...matter, channel: 'VISIT' });
    expect(again).toMatchObject({ state: 'NOT_ACCEPTED', duplicateOf: { id } });
    expect(await room.refused('requestCaseReview', id, room.window, { ground: '再次' })).toMatchObject({
      code: 'ILLEGAL_TRANSITION',
    });
    expect((await room.service.events('CaseTerminated')).map(({ subject }) => subject)).toEqual([id]);
  });

  it('lets one of two who register the same matter at once have it (R-8)', async () => {
    const matter = room.inputOf(from('己六'));
    const outcomes = await Promise.all(
      [1, 2].map(() => room.act('openCase', matter, room.window, 'code').then(() => 'OPENED', String)),
    );

    expect(outcomes.filter((outcome) => outcome === 'OPENED')).toHaveLength(1);
    expect(outcomes.find((outcome) => outcome !== 'OPENED')).toContain('DUPLICATE');
  });
});
