import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { QuarantinedBooking, Room, RoomBooking } from './room.ts';

export const RoomEntity = new EntitySchema<Room>({
  name: 'Room',
  tableName: 'rooms',
  columns: {
    id: column.id(),
    version: column.integer('version'),
    createdAt: column.instant('created_at'),
    updatedAt: column.instant('updated_at'),
    code: column.code('code', 32),
    name: column.text('name', 100),
    siteId: column.ref('site_id'),
    ownerOrgId: column.ref('owner_org_id'),
    capacity: column.integer('capacity'),
    equipment: column.json('equipment'),
    features: column.json('features'),
    bookable: column.bool('bookable'),
    approvalNeeded: column.bool('approval_needed'),
    approverId: column.ref('approver_id', { nullable: true }),
    bufferMinutes: column.integer('buffer_minutes'),
    maxAdvanceDays: column.integer('max_advance_days'),
    bookingSerial: column.integer('booking_serial'),
  },
  indices: [
    { name: 'room_code', columns: ['code'], unique: true },
    { name: 'room_site', columns: ['siteId'] },
  ],
});

export const RoomBookingEntity = new EntitySchema<RoomBooking>({
  name: 'RoomBooking',
  tableName: 'room_bookings',
  columns: {
    ...column.root(),
    bookingNo: column.code('booking_no', 64),
    roomId: column.ref('room_id'),
    startAt: column.instant('start_at'),
    endAt: column.instant('end_at'),
    heldUntil: column.instant('held_until'),
    bookedById: column.ref('booked_by_id'),
    purpose: column.text('purpose', 200),
    meetingId: column.ref('meeting_id', { nullable: true }),
    attendeesCount: column.integer('attendees_count', { nullable: true }),
    checkedInAt: column.instant('checked_in_at', { nullable: true }),
    decidedById: column.ref('decided_by_id', { nullable: true }),
    reason: column.text('reason', 500, { nullable: true }),
    imported: column.bool('imported'),
  },
  indices: [
    { name: 'room_booking_no', columns: ['bookingNo'], unique: true },
    { name: 'room_booking_held', columns: ['roomId', 'heldUntil', 'startAt'] },
    { name: 'room_booking_start', columns: ['startAt', 'id'] },
    { name: 'room_booking_clock', columns: ['status', 'startAt'] },
    { name: 'room_booking_meeting', columns: ['meetingId'] },
    { name: 'room_booking_open', columns: ['secrecyLevel', 'id'] },
    { name: 'room_booking_owner', columns: ['ownerOrgId', 'id'] },
    { name: 'room_booking_by', columns: ['bookedById', 'startAt', 'id'] },
  ],
});

export const QuarantinedBookingEntity = new EntitySchema<QuarantinedBooking>({
  name: 'QuarantinedBooking',
  tableName: 'quarantined_bookings',
  columns: {
    id: column.id(),
    bookingNo: column.code('booking_no', 64),
    roomId: column.ref('room_id'),
    startAt: column.instant('start_at'),
    heldUntil: column.instant('held_until'),
  },
  indices: [
    { name: 'quarantined_booking_no', columns: ['bookingNo'], unique: true },
    { name: 'quarantined_booking_held', columns: ['heldUntil', 'startAt'] },
  ],
});
