import {
  type CallbackEnd,
  type CaseKind,
  callbackClosed,
  callbackEscalated,
  callbackOpened,
  callbackOverdue,
  callbackRestated,
  caseAccepted,
  caseAnswered,
  caseCalledBack,
  caseClosed,
  caseExtended,
  caseOpened,
  caseRedoExhausted,
  caseRedone,
  caseRefused,
  caseSupplemented,
  caseTerminated,
  caseTransferred,
  caseWithdrawn,
  ratingClosed,
  ratingFedBack,
  ratingRemoved,
  ratingSubmitted,
  reviewRequested,
  supplementDemanded,
} from '@chengqi/schemas/events/reception';
import { systemIds } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { aMatter } from '../../test/matters.ts';

const unit = systemIds.next('org');
const other = systemIds.next('org');
const officer = systemIds.next('psn');
const at = '2026-09-14T02:00:00.000Z';
const dueAt = '2026-09-21T16:00:00.000Z';
const later = '2026-10-21T16:00:00.000Z';

/** A case and the events of its life, in short. */
function aCase(kind: CaseKind = 'SERVICE', limits: { dueAt?: string | null; noticeDueAt?: string | null } = {}) {
  const hidden = kind === 'ACCUSATION';
  const matter = aMatter(systemIds.next('cas'), { orgId: hidden ? null : unit });
  const caseId = matter.id;
  return {
    matter,
    opened: () =>
      matter.hears(caseOpened, {
        caseId,
        code: '霁办件2026-00001',
        kind,
        channel: 'WINDOW',
        responsibleOrgId: hidden ? null : unit,
        siteId: null,
        safety: false,
        title: null,
        text: null,
        callId: null,
        openedAt: at,
        dueAt,
        noticeDueAt: null,
        ...limits,
      }),
    accepted: (until: string | null = dueAt) => matter.hears(caseAccepted, { caseId, acceptedAt: at, dueAt: until }),
    refused: () => matter.hears(caseRefused, { caseId, refusedAt: at, duplicateOfId: null }),
    demanded: () => matter.hears(supplementDemanded, { caseId, at, ordinal: 1, dueAt: null }),
    supplemented: () => matter.hears(caseSupplemented, { caseId, at, dueAt: later }),
    transferred: (toOrgId: string | null = other) =>
      matter.hears(caseTransferred, { caseId, at, toOrgId, dueAt: later }),
    extended: () => matter.hears(caseExtended, { caseId, at, dueAt: later }),
    answered: () => matter.hears(caseAnswered, { caseId, answeredAt: at, result: 'HANDLED' }, { actorId: officer }),
    calledBack: () => matter.hears(caseCalledBack, { caseId, at, reached: true }),
    redone: () => matter.hears(caseRedone, { caseId, at, count: 1 }),
    exhausted: () => matter.hears(caseRedoExhausted, { caseId, at, count: 2, reason: 'NOT_DONE' }),
    closed: () => matter.hears(caseClosed, { caseId, closedAt: at, visitsCount: 1 }),
    withdrawn: () => matter.hears(caseWithdrawn, { caseId, at }),
    reviewed: () => matter.hears(reviewRequested, { caseId, at, stage: 'REVIEW', toOrgId: other, dueAt: later }),
    terminated: () => matter.hears(caseTerminated, { caseId, at }),
  };
}

