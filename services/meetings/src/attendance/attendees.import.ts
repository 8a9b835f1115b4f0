import { cell, defineImport, type Foundation, type ImportContext } from '@chengqi/office-kernel';
import { duplicate, groupBy } from '@chengqi/service-kit';
import { AttendeeEntity } from '../meetings/meeting.entity.ts';
import { attendanceEvents } from '../meetings/meeting.events.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { importedMeeting } from '../meetings/meetings.import.ts';
import { blankAttendee } from '../meetings/new-meeting.ts';
import { seatsOf } from './attendance.repository.ts';
import { admit } from './invitations.commands.ts';
import { turnoutOf } from './turnout.ts';

/** attendees.csv: who was invited to the imported meetings, and who came; each batch tells how many came to those it touches. */
export const createAttendeeImport = (foundation: Foundation) =>
  defineImport({
    act: 'importAttendees',
    kind: 'fact',
    key: 'attendance_no',
    cells: {
      attendance_no: cell.key(),
      meeting_no: cell.code({ required: true }),
      staff_no: cell.person({ required: true }),
      role: cell.enumeration(['CHAIR', 'REQ', 'OPT', 'NON'], { required: true }),
      partstat: cell.enumeration(['NEEDS_ACTION', 'ACCEPTED', 'DECLINED', 'TENTATIVE', 'DELEGATED'], {
        required: true,
      }),
      delegate_to: cell.person(),
      sign_in_at: cell.instant(),
      method: cell.enumeration(['QR', 'MANUAL', 'ONLINE']),
      leave_approved_by: cell.person(),
    },
    async apply(tx, row, context) {
      const meeting = await importedMeeting(tx, context, row.meeting_no);
      const attendees = tx.manager.getRepository(AttendeeEntity);
      const taken = await attendees.findOneBy({ meetingId: meeting.id, personId: row.staff_no });
      if (taken) throw duplicate(taken.id, { en: 'This person is invited already.', zh: '该人员已在参会名单中。' });
      const position = (await attendees.countBy({ meetingId: meeting.id })) + 1;
      await tx.insert(AttendeeEntity, {
        ...blankAttendee(foundation.kit.ids.next('att'), meeting.id, position),
        personId: row.staff_no,
        role: row.role,
        partstat: row.partstat,
        delegateToId: row.delegate_to,
        signInAt: row.sign_in_at,
        method: row.method,
        leaveApprovedById: row.leave_approved_by,
        attendanceNo: row.attendance_no,
      });
      await admit(foundation, tx, meeting.id, [row.staff_no, ...(row.delegate_to ? [row.delegate_to] : [])]);
      (await attendedMeetings(context)).set(meeting.id, meeting);
      return undefined;
    },
    async finish(tx, context) {
      const meetings = await attendedMeetings(context);
      const seats = groupBy(await seatsOf(tx.manager, [...meetings.keys()]), ({ meetingId }) => meetingId);
      await tx.append(
        [...meetings.values()].flatMap((meeting) => attendanceEvents(meeting, turnoutOf(seats.get(meeting.id) ?? []))),
      );
    },
  });

/** Meetings whose rows a batch took. */
const attendedMeetings = ({ memo }: Pick<ImportContext, 'memo'>) =>
  memo('attended', async () => new Map<string, Meeting>());
