import type { Foundation } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import type { MeetingType } from './meeting.ts';
import { meetingNoOf, serialOf } from './meeting.workflow.ts';

/** Gives the next number of organizer, year and sort, or keeps the one given and lets the series continue after it. */
export function createMeetingNumbers({ kit, office }: Foundation) {
  const scope = (orgId: string, type: MeetingType, year: number) => `meetingNo:${orgId}:${type}:${year}`;
  return {
    async next(tx: Transaction, orgId: string, type: MeetingType, startAt: Date): Promise<string> {
      const year = kit.clock.year(startAt);
      return meetingNoOf(type, year, await office.serials.next(tx, scope(orgId, type, year)));
    },
    async keep(tx: Transaction, orgId: string, meetingNo: string): Promise<string> {
      const known = serialOf(meetingNo);
      if (known) await office.serials.ensureAtLeast(tx, scope(orgId, known.type, known.year), known.serial);
      return meetingNo;
    },
  };
}
