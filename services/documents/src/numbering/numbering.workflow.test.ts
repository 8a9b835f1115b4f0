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

  it('has no gaps when serials are 1..n, whatever of them is hidden or voided', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.array(fc.integer({ min: 1, max: 30 })), (last, chosen) => {
        const given = Array.from({ length: last }, (_, index) => index + 1);
        const visible = given
          .filter((serial) => !chosen.includes(serial))
          .map((serial) => numbered(serial, serial % 3 === 0));

        const sequence = numberSequence(name, given, visible);

        expect(sequence.gaps).toEqual([]);
        expect(sequence.lastSerial).toBe(visible.at(-1)?.serial ?? 0);
        expect(sequence.voided).toEqual(visible.flatMap(({ serial }) => (serial && serial % 3 === 0 ? [serial] : [])));
        expect(sequence.allocations.map(({ serial }) => serial)).toEqual(visible.map(({ serial }) => serial));
      }),
    );
  });

  it('names a serial that nothing carries', () => {
    expect(
      numberSequence(
        name,
        [1, 2, 4],
        [1, 2, 4].map((serial) => numbered(serial)),
      ).gaps,
    ).toEqual([3]);
  });

  it('a hidden last number looks as if it had not been given', () => {
    expect(numberSequence(name, [1, 2, 3], [numbered(1), numbered(2)])).toEqual(
      numberSequence(name, [1, 2], [numbered(1), numbered(2)]),
    );
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
