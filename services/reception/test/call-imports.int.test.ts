import { systemViewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { on, runTimer, theExchange } from './exchange.ts';
import { openWindow, type Window } from './window.ts';

const cdrHeader =
  'cdr_no,call_ref,line_no,direction,caller_number,called_number,hop,ring_at,answer_at,end_at,cause'.split(',');
const noteHeader = 'note_no,call_ref,officer,noted_at,classification,urgent,summary,case_code,spam_approved_by'.split(
  ',',
);
const rowsOf = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((row) => row.trim().split(','));

/** A Monday: answered, overflowed, mailbox, a repeated caller rung back in time, a withheld number, spam, a vain search. */
const records = rowsOf(`
  01,C01,82220001,IN,16011110001,82220001,1,2026-09-14 09:00:00,2026-09-14 09:00:05,2026-09-14 09:02:00,NORMAL
  02,C02,82220001,IN,16011110002,82220001,1,2026-09-14 09:10:00,,2026-09-14 09:10:15,NO_ANSWER
  03,C02,82220002,IN,16011110002,82220002,2,2026-09-14 09:10:15,2026-09-14 09:10:25,2026-09-14 09:12:00,NORMAL
  04,C03,82220001,IN,16011110003,VM,4,2026-09-14 10:00:00,2026-09-14 10:00:01,2026-09-14 10:00:40,VOICEMAIL
  05,C04,82220001,IN,16011110003,82220001,1,2026-09-14 10:08:00,,2026-09-14 10:08:30,NO_ANSWER
  06,C05,82220001,OUT,82220001,16011110003,1,2026-09-14 10:12:00,2026-09-14 10:12:10,2026-09-14 10:15:00,NORMAL
  07,C06,82220002,IN,,82220002,1,2026-09-14 11:00:00,,2026-09-14 11:00:10,CALLER_HANGUP
  08,C07,82220001,IN,16011110004,82220001,1,2026-09-14 19:00:00,,2026-09-14 19:00:05,USER_BUSY
  09,C08,82220001,IN,16011110005,82220001,1,2026-09-14 22:00:00,,2026-09-14 22:00:30,NO_ANSWER
  10,C09,82220001,OUT,82220001,16011110005,1,2026-09-14 22:40:00,,2026-09-14 22:40:30,NO_ANSWER
  11,C10,82220001,OUT,82220001,16011110005,1,2026-09-14 23:10:00,,2026-09-14 23:10:30,NO_ANSWER
  12,C11,82220001,OUT,82220001,16011110005,1,2026-09-15 09:00:00,,2026-09-15 09:00:30,NO_ANSWER
`);

const importDay = async (window: Window, rows: readonly string[][] = records) =>
  window.importFile(
    'importCallsCdr',
    { file: 'calls_cdr.csv', header: cdrHeader, rows: [...rows] },
    window.people.importer,
  );
const importNotes = (window: Window, rows: string[][]) =>
  window.importFile('importCallNotes', { file: 'call_notes.csv', header: noteHeader, rows }, window.people.importer);
const spamNote = ['N1', 'C07', '', '2026-09-14 19:05', 'SPAM', 'N', '推销电话', '', 'JC0001'];

const figuresQuery = `query ($orgId: ID!, $period: DateTimeFilter!, $asOf: DateTime) {
  callFigures(orgId: $orgId, period: $period, asOf: $asOf) {
    cdrRows inboundCalls outboundCalls byOutcome { outcome count } connectionRate { numerator denominator }
    answer15sRate { numerator denominator } callbacks { total mergedCalls open reached unreachable closedInLimit overdue firstAttemptLate }
    lostCalls lostNeverClosed unshifted } }`;

/** Everything the day comes to, without ids. */
async function summary(window: Window) {
  const { people, orgs, ask } = window;
  const orgId = orgs.governmentOffice.id;
  const asOf = on('22:00', '2026-09-15');
  const period = { gte: on('00:00'), lt: on('00:00', '2026-09-16') };
  const tasks = `query ($orgId: ID!, $asOf: DateTime) { callbacks(where: { orgId: $orgId }, asOf: $asOf, first: 100) {
    nodes { calls { callRef } dueAt(asOf: $asOf) closedAt end overdue(asOf: $asOf) } } }`;
  return {
    ...(await ask(figuresQuery, { orgId, period, asOf }, people.importer)),
    ...(await ask(tasks, { orgId, asOf }, people.importer)),
    equation: (await theExchange(window).equation(people.importer)).map((row: object) => ({ ...row, shift: null })),
  };
}

async function duty(window: Window): Promise<void> {
  const { shift } = theExchange(window);
  await shift(on('08:00'), on('20:00'));
  await shift(on('20:00'), on('08:00', '2026-09-15'));
}

describe.each(testDialects())('calls of an export, on %s', (dialect) => {
  it('come out as the definitions of the export say', async () => {
    await using window = await openWindow(dialect, '2026-09-16T01:00:00Z');
    await duty(window);

    expect((await importDay(window)).map(({ outcome }: { outcome: string }) => outcome)).toEqual(
      records.map(() => 'ACCEPTED'),
    );
    await importNotes(window, [spamNote]);

    expect(await summary(window)).toMatchObject({
      callFigures: {
        cdrRows: 12,
        inboundCalls: 7,
        outboundCalls: 4,
        byOutcome: [
          { outcome: 'ABANDONED', count: 1 },
          { outcome: 'ANSWERED', count: 1 },
          { outcome: 'MISSED', count: 2 },
          { outcome: 'OVERFLOW_ANSWERED', count: 1 },
          { outcome: 'SPAM', count: 1 },
          { outcome: 'VOICEMAIL', count: 1 },
        ],
        connectionRate: { numerator: 2, denominator: 6 },
        answer15sRate: { numerator: 1, denominator: 2 },
        callbacks: {
          total: 3,
          mergedCalls: 1,
          open: 1,
          reached: 1,
          unreachable: 1,
          closedInLimit: 1,
          overdue: 2,
          firstAttemptLate: 2,
        },
        lostCalls: 2,
        lostNeverClosed: 1,
        unshifted: [],
      },
      callbacks: {
        nodes: [
          {
            calls: [{ callRef: 'C03' }, { callRef: 'C04' }],
            end: 'REACHED',
            overdue: false,
            closedAt: '2026-09-14T02:12:10.000Z',
          },
          { calls: [{ callRef: 'C06' }], end: 'OPEN', overdue: true },
          { calls: [{ callRef: 'C08' }], end: 'UNREACHABLE', overdue: true, closedAt: '2026-09-15T01:00:00.000Z' },
        ],
      },
    });
  });

  it('do not depend on the order or the cut of what comes, nor on when rosters and notes come', async () => {
    await using straight = await openWindow(dialect, '2026-09-16T01:00:00Z');
    await duty(straight);
    await importDay(straight);
    await importNotes(straight, [spamNote]);
    await using crooked = await openWindow(dialect, '2026-09-16T01:00:00Z');

    await importNotes(crooked, [spamNote]);
    for (const [index, row] of records.toReversed().entries()) {
      await crooked.importFile(
        'importCallsCdr',
        { file: 'calls_cdr.csv', header: cdrHeader, rows: [row], export: `part ${index}` },
        crooked.people.importer,
      );
    }
    await duty(crooked);

    expect(await summary(crooked)).toEqual(await summary(straight));
  });

  it('records that cannot be are kept aside, repeated ones refused; the same batch again changes nothing', async () => {
    await using window = await openWindow(dialect, '2026-09-16T01:00:00Z');
    const faulty = rowsOf(`
      01,C01,82220001,IN,16011110001,82220001,1,2026-09-14 09:00:00,,2026-09-14 09:00:15,NO_ANSWER
      02,C02,82220001,IN,16011110002,82220001,1,2026-09-14 09:00:00,2026-09-13 23:59:59,2026-09-14 09:00:15,NORMAL
      03,C01,82220001,IN,16011110001,82220001,2,2026-09-14 09:00:10,,2026-09-14 09:00:30,NO_ANSWER
      01,C01,82220001,IN,16011110001,82220001,1,2026-09-14 09:00:00,,2026-09-14 09:00:15,NO_ANSWER
      04,C03,82220001,IN,16011110003,82220001,5,2026-09-14 09:00:00,,2026-09-14 09:00:15,NO_ANSWER
    `);

    const fates = await importDay(window, faulty);
    const events = (await window.service.events()).length;

    expect(fates).toMatchObject([
      { outcome: 'ACCEPTED' },
      { outcome: 'QUARANTINED', remarks: [{ column: 'answer_at' }] },
      { outcome: 'QUARANTINED', remarks: [{ column: 'ring_at' }] },
      { outcome: 'REJECTED' },
      { outcome: 'REJECTED', remarks: [{ column: 'hop' }] },
    ]);
    expect(await importDay(window, faulty)).toEqual(fates);
    expect((await window.service.events()).length).toBe(events);
    expect((await window.service.events()).every(({ provenance }) => provenance === 'imported')).toBe(true);
  });

  it('numbers in notes are masked; history is announced to nobody as late', async () => {
    await using window = await openWindow(dialect, '2026-09-16T01:00:00Z');
    await importDay(window);

    const note = ['N2', 'C01', '', '2026-09-14 09:05', 'CONSULT', 'N', '对方留电话16011110001。', '', ''];
    expect(await importNotes(window, [note])).toMatchObject([
      { outcome: 'NORMALISED', remarks: [{ clean: '对方留电话160****0001。' }] },
    ]);

    await runTimer(window, 'overdue-callbacks');
    expect(await theExchange(window).announced('CallbackOverdue')).toEqual([]);
  });
});

describe.each(testDialects())('what reception counts itself of calls, on %s', (dialect) => {
  it.each([
    ['call.total', 7, null],
    ['call.missed', 4, null],
    ['call.connectRate', 2, 6],
    ['call.answer15s', 1, 2],
    ['call.unshifted', 0, null],
    ['call.lost', 2, null],
    ['call.callback30', 1, 3],
  ])('%s', async (metric, numerator, denominator) => {
    await using window = await openWindow(dialect, '2026-09-16T01:00:00Z');
    await duty(window);
    await importDay(window);
    await importNotes(window, [spamNote]);
    const input = {
      metric,
      from: on('00:00'),
      to: on('00:00', '2026-09-16'),
      asOf: on('22:00', '2026-09-15'),
      orgId: window.orgs.governmentOffice.id,
    };

    const query = 'query ($input: OwnCountInput!) { receptionOwnCount(input: $input) { numerator denominator } }';
    expect((await window.ask(query, { input }, systemViewer)).receptionOwnCount).toEqual({ numerator, denominator });
  });
});