describe('work on a matter of the public', () => {
  it('goes from hand to hand until it is closed', () => {
    const found = aCase();
    expect(found.opened()).toEqual(['ACCEPT_CASE']);
    expect(found.accepted()).toEqual(['ANSWER_CASE']);
    expect(found.answered()).toEqual(['FOLLOW_UP']);
    expect(found.matter.task('FOLLOW_UP')).toMatchObject({ exceptId: officer, dueAt: null, orgId: unit });
    expect(found.calledBack()).toEqual(['CLOSE_CASE']);
    expect(found.redone()).toEqual(['ANSWER_CASE']);
    expect(found.matter.task('ANSWER_CASE').dueAt).toBe(Date.parse(dueAt));
    found.answered();
    found.calledBack();
    expect(found.exhausted()).toEqual(['ANSWER_CASE']);
    found.answered();
    found.calledBack();
    expect(found.closed()).toEqual([]);
  });

  it('while the applicant has to bring something, nobody here owes anything (R-3)', () => {
    const found = aCase();
    found.opened();
    expect(found.demanded()).toEqual([]);
    expect(found.supplemented()).toEqual(['ACCEPT_CASE']);
    expect(found.matter.task('ACCEPT_CASE').dueAt).toBe(Date.parse(later));
  });

  it('another unit takes it from the beginning', () => {
    for (const before of ['opened', 'accepted'] as const) {
      const found = aCase();
      found.opened();
      if (before === 'accepted') found.accepted();
      expect(found.transferred()).toEqual(['ACCEPT_CASE']);
      expect(found.matter.task('ACCEPT_CASE')).toMatchObject({ orgId: other, dueAt: Date.parse(later) });
      expect(found.accepted()).toEqual(['ANSWER_CASE']);
      expect(found.matter.task('ANSWER_CASE').orgId).toBe(other);
    }
  });

  it.each(['refused', 'withdrawn'] as const)('%s ends it', (end) => {
    const found = aCase();
    found.opened();
    expect(found[end]()).toEqual([]);
    expect(found.matter.known).toBeNull();
  });

  it('an extension moves the limit', () => {
    const found = aCase();
    found.opened();
    found.accepted();
    found.extended();
    expect(found.matter.task('ANSWER_CASE').dueAt).toBe(Date.parse(later));
  });

  it('a petition waits under the limit of its notice, then under that of its handling', () => {
    const petition = aCase('PETITION', { dueAt: null, noticeDueAt: dueAt });
    petition.opened();
    expect(petition.matter.task('ACCEPT_CASE').dueAt).toBe(Date.parse(dueAt));
    petition.demanded();
    petition.accepted(later);
    expect(petition.matter.task('ANSWER_CASE').dueAt).toBe(Date.parse(later));
  });

  it('a review waits for the organisation that was asked, until the applicant is called or the matter is over', () => {
    const petition = aCase('PETITION');
    petition.opened();
    petition.accepted();
    petition.answered();
    petition.calledBack();
    petition.closed();
    expect(petition.reviewed()).toEqual([`ANSWER_CASE:${other}`]);
    expect(petition.matter.task('ANSWER_CASE').dueAt).toBe(Date.parse(later));
    expect(petition.calledBack()).toEqual(['CLOSE_CASE']);
    petition.closed();
    petition.reviewed();
    expect(petition.terminated()).toEqual([]);
    expect(petition.matter.known).toBeNull();
  });

  it('an accusation is unknown, and so is all that follows (R-7)', () => {
    const accusation = aCase('ACCUSATION');
    const { opened, accepted, demanded, supplemented, transferred, answered, calledBack, redone } = accusation;
    const { closed, reviewed } = accusation;
    const acts = [
      opened,
      accepted,
      demanded,
      supplemented,
      transferred,
      answered,
      calledBack,
      redone,
      closed,
      reviewed,
    ];
    for (const act of [...acts, () => transferred(null)]) {
      expect(act()).toEqual([]);
      expect(accusation.matter.known).toBeNull();
    }
  });

  it('a matter handed on without naming the unit is not shown any longer (R-7)', () => {
    const found = aCase();
    found.opened();
    expect(found.transferred(null)).toEqual([]);
    expect(found.accepted()).toEqual([]);
  });
});

