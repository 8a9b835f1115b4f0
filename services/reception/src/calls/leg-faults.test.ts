import { describe, expect, it } from '@jest/globals';
import type { CallLeg } from './call.ts';
import { backwardsFault, impossibleFault, overlapFault } from './leg-faults.ts';

const at = (time: string): Date => new Date(`2026-09-14T${time}+08:00`);
const aLeg = (changes: Partial<CallLeg> = {}): CallLeg => ({
  id: 'leg_1',
  cdrNo: '1',
  callRef: 'C1',
  lineNo: '82220001',
  direction: 'IN',
  callerId: 'clr_1',
  ownerOrgId: 'org_1',
  hop: 1,
  ringAt: at('10:00:00'),
  answerAt: null,
  endAt: at('10:00:15'),
  cause: 'NO_ANSWER',
  ...changes,
});

describe('records that go backwards', () => {
  it.each([
    ['picked up before it rang', { answerAt: at('09:59:59') }, 'answer_at'],
    ['over before it rang', { endAt: at('09:59:59') }, 'end_at'],
    ['over before it was picked up', { answerAt: at('10:00:20') }, 'end_at'],
  ])('%s', (_, changes, field) => {
    expect(backwardsFault(aLeg(changes))).toMatchObject({ code: 'GUARD_FAILED', field });
  });

  it('a record of no length is one', () => {
    expect(backwardsFault(aLeg({ endAt: at('10:00:00') }))).toBeNull();
  });
});

describe('records that no conversation makes', () => {
  const now = at('10:05:00');

  it.each([
    ['lasts a day', { ringAt: at('00:00:00'), endAt: new Date('2026-09-15T00:00:00+08:00') }, 'end_at'],
    ['has not happened yet', { ringAt: at('10:20:00'), endAt: at('10:20:15') }, 'ring_at'],
  ])('one that %s', (_, changes, field) => {
    expect(impossibleFault(aLeg(changes), now)).toMatchObject({ code: 'GUARD_FAILED', field });
  });

  it('an exchange whose clock is some minutes ahead is believed', () => {
    expect(impossibleFault(aLeg({ ringAt: at('10:14:00'), endAt: at('10:14:59') }), now)).toBeNull();
  });
});

describe('records that overlap', () => {
  const next = (changes: Partial<CallLeg> = {}) =>
    aLeg({ cdrNo: '2', hop: 2, ringAt: at('10:00:15'), endAt: at('10:00:30'), ...changes });

  it('the next hop rings when the one before has ended, whichever record comes first', () => {
    expect(overlapFault(next(), [aLeg()])).toBeNull();
    expect(overlapFault(aLeg(), [next()])).toBeNull();
  });

  it.each([
    ['rings while another hop does', { ringAt: at('10:00:14') }, 'ring_at'],
    ['rings before an earlier hop', { ringAt: at('09:59:00'), endAt: at('09:59:10') }, 'ring_at'],
    ['repeats a hop', { hop: 1 }, 'hop'],
    ['goes the other way', { direction: 'OUT' }, 'direction'],
  ] as const)('one that %s', (_, changes, field) => {
    expect(overlapFault(next(changes), [aLeg()])).toMatchObject({ code: 'GUARD_FAILED', field });
  });

  it('records of other calls do not matter', () => {
    expect(overlapFault(next({ callRef: 'C2', hop: 1, ringAt: at('10:00:05') }), [aLeg()])).toBeNull();
  });
});
