import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Database, type DatabaseTarget, openDatabase } from '@chengqi/service-kit';
import { type Cell, numbered, type Retold, retold, type Telling } from './told-again.ts';

/** What is not told again: the books of delivery, keys, calendars, places, and days that are counted ahead. */
const standing = new Set(
  `migrations sqlite_sequence outbox stream outbox_bucket inbox inbox_cursor log_position dead_letter idempotency serials
  audit_log audit_head import_row calendar_day_replica work_calendars calendar_days sites site_replica secrets rooms
  phone_lines known_sources routing_rules matters deadlines first_asks wrong_codes rollup_day stale_day restatement
  freshness search_progress tallies tally_changes tally_checks`.split(/\s+/),
);
const ofUnits = new Set(['orgs', 'org_replica']);
const ofPeople = new Set(['people', 'posts', 'person_replica', 'role_replica']);

/** What hangs on things by their ids is told for each of them. */
const ofThings = new Set(['parties', 'search_term']);

/** The directory finds people by words, other services find things. */
const isOfPeople = ({ name, columns, rows }: Template): boolean =>
  ofPeople.has(name) ||
  (name === 'search_term' &&
    rows.every(({ cells }) => String(cells[columns.indexOf('subject_id')]).startsWith('psn_')));

/** Tables that are told as often as the first of them: a shift for each roster, a call for each callback. */
const together = [
  ['duty_shifts', 'duty_rosters'],
  ['calls', 'callbacks'],
  ['call_fact', 'callback_fact'],
  ['shift_fact', 'roster_fact'],
] as const;

const units = 198;
/** Each person of the seed so many times: five thousand in all. */
const casts = 139;
const days = 730;

/** One unit and its people have nothing to do; the last of the casts works there. */
export const idle = { unit: units + 1, cast: casts + 1 };

interface Template {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly cells: readonly Cell[]; readonly retold: readonly Retold[] }[];
}

interface Roots {
  readonly countyId: string;
  /** The unit of the seed whose row is told again for every unit. */
  readonly unitId: string;
  readonly orgIds: readonly string[];
}

/**
 * Fills the databases of an office that has played the story of the house once: the same story is told again, by rows
 * and not by acts, in 198 units by 5,000 people over two years, until each main table has so many rows.
 */
export async function fillCounty(targets: readonly DatabaseTarget[], rows: number): Promise<void> {
  const kept = new Set<string>();
  const roots = await readRoots(targets[0] as DatabaseTarget, kept);
  await Promise.all(
    targets.map(async (target) => {
      const workerData: Filling = { target, rows, roots, kept };
      const [code] = await once(new Worker(new URL('./filled-service.ts', import.meta.url), { workerData }), 'exit');
      if (code !== 0) throw new Error(`filling ended with ${code}`);
    }),
  );
}

/** One service's share of the county; each is filled by a thread of its own. */
export interface Filling {
  readonly target: DatabaseTarget;
  readonly rows: number;
  readonly roots: Roots;
  /** Ids that name the same thing in every telling. */
  readonly kept: ReadonlySet<string>;
}

/** Fills the database of one service; run by the thread that is its. */
export async function fillService({ target, rows, roots, kept }: Filling): Promise<void> {
  const db = await openDatabase(target, { entities: [], migrations: [] });
  try {
    await fill(db, rows, roots, kept);
  } finally {
    await db.close();
  }
}

/** The directory comes first: it knows units and places. */
async function readRoots(directory: DatabaseTarget, kept: Set<string>): Promise<Roots> {
  const db = await openDatabase(directory, { entities: [], migrations: [] });
  try {
    const orgs = await db.read.query<{ id: string; level: string; code: string }[]>(
      'SELECT id, level, code FROM orgs ORDER BY code',
    );
    const accounts = 'SELECT id FROM people WHERE primary_org_id IS NULL';
    for (const { id } of await db.read.query<{ id: string }[]>(`SELECT id FROM sites UNION ${accounts}`)) kept.add(id);
    const [county, unit] = ['COUNTY', 'TOWN'].map((level) => orgs.find((org) => org.level === level)?.id ?? '');
    kept.add(county as string);
    return { countyId: county as string, unitId: unit as string, orgIds: orgs.map(({ id }) => id) };
  } finally {
    await db.close();
  }
}

