import { describe, expect, it } from '@jest/globals';
import { type Seat, turnoutOf } from './turnout.ts';

const nine = new Date('2026-09-15T01:00:00Z');

const seat = (personId: string, changes: Partial<Seat> = {}): Seat => ({
  ...{ personId, role: 'REQ', partstat: 'ACCEPTED', delegateToId: null, signInAt: null },
  ...changes,
});
const came = { signInAt: nine };
const sent = (delegateToId: string) => ({ partstat: 'DELEGATED' as const, delegateToId });

/** Required, those of them who came, and all who came. */
const counted = (...seats: Seat[]) => {
  const { required, requiredPresent, present } = turnoutOf(seats);
  return [required, requiredPresent, present];
};

describe('how many came to a meeting', () => {
  it('the chair and the required had to come; others count among those who came alone', () => {
    expect(counted(seat('a', { role: 'CHAIR', ...came }), seat('b'), seat('c', { role: 'OPT', ...came }))).toEqual([
      ...[2, 1, 2],
    ]);
    expect(counted(seat('a', { role: 'NON', ...came }))).toEqual([0, 0, 1]);
    expect(counted()).toEqual([0, 0, 0]);
  });

  it('leave leaves who asked for it required', () => {
    expect(counted(seat('a', { partstat: 'DECLINED' }), seat('b', came))).toEqual([2, 1, 1]);
  });

  it('whoever is sent stands for who sent, required before or not, and is one', () => {
    expect(counted(seat('a', sent('b')), seat('b', came))).toEqual([1, 1, 1]);
    expect(counted(seat('a', sent('b')), seat('b', { role: 'OPT', ...came }))).toEqual([1, 1, 1]);
    expect(counted(seat('a', sent('b')), seat('b'))).toEqual([1, 0, 0]);
    expect(counted(seat('a', sent('c')), seat('b', sent('c')), seat('c', came))).toEqual([1, 1, 1]);
    expect(counted(seat('a', { role: 'CHAIR', ...sent('b') }), seat('b', sent('c')), seat('c', came))).toEqual([
      1, 1, 1,
    ]);
  });

  it('of history somebody sent came if the seat of who sent says so, and if nobody of that name was invited did not', () => {
    expect(counted(seat('a', { ...sent('b'), ...came }))).toEqual([1, 1, 1]);
    expect(counted(seat('a', sent('b')))).toEqual([1, 0, 0]);
  });

  it('two who sent each other are two who did not come', () => {
    expect(counted(seat('a', sent('b')), seat('b', sent('a')))).toEqual([2, 0, 0]);
  });
});