describe('callbacks', () => {
  const aCallback = () => {
    const matter = aMatter(systemIds.next('cbk'), { orgId: unit });
    const facts = (end: CallbackEnd, until: string) => ({
      callbackId: matter.id,
      callIds: [systemIds.next('cal')],
      lineNo: '0001',
      shiftId: null,
      openedAt: at,
      dueAt: until,
      firstAttemptAt: null,
      closedAt: end === 'OPEN' ? null : later,
      end,
    });
    return { matter, facts };
  };

  it('wait since they were opened, under a limit that every word may move, until they are closed (R-1)', () => {
    const { matter, facts } = aCallback();
    expect(matter.hears(callbackOpened, facts('OPEN', later))).toEqual(['CALL_BACK']);
    expect(matter.hears(callbackRestated, facts('OPEN', dueAt))).toEqual(['CALL_BACK']);
    expect(matter.task('CALL_BACK')).toMatchObject({ waitingSince: Date.parse(at), dueAt: Date.parse(dueAt) });
    expect(matter.hears(callbackOverdue, facts('OPEN', dueAt))).toEqual(['CALL_BACK']);
    expect(matter.hears(callbackClosed, facts('REACHED', dueAt))).toEqual([]);
    expect(matter.known).toBeNull();
  });

  it.each(['REACHED', 'UNREACHABLE', 'SPAM', 'WITHDRAWN'] as const)(
    '%s ends one, and a later word opens it again',
    (end) => {
      const { matter, facts } = aCallback();
      matter.hears(callbackOpened, facts('OPEN', dueAt));
      expect(matter.hears(callbackRestated, facts(end, dueAt))).toEqual([]);
      expect(matter.hears(callbackRestated, facts('OPEN', dueAt))).toEqual(['CALL_BACK']);
    },
  );

  it('of history make no work; history ends one that waits', () => {
    const { matter, facts } = aCallback();
    expect(matter.hears(callbackOpened, facts('OPEN', dueAt), { provenance: 'imported' })).toEqual([]);
    expect(matter.hears(callbackRestated, facts('OPEN', dueAt))).toEqual(['CALL_BACK']);
    expect(matter.hears(callbackRestated, facts('OPEN', later), { provenance: 'imported' })).toEqual(['CALL_BACK']);
    expect(matter.task('CALL_BACK').dueAt).toBe(Date.parse(later));
    expect(matter.hears(callbackClosed, facts('REACHED', dueAt), { provenance: 'imported' })).toEqual([]);
  });

  it('that stay open past their limit wait for named people, too, until they are closed (R-1)', () => {
    const { matter, facts } = aCallback();
    matter.hears(callbackOpened, facts('OPEN', dueAt));
    const told = (role: 'DUTY_LEADER' | 'ORG_HEAD', personIds: string[]) =>
      matter.hears(callbackEscalated, { callbackId: matter.id, at: later, dueAt, role, personIds });

    expect(told('DUTY_LEADER', [officer])).toEqual(['CALL_BACK', `PRESS_CALLBACK:${officer}`]);
    expect(told('ORG_HEAD', [])).toEqual(['CALL_BACK', `PRESS_CALLBACK:${officer}`]);
    expect(matter.hears(callbackRestated, facts('OPEN', dueAt))).toHaveLength(2);
    expect(matter.hears(callbackClosed, facts('REACHED', dueAt))).toEqual([]);
  });

  it('follow the duty room that answers the line', () => {
    const { matter, facts } = aCallback();
    matter.hears(callbackOpened, facts('OPEN', dueAt));
    expect(matter.hears(callbackRestated, facts('OPEN', dueAt), { orgId: other })).toEqual(['CALL_BACK']);
    expect(matter.task('CALL_BACK').orgId).toBe(other);
  });
});

describe('ratings', () => {
  const rated = (score: number, orgId: string | null = unit) => {
    const matter = aMatter(systemIds.next('rat'), { orgId });
    matter.hears(ratingSubmitted, {
      ratingId: matter.id,
      subject: { type: 'ServiceCase', id: systemIds.next('cas') },
      orgId,
      score,
      ratedAt: at,
      dueAt,
    });
    return matter;
  };

  it.each([
    [1, ['REVISIT']],
    [2, ['REVISIT']],
    [3, []],
    [5, []],
  ])('a score of %s leaves %j to do (R-5)', (score, waits) => {
    expect(rated(score).waits).toEqual(waits);
  });

  it('of an accusation are nobody’s here (R-7)', () => {
    expect(rated(1, null).known).toBeNull();
  });

  it('wait until the rater was told, or the rating is closed or removed', () => {
    const told = rated(1);
    expect(told.task('REVISIT').dueAt).toBe(Date.parse(dueAt));
    expect(told.hears(ratingFedBack, { ratingId: told.id, fedBackAt: at })).toEqual([]);
    const closed = rated(2);
    expect(closed.hears(ratingClosed, { ratingId: closed.id, closedAt: at })).toEqual([]);
    const removed = rated(2);
    expect(removed.hears(ratingRemoved, { ratingId: removed.id, at })).toEqual([]);
  });
});