async function fill(db: Database, rows: number, { countyId, unitId, orgIds }: Roots, kept: ReadonlySet<string>) {
  if (db.dialect === 'sqlite') {
    for (const setting of ['synchronous = OFF', 'cache_size = -200000', 'wal_autocheckpoint = 100000'])
      await db.writer.query(`PRAGMA ${setting}`);
  }
  const templates = await readTemplates(db, new Set([...kept, ...(await standingIds(db))]));
  const stories = templates.filter((template) => !ofUnits.has(template.name) && !isOfPeople(template));
  const copies = copiesOf(stories, rows);
  const unitOf = (cast: number) => (orgId: string) => {
    if (orgId === countyId) return orgId;
    if (cast === idle.cast) return numbered(unitId, idle.unit);
    return numbered(unitId, ((cast * 7 + orgIds.indexOf(orgId)) % units) + 1);
  };
  const castIn = (number: number): Pick<Telling, 'unitOf' | 'personOf'> => {
    const cast = (Math.imul(number, 2_654_435_761) >>> 0) % casts;
    return { unitOf: unitOf(cast + 1), personOf: (id) => numbered(id, cast + 1) };
  };
  const told = (number: number, of: number): Telling => ({
    ...{ number, ...castIn(number), daysAgo: Math.round((number / of) * days * 1000) / 1000 },
    level: number % 50 === 7 ? 'WORK_SECRET' : null,
  });
  const plain = { daysAgo: 0, level: null };
  const unit = (number: number): Telling => {
    return { ...plain, number, unitOf: (id) => (id === unitId ? numbered(id, number) : id), personOf: (id) => id };
  };
  const cast = (number: number): Telling => {
    return { ...plain, number, unitOf: unitOf(number), personOf: (id) => numbered(id, number) };
  };
  for (const template of templates) {
    if (ofUnits.has(template.name)) {
      const own = template.rows.filter(({ cells }) => cells.includes(unitId));
      await insert(db, { ...template, rows: own.map((row) => ({ ...row, count: idle.unit })) }, unit);
    } else if (isOfPeople(template)) {
      const principalOf = template.columns.indexOf('principal_of');
      const stays = (cell: Cell | undefined, at: number) => at === principalOf || String(cell).startsWith('psn_');
      const staff = template.rows.filter(
        ({ cells }) => !cells.some((cell, at) => stays(cell, at) && kept.has(String(cell))),
      );
      await insert(db, { ...template, rows: staff.map((row) => ({ ...row, count: idle.cast })) }, cast);
    } else {
      const counted = template.rows.map((row) => ({ ...row, count: copies(template.name, row.cells) }));
      await insert(db, { ...template, rows: counted }, told);
    }
  }
  // What is told past the services is counted by them when they start, as rows of before an upgrade are.
  await db.writer.query('UPDATE tally_checks SET checked_at = NULL');
  const names = templates.map(({ name }) => name).join(', ');
  await db.writer.query(db.dialect === 'sqlite' ? 'PRAGMA optimize = 0x10002' : `ANALYZE TABLE ${names}`);
}

/**
 * A table of its own has so many rows; one that hangs on others has what their rows have, within three times as many.
 * Who may see a row is told of each.
 */
function copiesOf(templates: readonly Template[], rows: number): (table: string, cells: readonly Cell[]) => number {
  const owners = new Map(templates.flatMap(({ name, rows: own }) => own.map(({ cells }) => [cells[0], name] as const)));
  const copies = new Map(templates.map(({ name, rows: own }) => [name, Math.ceil(rows / own.length)]));
  for (const [most, ...rest] of together) {
    for (const name of rest) if (copies.has(name)) copies.set(name, copies.get(most) ?? 0);
  }
  const most = (cells: readonly Cell[]) => Math.max(0, ...cells.map((cell) => copies.get(owners.get(cell) ?? '') ?? 0));
  for (const { name, columns, rows: own } of templates) {
    if (ofThings.has(name) || columns.includes('owner_org_id')) continue;
    const wanted = most(own.flatMap(({ cells }) => cells.slice(1)));
    if (wanted > 0) copies.set(name, Math.min(wanted, Math.ceil((3 * rows) / own.length)));
  }
  return (table, cells) => (ofThings.has(table) ? most(cells) : (copies.get(table) ?? 0));
}

async function standingIds(db: Database): Promise<string[]> {
  const rows: { id: string }[] = [];
  for (const name of ['rooms', 'routing_rules', 'matters']) {
    if ((await tablesOf(db)).includes(name))
      rows.push(...(await db.read.query<{ id: string }[]>(`SELECT id FROM ${name}`)));
  }
  return rows.map(({ id }) => id);
}

