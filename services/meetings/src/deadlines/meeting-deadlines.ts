import { judgeDeadline, type PartDeadline, startDeadline, type WorkingCalendar } from '@chengqi/office-kernel';
import type { Meeting } from '../meetings/meeting.ts';
import type { Resolution } from '../resolutions/resolution.ts';
import { rules } from './deadline-rules.ts';

/** From its end until its minutes are issued; history is under no limit. */
export function limitsOfMeeting(
  { imported, endedAt, minutedAt }: Meeting,
  calendar: WorkingCalendar,
  now: Date,
): PartDeadline[] {
  if (imported || endedAt === null) return [];
  return [judgeDeadline(startDeadline(rules.minutes, endedAt, calendar), { met: minutedAt }, now)];
}

/**
 * MTG-6: from its adoption until it is supervised or waived. An item that is rejected again leaves it as if there had
 * been none, and late where the days are over.
 */
export function limitsOfResolution(
  { requiresAction, adoptedAt, supervisedAt, waivedAt }: Resolution,
  calendar: WorkingCalendar,
  now: Date,
): PartDeadline[] {
  if (!requiresAction || adoptedAt === null) return [];
  const met = [supervisedAt, waivedAt].filter((at) => at !== null).toSorted((a, b) => a.getTime() - b.getTime());
  return [judgeDeadline(startDeadline(rules.supervise, adoptedAt, calendar), { met: met[0] }, now)];
}
