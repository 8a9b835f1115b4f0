import type { SecrecyLevel } from '@chengqi/schemas';
import type { RoomBooking } from '../rooms/room.ts';

export const meetingTypes = [
  'EXECUTIVE',
  'PARTY_GROUP',
  'OFFICE',
  'SPECIAL',
  'PLENARY',
  'COORDINATION',
  'DISPATCH',
  'TRAINING',
  'OTHER',
] as const;
export type MeetingType = (typeof meetingTypes)[number];
export type MeetingMode = 'ONSITE' | 'ONLINE' | 'HYBRID';

/** Roles that act on a meeting or on what comes out of it: who acts on the minutes or a resolution of a classified meeting has to see the meeting itself. */
export const meetingReaders: readonly string[] = ['MEETING_SECRETARY', 'OFFICE_DIRECTOR'];

export type MeetingStatus =
  | 'DRAFT'
  | 'SCHEDULED'
  | 'IN_PROGRESS'
  | 'ENDED'
  | 'RECORDED'
  | 'MINUTED'
  | 'CLOSED'
  | 'CANCELLED';
export type MeetingAction =
  | 'SCHEDULE'
  | 'RESCHEDULE'
  | 'CANCEL'
  | 'BOOK'
  | 'INVITE'
  | 'UPDATE'
  | 'SET_AGENDA'
  | 'REMOVE_ATTENDEE'
  | 'OPEN'
  | 'ADD_NOTE'
  | 'RECORD_OUTCOME'
  | 'DRAFT_RESOLUTION'
  | 'END'
  | 'SEAL'
  | 'DRAFT_MINUTES'
  | 'AUTHORISE_SIGNER'
  | 'MINUTE'
  | 'CLOSE';

export interface Meeting {
  id: string;
  status: MeetingStatus;
  version: number;
  /** The organizer. */
  ownerOrgId: string;
  secrecyLevel: SecrecyLevel;
  createdAt: Date;
  updatedAt: Date;
  meetingNo: string;
  title: string;
  type: MeetingType;
  /** Who planned it. */
  organizerId: string;
  secretaryId: string;
  chairId: string | null;
  startAt: Date;
  endAt: Date;
  mode: MeetingMode;
  vcUrl: string | null;
  /** Room named by an import; live meetings have bookings. */
  roomId: string | null;
  icalSequence: number;
  quorum: number | null;
  minutesSignerId: string | null;
  cancelReason: string | null;
  /** When it really began; null in history. */
  openedAt: Date | null;
  /** When it really ended; `endAt` is the plan, which history has to stand for it. */
  endedAt: Date | null;
  sealedAt: Date | null;
  /** When its minutes were issued. */
  minutedAt: Date | null;
  recordDigest: string | null;
  /** Draft number of the minutes' document on an imported meeting; linked when documents brings that document. */
  minutesDraftNo: string | null;
  imported: boolean;
}

/** Meetings of one part, counted; one of the others says of which. */
export interface MeetingCount {
  readonly state: MeetingStatus | null;
  readonly type: MeetingType | null;
  readonly orgId: string | null;
  readonly count: number;
}

/** By what a meeting is found; its agenda is not among them, because an item may be hidden from who sees the meeting (MTG-9). */
export const meetingTexts = ({ title, meetingNo }: Meeting) => ({ title, meetingNo });

export type AgendaOutcome = 'NONE' | 'DISCUSSED' | 'ADOPTED' | 'ADOPTED_WITH_CHANGES' | 'REJECTED' | 'DEFERRED';

export interface AgendaItem {
  id: string;
  version: number;
  meetingId: string;
  number: number;
  title: string;
  reporterId: string | null;
  minutes: number | null;
  outcome: AgendaOutcome;
  secrecyLevel: SecrecyLevel;
  /** People who attend just this item and learn that it exists (MTG-9). */
  attendeeIds: string[];
}

export type AttendeeRole = 'CHAIR' | 'REQ' | 'OPT' | 'NON';
export type Partstat = 'NEEDS_ACTION' | 'ACCEPTED' | 'DECLINED' | 'TENTATIVE' | 'DELEGATED';
export type SignInMethod = 'QR' | 'MANUAL' | 'ONLINE';

export interface Attendee {
  id: string;
  version: number;
  meetingId: string;
  personId: string;
  role: AttendeeRole;
  partstat: Partstat;
  delegateToId: string | null;
  signInAt: Date | null;
  method: SignInMethod | null;
  leaveApprovedById: string | null;
  comment: string | null;
  /** Place in the order of invitation. */
  position: number;
  /** Number on an imported list. */
  attendanceNo: string | null;
}

/** One note of the record; there is no way to change or remove one. */
export interface RecordNote {
  id: string;
  meetingId: string;
  at: Date;
  agendaItemId: string | null;
  speakerId: string | null;
  text: string;
  dissent: boolean;
  correction: boolean;
}

/** What the guards of a meeting look at besides its own row. */
export interface MeetingExtras {
  agenda: AgendaItem[];
  rooms: (Pick<RoomBooking, 'status'> & { classifiedOk: boolean })[];
  /** People signed in. */
  present: number;
}
export type MeetingSubject = Meeting & MeetingExtras;
