import type { Foundation } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import type { CheckInShiftInput } from '../generated/graphql.ts';
import { DutyShiftEntity } from './duty.entity.ts';
import { isComplete, shiftAccess } from './duty.workflow.ts';

/** What people of a shift do in it. */
export function createShiftCommands({ office }: Foundation) {
  return {
    /** Somebody who is there already stays there: nothing changes. */
    checkIn: (request: Request, input: CheckInShiftInput) => {
      const personId = request.viewer.personId ?? '';
      return office.act(
        {
          ...{ request, name: 'checkInShift', input, id: input.shiftId, entity: DutyShiftEntity, access: shiftAccess },
          action: 'CHECK_IN',
          outcome: (shift) => (isComplete(shift, personId) ? 'COMPLETE' : 'PARTIAL'),
          subject: (shift, { now: at }) => ({ ...shift, at }),
        },
        ({ checkIns }, { to, at }) =>
          checkIns.some((checkIn) => checkIn.personId === personId)
            ? { changes: null, events: [] }
            : { changes: { status: to, checkIns: [...checkIns, { personId, at: at.toISOString() }] }, events: [] },
      );
    },
  };
}
