import type { Foundation } from '@chengqi/office-kernel';
import { badInput, batchMany, groupBy, type Request, spanOf } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import { AttendeeEntity, MeetingEntity } from './meeting.entity.ts';
import type { Meeting } from './meeting.ts';
import { meetingAccess } from './meeting.workflow.ts';

const longestDays = 62;
const mostMeetings = 2000;
const notAnnounced = ['DRAFT', 'CANCELLED'];
const stayAway = ['DECLINED', 'DELEGATED'];

/** Calendars of people over one span; all people of a level cost two statements. */
export function createPersonCalendars(request: Request, { kit, office }: Foundation) {
  const { db } = kit;
  const bySpan = new Map<string, ReturnType<typeof load>>();

  const load = (from: Date, to: Date) =>
    batchMany<Meeting>(async (personIds) => {
      const meetings = await office.list(request, between(db.read, personIds, from, to), meetingAccess);
      const invited = groupBy(await comers(db.read, personIds, meetings), ({ personId }) => personId);
      const has = (personId: string, { id, chairId, secretaryId }: Meeting) =>
        chairId === personId ||
        secretaryId === personId ||
        (invited.get(personId) ?? []).some(({ meetingId }) => meetingId === id);
      return new Map(personIds.map((id) => [id, meetings.filter((meeting) => has(id, meeting))]));
    });

  /** @throws BAD_USER_INPUT for a span that is empty or too long */
  return (personId: string, from: Date, to: Date): Promise<Meeting[]> => {
    spanOf('to', from, to);
    if (to.getTime() - from.getTime() > longestDays * 86_400_000)
      throw badInput('to', { en: `At most ${longestDays} days.`, zh: `最多${longestDays}天。` });
    const key = `${from.getTime()} ${to.getTime()}`;
    const calendars = bySpan.get(key) ?? load(from, to);
    bySpan.set(key, calendars);
    return calendars.load(personId);
  };
}

/** Announced meetings that at least one of these people keeps or means to follow. */
const between = (manager: EntityManager, personIds: readonly string[], from: Date, to: Date) =>
  manager
    .getRepository(MeetingEntity)
    .createQueryBuilder('m')
    .where('m.startAt < :to AND m.endAt > :from AND m.status NOT IN (:...notAnnounced)', { from, to, notAnnounced })
    .andWhere(
      `(m.chairId IN (:...personIds) OR m.secretaryId IN (:...personIds) OR EXISTS (SELECT 1 FROM attendees a
        WHERE a.meeting_id = m.id AND a.person_id IN (:...personIds) AND a.partstat NOT IN (:...stayAway)))`,
      { personIds, stayAway },
    )
    .orderBy('m.startAt')
    .addOrderBy('m.id')
    .take(mostMeetings);

/** Invitations of these people to these meetings that somebody means to follow. */
async function comers(manager: EntityManager, personIds: readonly string[], meetings: readonly Meeting[]) {
  if (meetings.length === 0) return [];
  return manager
    .getRepository(AttendeeEntity)
    .createQueryBuilder('a')
    .where('a.meetingId IN (:...meetings) AND a.personId IN (:...personIds)', {
      meetings: meetings.map(({ id }) => id),
      personIds,
    })
    .andWhere('a.partstat NOT IN (:...stayAway)', { stayAway })
    .getMany();
}
