import { createWorkingCalendar, type Foundation } from '@chengqi/office-kernel';
import { calendarPublished } from '@chengqi/schemas/events/directory';
import {
  badInput,
  conflictVersion,
  eachOf,
  fieldsOf,
  guardFailed,
  isUniqueViolation,
  optionalLine,
  type Request,
  type Transaction,
} from '@chengqi/service-kit';
import type { SetCalendarInput } from '../generated/graphql.ts';
import { findCalendar, findDays, findDaysFrom } from './calendar.repository.ts';
import { CalendarDayEntity, WorkCalendarEntity } from './work-calendar.entity.ts';
import { type DayFacts, seededYears, usualRegion, type WorkCalendar } from './work-calendar.ts';
import { overridden, planYear } from './year.workflow.ts';

export type CalendarCommands = ReturnType<typeof createCalendarCommands>;

/** Setting up years and setting single days; every change publishes the whole year. */
export function createCalendarCommands({ kit, office }: Foundation) {
  const { ids, clock, db } = kit;

  async function publish(tx: Transaction, { id, region, year }: WorkCalendar, role: string | null): Promise<void> {
    const stored = await findDays(tx.manager, [id]);
    const days = stored.map(({ day, type, holidayName }) => ({ date: day, type, holidayName }));
    const origin = { id, ownerOrgId: null, secrecyLevel: 'PUBLIC' as const };
    await tx.append(calendarPublished.create(origin, { year, region, days }), { role });
  }

  async function setUp(tx: Transaction, region: string, year: number): Promise<WorkCalendar> {
    const id = ids.next('wcl');
    const calendar = { id, region, year, version: 1, createdAt: tx.now, updatedAt: tx.now };
    await tx.insert(WorkCalendarEntity, calendar);
    await tx.manager.getRepository(CalendarDayEntity).insert(planYear(year).map((day) => ({ ...day, calendarId: id })));
    return calendar;
  }

  /** O-6: days that say what is stored already change nothing. A year not set up yet is set up first. */
  async function overrideDays(
    tx: Transaction,
    { region, year, expectedVersion }: { region: string; year: number; expectedVersion?: number | null | undefined },
    given: readonly DayFacts[],
    role: string | null = null,
  ): Promise<WorkCalendar> {
    const known = await findCalendar(tx.manager, region, year);
    if (expectedVersion != null && expectedVersion !== (known?.version ?? 0))
      throw conflictVersion(known?.version ?? null);
    const calendar = known ?? (await setUp(tx, region, year));
    const changes = overridden(year, await findDays(tx.manager, [calendar.id]), given);
    if (known && changes.length === 0) return known;
    for (const { day, ...facts } of changes) {
      await tx.manager.getRepository(CalendarDayEntity).update({ calendarId: calendar.id, day }, facts);
    }
    const changed = known ? await tx.update(WorkCalendarEntity, known, {}) : calendar;
    await publish(tx, changed, role);
    return changed;
  }

  /** The years every office begins with; instances that start together agree through the unique key. */
  async function seed(): Promise<void> {
    for (const year of seededYears) {
      if (await findCalendar(db.read, usualRegion, year)) continue;
      try {
        await kit.transact(async (tx) => publish(tx, await setUp(tx, usualRegion, year), null));
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
      }
    }
  }

  const set = (request: Request, input: SetCalendarInput): Promise<string> =>
    office.execute(request, 'setCalendar', input, async (tx) => {
      const { days, ...place } = fieldsOf({
        region: () => readRegion(input.region),
        year: () => readYear('year', input.year),
        days: () => eachOf('days', input.days, { max: 400 }, (day, path) => readDay(day, `${path}.holidayName`)),
      });
      const { expectedVersion } = input;
      return { id: (await overrideDays(tx, { ...place, expectedVersion }, days, 'ADMIN')).id, role: 'ADMIN' };
    });

  /** The n-th working day after `from`; a year that is not set up is named, wherever in the count it comes. */
  async function addWorkingDays(from: string, n: number, region: string): Promise<string> {
    if (n < 1 || n > 500) throw badInput('n', { en: 'Count 1 to 500 working days.', zh: '工作日数应为 1 至 500。' });
    const days = await findDaysFrom(db.read, readRegion(region), readYear('from', Number(from.slice(0, 4))));
    const types = new Map(days.map(({ day, type }) => [day, type]));
    const years = new Set(days.map(({ day }) => day.slice(0, 4)));
    const calendar = createWorkingCalendar(
      clock.zone,
      (day) => types.get(day),
      (year) => years.has(year),
    );
    const last = calendar.workingDayAfter(from, n);
    const missing = calendar.unpublishedYear(calendar.startOf(from), calendar.endOf(last));
    if (missing === null) return last;
    throw badInput(
      from.startsWith(String(missing)) ? 'from' : 'n',
      {
        en: `No calendar of ${missing} is published for ${region}: publish it first (setCalendar).`,
        zh: `${region} ${missing}年的工作日历尚未发布，请先发布（setCalendar）。`,
      },
      'O-6',
    );
  }

  return { set, overrideDays, seed, addWorkingDays };
}

export function readRegion(region: string | null | undefined): string {
  const text = region ?? usualRegion;
  if (/^[A-Z]{2}(-[A-Z0-9]{1,6})?$/.test(text)) return text;
  throw badInput('region', {
    en: 'A region is CN or a part of it such as CN-54.',
    zh: '地区代码无效，如 CN 或 CN-54。',
  });
}

/** Years that a calendar may have. */
export function readYear(field: string, year: number): number {
  if (Number.isInteger(year) && year >= 2000 && year <= 2100) return year;
  throw badInput(field, { en: 'Calendars run from 2000 to 2100.', zh: '年份应在 2000 至 2100 之间。' });
}

/** Checks a day as it is given; whether the year has it is checked with the year. */
export function readDay(
  { date, type, holidayName }: SetCalendarInput['days'][number],
  field = 'holidayName',
): DayFacts {
  const name = optionalLine(field, holidayName, 50);
  if (name === null || type === 'HOLIDAY') return { day: date, type, holidayName: name };
  throw guardFailed('O-6', { en: 'Only a holiday has a name.', zh: '仅节假日可填写名称。' });
}