async function readTemplates(db: Database, kept: ReadonlySet<string>): Promise<Template[]> {
  const templates: Template[] = [];
  for (const name of await tablesOf(db)) {
    if (standing.has(name)) continue;
    const rows = await db.read.query<Record<string, Cell>[]>(`SELECT * FROM ${name}`);
    const [first] = rows;
    if (!first) continue;
    const indices = await uniqueColumns(db, name);
    const columns = Object.keys(first).filter((column) => !indices.generated.has(column));
    templates.push({
      name,
      columns,
      rows: rows.map((row) => {
        const unique = columnsToNumber(row, indices.unique, kept);
        const cells = columns.map((column) => row[column] ?? null);
        return {
          cells,
          retold: columns.map((column) =>
            retold(column, row[column] ?? null, kept, unique.has(column) || numbers.has(column)),
          ),
        };
      }),
    });
  }
  return templates;
}

/** Numbers of people, units and papers stand in replicas too, where nothing asks that they are unique. */
const numbers = new Set(['code', 'staff_no', 'meeting_no', 'doc_number', 'call_ref', 'resolution_code', 'hazard_code']);

const growingId = /^(?!org_|psn_)[a-z]{3}_[0-9a-z]{26}$/;

/** Of each unique index that no id of the telling makes unique already, the last column that can be numbered. */
function columnsToNumber(
  row: Record<string, Cell>,
  indices: readonly (readonly string[])[],
  kept: ReadonlySet<string>,
) {
  const open = indices.filter((columns) =>
    columns.every((column) => kept.has(String(row[column])) || !growingId.test(String(row[column]))),
  );
  return new Set(open.flatMap((columns) => columns.filter((column) => row[column] !== null).at(-1) ?? []));
}

async function tablesOf(db: Database): Promise<string[]> {
  const sql =
    db.dialect === 'sqlite'
      ? `SELECT name FROM sqlite_master WHERE type = 'table'`
      : `SELECT table_name AS name FROM information_schema.tables
         WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'`;
  return (await db.read.query<{ name: string }[]>(sql)).map(({ name }) => name);
}

interface Indices {
  readonly unique: readonly (readonly string[])[];
  /** Columns that the engine numbers itself. */
  readonly generated: ReadonlySet<string>;
}

async function uniqueColumns(db: Database, table: string): Promise<Indices> {
  const sql =
    db.dialect === 'sqlite'
      ? `SELECT l.name AS name, i.name AS col FROM pragma_index_list('${table}') l JOIN pragma_index_info(l.name) i
         WHERE l."unique" = 1 ORDER BY l.name, i.seqno`
      : `SELECT index_name AS name, column_name AS col FROM information_schema.statistics
         WHERE table_schema = DATABASE() AND table_name = '${table}' AND non_unique = 0 ORDER BY index_name, seq_in_index`;
  const found = await db.read.query<{ name: string; col: string }[]>(sql);
  const auto =
    db.dialect === 'sqlite'
      ? `SELECT name FROM pragma_table_info('${table}') WHERE pk = 1 AND lower(type) = 'integer'
         AND 1 = (SELECT COUNT(*) FROM pragma_table_info('${table}') WHERE pk > 0)`
      : `SELECT column_name AS name FROM information_schema.columns
         WHERE table_schema = DATABASE() AND table_name = '${table}' AND extra = 'auto_increment'`;
  const generated = new Set((await db.read.query<{ name: string }[]>(auto)).map(({ name }) => name));
  const names = [...new Set(found.map(({ name }) => name))];
  return { generated, unique: names.map((name) => found.filter((each) => each.name === name).map(({ col }) => col)) };
}

interface Counted extends Template {
  readonly rows: readonly (Template['rows'][number] & { readonly count: number })[];
}

/**
 * Without waiting for the disk: an office that is half filled is thrown away. SQLite writes a table in one transaction,
 * because each commit writes every page of an index that it touched.
 */
async function insert(
  db: Database,
  { name, columns, rows }: Counted,
  told: (number: number, of: number) => Telling,
): Promise<void> {
  const atOnce = Math.ceil(10_000 / columns.length) * columns.length;
  const row = `(${columns.map(() => '?').join(', ')})`;
  const list = columns.map((column) => (db.dialect === 'sqlite' ? `"${column}"` : `\`${column}\``)).join(', ');
  const flush = async (values: Cell[]) => {
    const places = Array(values.length / columns.length)
      .fill(row)
      .join(', ');
    if (values.length > 0) await db.writer.query(`INSERT INTO ${name} (${list}) VALUES ${places}`, values);
  };
  if (db.dialect === 'sqlite') await db.writer.query('BEGIN');
  let values: Cell[] = [];
  for (const { cells, retold: how, count } of rows) {
    for (let number = 1; number <= count; number += 1) {
      const telling = told(number, count);
      for (let at = 0; at < cells.length; at += 1) values.push(how[at]?.(telling) ?? (cells[at] as Cell));
      if (values.length < atOnce) continue;
      await flush(values);
      values = [];
    }
  }
  await flush(values);
  if (db.dialect === 'sqlite') await db.writer.query('COMMIT');
}
