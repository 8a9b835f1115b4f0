import { describe, expect, it } from '@jest/globals';
import { en } from '../words/en.ts';
import { zh } from '../words/zh.ts';
import { createTexts } from './texts.ts';

const english = createTexts('en', en);
const chinese = createTexts('zh', zh);
const cell = { metric: 'x', value: null, numerator: null, denominator: null, suppressed: false };

describe('a value as people read it', () => {
  it('A-4: says that it is withheld, in words and never as a number', () => {
    expect(english.cell({ ...cell, suppressed: true }, '1')).toBe('≤4, withheld');
    expect(chinese.cell({ ...cell, suppressed: true }, 'share')).toBe('人数过少，不予显示');
  });

  it('is a dash where there is nothing to measure, and a nought where nothing was counted', () => {
    expect(english.cell(cell, 'share')).toBe('–');
    expect(english.cell({ ...cell, value: 0 }, '1')).toBe('0');
  });

  it('is a percentage with both parts for a rate, and with how many stand behind a duration', () => {
    const rate = { ...cell, value: 12 / 13, numerator: 12, denominator: 13 };

    expect([english.cell(rate, 'share'), english.parts(rate, { kind: 'RATE' })]).toEqual(['92.3%', '12/13']);
    expect(english.parts({ ...cell, denominator: 41 }, { kind: 'DURATION' })).toBe('n=41');
    expect(english.parts({ ...cell, numerator: 3, denominator: 3 }, { kind: 'COUNT' })).toBeNull();
    expect(english.parts({ ...cell, numerator: 0, denominator: 0 }, { kind: 'RATE' })).toBeNull();
  });

  it('is grouped as the language groups', () => {
    expect([english.value(12_345, '1'), english.value(2.25, 'h')]).toEqual(['12,345', '2.3']);
  });
});

describe('a moment or period as people read it', () => {
  it('is of the office’s clock', () => {
    expect(chinese.moment('2026-09-13T16:05:00Z')).toBe('2026年9月14日 00:05');
    expect(english.moment('2026-09-13T16:05:00Z')).toBe('14 Sept 2026, 00:05');
  });

  it('names a day, a week with its days, and a month', () => {
    const ends = { from: '2026-09-14T00:00:00+08:00', to: '2026-09-21T00:00:00+08:00' };

    expect(chinese.period({ label: '2026-W38', ...ends })).toBe('2026-W38 (9/14 – 9/20)');
    expect(english.period({ label: '2026-09-14', ...ends })).toBe('14 Sept 2026');
    expect(chinese.period({ label: '2026-09', ...ends })).toBe('2026年9月');
  });

  it('names what a fact does not state', () => {
    const place = { dimension: 'ORG', value: 'org_1', org: { name: '石桥镇' } } as const;

    expect(english.place(place, 'call.total')).toBe('石桥镇');
    expect(english.place({ dimension: 'CATEGORY', value: null, org: null }, 'haz.found')).toBe('Not stated');
  });

  it('has the words of the office for its codes, and keeps what is no code', () => {
    const level = { dimension: 'LEVEL', value: 'MAJOR', org: null } as const;
    const line = { dimension: 'CHANNEL', value: '8330006', org: null } as const;
    const origin = { dimension: 'CATEGORY', value: 'LEADER_INSTRUCTION', org: null } as const;

    expect([chinese.place(level, 'haz.found'), english.place(level, 'haz.found')]).toEqual(['重大', 'Major']);
    expect(chinese.place(origin, 'sup.onTime')).toBe('领导批示交办');
    expect(english.place(origin, 'sup.onTime')).toBe('Leader instruction');
    expect([chinese.place(line, 'call.total'), english.place(line, 'call.total')]).toEqual(['8330006', '8330006']);
    const rated = { dimension: 'CATEGORY', value: 'ServiceCase', org: null } as const;
    expect([chinese.place(rated, 'sat.bad100'), english.place(rated, 'sat.bad100')]).toEqual(['事项', 'Service case']);
  });
});
