import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { openWindow, type Window } from './window.ts';

const header = ['survey_no', 'group', 'org_code', 'period', 'n', 'index', 'closed_on'];
const take = (window: Window, rows: string[]) =>
  window.importFile(
    'importSurveyResults',
    { file: 'survey_results.csv', header, rows: rows.map((row) => row.split(',')) },
    window.people.importer,
  );

const seen = async (window: Window, where: object = {}, as = window.people.supervisor) =>
  (
    await window.ask(
      `query ($where: SurveyResultFilter) { surveyResults(where: $where) {
        totalCount nodes { surveyNo group period n index suppressed closedOn org { id } } } }`,
      { where },
      as,
    )
  ).surveyResults;

describe.each(testDialects())('surveys on %s', (dialect) => {
  it('scenario 18: four answers in a unit stay closed, also to who subtracts', async () => {
    await using window = await openWindow(dialect);
    await take(window, [
      'D1,STAFF,JC00,2026-Q3,24,80.5,2026-10-12',
      'D2,STAFF,JC10,2026-Q3,4,,2026-10-12',
      'D3,STAFF,JC11,2026-Q3,8,71.25,2026-10-12',
      'D4,STAFF,JC01,2026-Q3,12,90,2026-10-12',
    ]);

    const { nodes, totalCount } = await seen(window);

    expect(totalCount).toBe(4);
    const shown = Object.fromEntries(nodes.map(({ surveyNo, n, index }: never) => [surveyNo, [n, index]]));
    expect(shown).toEqual({ D1: [24, 80.5], D2: [null, null], D3: [null, null], D4: [12, 90] });
    const byHead = await seen(window, { group: 'STAFF' }, window.people.educationHead);
    expect(byHead.nodes.map(({ suppressed }: { suppressed: boolean }) => suppressed)).toContain(true);
  });

  it('another group or period is another survey', async () => {
    await using window = await openWindow(dialect);
    await take(window, ['D1,PUBLIC,JC00,2026-Q3,10,80,2026-10-12', 'D2,STAFF,JC10,2026-Q3,7,60,2026-10-12']);

    expect((await seen(window, { group: 'STAFF' })).nodes).toMatchObject([{ n: 7, index: 60, suppressed: false }]);
    expect((await seen(window, { period: '2026-Q2' })).totalCount).toBe(0);
    expect((await seen(window, {}, window.people.townHead)).totalCount).toBe(1);
  });

  it('publishes what was closed, once, and refuses what comes again', async () => {
    await using window = await openWindow(dialect);
    const row = 'D1,LEADER,JC01,2026-Q3,7,88.1,2026-10-12';

    expect((await take(window, [row]))[0].outcome).toBe('ACCEPTED');
    expect((await take(window, [row]))[0].outcome).toBe('ACCEPTED');
    expect(
      (
        await window.importFile(
          'importSurveyResults',
          {
            file: 'again.csv',
            header,
            rows: [
              'D1,LEADER,JC01,2026-Q3,9,70,2026-10-12',
              'D9,LEADER,JC01,2026-Q3,9,70,2026-10-12',
              'D5,STAFF,JC01,2026-Q3,9,,2026-10-12',
              'D6,STAFF,JC01,2026-Q3,9,101,2026-10-12',
              'D7,STAFF,JC01,2026-Q3,3,55,2026-10-12',
            ].map((line) => line.split(',')),
          },
          window.people.importer,
        )
      ).map(({ outcome }: { outcome: string }) => outcome),
    ).toEqual(['REJECTED', 'REJECTED', 'REJECTED', 'REJECTED', 'NORMALISED']);
    const events = await window.service.events('reception.SurveyClosed.v1');
    expect(events.map(({ data, provenance }) => [provenance, data])).toMatchObject([
      ['imported', { group: 'LEADER', n: 7, index: 88.1, period: '2026-Q3', closedOn: '2026-10-12' }],
      ['imported', { group: 'STAFF', n: 3, index: null }],
    ]);
  });
});
