import type { Actor } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import type { MinutesAction, MinutesStatus, MinutesSubject } from './minutes.ts';
import { atItsRecord, minutesWorkflow, statesOnlyTheRecord } from './minutes.workflow.ts';

const now = new Date('2026-09-15T04:00:00Z');
const theMinutes = (changes: Partial<MinutesSubject> = {}): MinutesSubject => ({
  id: 'min_1',
  status: 'DRAFT',
  version: 1,
  ownerOrgId: 'org_office',
  secrecyLevel: 'INTERNAL',
  createdAt: now,
  updatedAt: now,
  meetingId: 'mtg_1',
  title: '纪要',
  text: '正文',
  digest: '',
  docCode: '霁政纪要',
  recipientOrgIds: [],
  drafterId: 'psn_secretary',
  reviewerId: null,
  signerId: null,
  signedAt: null,
  returnReason: null,
  documentId: null,
  chairId: 'psn_chair',
  minutesSignerId: null,
  secretaryId: 'psn_secretary',
  ...changes,
});

const somebody = (personId: string | null, ...roles: string[]): Actor => ({
  personId,
  system: personId === null,
  holds: (role, org) => roles.includes(role) && org === 'org_office',
  belongsTo: () => false,
});
const everyone = {
  secretary: somebody('psn_secretary'),
  colleague: somebody('psn_other', 'MEETING_SECRETARY'),
  director: somebody('psn_director', 'OFFICE_DIRECTOR'),
  chair: somebody('psn_chair'),
  stranger: somebody('psn_stranger', 'SIGNER'),
  system: somebody(null),
};
const statuses = ['DRAFT', 'REVIEW', 'REVIEWED', 'SIGNED', 'ISSUED'] as const;
type Ways = Partial<Record<MinutesStatus, MinutesStatus>>;
const secretaries = ['secretary', 'colleague'];
const table: [MinutesAction, string | undefined, string[], Ways][] = [
  ['DRAFT', undefined, secretaries, { DRAFT: 'DRAFT' }],
  ['SUBMIT', undefined, secretaries, { DRAFT: 'REVIEW' }],
  ['REVIEW', 'PASS', ['director'], { REVIEW: 'REVIEWED' }],
  ['REVIEW', 'RETURN', ['director'], { REVIEW: 'DRAFT' }],
  ['SIGN', undefined, ['chair'], { REVIEWED: 'SIGNED' }],
  ['REFUSE', undefined, ['system'], { SIGNED: 'DRAFT' }],
  ['ISSUE', undefined, ['system'], { SIGNED: 'ISSUED' }],
];

describe('minutes', () => {
  it.each(table)('%s %s is for its people, from its states, and nothing else', (action, outcome, people, ways) => {
    for (const [name, actor] of Object.entries(everyone)) {
      for (const status of statuses) {
        const minutes = theMinutes({ status });
        const permit = () =>
          minutesWorkflow.permit(actor, minutes, action, outcome === undefined ? {} : { outcome }).to;
        const to = ways[status];
        if (!people.includes(name)) expect(permit).toThrow('FORBIDDEN');
        else if (to) expect(permit()).toBe(to);
        else expect(permit).toThrow('ILLEGAL_TRANSITION');
        expect(minutesWorkflow.allowedActions(actor, minutes).includes(action)).toBe(
          people.includes(name) && to !== undefined,
        );
      }
    }
  });

  it('the drafter reviews nothing of their own, whatever posts they hold', () => {
    const both = somebody('psn_secretary', 'OFFICE_DIRECTOR', 'MEETING_SECRETARY');
    for (const outcome of ['PASS', 'RETURN']) {
      expect(() => minutesWorkflow.permit(both, theMinutes({ status: 'REVIEW' }), 'REVIEW', { outcome })).toThrow(
        'SEPARATION_OF_DUTIES',
      );
    }
  });

  it('whom the chair authorised signs as well', () => {
    const deputy = somebody('psn_deputy');
    const reviewed = theMinutes({ status: 'REVIEWED' });

    expect(() => minutesWorkflow.permit(deputy, reviewed, 'SIGN')).toThrow('FORBIDDEN');
    expect(minutesWorkflow.permit(deputy, { ...reviewed, minutesSignerId: 'psn_deputy' }, 'SIGN').to).toBe('SIGNED');
  });

  it('are signed while the meeting is at its record, and the refusal names the state in Chinese', () => {
    const signing = (status: 'RECORDED' | 'CLOSED') => () => atItsRecord({ status });

    expect(signing('RECORDED')).not.toThrow();
    expect(signing('CLOSED')).toThrow(
      expect.objectContaining({ text: { en: 'Cannot SIGN from CLOSED.', zh: '状态“已办结”下不能执行“签发”。' } }),
    );
  });

  it('without a chair nobody signs', () => {
    expect(() =>
      minutesWorkflow.permit(somebody(null), theMinutes({ status: 'REVIEWED', chairId: null }), 'SIGN'),
    ).toThrow('FORBIDDEN');
  });
});

describe('MTG-4: the text of minutes', () => {
  const recorded = new Set(['CW2026-22-01', 'CW2026-22-02']);
  const check = (text: string) => () => statesOnlyTheRecord(text, 'CW2026-22', recorded);

  it.each(['会议议定事项见CW2026-22-01、CW2026-22-02。', '没有编号', '沿用CW2026-21-09的安排', 'XCW2026-22-09'])(
    'may say: %s',
    (text) => {
      expect(check(text)).not.toThrow();
    },
  );

  it.each(['CW2026-22-03', '见CW2026-22-01和CW2026-22-10', 'CW2026-22-011'])('may not say: %s', (text) => {
    expect(check(text)).toThrow('GUARD_FAILED');
  });

  it('takes a meeting number as it is, not as a pattern', () => {
    expect(() => statesOnlyTheRecord('会(1)+-01', '会(1)+', new Set())).toThrow('GUARD_FAILED');
  });
});
