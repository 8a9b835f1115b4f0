import type { EntityManager } from 'typeorm';
import { ask, type Cell, type Cut, narrowing, type Slice } from './cut.repository.ts';

interface Span {
  readonly orgId: string;
  readonly from: number;
  readonly to: number;
}

const minute = 60_000;

/** Minutes of each period that a published roster promises to cover and no shift of its organisation does; two statements. */
export async function gapMinutes(manager: EntityManager, cut: Cut, slices: readonly Slice[]): Promise<Cell[]> {
  const [rosters, shifts] = [
    await spansOf(manager, 'roster_fact', cut, slices),
    Map.groupBy(await spansOf(manager, 'shift_fact', cut, slices), ({ orgId }) => orgId),
  ];
  const byOrg = cut.by.includes('ORG');
  const minutes = new Map<string, Cell>();
  for (const { period, from, to } of slices) {
    const gaps = new Map<string, Span>();
    for (const { orgId, ...roster } of rosters.filter((span) => span.from < to && span.to > from)) {
      const promised = { orgId, from: Math.max(roster.from, from), to: Math.min(roster.to, to) };
      // Rosters that overlap promise the same minutes; a gap counts once.
      for (const gap of gapsOf(promised, shifts.get(orgId) ?? [])) gaps.set(`${orgId} ${gap.from}`, gap);
    }
    for (const { orgId, from: start, to: end } of gaps.values()) {
      const dims = byOrg ? [cut.groups ? (cut.groups.get(orgId) ?? null) : orgId] : [];
      const key = `${period} ${dims.join()}`;
      const value = (minutes.get(key)?.value ?? 0) + Math.ceil((end - start) / minute);
      minutes.set(key, { period, dims, numerator: value, denominator: null, value, people: 0 });
    }
  }
  return [...minutes.values()];
}

/** Spans of `promised` that no shift covers; shifts come by their start. */
function gapsOf(promised: Span, shifts: readonly Span[]): Span[] {
  const gaps: Span[] = [];
  let covered = promised.from;
  for (const { from, to } of shifts) {
    const start = Math.min(from, promised.to);
    if (start > covered) gaps.push({ ...promised, from: covered, to: start });
    covered = Math.max(covered, to);
  }
  if (covered < promised.to) gaps.push({ ...promised, from: covered });
  return gaps;
}

/** Rosters or shifts that touch the slices, by their start. */
async function spansOf(manager: EntityManager, table: string, cut: Cut, slices: readonly Slice[]): Promise<Span[]> {
  const [from, to] = [Math.min(...slices.map((slice) => slice.from)), Math.max(...slices.map((slice) => slice.to))];
  const conditions = ['f.start_at < :to', 'f.end_at > :from', ...narrowing({}, { ...cut, only: {} })];
  const rows = await ask(
    manager,
    `SELECT f.org_id AS org, f.start_at AS lo, f.end_at AS hi FROM ${table} f
      WHERE ${conditions.join(' AND ')} ORDER BY f.start_at, f.id`,
    cut,
    { from, to },
  );
  return rows.map(({ org, lo, hi }) => ({ orgId: String(org), from: Number(lo), to: Number(hi) }));
}
