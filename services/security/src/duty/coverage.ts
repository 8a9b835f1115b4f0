import { type DutyRules, type DutyShift, peopleOf } from './duty.ts';

export interface Span {
  readonly from: Date;
  readonly to: Date;
}

type Timed = Pick<DutyShift, 'startAt' | 'endAt'>;
type Staffed = Pick<DutyShift, 'id' | 'startAt' | 'endAt' | 'leaderId' | 'officerIds'>;

const minute = 60_000;
const hour = 3_600_000;

const byStart = (a: Timed, b: Timed) => a.startAt.getTime() - b.startAt.getTime();

/** Spans of [from, to) that no shift covers (DUTY-1). */
export function gapsOf(shifts: readonly Timed[], { from, to }: Span): Span[] {
  const gaps: Span[] = [];
  let covered = from.getTime();
  for (const { startAt, endAt } of [...shifts].sort(byStart)) {
    const start = Math.min(startAt.getTime(), to.getTime());
    if (start > covered) gaps.push({ from: new Date(covered), to: new Date(start) });
    covered = Math.max(covered, endAt.getTime());
  }
  if (covered < to.getTime()) gaps.push({ from: new Date(covered), to });
  return gaps;
}

export const minutesOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { from, to }) => sum + Math.ceil((to.getTime() - from.getTime()) / minute), 0);

/** Whether nobody takes over at the end of a shift although somebody comes later. */
export function isOpenAfter(shift: Timed, others: readonly Timed[]): boolean {
  const later = others.filter(({ endAt }) => endAt > shift.endAt);
  return later.length > 0 && later.every(({ startAt }) => startAt > shift.endAt);
}

/** Whether nobody was on duty before a shift although somebody was earlier: of `stored`, and of `batch` nobody since. */
export function isOpenBefore(shift: Timed, batch: readonly Timed[], stored: readonly Timed[]): boolean {
  const lastOf = (shifts: readonly Timed[]): number =>
    Math.max(...shifts.filter(({ startAt }) => startAt < shift.startAt).map(({ endAt }) => endAt.getTime()));
  const last = lastOf(stored);
  return Number.isFinite(last) && last > lastOf(batch) && last < shift.startAt.getTime();
}

/** Shifts of each person, by start. */
function shiftsByPerson(shifts: readonly Staffed[]): Map<string, Staffed[]> {
  const byPerson = new Map<string, Staffed[]>();
  for (const shift of [...shifts].sort(byStart)) {
    for (const personId of new Set(peopleOf(shift))) {
      byPerson.set(personId, [...(byPerson.get(personId) ?? []), shift]);
    }
  }
  return byPerson;
}

export interface DoubleShift {
  readonly personId: string;
  readonly shiftIds: readonly [string, string];
}

/** People in two shifts at once (DUTY-2); each pair of neighbours that overlaps. */
export function doubleShifts(shifts: readonly Staffed[]): DoubleShift[] {
  const doubles: DoubleShift[] = [];
  for (const [personId, own] of shiftsByPerson(shifts)) {
    let longest: Staffed | null = null;
    for (const shift of own) {
      if (longest && shift.startAt < longest.endAt) doubles.push({ personId, shiftIds: [longest.id, shift.id] });
      if (!longest || shift.endAt > longest.endAt) longest = shift;
    }
  }
  return doubles;
}

export interface Violation {
  readonly shiftId: string;
  readonly personId: string | null;
  readonly rule: 'LEADER_IS_OFFICER' | 'TOO_FEW_OFFICERS' | 'TOO_LONG' | 'TOO_LITTLE_REST';
}

/** What else DUTY-2 asks: staffing of each shift, hours in a row, rest between. Expects that nobody is in two shifts at once. */
export function violationsOf(shifts: readonly Staffed[], rules: DutyRules): Violation[] {
  const staffing = shifts.flatMap((shift) => staffingViolations(shift, rules));
  const resting = [...shiftsByPerson(shifts)].flatMap(([personId, own]) => restViolations(personId, own, rules));
  return [...staffing, ...resting];
}

function staffingViolations({ id, leaderId, officerIds }: Staffed, { officerMin }: DutyRules): Violation[] {
  const officers = new Set(officerIds);
  return [
    ...(officers.has(leaderId) ? [{ shiftId: id, personId: leaderId, rule: 'LEADER_IS_OFFICER' as const }] : []),
    ...(officers.size < officerMin ? [{ shiftId: id, personId: null, rule: 'TOO_FEW_OFFICERS' as const }] : []),
  ];
}

function restViolations(personId: string, shifts: readonly Staffed[], rules: DutyRules): Violation[] {
  const violations: Violation[] = [];
  let stretchStart = 0;
  let previousEnd: number | null = null;
  for (const { id, startAt, endAt } of shifts) {
    const rest = previousEnd === null ? Number.POSITIVE_INFINITY : startAt.getTime() - previousEnd;
    if (rest > 0) stretchStart = startAt.getTime();
    if (rest > 0 && rest < rules.minRestHours * hour)
      violations.push({ shiftId: id, personId, rule: 'TOO_LITTLE_REST' });
    if (endAt.getTime() - stretchStart > rules.maxConsecutiveHours * hour) {
      violations.push({ shiftId: id, personId, rule: 'TOO_LONG' });
    }
    previousEnd = endAt.getTime();
  }
  return violations;
}

export interface RosterQuality {
  readonly gapMinutes: number;
  readonly gaps: readonly Span[];
  readonly balance: number;
  readonly score: number;
}

/** Cover counts 80, balance 20; rounded down, so that one open minute never shows as 100. */
export function qualityOf(shifts: readonly Staffed[], span: Span): RosterQuality {
  const gaps = gapsOf(shifts, span);
  const gapMinutes = minutesOf(gaps);
  const total = Math.max(1, minutesOf([span]));
  const balance = balanceOf(shifts);
  return { gapMinutes, gaps, balance, score: Math.floor(80 * (1 - gapMinutes / total) + 20 * balance) };
}

/** 1 minus the share of hours that would have to change hands, leaders and officers counted apart. */
function balanceOf(shifts: readonly Staffed[]): number {
  const evenness = [
    evennessOf(shifts.map(({ leaderId, ...shift }) => ({ ...shift, people: [leaderId] }))),
    evennessOf(shifts.map(({ officerIds, ...shift }) => ({ ...shift, people: officerIds }))),
  ];
  return Math.round(((evenness[0] ?? 1) + (evenness[1] ?? 1)) * 5000) / 10_000;
}

function evennessOf(shifts: readonly (Timed & { readonly people: readonly string[] })[]): number {
  const hours = new Map<string, number>();
  for (const { startAt, endAt, people } of shifts) {
    for (const id of people) hours.set(id, (hours.get(id) ?? 0) + (endAt.getTime() - startAt.getTime()) / hour);
  }
  const each = [...hours.values()];
  const sum = each.reduce((total, own) => total + own, 0);
  if (sum === 0) return 1;
  const mean = sum / each.length;
  return 1 - each.reduce((off, own) => off + Math.abs(own - mean), 0) / (2 * sum);
}

/** Cuts uncovered spans into shifts of equal length; the last of a span may be shorter. */
export function cut(spans: readonly Span[], hours: number): Span[] {
  return spans.flatMap(({ from, to }) => {
    const pieces: Span[] = [];
    for (let start = from.getTime(); start < to.getTime(); start += hours * hour) {
      pieces.push({ from: new Date(start), to: new Date(Math.min(start + hours * hour, to.getTime())) });
    }
    return pieces;
  });
}
