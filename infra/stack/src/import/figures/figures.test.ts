import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { exportFiles } from '../export-files.ts';
import type { ExportTable } from '../export-rows.ts';
import { askCalls } from './calls.ts';
import { askCases, askPetitions } from './cases.ts';
import { askNumberSequences, firstSerials } from './documents.ts';
import { askFigures } from './figures.ts';
import { askCompleteChains } from './lineage.ts';
import { askSupervision } from './supervision.ts';
import { askWeeklyReports } from './weekly-reports.ts';

const asOf = '2026-10-16T22:00:00+08:00';
const lastPage = { hasNextPage: false, endCursor: null };

/** A graph that answers each root field with what stands here, however often it is asked. */
const graphOf = (answers: Record<string, unknown>) => ({
  ask: async (query: string) =>
    Object.fromEntries(Object.entries(answers).filter(([field]) => new RegExp(`\\b${field}\\b[ ({]`).test(query))),
  orgId: 'org_county',
  asOf,
});

const tableOf = (header: string[], ...rows: string[][]): ExportTable => ({
  header,
  rows: rows.map((values, index) => ({ record: index + 1, line: index + 2, values })),
  misquoted: new Map(),
});

describe('the files of an export', () => {
  const sdl = readFileSync(new URL('../../../../../schemas/api.graphql', import.meta.url), 'utf8');

  it.each(exportFiles)('$name has an owner who takes it', ({ mutation }) => {
    expect(sdl).toContain(`${mutation}(`);
  });

  it('are each taken once', () => {
    expect(new Set(exportFiles.map(({ name }) => name)).size).toBe(exportFiles.length);
  });
});

