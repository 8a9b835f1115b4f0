import { numberOf, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import type { Foundation } from '../context.ts';
import { MinutesEntity } from '../minutes/minutes.entity.ts';
import { ResolutionEntity } from '../resolutions/resolution.entity.ts';
import { RoomBookingEntity } from '../rooms/room.entity.ts';
import { AttendeeEntity } from './meeting.entity.ts';
import type { Attendee, AttendeeRole, Meeting } from './meeting.ts';

export interface Invitation {
  readonly personId: string;
  readonly role: AttendeeRole;
}

/** Adds who is not invited yet; the invited may see the meeting and whatever came out of it. */
export async function invite(
  { kit, office }: Foundation,
  tx: Transaction,
  meeting: Meeting,
  invitations: readonly Invitation[],
): Promise<Attendee[]> {
  numberOf('attendees', invitations.length, 0, 500);
  const attendees = tx.manager.getRepository(AttendeeEntity);
  const present = await attendees.findBy({ meetingId: meeting.id });
  const known = new Set(present.map(({ personId }) => personId));
  const added: Attendee[] = [];
  for (const { personId, role } of invitations) {
    if (known.has(personId)) continue;
    if (!(await office.people.find(tx.manager, personId))) throw referenceUnknown('personId', personId);
    known.add(personId);
    added.push({
      ...blankAttendee(kit.ids.next('att'), meeting.id, present.length + added.length + 1),
      personId,
      role,
    });
  }
  for (const attendee of added) await tx.insert(AttendeeEntity, attendee);
  await admit(
    { kit, office },
    tx,
    meeting.id,
    added.map(({ personId }) => personId),
  );
  return added;
}

/** Lets these people see the meeting, its rooms, its resolutions and its minutes. */
export async function admit(
  { office }: Foundation,
  tx: Transaction,
  meetingId: string,
  people: readonly string[],
): Promise<void> {
  if (people.length === 0) return;
  const of = { select: { id: true }, where: { meetingId } } as const;
  const outcomes = [
    ...(await tx.manager.getRepository(ResolutionEntity).find(of)),
    ...(await tx.manager.getRepository(MinutesEntity).find(of)),
    ...(await tx.manager.getRepository(RoomBookingEntity).find(of)),
  ];
  const parties = people.map((partyId) => ({ partyId, relation: 'attendee' }));
  for (const { id } of [{ id: meetingId }, ...outcomes]) await office.parties.add(tx, id, parties);
}

/** People who may see the meeting by relation, for what comes out of it later. */
export async function attendeesOf(tx: Transaction, meeting: Meeting): Promise<string[]> {
  const rows = await tx.manager.getRepository(AttendeeEntity).findBy({ meetingId: meeting.id });
  const keepers = [meeting.chairId, meeting.secretaryId, meeting.organizerId];
  return [...new Set([...rows.map(({ personId }) => personId), ...keepers])].filter(
    (id): id is string => id !== null && id !== '',
  );
}

/** A new time asks everybody again; who had signed in before the old one is not there for the new one. */
export async function resetAnswers(tx: Transaction, meetingId: string): Promise<void> {
  const answered = await tx.manager
    .getRepository(AttendeeEntity)
    .findBy({ meetingId, partstat: In(['ACCEPTED', 'DECLINED', 'TENTATIVE', 'DELEGATED']) });
  for (const attendee of answered) {
    await tx.update(AttendeeEntity, attendee, {
      partstat: 'NEEDS_ACTION',
      delegateToId: null,
      leaveApprovedById: null,
      signInAt: null,
      method: null,
    });
  }
}

/** An invitation before its answer. */
export const blankAttendee = (id: string, meetingId: string, position: number) =>
  ({
    id,
    version: 1,
    meetingId,
    partstat: 'NEEDS_ACTION',
    delegateToId: null,
    signInAt: null,
    method: null,
    leaveApprovedById: null,
    comment: null,
    position,
    attendanceNo: null,
  }) as const;
