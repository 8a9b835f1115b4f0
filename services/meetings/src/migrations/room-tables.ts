import type { columns } from '@chengqi/service-kit';
import type { TableColumnOptions } from 'typeorm';

export type Columns = ReturnType<typeof columns>;

/** A table as the first migration lays it; indices are name, columns, unique. */
export interface TablePlan {
  readonly name: string;
  readonly columns: TableColumnOptions[];
  readonly indices: [name: string, columns: string[], unique: boolean][];
}

const maybe = { nullable: true };

export const roomTables = (c: Columns): TablePlan[] => [
  {
    name: 'room',
    columns: [
      c.id(),
      c.integer('version'),
      c.instant('created_at'),
      c.instant('updated_at'),
      c.code('code', 32),
      c.text('name', 100),
      c.ref('site_id'),
      c.ref('owner_org_id'),
      c.integer('capacity'),
      c.json('equipment'),
      c.json('features'),
      c.bool('bookable'),
      c.bool('approval_needed'),
      c.ref('approver_id', maybe),
      c.integer('buffer_minutes'),
      c.integer('max_advance_days'),
      c.integer('booking_serial'),
    ],
    indices: [
      ['room_code', ['code'], true],
      ['room_site', ['site_id'], false],
    ],
  },
  {
    name: 'room_booking',
    columns: [
      ...c.root(),
      c.code('booking_no', 64),
      c.ref('room_id'),
      c.instant('start_at'),
      c.instant('end_at'),
      c.instant('held_until'),
      c.ref('booked_by_id'),
      c.text('purpose', 200),
      c.ref('meeting_id', maybe),
      c.integer('attendees_count', maybe),
      c.instant('checked_in_at', maybe),
      c.ref('decided_by_id', maybe),
      c.text('reason', 500, maybe),
      c.bool('imported'),
    ],
    indices: [
      ['room_booking_no', ['booking_no'], true],
      ['room_booking_held', ['room_id', 'held_until', 'start_at'], false],
      ['room_booking_start', ['start_at', 'id'], false],
      ['room_booking_clock', ['status', 'start_at'], false],
      ['room_booking_meeting', ['meeting_id'], false],
    ],
  },
  {
    name: 'quarantined_booking',
    columns: [c.id(), c.code('booking_no', 64), c.ref('room_id'), c.instant('start_at'), c.instant('held_until')],
    indices: [
      ['quarantined_booking_no', ['booking_no'], true],
      ['quarantined_booking_held', ['held_until', 'start_at'], false],
    ],
  },
];
