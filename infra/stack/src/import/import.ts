import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeAnswer } from './answers.ts';
import { compareFigures, type Figures } from './expectation.ts';
import { exportFiles } from './export-files.ts';
import { askFigures } from './figures/figures.ts';
import { type LoadedExport, loadExport } from './load-export.ts';
import { createPatientOffice, type PatientOffice } from './patient-office.ts';
import { createProgress, type Progress } from './progress.ts';

const usage = `Usage: npm run import -- <folder> [--url URL] [--balance-day DAY] [--report FILE] [--expect FILE]
  <folder>        CSV exports; its name is the name of the export
  --url URL       the office, http://127.0.0.1:4000 by default
  --balance-day DAY
                  opening balances as of the end of that day (YYYY-MM-DD): what is open enters live, the rest as history
  --report FILE   writes what became of the files as JSON
  --expect FILE   compares with expected figures and fails on any difference
As "admin" of a development office, or as whom the bearer token in CHENGQI_TOKEN names. Posts and clearances of
people.csv are confirmed by somebody else: by "confirmer", or by whom the bearer token in CONFIRM_TOKEN names. Who
imports reads no content: chains are read as the first OFFICE_DIRECTOR and the first ARCHIVIST of people.csv, or by
READ_TOKEN.`;

interface Options {
  readonly folder: string;
  readonly url: string;
  readonly balanceDay: string | null;
  readonly report: string | undefined;
  readonly expect: string | undefined;
}

function readOptions(): Options {
  const { values, positionals } = parseArgs({
    options: {
      url: { type: 'string' },
      'balance-day': { type: 'string' },
      report: { type: 'string' },
      expect: { type: 'string' },
    },
    allowPositionals: true,
  });
  const [folder, ...rest] = positionals;
  if (!folder || rest.length > 0) throw new Error(usage);
  const typed = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);
  return {
    folder: typed(folder),
    url: values.url ?? `http://127.0.0.1:${process.env.PORT || 4000}`,
    balanceDay: values['balance-day'] ?? null,
    report: values.report && typed(values.report),
    expect: values.expect && typed(values.expect),
  };
}

async function main(): Promise<boolean> {
  const { folder, url, balanceDay, report, expect } = readOptions();
  const expected = expect === undefined ? undefined : await readExpectation(expect);
  const progress = createProgress(process.stdout);
  const onAway = (reason: string) => progress.line(`waiting for the office at ${url} (${reason}) …`);
  const { CHENGQI_TOKEN: bearer, CONFIRM_TOKEN: secondBearer, READ_TOKEN: reading } = process.env;
  const office = createPatientOffice({ url, staffNo: 'admin', bearer, onAway });
  const confirmer = openConfirmer({ url, bearer, secondBearer, onAway });
  const loaded = await loadExport(folder, { office, confirmer, balanceDay }, progress);
  for (const line of loaded.noticed.flatMap(describeAnswer)) progress.line(line);
  const readers = openReaders({ url, bearer, reading, onAway }, loaded);
  const asked = await askFigures(loaded.tables, office.ask, expected?.as_of ?? null, readers);
  const figures = { files: loaded.files, ...asked.figures };
  const unanswered = Object.entries(asked.failed).map(([name, reason]) => `${name}: ${reason}`);
  for (const line of unanswered) progress.line(`NOT ANSWERED ${line}`);
  if (report) await writeFile(report, `${JSON.stringify({ ...figures, ...details(loaded) }, null, 1)}\n`);
  const asExpected = expected === undefined || isAsExpected(expected, figures, progress);
  return asExpected && unanswered.length === 0 && Object.keys(loaded.failed).length === 0;
}

/** Null where the importer's token came from outside and no second one did. */
function openConfirmer(given: {
  url: string;
  bearer: string | undefined;
  secondBearer: string | undefined;
  onAway: (reason: string) => void;
}): PatientOffice | null {
  const { url, bearer, secondBearer, onAway } = given;
  if (bearer !== undefined && secondBearer === undefined) return null;
  return createPatientOffice({ url, staffNo: 'confirmer', bearer: secondBearer, onAway });
}

/** None where the importer's token came from outside and none to read by did, or nobody of the export reads. */
function openReaders(
  given: {
    url: string;
    bearer: string | undefined;
    reading: string | undefined;
    onAway: (reason: string) => void;
  },
  { tables }: LoadedExport,
): PatientOffice['ask'][] {
  const { url, bearer, reading, onAway } = given;
  if (reading !== undefined) return [createPatientOffice({ url, staffNo: '', bearer: reading, onAway }).ask];
  if (bearer !== undefined) return [];
  const { header = [], rows = [] } = tables['people.csv'] ?? {};
  const [number, roles] = ['staff_no', 'roles'].map((name) => header.indexOf(name));
  return ['OFFICE_DIRECTOR', 'ARCHIVIST'].flatMap((role) => {
    const found = rows.find(({ values }) => values[roles ?? -1]?.split(';').includes(role));
    const staffNo = found?.values[number ?? -1];
    return staffNo ? [createPatientOffice({ url, staffNo, bearer: undefined, onAway }).ask] : [];
  });
}

async function readExpectation(path: string): Promise<{ as_of?: string }> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : error}`);
  }
}

const details = ({ noticed, failed, missing, unknown }: LoadedExport) => ({ rows: noticed, failed, missing, unknown });

function isAsExpected(expected: unknown, figures: Figures, progress: Progress): boolean {
  const known = new Set(exportFiles.map(({ name }) => name));
  const { compared, ignored, differences } = compareFigures(expected, figures, known);
  if (ignored.length > 0) progress.line(`not compared: ${ignored.join(' ')}`);
  for (const difference of differences) progress.line(`DIFFERENCE ${difference}`);
  if (compared.length === 0) progress.line('nothing of the expectation could be compared');
  else if (differences.length === 0) progress.line(`as expected: ${compared.join(' ')}`);
  return compared.length > 0 && differences.length === 0;
}

try {
  if (!(await main())) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
