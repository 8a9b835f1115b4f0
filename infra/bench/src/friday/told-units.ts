import { systemIds } from '@chengqi/service-kit';
import type { EmbeddedOffice } from '@chengqi/stack';

export interface Unit {
  readonly id: string;
  readonly code: string;
}

type Row = Readonly<Record<string, string | number | null>>;

const rowsOfInsert = 500;
/** Services read the tree of orgs anew after two seconds. */
const treeMilliseconds = 2500;

/** So many more units right below the county, told again by rows after its first town; directory and supervision know them. */
export async function unitsTold({ services }: EmbeddedOffice, count: number): Promise<Unit[]> {
  const units = Array.from({ length: count }, (_, at) => ({
    id: systemIds.next('org'),
    code: `ZZ${String(at).padStart(5, '0')}`,
  }));
  for (const [service, table] of [
    ['directory', 'orgs'],
    ['supervision', 'org_replica'],
  ] as const) {
    const db = services.get(service)?.kit.db;
    const [town] =
      (await db?.read.query<Row[]>(`SELECT * FROM ${table} WHERE level = 'TOWN' ORDER BY code LIMIT 1`)) ?? [];
    if (!db || !town) throw new Error(`${service} knows no town`);
    const columns = Object.keys(town);
    for (let from = 0; from < count; from += rowsOfInsert) {
      const rows = units.slice(from, from + rowsOfInsert).map((unit) => like(town, unit));
      const places = rows.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ');
      await db.write((manager) =>
        manager.query(
          `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${places}`,
          rows.flatMap((row) => columns.map((column) => row[column] ?? null)),
        ),
      );
    }
  }
  await new Promise((resolve) => setTimeout(resolve, treeMilliseconds));
  return units;
}

const like = (town: Row, { id, code }: Unit): Row => ({
  ...town,
  ...{ id, code, name: code, path: String(town.path).replace(`/${town.id}/`, `/${id}/`) },
});
