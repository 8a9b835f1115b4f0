import { standInFaults } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { attendanceWorkflow } from '../src/attendance/attendance.workflow.ts';
import { meetingWorkflow } from '../src/meetings/meeting.workflow.ts';
import { minutesWorkflow } from '../src/minutes/minutes.workflow.ts';
import { resolutionWorkflow } from '../src/resolutions/resolution.workflow.ts';
import { bookingWorkflow } from '../src/rooms/booking.workflow.ts';

const keepers = { chairId: 'psn_chair', secretaryId: 'psn_secretary' };
const booking = {
  bookedById: 'psn_booker',
  secretaryIds: ['psn_secretary'],
  roomOrgId: 'org_room',
};

const faults = {
  attendanceWorkflow: standInFaults(attendanceWorkflow, [
    { ...keepers, personId: 'psn_attendee', signInAt: null, partstat: 'NEEDS_ACTION', leaveApprovedById: null },
  ]),
  meetingWorkflow: standInFaults(meetingWorkflow, [{ ...keepers, organizerId: 'psn_organizer' }]),
  minutesWorkflow: standInFaults(minutesWorkflow, [
    { ...keepers, minutesSignerId: 'psn_signer', drafterId: 'psn_drafter' },
  ]),
  resolutionWorkflow: standInFaults(resolutionWorkflow, [keepers]),
  bookingWorkflow: standInFaults(bookingWorkflow, [
    { ...booking, approverId: null },
    { ...booking, approverId: 'psn_approver' },
  ]),
};

describe('O-9: every row of the tables of meetings', () => {
  it.each(Object.entries(faults))(
    'is done by a stand-in as by the holder, and duties look at both (%s)',
    (_, found) => {
      expect(found).toEqual([]);
    },
  );
});
