import type { Foundation } from '@chengqi/office-kernel';
import { numberOf, type Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { AttendeeEntity } from '../meetings/meeting.entity.ts';
import type { AttendeeRole, Meeting } from '../meetings/meeting.ts';
import { blankAttendee } from '../meetings/new-meeting.ts';
import { MinutesEntity } from '../minutes/minutes.entity.ts';
import { ResolutionEntity } from '../resolutions/resolution.entity.ts';
import { RoomBookingEntity } from '../rooms/room.entity.ts';

export interface Invitation {
  readonly personId: string;
  readonly role: AttendeeRole;
  /** Where the input names the person. */
  readonly path: string;
}

/** Adds who is not invited yet; the invited may see the meeting and whatever came out of it. */
export async function invite(
  { kit, office }: Foundation,
  tx: Transaction,
  { id: meetingId, secrecyLevel }: Pick<Meeting, 'id' | 'secrecyLevel'>,
  invitations: readonly Invitation[],
): Promise<void> {
  numberOf('attendees', invitations.length, 0, 500);
  const present = await tx.manager.getRepository(AttendeeEntity).findBy({ meetingId });
  const known = new Set(present.map(({ personId }) => personId));
  const added = invitations.filter(({ personId }) => {
    const isNew = !known.has(personId);
    known.add(personId);
    return isNew;
  });
  const people = added.map(({ personId }) => personId);
  const path = (at: number) => added[at]?.path ?? 'attendees';
  await office.people.requireCleared(tx, path, people, secrecyLevel, kit.clock.today(tx.now));
  const attendees = added.map(({ personId, role }, index) => {
    const blank = blankAttendee(kit.ids.next('att'), meetingId, present.length + index + 1);
    return { ...blank, personId, role };
  });
  await tx.insertAll(AttendeeEntity, attendees);
  await admit({ kit, office }, tx, meetingId, people);
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
  const subjects = [meetingId, ...outcomes.map(({ id }) => id)];
  await office.parties.addAll(
    tx,
    subjects.flatMap((subjectId) => people.map((partyId) => ({ subjectId, partyId, relation: 'attendee' }))),
  );
}

/** Lets those who may see the meeting by relation see what came out of it later, and the others named. */
export async function admitTo(
  { office }: Foundation,
  tx: Transaction,
  outcomeId: string,
  meeting: Meeting,
  others: readonly (string | null)[] = [],
): Promise<void> {
  const rows = await tx.manager.getRepository(AttendeeEntity).findBy({ meetingId: meeting.id });
  const keepers = [meeting.chairId, meeting.secretaryId, meeting.organizerId];
  const people = new Set([...rows.map(({ personId }) => personId), ...keepers, ...others]);
  const named = [...people].filter((id): id is string => id !== null && id !== '');
  await office.parties.add(
    tx,
    outcomeId,
    named.map((partyId) => ({ partyId, relation: 'attendee' })),
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
