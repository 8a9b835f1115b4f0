import type { Clock, Ids, Request, Transaction } from '@chengqi/service-kit';
import { type EntityManager, In } from 'typeorm';
import { digestOf } from '../audit.ts';
import type { Calendar } from '../calendar.ts';
import type { Execute } from '../execute.ts';
import { applyRow } from './apply-row.ts';
import { readHeader } from './import-input.ts';
import type { Cells, ImportedRow, ImportInput, ImportPlan } from './import-plan.ts';
import { type ImportRow, ImportRowEntity } from './import-row.entity.ts';
import { type InputRow, type ReadRow, readRow } from './import-row.ts';
import { resolveReferences } from './references.ts';

export interface ImportDependencies {
  readonly read: () => EntityManager;
  readonly clock: Clock;
  readonly calendar: Pick<Calendar, 'dayOf' | 'endOf'>;
  readonly ids: Ids;
  readonly execute: Execute;
}

interface Batch<C extends Cells> {
  readonly input: ImportInput;
  readonly plan: ImportPlan<C>;
  readonly rows: readonly { readonly row: InputRow; readonly digest: string }[];
  readonly header: readonly string[];
  readonly openedAt: Date | null;
}

/** Rows that hold something; the others were refused or kept aside. */
export const isStored = ({ outcome }: Pick<ImportRow, 'outcome'>): boolean =>
  outcome !== 'REJECTED' && outcome !== 'QUARANTINED';

/**
 * Takes a batch of rows, all in one transaction. The same row again gets the same answer; a key that comes again with
 * other content updates master data and is refused for facts.
 */
export function createImportRows({ read, clock, calendar, ids, execute }: ImportDependencies) {
  return async <C extends Cells>(
    request: Request,
    input: ImportInput,
    plan: ImportPlan<C>,
  ): Promise<{ rows: ImportedRow[] }> => {
    const header = readHeader(input, plan.cells, calendar.dayOf(clock.now()));
    const rows = input.rows.map((row) => ({
      row,
      digest: digestOf({ header, values: row.values, defect: row.defect ?? null }),
    }));
    const openedAt = input.balanceDay == null ? null : calendar.endOf(input.balanceDay);
    const batch: Batch<C> = { input, plan, rows, header, openedAt };
    const known = await answered(read(), batch);
    if (known.size === rows.length) return { rows: inOrder(batch, known) };
    let answers: ReadonlyMap<number, ImportRow> | null = null;
    const take = (idempotencyKey: string | null) =>
      execute(
        request,
        plan.act,
        { ...input, idempotencyKey },
        async (tx) => {
          answers = await importBatch(tx, batch, clock.zone);
          return { id: ids.next('imp'), role: 'IMPORTER' };
        },
        { provenance: 'imported' },
      );
    await take(input.idempotencyKey ?? null);
    // The kit recalled the key without running the work: rows are remembered by themselves and answer again.
    if (!answers) await take(null);
    return { rows: inOrder(batch, answers ?? new Map()) };
  };
}

/** What was answered before to the very same rows. */
async function answered(
  manager: EntityManager,
  { input, rows }: Pick<Batch<Cells>, 'input' | 'rows'>,
): Promise<Map<number, ImportRow>> {
  const found = await rememberedRows(manager, input);
  const digests = new Map(rows.map(({ row, digest }) => [row.record, digest]));
  return new Map(found.filter(({ record, digest }) => digests.get(record) === digest).map((row) => [row.record, row]));
}

const rememberedRows = (manager: EntityManager, { export: name, file, rows }: ImportInput): Promise<ImportRow[]> =>
  manager.getRepository(ImportRowEntity).findBy({ export: name, file, record: In(rows.map(({ record }) => record)) });

const inOrder = ({ input }: Pick<Batch<Cells>, 'input'>, answers: ReadonlyMap<number, ImportRow>): ImportedRow[] =>
  input.rows.flatMap(({ record }) => {
    const answer = answers.get(record);
    return answer ? [{ ...answer, file: input.file }] : [];
  });

