import words from '@chengqi/schemas/words.json' with { type: 'json' };
import { describe, expect, it } from '@jest/globals';
import { consoleEn } from '../words/console.en.ts';
import { consoleZh } from '../words/console.zh.ts';
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

  it('names the part that an act is about, and takes the version of the whole', () => {
    const given = { assignmentId: ['asg_1'], percent: ['60'], text: ['已完成过半。'], evidence: ['现场照片'] };

    expect(inputOf(actOf(itemActs.REPORT_PROGRESS), subject, given)).toEqual({
      assignmentId: 'asg_1',
      percent: 60,
      text: '已完成过半。',
      evidence: [{ text: '现场照片' }],
      expectedVersion: 7,
    });
    expect(inputOf(actOf(itemActs.DECIDE_EXTENSION), subject, { extensionId: 'ext_1', approve: 'no' })).toEqual({
      extensionId: 'ext_1',
      approve: false,
      expectedVersion: 7,
    });
  });

  it('lists what was chosen several times, and what the graph takes as a list', () => {
    const chosen = { kind: 'FUNDS', description: '缺口', proposal: '追加', affectedOrgIds: ['org_1', 'org_2'] };

    expect(inputOf(actOf(itemActs.RAISE_OBSTACLE), subject, chosen)).toMatchObject({
      affectedOrgIds: ['org_1', 'org_2'],
    });
    expect(inputOf(actOf(meetingActs.INVITE), subject, { personId: ['per_1'], role: ['REQ'] })).toEqual({
      meetingId: 'sup_1',
      attendees: [{ personId: 'per_1', role: 'REQ' }],
      expectedVersion: 7,
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

describe('the forms of the console', () => {
  const all = { SupervisionItemAction: itemActs, MeetingAction: meetingActs, AttendeeAction: attendeeActs } as const;

  it('stand for every action but those that are done elsewhere or ask for more', () => {
    const missing = Object.entries(all).flatMap(([type, acts]) =>
      Object.keys(words.values[type as keyof typeof all]).filter((action) => !(action in acts)),
    );

    expect(missing.sort()).toEqual([
      ...['CLOSE', 'DRAFT_MINUTES', 'FILE', 'MINUTE', 'REQUIRE_RECTIFICATION', 'SET_AGENDA', 'UNMERGE'],
    ]);
  });

  it('name all that they ask for in both languages, and offer no code that the contract does not have', () => {
    const fields = Object.values(all).flatMap((acts) => Object.values<Act>(acts).flatMap((act) => act.fields));
    const asked = fields.filter(({ as }) => as !== 'known').map(({ name, label }) => label ?? name);
    const codes = fields.flatMap(({ type, values = [] }) =>
      type ? values.map((value) => [type, value] as const) : [],
    );

    for (const { fields: named } of [consoleEn, consoleZh])
      expect(asked.filter((name) => named[name] === undefined)).toEqual([]);
    expect(Object.keys(consoleEn.fields).filter((name) => !asked.includes(name))).toEqual([]);
    expect(codes.filter(([type, value]) => !(value in words.values[type]))).toEqual([]);
  });
});
