import type { Access } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import {
  type Actor,
  type DomainError,
  defineWorkflow,
  guardFailed,
  type Problem,
  person,
  refusal,
  role,
} from '@chengqi/service-kit';
import { doubleShifts, gapsOf, minutesOf, type Span, type Violation, violationsOf } from './coverage.ts';
import {
  type DutyRoster,
  type DutyRules,
  type DutyShift,
  peopleOf,
  type RosterAction,
  type RosterStatus,
  type ShiftAction,
  type ShiftCase,
  type ShiftStatus,
} from './duty.ts';

const makers = ['SAFETY_OFFICER', 'OFFICE_DIRECTOR'] as const;

const rosterWording = { states: words.values.DutyRosterState, actions: words.values.DutyRosterAction };

export const rosterWorkflow = defineWorkflow<DutyRoster, RosterStatus, RosterAction>(rosterWording, [
  { from: 'DRAFT', action: 'EDIT', to: 'DRAFT', roles: makers.map((name) => role(name)) },
  { from: ['DRAFT', 'PUBLISHED'], action: 'PUBLISH', to: 'PUBLISHED', roles: [role('OFFICE_DIRECTOR')] },
]);

export const rosterAccess: Access<DutyRoster, RosterStatus, RosterAction> = {
  type: 'DutyRoster',
  roles: rosterWorkflow.roles,
  workflow: rosterWorkflow,
};

export const rosterMakers: readonly string[] = makers;

const peopleOfShift = person<ShiftCase>((shift) => peopleOf(shift), 'people of the shift');
const minute = 60_000;
const checkInMinutes = 30;

const shiftWording = { states: words.values.DutyShiftState, actions: words.values.DutyShiftAction };

export const shiftWorkflow = defineWorkflow<ShiftCase, ShiftStatus, ShiftAction>(shiftWording, [
  { from: 'PUBLISHED', action: 'CHECK_IN', outcome: 'PARTIAL', to: 'PUBLISHED', roles: [peopleOfShift], guard: atTime },
  { from: 'PUBLISHED', action: 'CHECK_IN', outcome: 'COMPLETE', to: 'ON_DUTY', roles: [peopleOfShift], guard: atTime },
  { from: 'ON_DUTY', action: 'CHECK_IN', to: 'ON_DUTY', roles: [peopleOfShift], guard: atTime },
]);

/** Who may see a roster may see its shifts. */
export const shiftAccess: Access<ShiftCase, ShiftStatus, ShiftAction> = {
  type: 'DutyShift',
  roles: rosterWorkflow.roles,
  workflow: shiftWorkflow,
};

const logReaders = ['DUTY_LEADER', 'DUTY_OFFICER', 'OFFICE_DIRECTOR'];

/** A shift is public, its log is not: callers and their matters stand in it. */
export const readsLog = ({ system, personId, holds }: Actor, shift: DutyShift): boolean =>
  system ||
  (personId !== null && [...peopleOf(shift), shift.backupId].includes(personId)) ||
  logReaders.some((name) => holds(name, shift.ownerOrgId));

function atTime({ startAt, endAt, at }: ShiftCase): void {
  if (at.getTime() < startAt.getTime() - checkInMinutes * minute) {
    throw guardFailed('DUTY-CHECK-IN', {
      en: 'Check-in opens 30 minutes before the shift.',
      zh: '到岗登记于班次开始前30分钟开放。',
    });
  }
  if (at >= endAt) throw refusal('DEADLINE_PASSED', { en: 'The shift is over.', zh: '班次已结束。' });
}

/** Whether leader and enough officers are there once this person is. */
export function isComplete({ leaderId, officerIds, officerMin, checkIns }: DutyShift, personId: string): boolean {
  const there = new Set([personId, ...checkIns.map((checkIn) => checkIn.personId)]);
  return (
    there.has(leaderId) && officerIds.filter((id) => there.has(id)).length >= Math.min(officerMin, officerIds.length)
  );
}

/**
 * DUTY-1 and DUTY-2 over the shifts of the roster, with the published shifts of the organisation that also cover its
 * period, and the shifts that its people have elsewhere.
 */
export function assertPublishable(
  roster: DutyRoster,
  own: readonly DutyShift[],
  covering: readonly DutyShift[],
  elsewhere: readonly DutyShift[],
  zone: string,
): void {
  const gaps = gapsOf([...own, ...covering], { from: roster.fromAt, to: roster.toAt });
  if (gaps.length > 0) throw uncovered(roster, gaps, zone);
  const ids = new Set(own.map(({ id }) => id));
  const all = [...own, ...elsewhere.filter(({ id }) => !ids.has(id))];
  const doubles = doubleShifts(all).filter(({ shiftIds }) => shiftIds.some((id) => ids.has(id)));
  if (doubles.length > 0) throw conflictShift(doubles.flatMap(({ shiftIds }) => shiftIds));
  const violations = addedViolations(all, ids, roster.rules);
  if (violations.length === 0) return;
  throw refusal(
    'GUARD_FAILED',
    {
      en: 'Staffing, hours in a row or rest break the rules of the roster.',
      zh: '人员配备、连续值班或休息时间不符合值班规则。',
    },
    {
      rule: 'DUTY-2',
      conflicts: [...new Set(violations.map(({ shiftId }) => shiftId))].slice(0, 50),
      violations: violations.slice(0, 50),
    },
  );
}

const mostGaps = 20;

/** Names the first gaps by the time of the office, in words and as data, and says how many more there are. */
function uncovered({ name }: DutyRoster, gaps: readonly Span[], zone: string): DomainError {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const shown = gaps.slice(0, mostGaps);
  const spans = shown.map(({ from, to }) => `${format.format(from)}–${format.format(to)}`);
  const [minutes, more] = [minutesOf(gaps), gaps.length - shown.length];
  const [andMore, andMoreZh] = more > 0 ? [` and ${more} more`, ` 等，另有 ${more} 处`] : ['', ''];
  return refusal(
    'GUARD_FAILED',
    {
      en: `${minutes} minutes of “${name}” have nobody on duty: ${spans.join(', ')}${andMore}.`,
      zh: `“${name}”有 ${minutes} 分钟无人值班：${spans.join('、')}${andMoreZh}。`,
    },
    {
      rule: 'DUTY-1',
      gaps: shown.map(({ from, to }) => ({ from: from.toISOString(), to: to.toISOString() })),
      problems: spans.map(
        (span): Problem => ({
          path: 'rosterId',
          rule: 'DUTY-1',
          text: { en: `Nobody is on duty ${span}.`, zh: `${span} 无人值班。` },
        }),
      ),
    },
  );
}

/** What the shifts named by `ids` break; a rest too short shows at the later shift, which may be somebody else's. */
function addedViolations(all: readonly DutyShift[], ids: ReadonlySet<string>, rules: DutyRules): Violation[] {
  const keyOf = ({ shiftId, personId, rule }: Violation) => `${shiftId} ${personId} ${rule}`;
  const others = all.filter(({ id }) => !ids.has(id));
  const before = new Set(violationsOf(others, rules).map(keyOf));
  return violationsOf(all, rules).filter((violation) => !before.has(keyOf(violation)));
}

/** A person is on two shifts at once (DUTY-2). */
export const conflictShift = (shiftIds: readonly string[]) =>
  refusal(
    'CONFLICT_SHIFT',
    { en: 'A person is on two shifts at once.', zh: '同一人员在同一时间被安排两个班次。' },
    { rule: 'DUTY-2', conflicts: [...new Set(shiftIds)].slice(0, 50) },
  );
