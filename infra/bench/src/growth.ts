import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceName, serviceNames } from '@chengqi/schemas';
import { startEmbedded } from '@chengqi/stack';
import { type EngineName, openEngine, playOnce } from './engine.ts';
import { type Answered, askAll } from './growth/asking.ts';
import { fillCounty } from './growth/county.ts';
import { say } from './samples.ts';

export interface GrowthOptions {
  /** Rows of each main table in the large office; the small one has a thousand. */
  readonly rows: number;
  readonly engines: readonly EngineName[];
  /** Only questions whose name begins so. */
  readonly only: string;
}

/** The lists that people work with all day, and their counts. */
const boards = [
  ...['supervisionItems', 'supervisionItemCounts', 'hazards', 'hazardCounts', 'meetings', 'meetingCounts'],
  ...['documents', 'documentCounts', 'incomingDocuments', 'incomingDocumentCounts', 'people', 'personCounts'],
];
/** Reception and analytics have none of them, and most of the rows. */
const owners: readonly ServiceName[] = ['directory', 'documents', 'meetings', 'supervision', 'security'];
const isBoard = (question: string): boolean => boards.includes(/^\w+/.exec(question)?.[0] ?? '');

interface Comparison {
  readonly bench: string;
  readonly engines: readonly EngineName[];
  readonly small: number;
  readonly rows: number;
  /** Whose rows are told again; the directory is the first. */
  readonly owners: readonly ServiceName[];
  readonly isAsked: (question: string) => boolean;
}

const rounds = 30;
/** Goal: nothing takes longer than this at the 95th percentile, nor twice as long as among few rows. */
const goal = { p95: 60, ratio: 2 };

/**
 * Every list, filter, order and figure of the graph, asked through the gateway of an office with few rows and of one
 * with many, by three people: a line each, and at the end how many miss the goal.
 */
export const benchGrowth = ({ rows, engines, only }: GrowthOptions): Promise<void> =>
  compareEngines({
    ...{ bench: 'growth', engines, small: 1000, rows, owners: serviceNames },
    isAsked: (question) => question.startsWith(only),
  });

/** The same of the boards alone, among 3,000 rows and among many. */
export const benchBoards = ({ rows, engines, only }: GrowthOptions): Promise<void> =>
  compareEngines({
    ...{ bench: 'boards', engines, small: 3000, rows, owners },
    isAsked: (question) => isBoard(question) && question.startsWith(only),
  });

async function compareEngines(comparison: Comparison): Promise<void> {
  for (const engine of comparison.engines) {
    try {
      await compare(engine, comparison);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error;
      say({ bench: comparison.bench, engine, skipped: (error as Error).message });
    }
  }
}

async function compare(engine: EngineName, comparison: Comparison): Promise<void> {
  const { bench, small, rows } = comparison;
  const few = await answersOf(engine, comparison, small);
  let missed = 0;
  const tell = (question: string, many: Answered) => {
    const little = few.get(question);
    const ratio = little ? Number((many.p50 / little.p50).toPrecision(3)) : null;
    const isMissed = many.p95 > goal.p95 || (ratio !== null && ratio > goal.ratio);
    if (isMissed) missed += 1;
    const line = { bench, engine, question, rows: [small, rows], small: little ?? null, large: many, ratio };
    say(isMissed ? { ...line, missed: true } : line);
  };
  const many = await answersOf(engine, comparison, rows, tell);
  say({ bench, engine, rows, questions: many.size, missed });
}

async function answersOf(
  name: EngineName,
  { bench, owners, isAsked }: Comparison,
  rows: number,
  onAnswer?: (question: string, answered: Answered) => void,
): Promise<Map<string, Answered>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-bench-'));
  try {
    await using engine = await openEngine(name, dataDir, `${bench}${rows}_`);
    const office = { dataDir, port: 0, costLimit: 1e9, databaseOf: engine.targetOf };
    await playOnce(office);
    console.error(`${name}: filling ${rows} rows`);
    await fillCounty(owners.map(engine.targetOf), rows);
    // Else the first commits wait for gigabytes that are still on their way to the disk.
    execFileSync('sync');
    console.error(`${name}: asking`);
    await using running = await startEmbedded(office);
    return await askAll({
      url: running.url,
      isAsked,
      rounds,
      rowsRead: engine.rowsRead,
      ...(onAnswer && { onAnswer }),
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
