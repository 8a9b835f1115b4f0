import type { ServiceKit, Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { MinutesEntity } from '../minutes/minutes.entity.ts';
import { ResolutionEntity } from '../resolutions/resolution.entity.ts';
import { RoomBookingEntity } from '../rooms/room.entity.ts';
import { AgendaItemEntity, AttendeeEntity, MeetingEntity, RecordNoteEntity } from './meeting.entity.ts';
import { changedEvent } from './meeting.events.ts';

/** What belongs to a meeting. */
const parts = [AgendaItemEntity, AttendeeEntity, RecordNoteEntity, MinutesEntity, ResolutionEntity, RoomBookingEntity];

/**
 * Tells that a meeting, or what belongs to it, looks different: once for a meeting in each transaction, whatever else it
 * publishes, for who has its page open. A new meeting nobody has open; an import is history.
 */
export function tellChanges({ onStored }: Pick<ServiceKit, 'onStored'>): void {
  const told = new WeakMap<Transaction['manager'], Set<string>>();

  async function tell(tx: Transaction, meetingIds: readonly (string | null)[], areNew: boolean): Promise<void> {
    if (tx.provenance === 'imported') return;
    const already = told.get(tx.manager) ?? new Set();
    told.set(tx.manager, already);
    const fresh = [...new Set(meetingIds)].filter((id) => id !== null && !already.has(id)) as string[];
    for (const id of fresh) already.add(id);
    if (areNew || fresh.length === 0) return;
    const meetings = await tx.manager.getRepository(MeetingEntity).findBy({ id: In(fresh) });
    await tx.append(meetings.map(changedEvent));
  }

  onStored(MeetingEntity, 'changes', async (tx, rows) => {
    const idsOf = (isNew: boolean) =>
      rows.filter(({ before }) => (before === null) === isNew).map(({ after }) => after.id);
    await tell(tx, idsOf(true), true);
    await tell(tx, idsOf(false), false);
  });
  for (const part of parts)
    onStored<{ id: string; meetingId: string | null }>(part as never, 'changes', (tx, rows) =>
      tell(
        tx,
        rows.map(({ after }) => after.meetingId),
        false,
      ),
    );
}
