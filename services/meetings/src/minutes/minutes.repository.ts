import type { Transaction } from '@chengqi/service-kit';
import { meetingOf } from '../meetings/meeting.repository.ts';
import { MinutesEntity } from './minutes.entity.ts';
import type { Minutes, MinutesSubject } from './minutes.ts';
import { joinMinutes, minutesAccess } from './minutes.workflow.ts';

/** Minutes as acts take them: the table sees whom the meeting lets act. */
export const minutesRow = {
  entity: MinutesEntity,
  access: minutesAccess,
  subject: async (minutes: Minutes, { manager }: Transaction): Promise<MinutesSubject> =>
    joinMinutes(minutes, await meetingOf(manager, minutes.meetingId)),
} as const;
