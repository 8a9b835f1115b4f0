import type { Org } from '../orgs/org.ts';
import { lineOf } from '../orgs/org.workflow.ts';

type Unit = Pick<Org, 'id' | 'level' | 'parentId' | 'path'>;

/** Orgs by id, as far as the question needs them. */
export type Units = ReadonlyMap<string, Unit>;

/** The department a unit works in: itself, or for a division the department its divisions hang from. */
export function departmentOf(unit: Unit, units: Units): Unit | null {
  const home = lineOf(unit)
    .map((id) => units.get(id))
    .findLast((above) => above !== undefined && above.level !== 'DIVISION');
  return home?.level === 'DEPT' ? home : null;
}

/**
 * How far the roles of a post in this unit reach (DOMAIN 3.2): a division works for its department, the department
 * that holds the office director works for the unit above it, everybody else for the own unit.
 */
export function scopeOf(unit: Unit, units: Units, holdsOfficeDirector: (orgId: string) => boolean): string {
  const department = departmentOf(unit, units);
  if (!department) return unit.id;
  return (holdsOfficeDirector(department.id) ? department.parentId : null) ?? department.id;
}