async function importBatch<C extends Cells>(
  tx: Transaction,
  batch: Batch<C>,
  zone: string,
): Promise<ReadonlyMap<number, ImportRow>> {
  const { input, plan, header, openedAt } = batch;
  const answers = await answered(tx.manager, batch);
  const fresh = batch.rows.filter(({ row }) => !answers.has(row.record));
  const read = fresh.map(({ row }) => readRow(plan, header, row, zone));
  const resolved = await resolveReferences(tx.manager, plan.cells, read);
  const holders = await holdersOf(tx.manager, input.file, resolved);
  const memo = createMemo();
  const remembered: ImportRow[] = [];
  for (const [index, { row, digest }] of fresh.entries()) {
    const readOne = resolved[index];
    if (!readOne) continue;
    const { keep, fate } = await decide(tx, { plan, row, digest, readOne, holders, memo, input, openedAt });
    const answer = toRow(input, row, digest, fate, tx.now);
    answers.set(row.record, answer);
    if (keep) remembered.push(answer);
    if (isStored(answer) && answer.key !== null) holders.set(answer.key, [...(holders.get(answer.key) ?? []), answer]);
  }
  await plan.finish?.(tx, { memo });
  await remember(tx.manager, remembered);
  return answers;
}

/** Stored rows of this kind of file by key, of this export and of earlier ones. */
async function holdersOf(
  manager: EntityManager,
  file: string,
  rows: readonly ReadRow[],
): Promise<Map<string, ImportRow[]>> {
  const keys = [...new Set(rows.flatMap(({ key }) => key ?? []))];
  const found = keys.length === 0 ? [] : await manager.getRepository(ImportRowEntity).findBy({ file, key: In(keys) });
  const holders = new Map<string, ImportRow[]>();
  for (const row of found.filter(isStored)) holders.set(row.key ?? '', [...(holders.get(row.key ?? '') ?? []), row]);
  return holders;
}

interface Candidate<C extends Cells> {
  readonly plan: ImportPlan<C>;
  readonly input: ImportInput;
  readonly row: InputRow;
  readonly digest: string;
  readonly readOne: ReadRow;
  readonly holders: ReadonlyMap<string, readonly ImportRow[]>;
  readonly memo: <T>(key: string, load: () => Promise<T>) => Promise<T>;
  readonly openedAt: Date | null;
}

/** `keep` is false when the answer must not replace what is remembered of a stored row. */
async function decide<C extends Cells>(
  tx: Transaction,
  candidate: Candidate<C>,
): Promise<{ keep: boolean; fate: ReadRow }> {
  const { plan, input, row, digest, readOne, memo, openedAt } = candidate;
  if (!isStored(readOne) || readOne.key === null) return { keep: true, fate: readOne };
  const holders = candidate.holders.get(readOne.key) ?? [];
  const twice = { column: plan.key, raw: readOne.key, clean: null };
  const refused = (reason: string): ReadRow => ({
    ...readOne,
    outcome: 'REJECTED',
    remarks: [...readOne.remarks, { ...twice, reason }],
  });
  const ofExport = holders.filter((holder) => holder.export === input.export);
  if (ofExport.some(({ record }) => record !== row.record))
    return { keep: true, fate: refused('DUPLICATE key in this file') };
  if (plan.kind === 'fact' && holders.length > 0) {
    if (holders.some((holder) => holder.digest === digest)) return { keep: true, fate: readOne };
    return {
      keep: ofExport.length === 0,
      fate: refused('DUPLICATE key with other content: facts are not changed by an import'),
    };
  }
  return {
    keep: true,
    fate: await applyRow(tx, plan, readOne, { record: row.record, line: row.line, openedAt, memo }),
  };
}

function createMemo() {
  const loaded = new Map<string, Promise<unknown>>();
  return <T>(key: string, load: () => Promise<T>): Promise<T> => {
    const found = loaded.get(key) ?? load();
    loaded.set(key, found);
    return found as Promise<T>;
  };
}

const toRow = (input: ImportInput, row: InputRow, digest: string, fate: ReadRow, now: Date): ImportRow => ({
  export: input.export,
  file: input.file,
  record: row.record,
  line: row.line,
  key: fate.key,
  digest,
  outcome: fate.outcome,
  remarks: fate.remarks,
  raw: fate.outcome === 'ACCEPTED' ? null : fate.raw,
  importedAt: now,
});

async function remember(manager: EntityManager, rows: readonly ImportRow[]): Promise<void> {
  if (rows.length > 0)
    await manager.getRepository(ImportRowEntity).upsert([...rows] as never, ['export', 'file', 'record']);
}
