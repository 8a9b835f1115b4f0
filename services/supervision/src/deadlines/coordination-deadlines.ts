import { judgeDeadline, type PartDeadline, startDeadline, type WorkingCalendar } from '@chengqi/office-kernel';
import type { CoordinationCase } from '../coordination/coordination.ts';
import { rules } from './deadline-rules.ts';

/** Until when the parties of a coordination that is asked for at a moment are to be heard. */
export const positionsDue = (calendar: WorkingCalendar, askedAt: Date): Date =>
  startDeadline(rules.position, askedAt, calendar).dueAt;

/** Of each party, named by its unit: silence beyond the end is late, whatever is decided then. */
export const limitsOfCoordination = (
  { createdAt, parties }: CoordinationCase,
  calendar: WorkingCalendar,
  now: Date,
): PartDeadline[] =>
  parties.map(({ orgId, statedAt }) => {
    const limit = startDeadline(rules.position, createdAt, calendar);
    return { ...judgeDeadline(limit, { met: statedAt === null ? null : new Date(statedAt) }, now), part: orgId };
  });
