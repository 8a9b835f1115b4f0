import { describe, expect, it } from '@jest/globals';
import { countAnswers, describeAnswer, isPlain, type Outcome, printable, withFault } from './answers.ts';

const anAnswer = (outcome: Outcome) => ({ file: 'people.csv', record: 1, line: 2, key: 'P1', outcome, remarks: [] });

describe('the answers to the rows of a file', () => {
  it('are counted as the county counts: stored rows are accepted, cleaned and remarked ones included', () => {
    const outcomes = ['ACCEPTED', 'ACCEPTED', 'NORMALISED', 'REMARKED', 'REJECTED', 'QUARANTINED'] as const;

    expect(countAnswers(outcomes.map(anAnswer))).toEqual({
      records: 6,
      accepted: 4,
      normalised: 1,
      accepted_with_remark: 1,
      rejected: 1,
      quarantined: 1,
    });
  });

  it('name file, line, outcome, column, reason and the change of the value', () => {
    const remarks = [{ column: 'name', reason: 'trim spaces', raw: '金然娟　', clean: '金然娟' }];

    const [line] = describeAnswer({ ...anAnswer('NORMALISED'), remarks });

    expect(line?.replace(/ {2,}/g, ' | ')).toBe(
      'people.csv:2 | normalised | name | trim spaces | "金然娟\\u3000" -> "金然娟"',
    );
  });

  it('tell of a row with an unmatched quote why it is too short', () => {
    const remarks = [{ column: null, reason: 'wrong number of fields', raw: null, clean: null }];
    const told = withFault({ ...anAnswer('REJECTED'), remarks }, 'quote not closed');

    expect(told.remarks.map(({ reason }) => reason)).toEqual(['quote not closed', 'wrong number of fields']);
    expect(isPlain(told)).toBe(false);
  });

  it('keep a terminal from obeying a value, and long ones short', () => {
    expect(printable('a\u001b[2J\u0000\u202eb')).toBe('"a\\u001b[2J\\u0000\\u202eb"');
    expect(printable('长'.repeat(70))).toBe(`"${'长'.repeat(60)}" (70 characters)`);
    expect(printable('\ud83d')).toBe('"\\ud83d"');
  });
});
