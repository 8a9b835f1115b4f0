import type { Foundation } from '@chengqi/office-kernel';
import { duplicate, forbidden, idsOf, lineOf, numberOf, type Request, type Transaction } from '@chengqi/service-kit';
import type { DefineRoomInput } from '../generated/graphql.ts';
import { RoomEntity } from './room.entity.ts';
import type { Room } from './room.ts';

const keepers = ['ADMIN', 'OFFICE_DIRECTOR'];

/** Rooms are master data; they come from the import or from whoever runs the place. */
export function createRoomCommands({ office, kit }: Foundation) {
  return {
    defineRoom: (request: Request, input: DefineRoomInput) =>
      office.create({ request, name: 'defineRoom', input, entity: RoomEntity }, async (tx) => {
        const site = await office.sites.require(tx, 'siteId', input.siteId);
        const role = keepers.find((name) => request.actor.holds(name, site.orgId));
        if (role === undefined) throw forbidden();
        if (input.approverId) await office.people.require(tx, 'approverId', input.approverId);
        const room: Room = {
          id: kit.ids.next('rom'),
          version: 1,
          createdAt: tx.now,
          updatedAt: tx.now,
          ...detailsOf(input),
          ownerOrgId: site.orgId,
          bookingSerial: 0,
        };
        await refuseTakenCode(tx, room.code);
        return { row: room, events: [], role };
      }),
  };
}

async function refuseTakenCode(tx: Transaction, code: string): Promise<void> {
  const existing = await tx.manager.getRepository(RoomEntity).findOneBy({ code });
  if (existing) throw duplicate(existing.id, { en: `Room ${code} exists.`, zh: `会议室 ${code} 已存在。` });
}

const detailsOf = (input: DefineRoomInput) => ({
  code: lineOf('code', input.code, 32),
  name: lineOf('name', input.name, 100),
  siteId: input.siteId,
  capacity: numberOf('capacity', input.capacity, 1, 100_000),
  equipment: idsOf('equipment', input.equipment, 50).map((entry) => lineOf('equipment', entry, 40)),
  features: idsOf('features', input.features, 50).map((entry) => lineOf('features', entry, 40)),
  bookable: true,
  approvalNeeded: input.approvalNeeded ?? false,
  approverId: input.approverId ?? null,
  bufferMinutes: numberOf('bufferMinutes', input.bufferMinutes ?? 0, 0, 240),
  maxAdvanceDays: numberOf('maxAdvanceDays', input.maxAdvanceDays ?? 90, 1, 730),
});
