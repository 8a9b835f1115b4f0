import type { StoredDeadline } from '@chengqi/office-kernel';
import type { AgendaItem, Attendee, Meeting, MeetingCount, RecordNote } from './meetings/meeting.ts';
import type { Minutes } from './minutes/minutes.ts';
import type { Resolution } from './resolutions/resolution.ts';
import type { Room, RoomBooking } from './rooms/room.ts';

/** What a resolver of each type receives as its parent: the stored row. */
export type MeetingParent = Meeting;
export type MeetingCountParent = MeetingCount;
export type MeetingRecordParent = Meeting;
export type AgendaItemParent = AgendaItem;
export type AttendeeParent = Attendee;
export type RecordNoteParent = RecordNote;
export type MinutesParent = Minutes;
export type ResolutionParent = Resolution;
export type SupervisionWaiverParent = Resolution;
export type RoomParent = Room;
export type RoomBookingParent = RoomBooking;
export type DeadlineParent = StoredDeadline;
