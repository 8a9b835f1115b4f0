import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { topicOf } from '@chengqi/schemas';
import { countAnswers, describeCounts, type FileCounts, isPlain, type RowAnswer, withFault } from './answers.ts';
import { batchesOf } from './batches.ts';
import { confirmPeople } from './confirm-people.ts';
import { decodeExport, type ExportText } from './export-bytes.ts';
import { type ExportFile, openFolder } from './export-files.ts';
import { type ExportTable, readRows } from './export-rows.ts';
import type { PatientOffice } from './patient-office.ts';
import type { Progress } from './progress.ts';

const peopleFile = 'people.csv';

export interface LoadedExport {
  readonly files: Readonly<Record<string, FileCounts>>;
  /** Every row that was not plainly accepted. */
  readonly noticed: readonly RowAnswer[];
  /** Files that were refused as a whole. */
  readonly failed: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, ExportTable>>;
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
}

interface Offices {
  readonly office: PatientOffice;
  /** Null where nobody confirms posts and clearances. */
  readonly confirmer: PatientOffice | null;
  /** Day at whose end open rows enter live; null where all is history. */
  readonly balanceDay: string | null;
}

/** Brings a folder of exports to their owners. A file that is refused as a whole does not stop the others. */
export async function loadExport(
  folder: string,
  { office, confirmer, balanceDay }: Offices,
  progress: Progress,
): Promise<LoadedExport> {
  const name = basename(folder);
  if (name === '') throw new Error('the folder needs a name: it names the export');
  const { present, missing, unknown, others } = await openFolder(folder);
  if (present.length === 0)
    throw new Error(`${folder} holds none of the files this office takes: ${missing.join(' ')}`);
  if (unknown.length > 0) progress.line(`not known yet (${unknown.length}): ${unknown.join(' ')}`);
  if (others.length > 0) progress.line(`no table: ${others.join(' ')}`);
  if (missing.length > 0) progress.line(`not in the folder: ${missing.join(' ')}`);
  const loaded = { files: {}, noticed: [], failed: {}, tables: {}, missing, unknown };
  const load = async (file: ExportFile) => loadFile({ folder, name, balanceDay, file, office, progress, loaded });
  const directory = present.filter(({ owner }) => owner === 'directory');
  for (const file of directory) {
    const answers = await load(file);
    // Later files need the roles; what they refuse without them would stay refused.
    if (file.name === peopleFile) progress.line(await confirmPeople(answers, office, confirmer));
  }
  if (directory.length > 0) {
    progress.at('waiting until every service knows the directory …');
    await office.settled([topicOf('directory')]);
  }
  for (const file of present) if (file.owner !== 'directory') await load(file);
  progress.at('waiting until every service knows what was loaded …');
  await office.settled();
  return loaded;
}

interface Load {
  readonly folder: string;
  readonly name: string;
  readonly balanceDay: string | null;
  readonly file: ExportFile;
  readonly office: PatientOffice;
  readonly progress: Progress;
  readonly loaded: {
    readonly files: Record<string, FileCounts>;
    readonly noticed: RowAnswer[];
    readonly failed: Record<string, string>;
    readonly tables: Record<string, ExportTable>;
  };
}

async function loadFile(load: Load): Promise<readonly RowAnswer[]> {
  const { folder, file, progress, loaded } = load;
  const decoded = decodeExport(await readFile(join(folder, file.name)));
  const table = readRows(decoded.text, decoded.damagedLines);
  try {
    if (table.header.length === 0) throw new Error('no header line that can be read');
    const answers = await sendRows(load, table);
    loaded.tables[file.name] = table;
    loaded.files[file.name] = countAnswers(answers);
    loaded.noticed.push(...answers.filter((answer) => !isPlain(answer)));
    progress.line(describeCounts(file.name, countAnswers(answers)) + describeBytes(decoded));
    return answers;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    loaded.failed[file.name] = reason;
    progress.line(`${file.name.padEnd(22)} not loaded: ${reason}`);
    return [];
  }
}

async function sendRows({ name, balanceDay, file, office, progress }: Load, table: ExportTable): Promise<RowAnswer[]> {
  const answers: RowAnswer[] = [];
  const rows = file.order?.(table) ?? table.rows;
  const source = { export: name, file: file.name, header: table.header, rows, balanceDay };
  for (const batch of batchesOf(source)) {
    progress.at(`${file.name} ${answers.length}/${table.rows.length}`);
    const data = await office.ask(
      `mutation Import_Rows($input: ImportInput!) {
        ${file.mutation}(input: $input) { rows { file record line key outcome remarks { column reason raw clean } } }
      }`,
      { input: batch },
    );
    const answered = data[file.mutation].rows as RowAnswer[];
    if (answered.length !== batch.rows.length) {
      throw new Error(`${batch.rows.length} rows sent, ${answered.length} answered`);
    }
    answers.push(...answered.map((row) => withFault(row, table.misquoted.get(row.record))));
  }
  return answers.sort((a, b) => a.record - b.record);
}

function describeBytes({ encoding, byteOrderMark }: ExportText): string {
  const notes = [encoding !== 'UTF-8' && encoding, byteOrderMark && 'byte-order mark'].filter(Boolean);
  return notes.length > 0 ? ` (${notes.join(', ')})` : '';
}
