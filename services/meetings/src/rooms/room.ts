import type { SecrecyLevel } from '@chengqi/schemas';

/** A room is master data: any staff member may know it. */
export interface Room {
  id: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  code: string;
  name: string;
  siteId: string;
  /** Organisation of the site; its office director approves when no approver is named. */
  ownerOrgId: string;
  capacity: number;
  equipment: string[];
  features: string[];
  bookable: boolean;
  approvalNeeded: boolean;
  approverId: string | null;
  bufferMinutes: number;
  maxAdvanceDays: number;
  /** Counts the bookings made; writing it is what lets bookings of one room happen one after the other. */
  bookingSerial: number;
}

export type BookingStatus =
  | 'REQUESTED'
  | 'CONFIRMED'
  | 'REJECTED'
  | 'CHECKED_IN'
  | 'FINISHED'
  | 'NO_SHOW'
  | 'CANCELLED'
  | 'PREEMPTED';
export type BookingAction = 'APPROVE' | 'REJECT' | 'CANCEL' | 'CHECK_IN' | 'FINISH' | 'MARK_NO_SHOW';

export interface RoomBooking {
  id: string;
  status: BookingStatus;
  version: number;
  ownerOrgId: string;
  secrecyLevel: SecrecyLevel;
  createdAt: Date;
  updatedAt: Date;
  bookingNo: string;
  roomId: string;
  startAt: Date;
  endAt: Date;
  /** Until when nobody else may have the room: end and buffer, earlier once released. */
  heldUntil: Date;
  bookedById: string;
  purpose: string;
  meetingId: string | null;
  attendeesCount: number | null;
  checkedInAt: Date | null;
  decidedById: string | null;
  reason: string | null;
  /** History is never touched by the clock. */
  imported: boolean;
}

/** Minutes around the start in which somebody checks in; afterwards the room is released. */
export const checkInMinutes = 15;

/** An imported booking that overlapped a stored one: kept aside for a person to decide, holding nothing (MTG-1). */
export interface QuarantinedBooking {
  id: string;
  bookingNo: string;
  roomId: string;
  startAt: Date;
  heldUntil: Date;
}
