import { describe, expect, it } from '@jest/globals';
import { placeRing, type ShiftReplica } from './placement.ts';

const at = (time: string): Date => new Date(`2026-09-14T${time}:00+08:00`);
const aShift = (id: string, changes: Partial<ShiftReplica> = {}): ShiftReplica => ({
  id,
  ownerOrgId: 'org_office',
  startAt: at('08:00'),
  endAt: at('20:00'),
  leaderId: null,
  line: '82220001',
  ...changes,
});
const place = (shifts: readonly ShiftReplica[], time = '10:00', lineNo = '82220001', home: string | null = null) =>
  placeRing({ lineNo, ringAt: at(time) }, shifts, home);

describe('the shift that answers for a ring', () => {
  it.each([
    ['07:59', null],
    ['08:00', 'shf_day'],
    ['19:59', 'shf_day'],
    ['20:00', null],
  ])('shifts are half-open: a ring at %s belongs to %s', (time, shiftId) => {
    expect(place([aShift('shf_day')], time).shiftId).toBe(shiftId);
  });

  it('a line that no roster names belongs to the only duty room', () => {
    expect(place([aShift('shf_day')], '10:00', '12345')).toEqual({ shiftId: 'shf_day', ownerOrgId: 'org_office' });
  });

  it('of several duty rooms the one with the line answers', () => {
    const shifts = [aShift('shf_office'), aShift('shf_town', { ownerOrgId: 'org_town', line: '86660001' })];

    expect(place(shifts, '10:00', '86660001').shiftId).toBe('shf_town');
    expect(place(shifts, '10:00', '86660002', 'org_town').shiftId).toBe('shf_town');
    expect(place(shifts, '10:00', '86660002')).toEqual({ shiftId: null, ownerOrgId: null });
  });

  it('a ring in a gap is in no shift, but still the business of the duty room beside it', () => {
    expect(place([aShift('shf_day')], '20:00', '12345')).toEqual({ shiftId: null, ownerOrgId: 'org_office' });
  });

  it('of two shifts at once the later one answers', () => {
    const shifts = [aShift('shf_late', { startAt: at('09:00') }), aShift('shf_early')];

    expect(place(shifts).shiftId).toBe('shf_late');
    expect(place(shifts.toReversed()).shiftId).toBe('shf_late');
  });
});