describe('the figures of the owners, in the words of the county', () => {
  it('name a callback by the calls it covers, and calls in no shift by that', async () => {
    const rate = { numerator: 2, denominator: 3 };
    const figures = await askCalls(
      graphOf({
        callFigures: {
          byOutcome: [{ outcome: 'MISSED', count: 1 }],
          connectionRate: rate,
          answer15sRate: { numerator: 0, denominator: 0 },
          connectionByDay: [{ day: '2026-09-14', rate }],
          lowestConnection24h: { value: 0.66666, from: '2026-09-14T00:00:00Z' },
          callbacks: { open: 1, reached: 0, unreachable: 0 },
          unshifted: ['C2', 'C1'],
        },
        callbacks: {
          nodes: [
            { calls: [{ callRef: 'C2' }], dueAt: '2026-09-14T01:00:00Z', closedAt: null, end: 'OPEN', overdue: true },
          ],
          pageInfo: lastPage,
        },
        callReconciliation: [
          { shift: { shiftNo: 'ZB1' }, lineNo: '1', calls: 1, answered: 1, callbackCovered: 0, spam: 0 },
          { shift: null, lineNo: '1', calls: 1, answered: 0, callbackCovered: 1, spam: 0 },
        ],
      }),
    );

    expect(figures).toMatchObject({
      connection_rate: { ...rate, value: 0.6667 },
      answer_15s_rate: { value: null },
      lowest_connection_rate_in_any_24h: { value: 0.6667, window_from: '2026-09-14T08:00:00+08:00' },
      callback_tasks: {
        by_end: { OPEN: 1, REACHED: 0, UNREACHABLE: 0 },
        list: [{ calls: ['C2'], due_at: '2026-09-14T09:00:00+08:00', closed_at: null, end: 'OPEN', overdue: true }],
      },
      unshifted: ['C1', 'C2'],
      shift_equation: [{ shift_no: 'UNSHIFTED' }, { shift_no: 'ZB1' }],
    });
  });

  it('begin a sequence of numbers with the first one of the export', async () => {
    const header = ['issuing_org', 'doc_code', 'year', 'serial'];
    const ledger = tableOf(
      header,
      ['U1 ', '政发', '２０２６', '40'],
      ['U1', '政发', '2026', '38'],
      ['U1', '政函', '', ''],
    );
    const sequence = { year: 2026, first: 30, last: 41, used: 8, voided: [31, 39], gaps: [33, 40] };
    const graph = graphOf({
      documentBoard: {
        numberSequences: [
          { orgCode: 'U1', docCode: '政发', ...sequence },
          { orgCode: 'U1', docCode: '政函', ...sequence },
        ],
      },
    });

    expect(await askNumberSequences(graph, firstSerials(ledger))).toEqual([
      { org: 'U1', doc_code: '政发', year: 2026, first: 38, last: 41, used: 2, voided: [39], gaps: [40] },
    ]);
  });

  it('read lists to their last page', async () => {
    const pages = [
      { nodes: [{ code: 'B', noticeState: 'LATE' }], pageInfo: { hasNextPage: true, endCursor: 'b' } },
      { nodes: [{ code: 'A', noticeState: 'RUNNING' }], pageInfo: lastPage },
    ];
    const asked: unknown[] = [];
    const ask = async (_: string, { after }: Record<string, unknown>) => {
      asked.push(after);
      return { petitionClocks: pages[after === null ? 0 : 1] };
    };

    const petitions = await askPetitions({ ask, orgId: 'org_county', asOf });

    expect(petitions.map(({ case_code: code }) => code)).toEqual(['A', 'B']);
    expect(asked).toEqual([null, 'b']);
  });

  it('count cases by kind and state', async () => {
    const part = { numerator: 1, denominator: 4 };
    const board = {
      byKindState: [{ kind: 'SERVICE', state: 'CLOSED', count: 4 }],
      secondSupplements: ['N2', 'N1'],
      oneTripService: part,
      hotlineOnTime: part,
    };

    expect(await askCases(graphOf({ caseBoard: board }))).toEqual({
      by_kind_state: { 'SERVICE/CLOSED': 4 },
      one_trip_service: { ...part, value: 0.25 },
      hotline_on_time: { ...part, value: 0.25 },
      second_supplements: ['N1', 'N2'],
    });
  });

  const weekly = {
    reportingDuties: [
      { id: 'd0', kind: 'WEEKLY', reporters: { nodes: [{ code: 'other' }] } },
      { id: 'd1', kind: 'WEEKLY', reporters: { nodes: [{ code: 'U1' }] } },
    ],
    submissionMatrix: {
      nodes: [
        { orgCode: 'U1', cells: [{ period: '2026-W38', state: 'ON_TIME', dueAt: '2026-09-18T09:00:00Z' }] },
        { orgCode: 'U2', cells: [{ period: '2026-W38', state: 'MISSING', dueAt: '2026-09-18T09:00:00Z' }] },
      ],
      pageInfo: lastPage,
    },
    reportSums: { sums: [{ key: 'funds_wan', value: 0.1 + 0.2 }] },
  };

  it('lay out who reported in which week', async () => {
    expect(await askWeeklyReports(graphOf(weekly), new Set(['2026-W38']), new Set(['U1', 'U2']))).toEqual({
      due: { '2026-W38': '2026-09-18T17:00:00+08:00' },
      matrix: { U1: { '2026-W38': 'ON_TIME' }, U2: { '2026-W38': 'MISSING' } },
      counts: { '2026-W38': { MISSING: 1, ON_TIME: 1 } },
      accepted_sums: { '2026-W38': { funds_wan: 0.3 } },
    });
  });

  it('leave out what other exports brought, and count cells that nobody filled', async () => {
    const graph = graphOf({
      itemLights: {
        nodes: [
          { code: 'I1', light: 'RED', reason: 'PAST_DUE' },
          { code: 'I2', light: 'GREEN', reason: null },
        ],
        pageInfo: lastPage,
      },
      orphanDecisions: { nodes: [{ code: 'R1' }, { code: 'foreign' }], pageInfo: lastPage },
      orphanInstructions: { nodes: [{ code: 'N2' }, { code: 'N1' }, { code: 'foreign' }], pageInfo: lastPage },
      decisionCoverage: { numerator: 1, denominator: 3 },
      uninspectedKeySites: [{ code: 'S1' }],
      sites: {
        nodes: [{ code: 'S1', keyPart: true }, { code: 'S2' }, { code: 'X', keyPart: true }],
        pageInfo: lastPage,
      },
    });
    const reports = await askWeeklyReports(graphOf(weekly), new Set(['2026-W38']), new Set(['U1']));
    const filter = {
      resolutions: new Set(['R1']),
      instructions: new Set(['N1', 'N2']),
      decidedFrom: '2026-09-14T00:00:00Z',
      sites: new Set(['S1', 'S2']),
      inspectedFrom: '2026-09-14',
      reports,
    };

    expect(await askSupervision(graph, filter)).toEqual({
      lights: { I1: { light: 'RED', reason: 'past due' }, I2: { light: 'GREEN', reason: '' } },
      light_counts: { GREEN: 1, RED: 1 },
      orphan_resolutions: ['R1'],
      orphan_instructions: ['N1', 'N2'],
      decision_coverage: { numerator: 1, denominator: 3, value: 0.3333 },
      blank_cells: {
        weekly_report: ['U2 2026-W38'],
        key_site_inspection: ['S1'],
        rate: { numerator: 2, denominator: 3, value: 0.6667 },
      },
    });
  });

  it('put chains in the order of their items and name the recheck that passed', async () => {
    const chain = (itemCode: string, hazardCode: string) => ({ itemCode, hazardCode });
    const chains = await askCompleteChains(
      graphOf({
        completeChains: { nodes: [chain('督〔2026〕100号', 'H2'), chain('督〔2026〕99号', 'H1')], pageInfo: lastPage },
        passedRechecks: [{ hazardCode: 'H1', recheckNo: 'H1-2' }],
      }),
    );

    expect(chains.map(({ item, recheck }) => [item, recheck])).toEqual([
      ['督〔2026〕99号', 'H1-2'],
      ['督〔2026〕100号', null],
    ]);
  });

  it('read chains through the flagship where somebody may read', async () => {
    const hazard = (code: string, more: object = {}) => ({
      hazard: {
        code,
        state: 'CLOSED',
        rechecks: [{ result: 'PASS' }],
        archiveRecord: { archivalCode: `A-${code}` },
        ...more,
      },
    });
    const item = (code: string, hazards: object[], more: object = {}) => ({
      code: `R-${code}`,
      supervisionItem: { code, state: 'FILED', archiveRecord: { archivalCode: `A-${code}` }, hazards, ...more },
    });
    const resolutions = [
      item('督〔2026〕9号', [hazard('H1'), hazard('H2', { state: 'RECHECK' }), hazard('H3', { archiveRecord: null })]),
      item('督〔2026〕8号', [hazard('H4')], { archiveRecord: null }),
      item('督〔2026〕7号', [hazard('H5', { rechecks: [{ result: 'FAIL' }] }), { hazard: null }]),
      { code: 'R-none', supervisionItem: null },
    ];
    const pageOf = {
      nodes: [
        { id: 'mtg_1', meetingNo: 'M1' },
        { id: 'mtg_2', meetingNo: 'M2' },
      ],
      pageInfo: lastPage,
    };
    const read = async (_: string, { meeting }: Record<string, unknown>) =>
      meeting === undefined ? { meetings: pageOf } : { meeting: meeting === 'mtg_1' ? { resolutions } : null };
    const graph = { ...graphOf({ passedRechecks: [{ hazardCode: 'H1', recheckNo: 'H1-1' }] }), readers: [read, read] };

    expect(await askCompleteChains(graph, new Set(['M1']))).toEqual([
      {
        ...{ meeting_no: 'M1', resolution: 'R-督〔2026〕9号', item: '督〔2026〕9号', hazard: 'H1', recheck: 'H1-1' },
        ...{ item_archival_code: 'A-督〔2026〕9号', hazard_archival_code: 'A-H1' },
      },
    ]);
  });

  it('say which figure the graph did not answer, and ask the others all the same', async () => {
    const tables = {
      'orgs.csv': tableOf(['org_code', 'parent_code'], ['JC02', 'JC01'], ['JC01', '']),
      'hazards.csv': tableOf(['hazard_code'], ['H1']),
      'duty_roster.csv': tableOf(['org_code'], ['JC02']),
    };
    const asked: string[] = [];
    const ask = async (query: string, { code }: Record<string, unknown>) => {
      if (query.includes('hazardBoard')) throw new Error('FORBIDDEN');
      if (typeof code === 'string') asked.push(code);
      return { org: { id: `id of ${code}` }, rosterQuality: { gapMinutes: 0, gaps: [] } };
    };

    expect(await askFigures(tables, ask, asOf)).toEqual({
      figures: { roster: { gap_minutes: 0, gaps: [] } },
      failed: { hazards: 'FORBIDDEN' },
    });
    expect(asked[0]).toBe('JC01');
  });
});
