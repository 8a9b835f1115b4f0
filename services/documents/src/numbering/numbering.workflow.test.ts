import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aDocument, at, id, recipient, refusalOf } from '../../test/builders.ts';
import { numberSequence } from './number-sequence.ts';
import { distribute, documentNumber } from './numbering.workflow.ts';

describe('DOC-1: numbers', () => {
  it('have six-angle brackets and no leading zeros', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 2999 }), fc.integer({ min: 1, max: 99_999 }), (year, serial) => {
        expect(documentNumber('霁政办发', year, serial)).toMatch(/^\S{1,12}〔\d{4}〕[1-9]\d*号$/u);
      }),
    );
    expect(documentNumber('霁政办发', 2026, 17)).toBe('霁政办发〔2026〕17号');
    expect(() => documentNumber('霁政办发', 2026, 0)).toThrow('not a document number');
  });
});

describe('a register of numbers as one viewer sees it', () => {
  const name = { issuingOrgId: id('org'), docCode: '霁政办发', year: 2026 };
  const numbered = (serial: number, voided = false) =>
    aDocument({
      id: id('doc', serial),
      serial,
      registeredAt: at,
      ...(voided && { voidedAt: at, voidReason: '重复行文' }),
    });

  it('DOC-1: has no gaps for who may see all of it, whatever was voided and wherever it begins', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 40 }), (count, first) => {
        const given = Array.from({ length: count }, (_, index) => first + index);

        const sequence = numberSequence(
          name,
          given.map((serial) => numbered(serial, serial % 3 === 0)),
        );

        expect(sequence.gaps).toEqual([]);
        expect(sequence.lastSerial).toBe(given.at(-1) ?? 0);
        expect(sequence.voided).toEqual(given.filter((serial) => serial % 3 === 0));
        expect(sequence.allocations.map(({ serial }) => serial)).toEqual(given);
      }),
    );
  });

  it('15-1.4: a hidden number looks as if it had not been given', () => {
    const [shown, gaps] = [[1, 2, 4].map((serial) => numbered(serial)), [3]];

    expect(numberSequence(name, shown)).toMatchObject({ gaps, lastSerial: 4 });
  });
});

describe('the distribution', () => {
  it('names everybody once, main recipients before copies', () => {
    const [a, b] = [id('org', 8), id('org', 9)];

    expect(distribute(aDocument(), { mainRecipientIds: [a, a], ccRecipientIds: [a, b] })).toEqual({
      mainRecipientIds: [a],
      ccRecipientIds: [b],
    });
    expect(distribute(aDocument(), {})).toEqual({ mainRecipientIds: [recipient], ccRecipientIds: [] });
  });

  it('needs a main recipient, except for what is addressed to everybody', () => {
    expect(refusalOf(() => distribute(aDocument(), { mainRecipientIds: [] }))).toBe('BAD_USER_INPUT mainRecipientIds');
    expect(distribute(aDocument({ kind: 'NOTICE_PUBLIC' }), { mainRecipientIds: [] }).mainRecipientIds).toEqual([]);
  });
});
