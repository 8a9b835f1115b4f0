import { deliverDays } from '@chengqi/office-kernel/testing';
import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { createRatingTimers } from '../src/ratings/ratings.timers.ts';
import { openServed } from './served.ts';

const codeOf = ({ errors }: { errors: readonly { extensions: { code: string } }[] | undefined }) =>
  errors?.[0]?.extensions.code;

describe.each(testDialects())('ratings on %s', (dialect) => {
  it('a good rating is closed as it comes in, and nobody has to sign in', async () => {
    await using office = await openServed(dialect);
    const { code } = await office.served();

    const { data, errors } = await office.rate({ code, score: 5, comment: '服务热情', tags: ['热情', '热情'] });

    expect(errors).toBeUndefined();
    expect(data.rateService).toEqual({ score: 5, ratedAt: office.service.clock.now().toISOString() });
    const { ratings } = await office.ask(
      '{ ratings { totalCount nodes { state score tags comment channel named dueAt closedAt org { id } } } }',
      {},
      office.people.supervisor,
    );
    expect(ratings).toMatchObject({
      totalCount: 1,
      nodes: [{ state: 'CLOSED', score: 5, tags: ['热情'], comment: '服务热情', named: false, dueAt: null }],
    });
    expect((await office.service.events()).map(({ type }) => type).slice(-2)).toEqual([
      'reception.RatingSubmitted.v1',
      'reception.RatingClosed.v1',
    ]);
  });

  it('R-5: a code rates once, also when it comes ten times at once', async () => {
    await using office = await openServed(dialect);
    const { code } = await office.served();

    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => office.rate({ code, score: 1 + (i % 5) })));

    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect(new Set(answers.map(codeOf))).toEqual(new Set([undefined, 'DUPLICATE']));
    expect(await office.service.events('reception.RatingSubmitted.v1')).toHaveLength(1);
    expect(codeOf(await office.rate({ code, score: 5 }))).toBe('DUPLICATE');
  });

  it('a code is read as people type it; what is none, or too old, is refused', async () => {
    await using office = await openServed(dialect);
    const [first, second] = [await office.served(), await office.served()];
    const typed = `${first.code.slice(0, 5).toLowerCase()} - ${first.code.slice(5)}`.replaceAll('0', 'o');

    expect(codeOf(await office.rate({ code: typed, score: 4 }))).toBeUndefined();
    expect(codeOf(await office.rate({ code: 'A'.repeat(26), score: 5 }))).toBe('NOT_FOUND');
    expect(codeOf(await office.rate({ code: second.code, score: 6 }))).toBe('BAD_USER_INPUT');
    office.service.clock.advance({ days: 91 });
    expect(codeOf(await office.rate({ code: second.code, score: 5 }))).toBe('DEADLINE_PASSED');
  });

  it('R-5: the rated do not rate, and the code stays good for who was served', async () => {
    await using office = await openServed(dialect);
    const { code } = await office.served();

    expect(codeOf(await office.rate({ code, score: 5 }, office.people.window))).toBe('SEPARATION_OF_DUTIES');
    expect(codeOf(await office.rate({ code, score: 1 }))).toBeUndefined();
  });

  it('R-5: neither events nor the audit log know who rated', async () => {
    await using office = await openServed(dialect);
    const { code } = await office.served();

    await office.rate({ code, score: 5 }, office.people.townStaff);

    const [event] = await office.service.events('reception.RatingSubmitted.v1');
    expect(event?.actorid).toBeNull();
    const log = JSON.stringify(await office.service.db.read.query('SELECT * FROM audit_log'));
    expect(log).not.toContain(office.people.townStaff.personId);
    expect(log).not.toContain(code);
  });

  it('R-5: the rated see the rating, but not of which service, nor by whom', async () => {
    await using office = await openServed(dialect);
    const { people } = office;
    const unnamed = await office.rated(2, { comment: '张晓明不满意' });
    const query = `query ($id: ID!, $visit: ID!) {
      rating(id: $id) { score comment raterName raterPhone subject { ... on Visit { id } } }
      visit(id: $visit) { rating { id } }
      ratings(where: { subjectId: $visit }) { totalCount }
    }`;
    const seenBy = (rating: { id: string; visitId: string }, as = people.window) =>
      office.ask(query, { id: rating.id, visit: rating.visitId }, as);

    expect(await seenBy(unnamed)).toEqual({
      rating: { score: 2, comment: '张*不满意', raterName: null, raterPhone: null, subject: null },
      visit: { rating: null },
      ratings: { totalCount: 0 },
    });
    expect(await seenBy(unnamed, people.supervisor)).toEqual({
      rating: { score: 2, comment: '张*不满意', raterName: null, raterPhone: null, subject: { id: unnamed.visitId } },
      visit: { rating: { id: unnamed.id } },
      ratings: { totalCount: 1 },
    });
    const named = await office.rated(2, { named: true });
    expect((await seenBy(named)).rating).toMatchObject({
      raterName: '张*',
      raterPhone: '160****5678',
      subject: { id: named.visitId },
    });
  });

  it('a bad rating is asked about, put right and answered, in working days over the holidays', async () => {
    await using office = await openServed(dialect, '2026-09-29T02:00:00Z');
    const { staff, people } = office;
    const { id, ...bad } = await office.rated(1);

    expect(bad).toMatchObject({
      state: 'SUBMITTED',
      closedAt: null,
      contactDueAt: '2026-09-30T16:00:00.000Z',
      dueAt: '2026-10-12T16:00:00.000Z',
    });
    const act = (name: string, input: object, as = staff.otherWindow) =>
      office.act(name, { ratingId: id, ...input }, as, 'rating { state allowedActions }');
    const refused = (name: string, input: object, as = staff.otherWindow) =>
      office.refusal(name, { ratingId: id, ...input }, as);
    expect(await refused('revisitRating', { facts: '等得太久' }, people.window)).toMatchObject({
      code: 'SEPARATION_OF_DUTIES',
    });
    expect(await refused('feedBackRating', { text: '已改' })).toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    await act('revisitRating', { facts: '等得太久' });
    await act('rectifyRating', { text: '增设窗口' }, staff.emergencyOfficer);
    await act('feedBackRating', { text: '已电话告知' });
    expect((await act('closeRating', {})).rating).toEqual({ state: 'CLOSED', allowedActions: [] });
    expect((await office.service.events()).map(({ type }) => type.split('.')[1]).slice(-3)).toEqual([
      'RatingSubmitted',
      'RatingFedBack',
      'RatingClosed',
    ]);
  });

  it('15-5.2: a bad rating at the end of the year is taken, and its limits are counted again when the calendar comes', async () => {
    await using office = await openServed(dialect, '2026-12-30T02:00:00Z');
    const { id, ...early } = await office.rated(1);
    expect(early).toMatchObject({ dueAt: '2027-01-06T16:00:00.000Z' });

    await deliverDays(office.service, { '2027-01-01': 'HOLIDAY', '2027-01-04': 'HOLIDAY' });

    const query = 'query ($id: ID!) { rating(id: $id) { contactDueAt dueAt } }';
    expect((await office.ask(query, { id }, office.people.supervisor)).rating).toEqual({
      contactDueAt: '2026-12-31T16:00:00.000Z',
      dueAt: '2027-01-08T16:00:00.000Z',
    });
  });

  it('a bad rating that is not answered in time is announced once, and is open until it is', async () => {
    await using office = await openServed(dialect);
    const { id } = await office.rated(1);
    await office.rated(5);
    const pass = () => office.service.kit.transact((tx) => createRatingTimers()[0]?.run(tx) ?? Promise.resolve());
    const open = async (asOf?: string) =>
      (
        await office.ask(
          'query ($asOf: DateTime) { badRatingsOpen(asOf: $asOf) { nodes { id overdue(asOf: $asOf) } } }',
          { asOf },
          office.people.supervisor,
        )
      ).badRatingsOpen.nodes;

    await pass();
    expect(await open()).toEqual([{ id, overdue: false }]);
    office.service.clock.set('2026-09-21T16:00:01Z');
    await pass();
    await pass();
    expect(await open()).toEqual([{ id, overdue: true }]);
    expect(await open('2026-09-01T00:00:00Z')).toEqual([]);
    expect(await office.service.events('reception.BadRatingOverdue.v1')).toHaveLength(1);
  });

  it('an appeal is decided by another unit, once; a removed rating does not count', async () => {
    await using office = await openServed(dialect);
    const { people, staff, orgs } = office;
    for (const score of [5, 5, 5, 5, 5]) await office.rated(score);
    const { id } = await office.rated(1);
    const refused = (name: string, input: object, as = people.supervisor) =>
      office.refusal(name, { ratingId: id, reason: '恶意差评', ...input }, as);

    expect(await refused('appealRating', {}, people.educationHead)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused('appealRating', {}, staff.otherWindow)).toMatchObject({ code: 'FORBIDDEN' });
    await office.act('appealRating', { ratingId: id, reason: '恶意差评' }, people.emergencyHead, 'rating { state }');
    const decision = { decision: 'REMOVED' };
    expect(await refused('decideRatingAppeal', decision, staff.emergencyOfficer)).toMatchObject({
      code: 'SEPARATION_OF_DUTIES',
    });
    const decided = await office.act(
      'decideRatingAppeal',
      { ratingId: id, reason: '查实为误评', ...decision },
      staff.educationOfficer,
      'rating { state appeal { reason decision decisionReason decidedBy { id } } }',
    );
    expect(decided.rating).toEqual({
      state: 'REMOVED',
      appeal: {
        reason: '恶意差评',
        decision: 'REMOVED',
        decisionReason: '查实为误评',
        decidedBy: { id: staff.educationOfficer.personId },
      },
    });
    const { ratingFigures } = await office.ask(
      'query ($orgId: ID!) { ratingFigures(orgId: $orgId) { n score bad } }',
      { orgId: orgs.county.id },
      people.supervisor,
    );
    expect(ratingFigures).toEqual({ n: 5, score: 100, bad: 0 });
    expect(await office.service.events('reception.RatingRemoved.v1')).toHaveLength(1);
  });

  it('R-11: figures of fewer than five are withheld, and so is what would give them away', async () => {
    await using office = await openServed(dialect);
    const { orgs, people } = office;
    const at = async (hostOrgId: string, scores: readonly number[]) => {
      for (const score of scores) await office.rated(score, {}, { hostOrgId });
    };
    await at(orgs.emergencyBureau.id, [5, 4, 5, 4, 5, 3]);
    await at(orgs.educationBureau.id, [1, 2, 3, 4]);
    const figures = async (orgId: string, as = people.supervisor) =>
      (
        await office.ask(
          'query ($orgId: ID!) { ratingFigures(orgId: $orgId) { n score meanScore bad suppressed } }',
          { orgId },
          as,
        )
      ).ratingFigures;
    const withheld = { n: null, score: null, meanScore: null, bad: null, suppressed: true };

    expect(await figures(orgs.county.id)).toEqual({ n: 10, score: 72, meanScore: 3.6, bad: 2, suppressed: false });
    expect(await figures(orgs.educationBureau.id)).toEqual(withheld);
    expect(await figures(orgs.emergencyBureau.id)).toEqual(withheld);
    await at(orgs.town.id, [5, 5, 5, 5, 5]);
    expect(await figures(orgs.educationBureau.id)).toEqual(withheld);
    expect(await figures(orgs.emergencyBureau.id)).toMatchObject({ n: 6 });
    expect(await figures(orgs.town.id)).toEqual(withheld);
    expect(await figures(orgs.town.id, people.educationHead)).toMatchObject({ n: 0, suppressed: false });
  });

  it('who has not signed in can do nothing else', async () => {
    await using office = await openServed(dialect);

    const { errors } = await office.service.execute('{ ratings { totalCount } }');

    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
