import type { ImportContext } from '@chengqi/office-kernel';
import { referenceUnknown, type Transaction } from '@chengqi/service-kit';
import { MeetingEntity } from '../meetings/meeting.entity.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { RoomEntity } from '../rooms/room.entity.ts';
import type { Room } from '../rooms/room.ts';

/** @throws DomainError REFERENCE_UNKNOWN, which keeps the row aside */
export async function roomOf(tx: Transaction, { memo }: ImportContext, code: string): Promise<Room> {
  const room = await memo(`room:${code}`, () => tx.manager.getRepository(RoomEntity).findOneBy({ code }));
  if (!room) throw referenceUnknown('room_code', code);
  return room;
}

/** The imported meeting of that number; two organizers' equal numbers cannot be told apart. */
export async function meetingOf(tx: Transaction, { memo }: ImportContext, meetingNo: string): Promise<Meeting> {
  const found = await memo(`meeting:${meetingNo}`, () =>
    tx.manager.getRepository(MeetingEntity).findBy({ meetingNo, imported: true }),
  );
  const [meeting, other] = found;
  if (!meeting || other) throw referenceUnknown('meeting_no', meetingNo);
  return meeting;
}
