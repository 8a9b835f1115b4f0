import type { AnyEntity } from '@chengqi/service-kit';
import { type EntityManager, In } from 'typeorm';
import type { Cell, Reference } from '../cleaning/cell.ts';
import { OrgReplicaEntity, PersonReplicaEntity, SiteReplicaEntity } from '../replicas/replica.entity.ts';
import type { Cells, ImportRemark } from './import-plan.ts';
import type { ReadRow } from './import-row.ts';
import { worst } from './import-row.ts';

const sources: Readonly<Record<Reference, { entity: AnyEntity; property: 'code' | 'staffNo' }>> = {
  org: { entity: OrgReplicaEntity, property: 'code' },
  person: { entity: PersonReplicaEntity, property: 'staffNo' },
  site: { entity: SiteReplicaEntity, property: 'code' },
};

const codesOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? (value as string[]) : typeof value === 'string' ? [value] : [];

type References = readonly (readonly [name: string, reference: Reference])[];

const referencesOf = (cells: Cells): References =>
  Object.entries<Cell>(cells).flatMap(([name, { reference }]) => (reference ? [[name, reference] as const] : []));

/** Turns codes into ids, one look-up a kind; a row that names something unknown is kept aside. */
export async function resolveReferences(
  manager: EntityManager,
  cells: Cells,
  rows: readonly ReadRow[],
): Promise<ReadRow[]> {
  const references = referencesOf(cells);
  const ids = new Map<Reference, Map<string, string>>();
  for (const kind of new Set(references.map(([, reference]) => reference))) {
    const codes = rows.flatMap(({ values }) =>
      references.flatMap(([name, reference]) => (reference === kind ? codesOf(values[name]) : [])),
    );
    ids.set(kind, await lookUp(manager, kind, [...new Set(codes)]));
  }
  return rows.map((row) => replaceCodes(row, references, ids));
}

async function lookUp(manager: EntityManager, kind: Reference, codes: readonly string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const { entity, property } = sources[kind];
  const found = await manager.getRepository(entity).findBy({ [property]: In(codes) });
  return new Map(found.map((row) => [row[property] as string, row.id as string]));
}

function replaceCodes(
  row: ReadRow,
  references: References,
  ids: ReadonlyMap<Reference, ReadonlyMap<string, string>>,
): ReadRow {
  const values: Record<string, unknown> = { ...row.values };
  const unknown: ImportRemark[] = [];
  for (const [name, reference] of references) {
    const value = values[name];
    const known = ids.get(reference);
    const missing = codesOf(value).filter((code) => !known?.has(code));
    if (missing.length > 0)
      unknown.push({ column: name, reason: 'REFERENCE_UNKNOWN', raw: missing.join(';'), clean: null });
    else
      values[name] = Array.isArray(value)
        ? value.map((code: string) => known?.get(code))
        : (known?.get(value as string) ?? value);
  }
  if (unknown.length === 0) return { ...row, values };
  return { ...row, values, outcome: worst([row.outcome, 'QUARANTINED']), remarks: [...row.remarks, ...unknown] };
}
