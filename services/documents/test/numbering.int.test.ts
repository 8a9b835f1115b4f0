import type { Dialect } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DocumentEntity } from '../src/outgoing/document.entity.ts';
import type { Document } from '../src/outgoing/document.ts';
import { openOffice, type TestOffice } from './office.ts';

const crashing = 'power cut';

/** The database itself breaks off the transaction after the number was allocated, before the commit. */
const crashOn: Record<Dialect, string> = {
  sqlite: `CREATE TRIGGER power_cut BEFORE UPDATE ON documents WHEN NEW.serial IS NOT NULL AND NEW.title = '${crashing}'
    BEGIN SELECT RAISE(ABORT, '${crashing}'); END`,
  mysql: `CREATE TRIGGER power_cut BEFORE UPDATE ON documents FOR EACH ROW
    BEGIN IF NEW.serial IS NOT NULL AND NEW.title = '${crashing}' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${crashing}'; END IF; END`,
};

describe.each(testDialects())('DOC-1 on %s', (dialect) => {
  let office: TestOffice;
  let model: Document;
  beforeAll(async () => {
    office = await openOffice(dialect);
    const id = await office.documentIn('RECHECKED');
    model = await office.db.read.getRepository(DocumentEntity).findOneByOrFail({ id });
    await office.db.writer.query(crashOn[dialect]);
  });
  afterAll(() => office.close());

  /** Copies of one rechecked document, so that the test spends its time on numbering. */
  async function rechecked(count: number, change: (n: number) => Partial<Document>): Promise<Document[]> {
    const copies = Array.from({ length: count }, (_, n) => ({
      ...model,
      id: office.kit.ids.next('doc'),
      ...change(n),
    }));
    await office.db.write(async (manager) => {
      for (let n = 0; n < count; n += 20) {
        await manager.getRepository(DocumentEntity).insert(copies.slice(n, n + 20));
      }
    });
    return copies;
  }

  async function serialsOf(docCode: string, year: number): Promise<number[]> {
    const rows = await office.db.read.getRepository(DocumentEntity).findBy({ docCode, year });
    return rows.flatMap(({ serial }) => serial ?? []).sort((a, b) => a - b);
  }
  const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);
  const register = (documentId: string) => office.refused('registerOutgoing', { documentId }, office.people.registrar);
  const cancel = (documentId: string) =>
    office.act('voidDocument', { documentId, reason: '重复行文' }, office.people.director);

  it('1,000 concurrent registrations give 1..n, though some fail after the allocation and some are voided', async () => {
    const copies = await rechecked(1000, (n) => ({ title: n % 10 === 7 ? crashing : `第${n}份文件` }));

    const outcomes = await Promise.all(copies.map(({ id }) => register(id)));

    expect(outcomes.filter((code) => code !== null)).toEqual(Array(100).fill('INTERNAL'));
    const given = copies.filter((_, at) => outcomes[at] === null);
    await Promise.all(given.filter((_, at) => at % 20 === 0).map(({ id }) => cancel(id)));
    expect(await serialsOf('霁政办发', 2026)).toEqual(upTo(900));
    expect(await office.events('DocumentNumbered')).toHaveLength(900);
    const query =
      'query ($org: ID!) { numberSequence(org: $org, docCode: "霁政办发", year: 2026) { lastSerial gaps voided } }';
    const { data } = await office.ask(query, { org: office.orgs.governmentOffice.id }, office.people.registrar);
    expect(data.numberSequence).toMatchObject({ lastSerial: 900, gaps: [] });
    expect(data.numberSequence.voided).toHaveLength(45);
  });

  it('holds for any mixture of codes, years, failures and voids', async () => {
    const codes = ['霁政办函', '霁政纪要'];
    const fate = fc.record({
      docCode: fc.constantFrom(...codes),
      signedAt: fc.constantFrom('2024-12-31T15:59:59Z', '2024-12-31T16:00:00Z', '2025-06-01T00:00:00Z'),
      end: fc.constantFrom('KEPT', 'VOIDED', 'CRASHED', 'REPEATED'),
    });
    const property = fc.asyncProperty(fc.array(fate, { minLength: 1, maxLength: 10 }), async (fates) => {
      const copies = await rechecked(fates.length, (n) => ({
        docCode: fates[n]?.docCode ?? '',
        signedAt: new Date(fates[n]?.signedAt ?? 0),
        title: fates[n]?.end === 'CRASHED' ? crashing : '例行文件',
      }));
      await Promise.all(
        copies.map(async ({ id }, n) => {
          await register(id);
          if (fates[n]?.end === 'REPEATED') expect(await register(id)).toBe('ILLEGAL_TRANSITION');
          if (fates[n]?.end === 'VOIDED') await cancel(id);
        }),
      );
      for (const docCode of codes) {
        for (const year of [2024, 2025]) {
          const serials = await serialsOf(docCode, year);
          expect(serials).toEqual(upTo(serials.length));
        }
      }
    });

    await fc.assert(property, { numRuns: 20 });
  });
});
