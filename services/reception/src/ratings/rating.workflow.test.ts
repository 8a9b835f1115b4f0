import type { Actor } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { hidesRater, isOverdue, type RatingAction, type RatingSubject, ratingStatuses } from './rating.ts';
import { ratingWorkflow } from './rating.workflow.ts';

const actor = (role: string, personId = 'psn_other'): Actor => ({
  personId,
  system: false,
  holds: (name) => name === role,
  belongsTo: () => false,
});

const aRating = (changes: Partial<RatingSubject> = {}): RatingSubject =>
  ({
    status: 'SUBMITTED',
    version: 1,
    ownerOrgId: 'org_unit',
    ratedIds: ['psn_rated'],
    named: false,
    score: 1,
    insiderIds: [],
    appealedAt: null,
    dueAt: new Date('2026-09-21T16:00:00Z'),
    fedBackAt: null,
    ...changes,
  }) as RatingSubject;

const code = (work: () => unknown): string => {
  try {
    work();
    return 'ALLOWED';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const allowed: Record<RatingAction, { from: readonly string[]; role: string; outcome?: string; to: string }> = {
  REVISIT: { from: ['SUBMITTED', 'UPHELD'], role: 'WINDOW', to: 'REVISIT' },
  RECTIFY: { from: ['REVISIT', 'RECTIFYING'], role: 'CASE_OFFICER', to: 'RECTIFYING' },
  FEED_BACK: { from: ['RECTIFYING'], role: 'WINDOW', to: 'FED_BACK' },
  CLOSE: { from: ['FED_BACK'], role: 'SUPERVISOR', to: 'CLOSED' },
  APPEAL: { from: ['SUBMITTED', 'REVISIT', 'RECTIFYING'], role: 'ORG_HEAD', to: 'APPEALED' },
  DECIDE_APPEAL: { from: ['APPEALED'], role: 'SUPERVISOR', outcome: 'REMOVED', to: 'REMOVED' },
};

describe('the way of a bad rating', () => {
  const cells = Object.entries(allowed).flatMap(([action, row]) =>
    ratingStatuses.map((status) => ({ action: action as RatingAction, status, ...row })),
  );

  it.each(cells)('$action from $status', ({ action, status, from, role, outcome, to }) => {
    const act = () => ratingWorkflow.permit(actor(role), aRating({ status }), action, outcome ? { outcome } : {});

    expect(from.includes(status) ? act().to : code(act)).toBe(from.includes(status) ? to : 'ILLEGAL_TRANSITION');
  });

  it.each(Object.entries(allowed))('%s is refused to who has no part in it', (action, { from: [status], outcome }) => {
    const rating = aRating({ status: status as RatingSubject['status'] });

    expect(
      code(() => ratingWorkflow.permit(actor('DRAFTER'), rating, action as RatingAction, outcome ? { outcome } : {})),
    ).toBe('FORBIDDEN');
  });

  it('an appeal may also leave the rating standing, and then it is owed as before', () => {
    const upheld = ratingWorkflow.permit(actor('CASE_OFFICER'), aRating({ status: 'APPEALED' }), 'DECIDE_APPEAL', {
      outcome: 'UPHELD',
    });

    expect(upheld.to).toBe('UPHELD');
    expect(ratingWorkflow.allowedActions(actor('WINDOW'), aRating({ status: 'UPHELD' }))).toEqual(['REVISIT']);
  });
});

describe('R-5: the rated', () => {
  const rated = (role: string) => actor(role, 'psn_rated');

  it('do not ask, tell or close, but may put right and appeal', () => {
    const refused = (action: RatingAction, status: RatingSubject['status']) =>
      code(() => ratingWorkflow.permit(rated('WINDOW'), aRating({ status }), action));

    expect(refused('REVISIT', 'SUBMITTED')).toBe('SEPARATION_OF_DUTIES');
    expect(refused('FEED_BACK', 'RECTIFYING')).toBe('SEPARATION_OF_DUTIES');
    expect(refused('CLOSE', 'FED_BACK')).toBe('SEPARATION_OF_DUTIES');
    expect(refused('RECTIFY', 'REVISIT')).toBe('ALLOWED');
    expect(refused('APPEAL', 'SUBMITTED')).toBe('ALLOWED');
  });

  it('nor anybody of their unit decides the appeal', () => {
    const decide = (who: Actor, insiderIds: string[] = []) =>
      code(() =>
        ratingWorkflow.permit(who, aRating({ status: 'APPEALED', insiderIds }), 'DECIDE_APPEAL', {
          outcome: 'REMOVED',
        }),
      );

    expect(decide(rated('SUPERVISOR'))).toBe('SEPARATION_OF_DUTIES');
    expect(decide(actor('CASE_OFFICER'), ['psn_other'])).toBe('SEPARATION_OF_DUTIES');
    expect(decide(actor('CASE_OFFICER'))).toBe('ALLOWED');
  });

  it('appeal once', () => {
    const again = aRating({ appealedAt: new Date('2026-09-15T00:00:00Z') });

    expect(code(() => ratingWorkflow.permit(actor('ORG_HEAD'), again, 'APPEAL'))).toBe('LIMIT_EXCEEDED');
  });

  it('do not see the rater, unless the rater is named', () => {
    expect(hidesRater(aRating(), 'psn_rated')).toBe(true);
    expect(hidesRater(aRating({ named: true }), 'psn_rated')).toBe(false);
    expect(hidesRater(aRating(), 'psn_other')).toBe(false);
  });
});

describe('the limit to tell the rater', () => {
  const end = new Date('2026-09-21T16:00:00Z');
  const after = new Date(end.getTime() + 1);

  it('is kept until 24:00 of its last day', () => {
    expect(isOverdue(aRating(), end)).toBe(false);
    expect(isOverdue(aRating(), after)).toBe(true);
    expect(isOverdue(aRating({ fedBackAt: end }), new Date('2026-12-01T00:00:00Z'))).toBe(false);
    expect(isOverdue(aRating({ fedBackAt: after }), new Date('2026-12-01T00:00:00Z'))).toBe(true);
  });

  it('does not bind a removed rating', () => {
    expect(isOverdue(aRating({ status: 'REMOVED' }), after)).toBe(false);
  });
});
