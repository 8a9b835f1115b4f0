import { deliverDays } from '@chengqi/office-kernel/testing';
import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { openCasesRoom } from './cases-room.ts';
import { runTimer } from './exchange.ts';

const dueDay = ({ dueAt }: { dueAt: string }) =>
  new Date(Date.parse(dueAt) - 1 + 8 * 3_600_000).toISOString().slice(0, 10);

describe.each(testDialects())('a calendar that is published anew, on %s', (dialect) => {
  it('recounts limits that still run, and no others; the first promise stays on record', async () => {
    await using room = await openCasesRoom(dialect, '2026-09-21T02:00:00Z');
    const { officer, head, window, service } = room;
    let count = 0;
    const fresh = (changes = {}) => {
      count += 1;
      return {
        title: `第${count}件事`,
        applicant: { name: `申请人${count}`, phone: `1601234${5000 + count}` },
        ...changes,
      };
    };
    const read = async (id: string) => {
      const selection =
        'dueAt originalDueAt version petition { noticeDueOn objectionDueOn finishDueOn extendedFinishDueOn }';
      const { serviceCase } = await room.ask(
        `query ($id: ID!) { serviceCase(id: $id) { ${selection} } }`,
        { id },
        room.countyOfficer,
      );
      return serviceCase;
    };
    const handled = async (changes: object) => {
      const { id } = await room.open(fresh(changes));
      await room.actOn('acceptCase', id, officer);
      await room.actOn('startHandling', id, officer, { noInterest: true });
      return id;
    };
    const answered = await room.answered(fresh());
    const plain = (await room.open(fresh())).id;
    const paused = (await room.open(fresh({ kind: 'SERVICE', channel: 'WINDOW' }))).id;
    const extended = await handled({});
    await room.actOn('extendCase', extended, head, { days: 2, reason: '情况复杂' });
    const registered = (await room.open(fresh({ kind: 'PETITION', channel: 'LETTER' }))).id;
    const petition = await handled({ kind: 'PETITION', channel: 'LETTER' });
    await room.actOn('extendCase', petition, head, { days: 30, reason: '情况复杂' });
    await room.actOn('issueOneTimeNotice', paused, window, { items: ['身份证'] });
    service.clock.advance({ days: 2 });
    await room.actOn('supplementCase', paused, window);
    const all = [answered, plain, paused, extended, registered, petition];
    const before = await Promise.all(all.map(read));
    expect(before.slice(0, 4).map(dueDay)).toEqual(['2026-09-29', '2026-09-29', '2026-10-08', '2026-10-08']);

    await deliverDays(service, { '2026-09-25': 'HOLIDAY' });
    await runTimer(room, 'recount-deadlines');
    expect(await Promise.all(all.map(read))).toEqual(before);

    await deliverDays(service, {
      '2026-09-24': 'HOLIDAY',
      '2026-10-08': 'HOLIDAY',
      '2026-11-20': 'HOLIDAY',
      '2026-12-21': 'HOLIDAY',
    });
    await runTimer(room, 'recount-deadlines');
    const after = await Promise.all(all.map(read));

    expect(after[0]).toEqual(before[0]);
    expect(after.slice(1, 4).map(dueDay)).toEqual(['2026-09-30', '2026-10-10', '2026-10-10']);
    expect(after.slice(1, 4).map(({ originalDueAt }) => originalDueAt)).toEqual(
      before.slice(1, 4).map(({ originalDueAt }) => originalDueAt),
    );
    expect(after[4]).toMatchObject({ dueAt: null, petition: { noticeDueOn: '2026-10-09' } });
    expect(after[5]).toMatchObject({
      originalDueAt: before[5].originalDueAt,
      petition: { finishDueOn: '2026-11-23', extendedFinishDueOn: '2026-12-22' },
    });
  });
});
