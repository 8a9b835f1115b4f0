import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { openServed, type Served } from './served.ts';

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

    const answers = await Promise.all(renewed.map((code) => office.rate({ code, score: 5 })));

    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect(await office.service.events('reception.RatingSubmitted.v1')).toHaveLength(1);
  });
});
