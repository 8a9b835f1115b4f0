import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { openWindow, type Window } from './window.ts';

const visitHeader = [
  ...['visit_no', 'kind', 'visitor_name', 'phone', 'companions', 'host_org', 'site_code', 'purpose', 'letter_no'],
  ...['arrive_at', 'leave_at', 'first_responder', 'state', 'case_code'],
];
const ratingHeader = [
  ...['rating_no', 'subject_type', 'subject_ref', 'score', 'named', 'rated_at', 'channel', 'comment'],
  ...['revisit_at', 'rectified_at', 'fed_back_at', 'state'],
];

const take = (window: Window, mutation: string, header: string[], lines: string[], file = `${mutation}.csv`) =>
  window.importFile(
    mutation,
    { file, header, rows: lines.map((line) => line.split(',')) },
    window.people.importer,
  ) as Promise<{ outcome: string; remarks: { column: string | null; reason: string }[] }[]>;

const takeVisits = (window: Window, lines: string[], file?: string) =>
  take(window, 'importVisits', visitHeader, lines, file);
const takeRatings = (window: Window, lines: string[], file?: string) =>
  take(window, 'importRatings', ratingHeader, lines, file);

const visit = (
  no: string,
  changes: { kind?: string; letter?: string; at?: string; leave?: string; state?: string } = {},
) =>
  [
    ...[no, changes.kind ?? 'PUBLIC', '梁平', '16406047053', '0', 'JC10', 'S-HALL', '咨询'],
    ...[changes.letter ?? '', changes.at ?? '2026-09-14 08:37', changes.leave ?? '2026-09-14 09:21', ''],
    ...[changes.state ?? 'LEFT', ''],
  ].join(',');

describe.each(testDialects())('visits and ratings of an export on %s', (dialect) => {
  it('takes visits with their events, and keeps aside who was received without a letter (R-9)', async () => {
    await using window = await openWindow(dialect);

    const fates = await takeVisits(window, [
      visit('V1'),
      visit('V2', { kind: 'OFFICIAL' }),
      visit('V3', { kind: 'OFFICIAL', state: 'REFUSED' }),
      visit('V4', { kind: 'OFFICIAL', letter: '澜函〔2026〕1号' }),
      visit('V5', { leave: '2026-09-14 08:00' }),
      visit('V1'),
      visit('V6', { leave: '', state: 'CHECKED_IN' }),
    ]);

    expect(fates.map(({ outcome }) => outcome)).toEqual([
      'ACCEPTED',
      'QUARANTINED',
      'ACCEPTED',
      'ACCEPTED',
      'REJECTED',
      'REJECTED',
      'ACCEPTED',
    ]);
    expect(fates[1]?.remarks).toMatchObject([{ column: 'letter_no', reason: expect.stringContaining('R-9') }]);
    expect((await window.service.events()).map(({ type, provenance }) => `${type} ${provenance}`)).toEqual([
      'reception.VisitorOnSite.v1 imported',
      'reception.VisitEnded.v1 imported',
      'reception.VisitEnded.v1 imported',
      'reception.VisitorOnSite.v1 imported',
      'reception.VisitEnded.v1 imported',
      'reception.VisitorOnSite.v1 imported',
    ]);
  });

  it('an importer reads back neither names nor numbers', async () => {
    await using window = await openWindow(dialect);
    await takeVisits(window, [visit('V1'), visit('V2', { at: 'never' })]);

    const answer = await window.ask(
      `{ receptionImportRows(export: "county-month") { key outcome remarks { raw clean } }
         visits { totalCount nodes { visitorName } } }`,
      {},
      window.people.importer,
    );

    expect(answer.receptionImportRows).toHaveLength(2);
    expect(answer.visits).toEqual({ totalCount: 0, nodes: [] });
    expect(JSON.stringify(answer)).not.toMatch(/梁|16406047053/);
  });

  it('takes ratings with the limits and events that their dates imply', async () => {
    await using window = await openWindow(dialect, '2026-10-16T14:00:00Z');
    await takeVisits(
      window,
      ['V1', 'V2', 'V3'].map((no) => visit(no)),
    );

    const fates = await takeRatings(window, [
      'P1,VISIT,V1,5,Y,2026-09-14 15:57,WINDOW,服务热情,,,,CLOSED',
      'P2,VISIT,V2,1,N,2026-09-24 16:18,SMS,太慢,2026-09-24 17:39,2026-09-29 11:10,2026-09-30 15:57,CLOSED',
      'P3,VISIT,V3,2,N,2026-10-15 13:35,SMS,,,,,SUBMITTED',
    ]);

    expect(fates.map(({ outcome }) => outcome)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED']);
    const { ratings, badRatingsOpen } = await window.ask(
      `{ ratings { nodes { score state dueAt fedBackAt closedAt overdue } } badRatingsOpen { nodes { score } } }`,
      {},
      window.people.supervisor,
    );
    expect(ratings.nodes).toEqual([
      expect.objectContaining({ score: 2, state: 'SUBMITTED', dueAt: '2026-10-22T16:00:00.000Z', closedAt: null }),
      {
        score: 1,
        state: 'CLOSED',
        dueAt: '2026-10-09T16:00:00.000Z',
        fedBackAt: '2026-09-30T07:57:00.000Z',
        closedAt: '2026-09-30T07:57:00.000Z',
        overdue: false,
      },
      expect.objectContaining({ score: 5, state: 'CLOSED', dueAt: null, closedAt: '2026-09-14T07:57:00.000Z' }),
    ]);
    expect(badRatingsOpen.nodes).toEqual([{ score: 2 }]);
    const types = (await window.service.events()).filter(({ type }) => type.includes('Rating')).map(({ type }) => type);
    expect(types).toEqual([
      'reception.RatingSubmitted.v1',
      'reception.RatingClosed.v1',
      'reception.RatingSubmitted.v1',
      'reception.RatingFedBack.v1',
      'reception.RatingClosed.v1',
      'reception.RatingSubmitted.v1',
    ]);
  });

  it('R-5: a second rating of one service is refused; what rates nothing known is kept aside', async () => {
    await using window = await openWindow(dialect);
    await takeVisits(window, [visit('V1')]);
    const rating = (no: string, ref: string, score = 5) =>
      `${no},VISIT,${ref},${score},Y,2026-09-14 15:57,WINDOW,,,,,CLOSED`;

    const fates = await takeRatings(window, [rating('P1', 'V1'), rating('P2', 'V1', 1), rating('P3', 'V9')]);
    const wrong = await takeRatings(window, [rating('P4', 'V1', 6), rating('P1', 'V1')], 'other.csv');

    expect(fates.map(({ outcome }) => outcome)).toEqual(['ACCEPTED', 'REJECTED', 'QUARANTINED']);
    expect(fates[1]?.remarks[0]?.reason).toContain('DUPLICATE');
    expect(wrong.map(({ outcome }) => outcome)).toEqual(['REJECTED', 'REJECTED']);
  });
});
