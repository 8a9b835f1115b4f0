import { anonymousViewer, type Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { runTimer } from './exchange.ts';
import { openServed, type Served } from './served.ts';

/** Somebody without a name, as the gateway tells them apart. */
const stranger = (address: string): Viewer => ({ ...anonymousViewer, clientHash: address });

const codeOf = ({ errors }: { errors: readonly { extensions: { code: string } }[] | undefined }) =>
  errors?.[0]?.extensions.code;

const renew = async ({ act, staff }: Served, subjectId: string, idempotencyKey: string): Promise<string | null> =>
  (await act('renewRatingCode', { subjectId, idempotencyKey }, staff.otherWindow, 'ratingCode')).ratingCode;

describe.each(testDialects())('lost rating codes on %s', (dialect) => {
  it('a new code is shown once and rates; the lost one opens nothing any more', async () => {
    await using office = await openServed(dialect);
    const { visitId, code } = await office.served();

    const renewed = await renew(office, visitId, 'once');

    expect(renewed).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(await renew(office, visitId, 'once')).toBeNull();
    expect(codeOf(await office.rate({ code, score: 1 }))).toBe('NOT_FOUND');
    expect(codeOf(await office.rate({ code: renewed, score: 5 }))).toBeUndefined();
    const log = JSON.stringify(await office.service.db.read.query('SELECT * FROM audit_log'));
    expect(log).toContain('renewRatingCode');
    expect(log).not.toContain(renewed);
  });

  it('R-5: there is no new code for what was rated', async () => {
    await using office = await openServed(dialect);
    const { visitId, code } = await office.served();
    await office.rate({ code, score: 4 });

    expect(await office.refusal('renewRatingCode', { subjectId: visitId }, office.staff.otherWindow)).toMatchObject({
      code: 'DUPLICATE',
    });
  });

  it('R-5: the rated do not learn by it whether they were rated, and rate nothing with it', async () => {
    await using office = await openServed(dialect);
    const { visitId, code } = await office.served();
    await office.rate({ code, score: 4 });

    const { ratingCode } = await office.act(
      'renewRatingCode',
      { subjectId: visitId },
      office.people.window,
      'ratingCode',
    );

    expect(ratingCode).toHaveLength(26);
    expect(codeOf(await office.rate({ code: ratingCode, score: 5 }))).toBe('DUPLICATE');
    expect(await office.service.events('reception.RatingSubmitted.v1')).toHaveLength(1);
  });

  it('a window renews what it serves and what had a code, and no other post does', async () => {
    await using office = await openServed(dialect);
    const { staff, people } = office;
    const { visitId } = await office.served();
    const arrived = await office.arrived();
    const refused = async (subjectId: string, as = staff.otherWindow) =>
      (await office.refusal('renewRatingCode', { subjectId }, as)).code;

    expect(await refused(arrived)).toBe('NOT_FOUND');
    expect(await refused('vst_none')).toBe('NOT_FOUND');
    expect(await refused(people.window.personId ?? '')).toBe('NOT_FOUND');
    expect(await refused(visitId, staff.townWindow)).toBe('NOT_FOUND');
    expect(await refused(visitId, staff.emergencyOfficer)).toBe('FORBIDDEN');
  });

  it('a new code lasts no longer than the lost one', async () => {
    await using office = await openServed(dialect);
    const { visitId } = await office.served();
    office.service.clock.advance({ days: 89 });
    const renewed = await renew(office, visitId, 'in time');

    office.service.clock.advance({ days: 2 });

    expect(codeOf(await office.rate({ code: renewed, score: 5 }))).toBe('DEADLINE_PASSED');
    expect(await office.refusal('renewRatingCode', { subjectId: visitId }, office.staff.otherWindow)).toMatchObject({
      code: 'DEADLINE_PASSED',
    });
  });

  it('what is renewed ten times at once leaves one code that rates', async () => {
    await using office = await openServed(dialect);
    const { visitId } = await office.served();
    const renewed = await Promise.all(Array.from({ length: 10 }, (_, i) => renew(office, visitId, `at once ${i}`)));

    const answers = await Promise.all(
      renewed.map((code, index) => office.rate({ code, score: 5 }, stranger(`visitor ${index}`))),
    );

    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect(await office.service.events('reception.RatingSubmitted.v1')).toHaveLength(1);
  });
});

describe.each(testDialects())('R-5: guessing rating codes on %s', (dialect) => {
  /** The refusals of so many wrong codes tried at once, in the order of their names. */
  const wrong = async (office: Served, as: Viewer, count: number) => {
    const tries = Array.from({ length: count }, (_, index) => office.rate({ code: `W${index}`, score: 5 }, as));
    return (await Promise.all(tries)).map(codeOf).toSorted();
  };
  const five = Array(5).fill('NOT_FOUND');

  it('after five wrong codes every try waits for the minute to be over, a right code too', async () => {
    await using office = await openServed(dialect);
    const { code } = await office.served();
    const guesser = stranger('one');

    expect(await wrong(office, guesser, 5)).toEqual(five);
    office.service.clock.advance({ seconds: 20 });
    const [refused] = (await office.rate({ code, score: 5 }, guesser)).errors ?? [];
    expect(refused.extensions).toMatchObject({ code: 'RATE_LIMITED', rule: 'R-5', retryAfterSeconds: 40 });
    expect(await wrong(office, guesser, 1)).toEqual(['RATE_LIMITED']);
    office.service.clock.advance({ seconds: 39 });
    expect(codeOf(await office.rate({ code, score: 5 }, guesser))).toBe('RATE_LIMITED');
    office.service.clock.advance({ seconds: 1 });
    expect(codeOf(await office.rate({ code, score: 5 }, guesser))).toBeUndefined();
    expect(await wrong(office, guesser, 6)).toEqual([...five, 'RATE_LIMITED']);
  });

  it('thirty at once are five and twenty-five', async () => {
    await using office = await openServed(dialect);

    const answers = await wrong(office, stranger('one'), 30);

    expect(answers).toEqual([...five, ...Array(25).fill('RATE_LIMITED')]);
  });

  it('others are not held up, and who comes with no address shares one count', async () => {
    await using office = await openServed(dialect);
    const [first, second] = [await office.served(), await office.served()];
    await wrong(office, stranger('one'), 6);

    expect(codeOf(await office.rate({ code: first.code, score: 5 }, stranger('two')))).toBeUndefined();
    expect(await wrong(office, anonymousViewer, 6)).toEqual([...five, 'RATE_LIMITED']);
    expect(codeOf(await office.rate({ code: second.code, score: 5 }, office.people.townStaff))).toBeUndefined();
    expect(await wrong(office, office.people.townStaff, 6)).toEqual([...five, 'RATE_LIMITED']);
  });

  it('a code that was given out never counts as wrong, used or expired', async () => {
    await using office = await openServed(dialect);
    const guesser = stranger('one');
    const [used, expired] = [await office.served(), await office.served()];
    await office.rate({ code: used.code, score: 5 }, guesser);
    for (let again = 0; again < 6; again += 1)
      expect(codeOf(await office.rate({ code: used.code, score: 5 }, guesser))).toBe('DUPLICATE');
    office.service.clock.advance({ days: 91 });
    for (let again = 0; again < 6; again += 1)
      expect(codeOf(await office.rate({ code: expired.code, score: 5 }, guesser))).toBe('DEADLINE_PASSED');

    expect(await wrong(office, guesser, 6)).toEqual([...five, 'RATE_LIMITED']);
  });

  it('the same key does not keep a refusal that time undoes', async () => {
    await using office = await openServed(dialect);
    const { code } = await office.served();
    const guesser = stranger('one');
    await wrong(office, guesser, 5);
    const rate = () => office.rate({ code, score: 5, idempotencyKey: 'once' }, guesser);

    expect(codeOf(await rate())).toBe('RATE_LIMITED');
    office.service.clock.advance({ minutes: 1 });
    expect(codeOf(await rate())).toBeUndefined();
  });

  it('what is kept of a guesser is a digest and a count, and only for its minute', async () => {
    await using office = await openServed(dialect);
    const { people, service } = office;
    const kept = () => service.db.read.query('SELECT * FROM wrong_codes');
    await wrong(office, stranger('203.0.113.7'), 2);
    await wrong(office, people.townStaff, 1);

    const rows: { guesser: string; tries: number }[] = await kept();
    expect(rows.map(({ tries }) => tries).toSorted()).toEqual([1, 2]);
    for (const { guesser } of rows) expect(guesser).toMatch(/^[0-9a-f]{64}$/);
    await runTimer(office, 'forget-wrong-codes');
    expect(await kept()).toHaveLength(2);
    service.clock.advance({ seconds: 61 });
    await runTimer(office, 'forget-wrong-codes');
    expect(await kept()).toEqual([]);
  });
});
