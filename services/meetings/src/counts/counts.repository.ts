import {
  countOf,
  DeadlineEntity,
  type Foundation,
  type OwnCountAsked,
  type OwnCounters,
  rateOf,
} from '@chengqi/office-kernel';
import { groupBy } from '@chengqi/service-kit';
import { Brackets } from 'typeorm';
import { turnoutOf } from '../attendance/turnout.ts';
import { AttendeeEntity, MeetingEntity } from '../meetings/meeting.entity.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { RoomBookingEntity } from '../rooms/room.entity.ts';
import { checkInMinutes } from '../rooms/room.ts';

type Counting = Pick<Foundation, 'kit'>;
type Held = Pick<Meeting, 'startAt' | 'openedAt'> & { readonly endedAt: Date };

/** How late the opening of a meeting may be and still be in time. */
const tolerance = 5 * 60_000;
const hour = 3_600_000;

/** Meetings that took place, by their end. */
function heldIn({ kit }: Counting, { from, to, asOf, orgId }: OwnCountAsked) {
  const query = kit.db.read
    .getRepository(MeetingEntity)
    .createQueryBuilder('m')
    .where('m.endedAt >= :from AND m.endedAt < :to AND m.endedAt <= :asOf', { from, to, asOf });
  return orgId == null ? query : query.andWhere('m.ownerOrgId = :orgId', { orgId });
}

/** The same one by one, with how many were to come and came. */
async function turnouts(counting: Counting, asked: OwnCountAsked) {
  const meetings = await heldIn(counting, asked).getMany();
  const among = heldIn(counting, asked).select('m.id');
  const seats = await counting.kit.db.read
    .getRepository(AttendeeEntity)
    .createQueryBuilder('a')
    .where(`a.meetingId IN (${among.getQuery()})`)
    .setParameters(among.getParameters())
    .getMany();
  const ofMeeting = groupBy(seats, ({ meetingId }) => meetingId);
  return meetings.map((meeting) => ({ ...(meeting as Meeting & Held), ...turnoutOf(ofMeeting.get(meeting.id) ?? []) }));
}

/** Bookings to which nobody had come by then. */
const vain = `b.status = 'NO_SHOW' AND b.startAt <= :givenUp`;

const sum = <T>(rows: readonly T[], of: (row: T) => number): number => rows.reduce((total, row) => total + of(row), 0);

/** What meetings counts itself, from its own rows. */
export const createMeetingCounts = ({ kit }: Counting): OwnCounters => ({
  'mtg.count': async ({ from, to, asOf, orgId }) => {
    const query = kit.db.read
      .getRepository(MeetingEntity)
      .createQueryBuilder('m')
      .where('m.startAt >= :from AND m.startAt < :to AND m.startAt <= :asOf', { from, to, asOf })
      .andWhere('m.status NOT IN (:...never)', { never: ['DRAFT', 'CANCELLED'] });
    if (orgId != null) query.andWhere('m.ownerOrgId = :orgId', { orgId });
    return countOf(await query.getCount());
  },

  'mtg.attendance': async (asked) => {
    const held = await turnouts({ kit }, asked);
    return rateOf(
      sum(held, ({ requiredPresent }) => requiredPresent),
      sum(held, ({ required }) => required),
    );
  },

  'mtg.personHours': async (asked) => {
    const lasted = ({ startAt, openedAt, endedAt }: Held) => endedAt.getTime() - (openedAt ?? startAt).getTime();
    return countOf(sum(await turnouts({ kit }, asked), (held) => held.present * lasted(held)) / hour);
  },

  /** Of meetings whose opening is known. */
  'mtg.onTimeStart': async (asked) => {
    const opened = await heldIn({ kit }, asked).andWhere('m.openedAt IS NOT NULL').getMany();
    const inTime = opened.filter(
      ({ startAt, openedAt }) => openedAt !== null && openedAt.getTime() <= startAt.getTime() + tolerance,
    );
    return rateOf(inTime.length, opened.length);
  },

  'mtg.noShow': async ({ from, to, asOf, orgId }) => {
    const over = () => {
      const query = kit.db.read
        .getRepository(RoomBookingEntity)
        .createQueryBuilder('b')
        .where('b.startAt >= :from AND b.startAt < :to', { from, to })
        .andWhere(
          new Brackets((either) =>
            either
              .where(`b.status = 'FINISHED' AND b.endAt <= :asOf`, { asOf })
              .orWhere(vain, { givenUp: new Date(asOf.getTime() - checkInMinutes * 60_000) }),
          ),
        );
      return orgId == null ? query : query.andWhere('b.ownerOrgId = :orgId', { orgId });
    };
    return rateOf(await over().andWhere(`b.status = 'NO_SHOW'`).getCount(), await over().getCount());
  },

  /** Of meetings whose minutes are issued, or of which it was told that they are late. */
  'mtg.minutesOnTime': async ({ from, to, asOf, orgId }) => {
    const due = () => {
      const query = kit.db.read
        .getRepository(DeadlineEntity)
        .createQueryBuilder('d')
        .innerJoin('Meeting', 'm', 'm.id = d.subjectId')
        .where(`d.rule = 'MINUTES' AND d.dueAt >= :from AND d.dueAt < :to AND d.dueAt <= :asOf`, { from, to, asOf })
        .andWhere('(m.minutedAt IS NOT NULL OR d.breachToldFor = d.dueAt)');
      return orgId == null ? query : query.andWhere('m.ownerOrgId = :orgId', { orgId });
    };
    return rateOf(await due().andWhere('m.minutedAt <= d.dueAt').getCount(), await due().getCount());
  },
});
