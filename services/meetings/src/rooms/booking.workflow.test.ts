import { permitted } from '@chengqi/office-kernel/testing';
import type { Actor } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type BookingSubject,
  bookingWorkflow,
  checkInOnTime,
  heldUntil,
  overlap,
  overlapping,
} from './booking.workflow.ts';
import type { BookingAction, BookingStatus } from './room.ts';

const start = new Date('2026-09-15T01:00:00Z');

const aBooking = (changes: Partial<BookingSubject> = {}): BookingSubject => ({
  id: 'bkg_1',
  status: 'CONFIRMED',
  version: 1,
  ownerOrgId: 'org_town',
  secrecyLevel: 'INTERNAL',
  createdAt: start,
  updatedAt: start,
  bookingNo: 'R01/2026-0001',
  roomId: 'rom_1',
  startAt: start,
  endAt: new Date('2026-09-15T02:00:00Z'),
  heldUntil: new Date('2026-09-15T02:10:00Z'),
  bookedById: 'psn_booker',
  purpose: '碰头会',
  meetingId: null,
  attendeesCount: null,
  checkedInAt: null,
  decidedById: null,
  reason: null,
  imported: false,
  approverId: 'psn_approver',
  roomOrgId: 'org_office',
  secretaryIds: [],
  ...changes,
});

const somebody = (personId: string | null, roles: string[] = []): Actor => ({
  personId,
  system: personId === null,
  holds: (role, org) => roles.includes(role) && org === 'org_office',
  belongsTo: () => false,
});
const booker = somebody('psn_booker');
const approver = somebody('psn_approver');
const clockwork = somebody(null);

const statuses = [
  'REQUESTED',
  'CONFIRMED',
  'REJECTED',
  'CHECKED_IN',
  'FINISHED',
  'NO_SHOW',
  'CANCELLED',
  'PREEMPTED',
] as const;
const table: [BookingAction, Actor, Partial<Record<BookingStatus, BookingStatus>>][] = [
  ['APPROVE', approver, { REQUESTED: 'CONFIRMED' }],
  ['REJECT', approver, { REQUESTED: 'REJECTED' }],
  ['CANCEL', booker, { REQUESTED: 'CANCELLED', CONFIRMED: 'CANCELLED' }],
  ['CHECK_IN', booker, { CONFIRMED: 'CHECKED_IN' }],
  ['FINISH', clockwork, { CHECKED_IN: 'FINISHED' }],
  ['MARK_NO_SHOW', clockwork, { CONFIRMED: 'NO_SHOW' }],
];

describe('a booking', () => {
  it.each(table)('%s goes its way from each state, and no other', (action, actor, ways) => {
    for (const status of statuses) {
      const permit = () => bookingWorkflow.permit(actor, aBooking({ status }), action).to;
      const to = ways[status];
      if (to) expect(permit()).toBe(to);
      else expect(permit).toThrow(`Cannot ${action} from ${status}`);
      expect(bookingWorkflow.allowedActions(actor, aBooking({ status })).includes(action)).toBe(to !== undefined);
    }
  });

  it.each(table)('%s is refused to a stranger', (action) => {
    expect(() => bookingWorkflow.permit(somebody('psn_stranger'), aBooking(), action)).toThrow('FORBIDDEN');
  });

  it('the office director approves only where no approver is named', () => {
    const director = somebody('psn_director', ['OFFICE_DIRECTOR']);
    const asked = aBooking({ status: 'REQUESTED' });

    expect(bookingWorkflow.permit(director, { ...asked, approverId: null }, 'APPROVE').to).toBe('CONFIRMED');
    expect(() => bookingWorkflow.permit(director, asked, 'APPROVE')).toThrow('FORBIDDEN');
  });

  it('checks in from 15 minutes before to 15 minutes after the start', () => {
    const after = (minutes: number) => () => {
      const at = new Date(start.getTime() + minutes * 60_000);
      const booking = aBooking();
      return checkInOnTime(booking, permitted(bookingWorkflow, booker, booking, 'CHECK_IN', { at }));
    };

    for (const minutes of [-15, 0, 15]) expect(after(minutes)).not.toThrow();
    for (const minutes of [-15.1, 15.1]) expect(after(minutes)).toThrow('GUARD_FAILED');
  });
});

describe('MTG-1: holds of one room', () => {
  const hold = fc
    .record({
      from: fc.integer({ min: 0, max: 300 }),
      length: fc.integer({ min: 1, max: 60 }),
      buffer: fc.integer({ min: 0, max: 20 }),
    })
    .map(({ from, length, buffer }) => {
      const startAt = new Date(from * 60_000);
      const endAt = new Date((from + length) * 60_000);
      return {
        bookingNo: '',
        roomId: 'rom_1',
        startAt,
        heldUntil: heldUntil(endAt, buffer),
        minutes: [from, from + length + buffer] as const,
      };
    });

  it('overlap exactly when they share a minute, whichever is asked first', () => {
    fc.assert(
      fc.property(hold, hold, (a, b) => {
        const shared = Array.from({ length: 400 }, (_, n) => n).some(
          (n) => n >= a.minutes[0] && n < a.minutes[1] && n >= b.minutes[0] && n < b.minutes[1],
        );
        expect(overlap(a, b)).toBe(shared);
        expect(overlap(b, a)).toBe(shared);
      }),
    );
  });

  it('the sweep finds the very pairs that comparing all with all finds', () => {
    fc.assert(
      fc.property(fc.array(hold, { maxLength: 25 }), (holds) => {
        const sorted = holds.toSorted((a, b) => a.startAt.getTime() - b.startAt.getTime());
        const all = sorted.flatMap((a, n) =>
          sorted
            .slice(n + 1)
            .filter((b) => overlap(a, b))
            .map((b) => ({ hold: a, other: b })),
        );
        expect([...overlapping(sorted)]).toEqual(all);
      }),
    );
  });
});
