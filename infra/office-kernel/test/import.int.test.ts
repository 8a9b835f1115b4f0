import { type Request, refusal, systemIds, type Transaction } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditEntity, cell, defineImport, type ImportInput } from '../src/index.ts';
import { type County, seedCounty } from '../src/testing/index.ts';
import { NoteEntity, startNotes } from './note.service.ts';

const header = ['no', 'org_code', 'staff', 'title', 'at'];
const cells = {
  no: cell.key(),
  org_code: cell.org({ required: true }),
  staff: cell.persons(),
  title: cell.title({ required: true }),
  at: cell.instant(),
};
const good = ['A1', 'JC11', 'JC0001', '标题', '2026-09-14 10:00'];

describe.each(testDialects())('importing rows on %s', (dialect) => {
  let notes: Awaited<ReturnType<typeof startNotes>>;
  let county: County;
  let applied: { no: string; title: string; provenance: string }[];
  beforeEach(async () => {
    notes = await startNotes(dialect);
    county = await seedCounty(notes.service);
    applied = [];
  });
  afterEach(() => notes.service.close());

  const planOf = (kind: 'master' | 'fact') =>
    defineImport({
      act: 'importNotes',
      kind,
      cells,
      key: 'no',
      apply: async (tx: Transaction, { no, title, org_code }) => {
        if (title === '冲突')
          throw refusal('CONFLICT_BOOKING', { en: 'taken', zh: '冲突' }, { field: 'at', rule: 'MTG-1' });
        if (title === '错误') throw new Error('the database is away');
        if (title === '留痕') return { outcome: 'REMARKED', column: 'title', reason: 'kept with a gap' };
        await tx.insert(NoteEntity, {
          id: systemIds.next('sup'),
          ownerOrgId: org_code,
          secrecyLevel: 'INTERNAL',
          level: title,
          version: 1,
          text: null,
        });
        applied.push({ no, title, provenance: tx.provenance });
        return undefined;
      },
    });

  async function importRows(
    rows: readonly (readonly string[])[],
    facts: Partial<ImportInput> = {},
    kind: 'master' | 'fact' = 'fact',
  ) {
    const viewer = county.people.importer;
    const request: Request = {
      viewer,
      actor: await notes.office.actorOf(viewer),
      requestId: 'r',
      language: 'en',
      traceparent: null,
    };
    const input = {
      export: 'month',
      file: 'notes.csv',
      header,
      rows: rows.map((values, index) => ({ record: index + 1, line: index + 2, values })),
      ...facts,
    };
    return (await notes.office.importRows(request, input, planOf(kind))).rows;
  }
  const fates = async (...args: Parameters<typeof importRows>) =>
    (await importRows(...args)).map(({ outcome }) => outcome);
  const stored = () => notes.service.db.read.getRepository(NoteEntity).count();

  it('stores history as imported, with codes turned into ids', async () => {
    expect(await importRows([good])).toEqual([
      expect.objectContaining({ file: 'notes.csv', record: 1, line: 2, key: 'A1', outcome: 'ACCEPTED', remarks: [] }),
    ]);
    expect(applied).toEqual([{ no: 'A1', title: '标题', provenance: 'imported' }]);
    expect(await notes.service.db.read.getRepository(NoteEntity).findOneByOrFail({})).toMatchObject({
      ownerOrgId: county.orgs.educationBureau.id,
    });
  });

  it('gives each row of a batch its own fate and names the column', async () => {
    const rows = await importRows([
      good,
      ['A2', 'JC11', '', '标题 ', '2026/9/14 10:00'],
      ['A3', 'XX99', 'JC0001;JC9999', '标题', ''],
      ['A4', 'JC11', '', '标题', '2026-02-30 10:00'],
      ['A5', 'JC11', '', '冲突', ''],
      ['A6', 'JC11', '', '留痕', ''],
    ]);

    expect(rows.map(({ outcome }) => outcome)).toEqual([
      'ACCEPTED',
      'NORMALISED',
      'QUARANTINED',
      'REJECTED',
      'QUARANTINED',
      'REMARKED',
    ]);
    expect(rows[2]?.remarks).toEqual([
      { column: 'org_code', reason: 'REFERENCE_UNKNOWN', raw: 'XX99', clean: null },
      { column: 'staff', reason: 'REFERENCE_UNKNOWN', raw: 'JC9999', clean: null },
    ]);
    expect(rows[3]?.remarks).toEqual([
      { column: 'at', reason: 'BAD_USER_INPUT: no such day', raw: '2026-02-30 10:00', clean: null },
    ]);
    expect(rows[4]?.remarks).toMatchObject([{ column: 'at', reason: 'CONFLICT_BOOKING MTG-1: taken' }]);
    expect(await stored()).toBe(2);
  });

  it.each(['master', 'fact'] as const)('changes nothing when the same rows of %s data come again', async (kind) => {
    const rows = [good, ['A2', 'XX99', '', '标题', ''], good];
    const first = await importRows(rows, {}, kind);
    const again = await importRows(rows, {}, kind);

    expect(again).toEqual(first);
    expect(first.map(({ outcome }) => outcome)).toEqual(['ACCEPTED', 'QUARANTINED', 'REJECTED']);
    expect([applied.length, await stored()]).toEqual([1, 1]);
    expect(await notes.service.db.read.getRepository(AuditEntity).countBy({ act: 'importNotes' })).toBe(1);
  });

  it('refuses a key twice in one file, within a batch and across batches', async () => {
    await importRows([good]);
    const later = { rows: [{ record: 7, line: 8, values: good }] };

    expect(await importRows([], later)).toMatchObject([
      { outcome: 'REJECTED', remarks: [{ column: 'no', reason: 'DUPLICATE key in this file' }] },
    ]);
    expect(applied).toHaveLength(1);
  });

  it('updates master data that comes with other content', async () => {
    await importRows([good], {}, 'master');
    const changed = good.with(3, '新标题');

    expect(await fates([changed], {}, 'master')).toEqual(['ACCEPTED']);
    expect(await fates([changed.with(3, '更新')], { export: 'next month' }, 'master')).toEqual(['ACCEPTED']);
    expect(applied.map(({ title }) => title)).toEqual(['标题', '新标题', '更新']);
  });

  it('refuses facts that come with other content, and takes the same fact of a later export as known', async () => {
    await importRows([good]);
    const changed = good.with(3, '新标题');

    expect(await fates([changed])).toEqual(['REJECTED']);
    expect(await fates([changed], { export: 'next month' })).toEqual(['REJECTED']);
    expect(await fates([good], { export: 'third month' })).toEqual(['ACCEPTED']);
    expect(await fates([good])).toEqual(['ACCEPTED']);
    expect(applied).toHaveLength(1);
  });

  it('takes a row again that was refused and is right now', async () => {
    expect(await fates([good.with(1, 'XX99')])).toEqual(['QUARANTINED']);
    expect(await fates([good])).toEqual(['ACCEPTED']);
  });

  it('stores all of a batch or nothing when something unexpected happens', async () => {
    await expect(importRows([good, good.with(0, 'A2').with(3, '错误')])).rejects.toThrow('the database is away');

    expect(await stored()).toBe(0);
    expect(await notes.office.importedRows({ export: 'month' })).toEqual([]);
  });

  it('answers a repeated idempotency key with the same rows', async () => {
    const first = await importRows([good], { idempotencyKey: 'k' });

    expect(await importRows([good], { idempotencyKey: 'k' })).toEqual(first);
  });

  it.each([
    [{ header: [...header, 'extra'] }, 'BAD_USER_INPUT', 'header'],
    [{ header: header.slice(1) }, 'BAD_USER_INPUT', 'header'],
    [{ header: [...header, 'no'] }, 'BAD_USER_INPUT', 'header'],
    [{ header: ['__proto__', ...header] }, 'BAD_USER_INPUT', 'header'],
    [{ export: '' }, 'BAD_USER_INPUT', 'export'],
    [{ file: 'x'.repeat(101) }, 'BAD_USER_INPUT', 'file'],
    [{ rows: [1, 1].map((record) => ({ record, line: 2, values: good })) }, 'BAD_USER_INPUT', 'rows'],
    [{ rows: [{ record: 0, line: 1, values: good }] }, 'BAD_USER_INPUT', 'rows'],
    [{ rows: [{ record: 1, line: 2, values: ['x'.repeat(65_537)] }] }, 'BAD_USER_INPUT', 'rows'],
    [
      { rows: Array.from({ length: 201 }, (_, index) => ({ record: index + 1, line: 2, values: good })) },
      'LIMIT_EXCEEDED',
      'rows',
    ],
  ])('refuses a batch that is wrong as a whole: %#', async (facts, code, field) => {
    await expect(importRows([good], facts)).rejects.toMatchObject({ code, details: { field } });
  });

  it('takes the columns in any order and a byte-order mark before them', async () => {
    expect(await fates([good.toReversed()], { header: [...header].reverse().with(4, '\ufeffno') })).toEqual([
      'ACCEPTED',
    ]);
  });

  it('shows importers codes and reasons of past rows, never their values', async () => {
    await importRows([good, ['A2', 'JC11', '', ' 标题', ''], ['A3', 'XX99', '', '标题', '']]);

    const rows = await notes.office.importedRows({ export: 'month', afterRecord: 1 });
    expect(rows.map(({ key, outcome }) => [key, outcome])).toEqual([
      ['A2', 'NORMALISED'],
      ['A3', 'QUARANTINED'],
    ]);
    expect(JSON.stringify(rows)).not.toContain('标题');
    expect(await notes.office.importedRows({ export: 'month', outcome: 'REJECTED' })).toEqual([]);
    await expect(notes.office.importedRows({ export: 'month', first: 201 })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });
});
