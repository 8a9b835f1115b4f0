import { describe, expect, it } from '@jest/globals';
import { scalars } from './scalars.ts';

describe('DateTime', () => {
  it.each([
    ['2026-09-14T09:00:00+08:00', '2026-09-14T01:00:00.000Z'],
    ['2026-09-14T01:00:00Z', '2026-09-14T01:00:00.000Z'],
    ['2026-09-14T01:00:00.5Z', '2026-09-14T01:00:00.500Z'],
  ])('reads %s and writes UTC', (text, utc) => {
    expect(scalars.DateTime.serialize(scalars.DateTime.parseValue(text))).toBe(utc);
  });

  it.each([
    '2026-09-14T09:00:00',
    '2026-02-31T00:00:00Z',
    '2026-09-14',
    'tomorrow',
    '',
    5,
    '0999-12-31T23:59:59Z',
    '2999-12-31T23:59:59-12:00',
    '9999-12-31T23:59:59Z',
  ])('refuses %p', (value) => {
    expect(() => scalars.DateTime.parseValue(value)).toThrow('BAD_USER_INPUT');
  });
});

describe('15-4.1 an offset of DateTime', () => {
  it.each([
    ['2027-03-01T09:00+14:00', '2027-02-28T19:00:00.000Z'],
    ['2027-03-01T09:00:00-12:00', '2027-03-01T21:00:00.000Z'],
    ['2027-03-01T09:00-10:30', '2027-03-01T19:30:00.000Z'],
    ['2027-03-01T09:00+05:45', '2027-03-01T03:15:00.000Z'],
    ['2027-03-01T09:00-00:00', '2027-03-01T09:00:00.000Z'],
  ])('of %s is read', (text, utc) => {
    expect(scalars.DateTime.serialize(scalars.DateTime.parseValue(text))).toBe(utc);
  });

  it.each([
    '2027-03-01T09:00-17:30',
    '2027-03-01T09:00+99:00',
    '2027-03-01T09:00+14:15',
    '2027-03-01T09:00-12:30',
    '2027-03-01T09:00+08:60',
    '2027-03-01T09:00-10:20',
    '2027-03-01T09:00+0800',
    '2027-03-01T09:00～10:30',
  ])('of %s is none', (text) => {
    expect(() => scalars.DateTime.parseValue(text)).toThrow('BAD_USER_INPUT');
  });
});

describe('LocalDate', () => {
  it('reads a day of the calendar', () => {
    expect(scalars.LocalDate.parseValue('2028-02-29')).toBe('2028-02-29');
  });

  it.each(['2026-02-29', '2026-9-1', '2026-09-14T00:00:00Z', '0000-01-01', '3000-01-01', ''])('refuses %p', (value) => {
    expect(() => scalars.LocalDate.parseValue(value)).toThrow('BAD_USER_INPUT');
  });
});
