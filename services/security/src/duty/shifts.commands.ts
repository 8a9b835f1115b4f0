import type { Request } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type { CheckInShiftInput } from '../generated/graphql.ts';
import { DutyShiftEntity } from './duty.entity.ts';
import type { DutyShift } from './duty.ts';
import { isComplete, shiftWorkflow } from './duty.workflow.ts';
import { shiftReading } from './duty-room.ts';

export type ShiftCommands = ReturnType<typeof createShiftCommands>;

/** What people of a shift do in it. */
export function createShiftCommands({ kit, office }: Foundation) {
  return {
    allowedActions: (request: Request, shift: DutyShift) =>
      shiftWorkflow.allowedActions(request.actor, { ...shift, at: kit.clock.now() }),

    /** Somebody who is there already stays there: nothing changes. */
    checkIn: (request: Request, input: CheckInShiftInput) =>
      office.execute(request, 'checkInShift', input, async (tx) => {
        const shift = await office.require(tx, request, DutyShiftEntity, input.shiftId, shiftReading);
        const personId = request.viewer.personId ?? '';
        const { to, role } = shiftWorkflow.permit(request.actor, { ...shift, at: tx.now }, 'CHECK_IN', {
          expectedVersion: input.expectedVersion ?? null,
          outcome: isComplete(shift, personId) ? 'COMPLETE' : 'PARTIAL',
        });
        await tx.append([], { role });
        if (shift.checkIns.some((checkIn) => checkIn.personId === personId)) return shift.id;
        const checkIns = [...shift.checkIns, { personId, at: tx.now.toISOString() }];
        await tx.update(DutyShiftEntity, shift, { status: to, checkIns });
        return shift.id;
      }),
  };
}
