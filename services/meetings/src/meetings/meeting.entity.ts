import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { AgendaItem, Attendee, Meeting, RecordNote } from './meeting.ts';

const nullable = { nullable: true };

export const MeetingEntity = new EntitySchema<Meeting>({
  name: 'Meeting',
  tableName: 'meetings',
  columns: {
    ...column.root(),
    meetingNo: column.code('meeting_no', 40),
    title: column.text('title', 200),
    type: column.code('type', 16),
    organizerId: column.ref('organizer_id'),
    secretaryId: column.ref('secretary_id'),
    chairId: column.ref('chair_id', nullable),
    startAt: column.instant('start_at'),
    endAt: column.instant('end_at'),
    mode: column.code('mode', 16),
    vcUrl: column.text('vc_url', 500, nullable),
    roomId: column.ref('room_id', nullable),
    icalSequence: column.integer('ical_sequence'),
    quorum: column.integer('quorum', nullable),
    minutesSignerId: column.ref('minutes_signer_id', nullable),
    cancelReason: column.text('cancel_reason', 500, nullable),
    openedAt: column.instant('opened_at', nullable),
    endedAt: column.instant('ended_at', { nullable: true }),
    minutedAt: column.instant('minuted_at', { nullable: true }),
    sealedAt: column.instant('sealed_at', nullable),
    recordDigest: column.code('record_digest', 64, nullable),
    minutesDraftNo: column.code('minutes_draft_no', 64, nullable),
    imported: column.bool('imported'),
  },
  indices: [
    { name: 'meeting_no', columns: ['meetingNo', 'ownerOrgId'], unique: true },
    { name: 'meeting_start', columns: ['startAt', 'id'] },
    { name: 'meeting_ended', columns: ['endedAt', 'ownerOrgId'] },
    { name: 'meeting_owner', columns: ['ownerOrgId', 'startAt'] },
    { name: 'meeting_open', columns: ['secrecyLevel', 'id'] },
    { name: 'meeting_state', columns: ['status', 'startAt', 'id'] },
    { name: 'meeting_chair', columns: ['chairId'] },
    { name: 'meeting_secretary', columns: ['secretaryId'] },
    { name: 'meeting_organizer', columns: ['organizerId'] },
  ],
});

export const AgendaItemEntity = new EntitySchema<AgendaItem>({
  name: 'AgendaItem',
  tableName: 'agenda_items',
  columns: {
    id: column.id(),
    version: column.integer('version'),
    meetingId: column.ref('meeting_id'),
    number: column.integer('number'),
    title: column.text('title', 500),
    reporterId: column.ref('reporter_id', nullable),
    minutes: column.integer('minutes', nullable),
    outcome: column.code('outcome', 24),
    secrecyLevel: column.code('secrecy_level', 16),
    attendeeIds: column.json('attendee_ids'),
  },
  indices: [{ name: 'agenda_item_meeting', columns: ['meetingId', 'number'], unique: true }],
});

export const AttendeeEntity = new EntitySchema<Attendee>({
  name: 'Attendee',
  tableName: 'attendees',
  columns: {
    id: column.id(),
    version: column.integer('version'),
    meetingId: column.ref('meeting_id'),
    personId: column.ref('person_id'),
    role: column.code('role', 8),
    partstat: column.code('partstat', 16),
    delegateToId: column.ref('delegate_to_id', nullable),
    signInAt: column.instant('sign_in_at', nullable),
    method: column.code('method', 8, nullable),
    leaveApprovedById: column.ref('leave_approved_by_id', nullable),
    comment: column.text('comment', 500, nullable),
    position: column.integer('position'),
    attendanceNo: column.code('attendance_no', 64, nullable),
  },
  indices: [
    { name: 'attendee_meeting', columns: ['meetingId', 'personId'], unique: true },
    { name: 'attendee_person', columns: ['personId'] },
    { name: 'attendee_no', columns: ['attendanceNo'] },
  ],
});

export const RecordNoteEntity = new EntitySchema<RecordNote>({
  name: 'RecordNote',
  tableName: 'record_notes',
  columns: {
    id: column.id(),
    meetingId: column.ref('meeting_id'),
    at: column.instant('noted_at'),
    agendaItemId: column.ref('agenda_item_id', nullable),
    speakerId: column.ref('speaker_id', nullable),
    text: column.longText('text'),
    dissent: column.bool('dissent'),
    correction: column.bool('correction'),
  },
  indices: [{ name: 'record_note_meeting', columns: ['meetingId', 'id'] }],
});
