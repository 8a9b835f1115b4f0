import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, movingPeriods } from './periods.ts';
import {
  askedOf,
  dimensions,
  fixed,
  grains,
  membersWhere,
  ofFile,
  type Question,
  questionOf,
  searchOf,
  views,
} from './question.ts';

const day = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays('2000-01-01', count));
const span = fc.tuple(day, fc.integer({ min: 0, max: 400 })).map(([from, more]) => ({ from, to: addDays(from, more) }));
const clock = fc
  .tuple(day, fc.integer({ min: 0, max: 1439 }))
  .map(([date, minute]) => `${date}T${new Date(minute * 60_000).toISOString().slice(11, 16)}`);
const questions: fc.Arbitrary<Question> = fc.record({
  figures: fc.uniqueArray(fc.stringMatching(/^[a-z][a-zA-Z0-9.]{0,20}$/), { maxLength: 20 }),
  unit: fc.option(fc.stringMatching(/^org_[0-9a-z]{4,26}$/)),
  below: fc.boolean(),
  period: fc.oneof(fc.constantFrom(...movingPeriods), span),
  grain: fc.constantFrom(...grains),
  by: fc.option(fc.constantFrom(...dimensions)),
  asOf: fc.option(clock),
  view: fc.constantFrom(...views),
});

describe('the address of a question', () => {
  it('brings back the same question to whoever opens the link', () => {
    fc.assert(fc.property(questions, (question) => expect(questionOf(searchOf(question))).toEqual(question)));
  });

  it('is read whatever stands in it, and what is understood stays', () => {
    const keys = fc.constantFrom(
      'figures',
      'unit',
      'below',
      'period',
      'from',
      'to',
      'grain',
      'by',
      'asOf',
      'view',
      'x',
    );
    const addresses = fc.array(fc.tuple(keys, fc.string({ unit: 'grapheme' })), { maxLength: 12 });
    fc.assert(
      fc.property(addresses, (entries) => {
        const question = questionOf(new URLSearchParams(entries).toString());

        expect(questionOf(searchOf(question))).toEqual(question);
      }),
    );
  });

  it('says nothing of what goes without saying, and is short enough to read', () => {
    expect(searchOf(questionOf(''))).toBe('');
    const search =
      '?figures=call.total,call.missed&from=2026-09-01&to=2026-09-30&by=org&asOf=2026-10-01T08:00&view=bar';
    expect(searchOf(questionOf(search))).toBe(search);
  });

  it('keeps its days when it is passed on, though the month goes by', () => {
    const question = questionOf('?figures=call.total&period=last-month');

    expect(fixed(question, '2026-10-08').period).toEqual({ from: '2026-09-01', to: '2026-09-30' });
  });
});

const catalogue = [
  { name: 'call.total', dimensions: ['ORG', 'CHANNEL'], people: false },
  { name: 'haz.found', dimensions: ['ORG', 'CATEGORY', 'LEVEL'], people: false },
  { name: 'sat.public', dimensions: ['ORG'], people: true },
] as const;

describe('what is asked of the graph', () => {
  const asked = (search: string) => askedOf(questionOf(search), catalogue, '2026-09-14');

  it('has the figures as chosen, whole days of the office, and both ends of the period', () => {
    expect(asked('?figures=haz.found,call.total&unit=org_1a&below=no&asOf=2026-09-10T08:30')?.input).toEqual({
      metrics: ['haz.found', 'call.total'],
      where: {
        from: '2026-09-01T00:00:00+08:00',
        to: '2026-10-01T00:00:00+08:00',
        orgId: 'org_1a',
        subtree: false,
      },
      grain: 'DAY',
      asOf: '2026-09-10T08:30:00+08:00',
      limit: 1000,
    });
  });

  it('is nothing as long as no figure of the catalogue is chosen', () => {
    expect(asked('')).toBeNull();
    expect(asked('?figures=no.such')).toBeNull();
    expect(asked('?figures=no.such,call.total')?.input.metrics).toEqual(['call.total']);
  });

  it('A-4: is by months where it is of people and nobody chose another length', () => {
    expect(asked('?figures=call.total')?.input.grain).toBe('DAY');
    expect(asked('?figures=call.total,sat.public')?.input.grain).toBe('MONTH');
    expect(asked('?figures=sat.public&grain=whole&view=table')?.input.grain).toBeUndefined();
    expect(asked('?figures=sat.public&view=bar')?.input.grain).toBeUndefined();
    expect(asked('?figures=sat.public&grain=day')?.input.grain).toBe('DAY');
  });

  it('is cut only by what all of the figures can be cut by', () => {
    expect(asked('?figures=call.total&by=channel')?.input.by).toEqual(['CHANNEL']);
    expect(asked('?figures=call.total,haz.found&by=channel')?.input.by).toBeUndefined();
    expect(asked('?figures=call.total,haz.found&by=org')?.input.by).toEqual(['ORG']);
  });

  it('has periods for a line, none for bars, and those that were chosen for a table', () => {
    const grain = (search: string) => asked(`?figures=call.total&${search}`)?.input.grain;

    expect([grain('grain=week'), grain('grain=whole'), grain('period=this-year')]).toEqual(['WEEK', 'DAY', 'MONTH']);
    expect([grain('view=bar'), grain('view=bar&grain=week')]).toEqual([undefined, undefined]);
    expect([grain('view=table&grain=whole'), grain('view=table&grain=month')]).toEqual([undefined, 'MONTH']);
  });

  it('has the whole beside its parts, unless it is the whole itself', () => {
    const parts = asked('?figures=call.total&by=org');
    expect(parts?.cut).toBe(true);
    expect(parts?.whole).toEqual({ metrics: ['call.total'], where: parts?.input.where });
    expect(asked('?figures=call.total&view=table&grain=whole')?.cut).toBe(false);
  });

  it('is not limited in a file', () => {
    const parts = asked('?figures=call.total');
    expect(parts && ofFile(parts.input)).not.toHaveProperty('limit');
  });

  it('the facts of a row are asked with its period and its place, a unit for itself alone', () => {
    const where = { from: 'a', to: 'z', orgId: 'org_1', subtree: true };
    const period = { from: 'c', to: 'd' };
    const unit = { dimension: 'ORG', value: 'org_2' } as const;
    expect(membersWhere(where, { period, dims: [] })).toEqual({ ...where, ...period });
    expect(membersWhere(where, { period, dims: [unit] })).toEqual({ ...period, orgId: 'org_2', subtree: false });
    expect(membersWhere(where, { period, dims: [{ dimension: 'LEVEL', value: 'MAJOR' }] })).toEqual({
      ...{ ...where, ...period },
      level: 'MAJOR',
    });
  });
});
