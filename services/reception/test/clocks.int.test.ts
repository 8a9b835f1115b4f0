import { deliverDays } from '@chengqi/office-kernel/testing';
import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { openCasesRoom } from './cases-room.ts';
import { runTimer } from './exchange.ts';

const fields = `deadlines { rule clock dueOn originalDueOn warnAt pausedAt extensions amount unit basis basisText provisional }`;

describe.each(testDialects())('the clocks of cases on %s', (dialect) => {
  /** A case, its clocks, and what was told of them. */
  async function opened(input: Record<string, unknown>, at?: string) {
    const room = await openCasesRoom(dialect, at);
    const { id } = await room.open(input);
    const told = async (type: string) => {
      const events = await room.service.events(`reception.${type}.v1`);
      return events.map(({ data }) => data as Record<string, string>);
    };
    return {
      room,
      id,
      told,
      deadlines: async (as = room.window) =>
        (await room.ask(`query ($id: ID!) { serviceCase(id: $id) { ${fields} } }`, { id }, as)).serviceCase.deadlines,
      /** The clock strikes, and the timer looks. */
      async strikes(at: string) {
        room.service.clock.set(at);
        await runTimer(room, 'deadlines');
      },
    };
  }

  it('stand beside the case with their basis, and pause with it', async () => {
    const { room, id, deadlines } = await opened({ kind: 'SERVICE', channel: 'WINDOW' });
    await using _ = room;

    expect(await deadlines()).toEqual([
      {
        ...{ rule: 'ANSWER', clock: 'RUNNING', dueOn: '2026-09-20', originalDueOn: '2026-09-20', pausedAt: null },
        ...{ extensions: 0, amount: 5, unit: 'WORKING_DAY', basis: 'POLICY', basisText: '限时办结制' },
        ...{ provisional: false, warnAt: ['2026-09-17T16:00:00.000Z', '2026-09-18T16:00:00.000Z'] },
      },
    ]);
    await room.actOn('issueOneTimeNotice', id, room.window, { items: ['身份证'] });
    expect(await deadlines()).toMatchObject([{ clock: 'PAUSED', pausedAt: '2026-09-14T01:00:00.000Z' }]);
  });

  it('warn once at each threshold and breach once, whatever runs twice or jumps', async () => {
    const { room, id, told, strikes } = await opened({});
    await using _ = room;

    await strikes('2026-09-17T15:59:59Z');
    expect(await told('DeadlineWarned')).toEqual([]);
    await strikes('2026-09-17T16:00:01Z');
    await strikes('2026-09-17T16:00:02Z');
    const first = { caseId: id, rule: 'ANSWER', dueAt: '2026-09-20T16:00:00.000Z' };
    expect(await told('DeadlineWarned')).toEqual([{ ...first, thresholdAt: '2026-09-17T16:00:00.000Z' }]);

    // The clock jumps ahead over the other threshold and the end, then back, then two instances look at once.
    await strikes('2026-10-20T00:00:00Z');
    await strikes('2026-09-16T00:00:00Z');
    room.service.clock.set('2026-10-21T00:00:00Z');
    await Promise.allSettled([runTimer(room, 'deadlines'), runTimer(room, 'deadlines')]);

    expect(await told('DeadlineWarned')).toHaveLength(2);
    expect(await told('DeadlineBreached')).toEqual([first]);
    expect(await told('CaseOverdue')).toEqual([{ caseId: id, dueAt: first.dueAt }]);
  });

  it('are kept of a case that was opened before limits were kept', async () => {
    const { room, id, told, strikes } = await opened({});
    await using _ = room;
    await room.service.db.write((manager) => manager.query('DELETE FROM deadlines WHERE subject_id = ?', [id]));
    await strikes('2026-10-20T00:00:00Z');
    expect(await told('DeadlineBreached')).toEqual([]);

    await runTimer(room, 'older-cases');
    await strikes('2026-10-20T00:00:01Z');

    expect(await told('DeadlineBreached')).toMatchObject([{ caseId: id, rule: 'ANSWER' }]);
  });

  it('are told anew of a new end only, and not at all once they were met', async () => {
    const { room, id, told, strikes, deadlines } = await opened({});
    await using _ = room;
    await room.actOn('acceptCase', id, room.officer);
    await room.actOn('startHandling', id, room.officer, { noInterest: true });
    await strikes('2026-09-18T17:00:00Z');
    await room.actOn('extendCase', id, room.head, { days: 5, reason: '情况复杂' });
    expect(await deadlines()).toMatchObject([
      { rule: 'RETURN', clock: 'CANCELLED' },
      { rule: 'ANSWER', clock: 'RUNNING', dueOn: '2026-09-28', originalDueOn: '2026-09-20', extensions: 1 },
    ]);

    await strikes('2026-09-24T17:00:00Z');
    expect(await told('DeadlineWarned')).toHaveLength(4);
    await room.actOn('answerCase', id, room.officer, { text: '已修复', result: 'HANDLED' });
    await strikes('2026-12-01T00:00:00Z');

    expect(await told('DeadlineBreached')).toEqual([]);
    expect((await deadlines()).at(-1)).toMatchObject({ clock: 'MET' });
  });

  it('of history are not told of', async () => {
    const { room, told, strikes } = await opened({ kind: 'PETITION', channel: 'LETTER' });
    await using _ = room;
    await room.service.db.write((manager) => manager.query('DELETE FROM deadlines'));
    await strikes('2026-12-01T00:00:00Z');

    expect(await told('DeadlineBreached')).toEqual([]);
  });

  it('reach into a year without a calendar only by saying so, and are counted again when it comes', async () => {
    const { room, deadlines } = await opened({}, '2026-12-29T01:00:00Z');
    await using _ = room;
    expect((await deadlines()).at(-1)).toMatchObject({ dueOn: '2027-01-05', provisional: true });

    await deliverDays(room.service, { '2027-01-01': 'HOLIDAY', '2027-01-04': 'HOLIDAY' });
    await runTimer(room, 'recount-deadlines');

    expect((await deadlines()).at(-1)).toMatchObject({
      ...{ dueOn: '2027-01-07', originalDueOn: '2027-01-05', provisional: false },
    });
  });

  it('R-7: of an accusation are neither shown nor told of', async () => {
    const room = await openCasesRoom(dialect);
    await using _ = room;
    await room.open({ kind: 'ACCUSATION', accusedOrgId: room.orgs.town.id, responsibleOrgId: room.orgs.county.id });
    room.service.clock.set('2027-12-01T00:00:00Z');
    await runTimer(room, 'deadlines');

    expect(await room.service.events('reception.DeadlineBreached.v1')).toEqual([]);
    const rows = await room.service.db.read.query('SELECT COUNT(*) AS n FROM deadlines');
    expect(Number(rows[0].n)).toBe(0);
  });

  it('are listed by end, state and rule to who may read the case, and to nobody else', async () => {
    const { room, id, strikes } = await opened({});
    await using _ = room;
    const list = async (where: object, as = room.window) => {
      const query = `query ($where: DeadlineFilter) { receptionDeadlines(where: $where, first: 100) { totalCount nodes { rule clock dueAt subjectId } } }`;
      return (await room.ask(query, { where }, as)).receptionDeadlines;
    };
    const running = { rule: 'ANSWER', clock: 'RUNNING', dueAt: '2026-09-20T16:00:00.000Z', subjectId: id };
    expect((await list({ rules: ['ANSWER'] })).nodes).toEqual([running]);
    const before = { due: { lt: '2026-09-20T16:00:00Z' }, rules: ['ANSWER'] };
    expect(await list(before)).toEqual({ totalCount: 0, nodes: [] });
    await strikes('2026-10-20T00:00:00Z');
    expect((await list({ clocks: ['BREACHED'] })).nodes).toEqual([{ ...running, clock: 'BREACHED' }]);
    expect((await list({ rules: ['RETURN'] })).nodes).toMatchObject([{ clock: 'CANCELLED' }]);
    for (const as of [room.people.importer, room.people.townStaff]) {
      const seen = (await room.ask('query ($id: ID!) { serviceCase(id: $id) { id } }', { id }, as)).serviceCase;
      expect([seen, (await list({}, as)).totalCount]).toEqual([null, 0]);
    }
  });
});
