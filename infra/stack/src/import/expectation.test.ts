import { describe, expect, it } from '@jest/globals';
import { compareFigures, differences } from './expectation.ts';

const counts = { records: 2, accepted: 1, rejected: 1 };
const known = new Set(['orgs.csv', 'people.csv']);

describe('the comparison with what was expected', () => {
  it('finds nothing where everything is alike, and says what it looked at', () => {
    const expected = {
      as_of: '2026-10-16T22:00:00+08:00',
      files: { 'orgs.csv': counts, 'cases.csv': counts },
      room_conflicts: [['A', 'B']],
      calls: { inbound: 3 },
    };
    const found = { files: { 'orgs.csv': counts }, room_conflicts: [['A', 'B']], roster: { gap_minutes: 0 } };

    expect(compareFigures(expected, found, known)).toEqual({
      compared: ['files.orgs.csv', 'room_conflicts'],
      ignored: ['calls', 'files.cases.csv'],
      differences: [],
    });
  });

  it('names each leaf that differs, missing ones and surplus ones too', () => {
    const found = {
      files: { 'orgs.csv': { ...counts, accepted: 2 } },
      room_conflicts: [
        ['A', 'B'],
        ['C', 'D'],
      ],
    };

    expect(
      compareFigures({ files: { 'orgs.csv': counts }, room_conflicts: [['A', 'X']] }, found, known).differences,
    ).toEqual([
      'files.orgs.csv.accepted: expected 1, found 2',
      'room_conflicts[0][1]: expected "X", found "B"',
      'room_conflicts[1]: expected nothing, found ["C","D"]',
    ]);
  });

  it('takes an expected file of ours that was not loaded for a difference', () => {
    const { differences: found } = compareFigures({ files: { 'people.csv': counts } }, { files: {} }, known);

    expect(found).toEqual([`files.people.csv: expected ${JSON.stringify(counts)}, found nothing`]);
  });

  it('does not look at figures that could not be asked', () => {
    expect(compareFigures({ roster: { gap_minutes: 1 } }, { files: {} }, known)).toEqual({
      compared: [],
      ignored: ['roster'],
      differences: [],
    });
  });

  it('tells a list from an object and null from nothing', () => {
    expect(differences([], {}, 'x')).toEqual(['x: expected [], found {}']);
    expect(differences(null, undefined, 'x')).toEqual(['x: expected null, found nothing']);
  });
});
