import type { Act, Decision, Foundation, WorkingCalendar } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { MeetingEntity } from '../meetings/meeting.entity.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { ResolutionEntity } from '../resolutions/resolution.entity.ts';
import type { Resolution, ResolutionStatus, ResolutionSubject } from '../resolutions/resolution.ts';
import { limitsOfMeeting, limitsOfResolution } from './meeting-deadlines.ts';

type Decide<D extends Decision<Resolution>> = (
  resolution: ResolutionSubject,
  act: Act<ResolutionStatus>,
  tx: Transaction,
) => D | Promise<D>;

/** The limits that follow from meetings and resolutions as they now stand. */
export function createKeeping({ office }: Foundation) {
  async function keepMeetings(tx: Transaction, meetings: readonly Meeting[], published?: WorkingCalendar) {
    const days = published ?? (await office.calendar.days());
    await office.deadlines.keepAll(
      tx,
      meetings.map((subject) => ({ subject, wanted: limitsOfMeeting(subject, days, tx.now) })),
    );
  }

  async function keepResolutions(tx: Transaction, resolutions: readonly Resolution[], published?: WorkingCalendar) {
    const days = published ?? (await office.calendar.days());
    await office.deadlines.keepAll(
      tx,
      resolutions.map((subject) => ({ subject, wanted: limitsOfResolution(subject, days, tx.now) })),
    );
  }

  return {
    keepMeetings,
    keepResolutions,

    /** An act on a resolution, with the limits that it leaves; a resolution of imported history has none. */
    kept:
      <D extends Decision<Resolution>>(decide: Decide<D>): Decide<D> =>
      async (resolution, act, tx) => {
        const decision = await decide(resolution, act, tx);
        if (!resolution.history) await keepResolutions(tx, [{ ...resolution, ...decision.changes }]);
        return decision;
      },

    /** Other working days were published: limits end elsewhere, and until when a resolution is no orphan. */
    async keepAgain(tx: Transaction, subjectIds: readonly string[]): Promise<void> {
      // Not the calendar that is kept for some seconds: what is counted by an old one now is not counted again.
      const days = await office.calendar.daysIn(tx.manager);
      const id = In([...subjectIds]);
      await keepMeetings(tx, await tx.manager.getRepository(MeetingEntity).findBy({ id }), days);
      const resolutions = await tx.manager.getRepository(ResolutionEntity).findBy({ id });
      await keepResolutions(tx, resolutions, days);
      for (const resolution of resolutions) {
        const [limit] = limitsOfResolution(resolution, days, tx.now);
        if (limit && limit.dueAt.getTime() !== resolution.superviseBy?.getTime())
          await tx.update(ResolutionEntity, resolution, { superviseBy: limit.dueAt });
      }
    },
  };
}
