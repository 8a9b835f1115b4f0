import { describe, expect, it } from '@jest/globals';
import { type Act, attemptOf, inputOf } from './act.ts';
import { itemActs } from './item-acts.ts';
import { attendeeActs, meetingActs } from './meeting-acts.ts';

const subject = { id: 'sup_1', version: 7 };
const actOf = (act: Act | undefined): Act => {
  if (!act) throw new Error('no such act');
  return act;
};

describe('what an act of the console sends', () => {
  it('is its subject, the version that was read, and what was filled in', () => {
    const given = { dueOn: '2026-12-30', feedbackCycle: 'WEEKLY', leadOrgId: 'org_1', leaderId: '', other: 'x' };

    expect(inputOf(actOf(itemActs.REGISTER), subject, given)).toEqual({
      itemId: 'sup_1',
      dueOn: '2026-12-30',
      feedbackCycle: 'WEEKLY',
      leadOrgId: 'org_1',
      expectedVersion: 7,
    });
    expect(inputOf(actOf(itemActs.RESUME), subject, {})).toEqual({ itemId: 'sup_1', expectedVersion: 7 });
  });

  it('reads scores as numbers, ticks as yes, and clocks as those of the office', () => {
    expect(inputOf(actOf(itemActs.GIVE_FEEDBACK), subject, { score: '4' })).toMatchObject({ score: 4 });
    expect(inputOf(actOf(meetingActs.ADD_NOTE), subject, { text: ' 同意。 ', dissent: 'on' })).toEqual({
      meetingId: 'sup_1',
      text: '同意。',
      dissent: true,
    });
    expect(
      inputOf(actOf(meetingActs.RESCHEDULE), subject, { startAt: '2026-12-01T09:00', endAt: '2026-12-01T10:30' }),
    ).toMatchObject({ startAt: '2026-12-01T09:00:00+08:00', endAt: '2026-12-01T10:30:00+08:00' });
  });

  it('names an invitation by its own id, and has no version where the graph takes none', () => {
    expect(inputOf(actOf(attendeeActs.RESPOND), subject, { answer: 'ACCEPTED' })).toEqual({
      attendeeId: 'sup_1',
      answer: 'ACCEPTED',
    });
  });

  it('has the key of the last attempt as long as nothing was changed, so that what got lost is not done twice', () => {
    let keys = 0;
    const newKey = () => `key-${++keys}`;
    const note = actOf(meetingActs.ADD_NOTE);
    const first = attemptOf(null, note, inputOf(note, subject, { text: '甲' }), newKey);
    const again = attemptOf(first, note, inputOf(note, subject, { text: '甲' }), newKey);
    const other = attemptOf(again, note, inputOf(note, subject, { text: '乙' }), newKey);

    expect([first.key, again.key, other.key]).toEqual(['key-1', 'key-1', 'key-2']);
  });
});
