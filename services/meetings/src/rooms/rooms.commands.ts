import { codeOf, type Foundation } from '@chengqi/office-kernel';
import {
  duplicate,
  eachOf,
  fieldsOf,
  forbidden,
  lineOf,
  numberOf,
  type Request,
  type Transaction,
} from '@chengqi/service-kit';
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
  siteId: input.siteId,
  bookable: true,
  approvalNeeded: input.approvalNeeded ?? false,
  approverId: input.approverId ?? null,
  ...fieldsOf({
    code: () => codeOf('code', input.code, 32),
    name: () => lineOf('name', input.name, 100),
    capacity: () => numberOf('capacity', input.capacity, 1, 100_000),
    equipment: () => namesOf('equipment', input.equipment),
    features: () => namesOf('features', input.features),
    bufferMinutes: () => numberOf('bufferMinutes', input.bufferMinutes ?? 0, 0, 240),
    maxAdvanceDays: () => numberOf('maxAdvanceDays', input.maxAdvanceDays ?? 90, 1, 730),
  }),
});

const namesOf = (field: string, names: readonly string[] | null | undefined): string[] => [
  ...new Set(eachOf(field, names, { max: 50 }, (name, path) => lineOf(path, name, 40))),
];
