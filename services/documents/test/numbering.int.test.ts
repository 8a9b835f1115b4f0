import type { Dialect } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { DocumentEntity } from '../src/outgoing/document.entity.ts';
import type { Document } from '../src/outgoing/document.ts';
import { openOffice, type TestOffice } from './office.ts';

const documents = 1000;
const crashing = 'power cut';

/** The database itself breaks off the transaction after the number was allocated, before the commit. */
const crashOn: Record<Dialect, string> = {
  sqlite: `CREATE TRIGGER power_cut BEFORE UPDATE ON documents WHEN NEW.serial IS NOT NULL AND NEW.title = '${crashing}'
    BEGIN SELECT RAISE(ABORT, '${crashing}'); END`,
  mysql: `CREATE TRIGGER power_cut BEFORE UPDATE ON documents FOR EACH ROW
    BEGIN IF NEW.serial IS NOT NULL AND NEW.title = '${crashing}' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${crashing}'; END IF; END`,
};

/** Copies of one rechecked document, so that the test spends its time on numbering. */
async function rechecked(office: TestOffice): Promise<Document[]> {
  const id = await office.documentIn('RECHECKED');
  const model = await office.db.read.getRepository(DocumentEntity).findOneByOrFail({ id });
  const copies = Array.from({ length: documents }, (_, n) => ({
    ...model,
    id: office.kit.ids.next('doc'),
    title: n % 10 === 7 ? crashing : `第${n}份文件`,
  }));
  const rows = Array.from({ length: documents / 20 }, (_, n) => copies.slice(n * 20, n * 20 + 20));
  await office.db.write(async (manager) => {
    for (const some of rows) await manager.getRepository(DocumentEntity).insert(some);
  });
  return copies;
}

describe.each(testDialects())('DOC-1 on %s', (dialect) => {
  it('1,000 concurrent registrations give 1..n, though some fail after the allocation and some are voided', async () => {
    await using office = await openOffice(dialect);
    const { people, orgs } = office;
    const copies = await rechecked(office);
    await office.db.writer.query(crashOn[dialect]);

    const outcomes = await Promise.all(
      copies.map(({ id }) => office.refused('registerOutgoing', { documentId: id }, people.registrar)),
    );

    const failed = outcomes.filter((code) => code !== null);
    expect(failed).toEqual(Array(documents / 10).fill('INTERNAL'));
    const given = copies.filter((_, at) => outcomes[at] === null);
    await Promise.all(
      given
        .filter((_, at) => at % 20 === 0)
        .map(({ id }) => office.act('voidDocument', { documentId: id, reason: '重复行文' }, people.director)),
    );
    const rows = await office.db.read.getRepository(DocumentEntity).findBy({ docCode: '霁政办发' });
    const serials = rows.flatMap(({ serial }) => serial ?? []).sort((a, b) => a - b);
    expect(serials).toEqual(Array.from({ length: given.length }, (_, n) => n + 1));

    const query =
      'query ($org: ID!) { numberSequence(org: $org, docCode: "霁政办发", year: 2026) { lastSerial gaps voided } }';
    const { data } = await office.ask(query, { org: orgs.governmentOffice.id }, people.registrar);
    expect(data.numberSequence).toMatchObject({ lastSerial: given.length, gaps: [] });
    expect(data.numberSequence.voided).toHaveLength(Math.ceil(given.length / 20));
    expect(await office.events('DocumentNumbered')).toHaveLength(given.length);
  }, 120_000);
});
