import { cell, defineImport, type Foundation, type ImportContext } from '@chengqi/office-kernel';
import { referenceUnknown, type Transaction } from '@chengqi/service-kit';
import { RoomEntity } from './room.entity.ts';
import type { Room } from './room.ts';

/** @throws DomainError REFERENCE_UNKNOWN, which keeps the row aside */
export async function roomOf(tx: Transaction, { memo }: ImportContext, code: string): Promise<Room> {
  const room = await memo(`room:${code}`, () => tx.manager.getRepository(RoomEntity).findOneBy({ code }));
  if (!room) throw referenceUnknown('room_code', code);
  return room;
}

/** rooms.csv: master data; a room that comes again is brought up to date, its bookings stay. */
export const createRoomImport = ({ kit, office }: Foundation) =>
  defineImport({
    act: 'importRooms',
    kind: 'master',
    key: 'room_code',
    cells: {
      room_code: cell.key(32),
      name: cell.title({ required: true, max: 100 }),
      site_code: cell.site({ required: true }),
      capacity: cell.int({ required: true, min: 1, max: 100_000 }),
      equipment: cell.list({ max: 40 }),
      features: cell.list({ max: 40 }),
      approval_needed: cell.yesNo({ required: true }),
      buffer_minutes: cell.int({ min: 0, max: 240 }),
    },
    async apply(tx, row) {
      const site = await office.sites.require(tx, 'site_code', row.site_code);
      const details = {
        name: row.name,
        siteId: site.id,
        ownerOrgId: site.orgId,
        capacity: row.capacity,
        equipment: row.equipment,
        features: row.features,
        approvalNeeded: row.approval_needed,
        bufferMinutes: row.buffer_minutes ?? 0,
      };
      const known = await tx.manager.getRepository(RoomEntity).findOneBy({ code: row.room_code });
      if (known) {
        await tx.update(RoomEntity, known, details);
        return undefined;
      }
      const room: Room = {
        id: kit.ids.next('rom'),
        version: 1,
        createdAt: tx.now,
        updatedAt: tx.now,
        code: row.room_code,
        ...details,
        bookable: true,
        approverId: null,
        maxAdvanceDays: 90,
        bookingSerial: 0,
      };
      await tx.insert(RoomEntity, room);
      return undefined;
    },
  });
