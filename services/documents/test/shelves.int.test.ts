import { hazardReported } from '@chengqi/schemas/events/security';
import { itemRegistered } from '@chengqi/schemas/events/supervision';
import { systemIds, type Viewer } from '@chengqi/service-kit';
import { schemaDrift, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOffice, type TestOffice } from './office.ts';
import { strikeOffItem } from './sources.ts';

const header =
  'archival_code,fonds_code,category,year,retention,org_segment,item_no,title,responsible,record_date,pages,level,source_type,source_ref,box,catalogued_on'.split(
    ',',
  );
const history = { provenance: 'imported' } as const;

describe.each(testDialects())('the shelves of an export on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.close());

  let record = 0;
  async function take(rows: Record<string, string>[], as: Viewer = office.people.importer): Promise<string[]> {
    const input = {
      export: 'month',
      file: 'archive_records.csv',
      header,
      rows: rows.map((row) => {
        record += 1;
        return { record, line: record + 1, values: header.map((column) => row[column] ?? '') };
      }),
    };
    const query =
      'mutation ($input: ImportInput!) { importArchiveRecords(input: $input) { rows { outcome remarks { column reason } } } }';
    const { data, errors } = await office.ask(query, { input }, as);
    if (errors) return [errors[0].extensions.code];
    return data.importArchiveRecords.rows.map(
      ({ outcome, remarks }: { outcome: string; remarks: { column: string; reason: string }[] }) =>
        [outcome, ...remarks.map(({ column, reason }) => `${column} ${reason}`)].join(' '),
    );
  }
  const piece = (itemNo: number, changes: Record<string, string> = {}) => ({
    archival_code: `J002-WS·2025-D30-BGS-${String(itemNo).padStart(4, '0')}`,
    ...{ fonds_code: 'J002', category: 'WS', year: '2025', retention: 'D30', org_segment: 'BGS' },
    ...{ item_no: String(itemNo), title: '关于安全检查的通知', responsible: '县政府办公室', record_date: '2025-03-01' },
    ...{ pages: '5', level: 'INTERNAL', source_type: 'DOCUMENT', source_ref: `霁政办发〔2025〕${itemNo}号` },
    ...{ box: '2025-D30-01', catalogued_on: '2026-05-02' },
    ...changes,
  });
  const ofItem = (itemNo: number, code: string) => piece(itemNo, { source_type: 'SUPERVISION_ITEM', source_ref: code });

  const registered = async (code: string) => {
    const itemId = systemIds.next('sup');
    const leadOrgId = office.orgs.educationBureau.id;
    const data = { itemId, code, source: null, leadOrgId, dueAt: '2026-10-01T00:00:00Z', weight: 'NORMAL' as const };
    await office.deliver(itemRegistered, itemId, data, history);
    return itemId;
  };
  const reported = async (code: string, times = 1) => {
    const hazardId = systemIds.next('haz');
    const data = {
      ...{ hazardId, code, siteId: systemIds.next('sit'), ownerOrgId: office.orgs.county.id, state: 'CLOSED' as const },
      ...{ source: { type: 'StaffReport' as const, id: null }, responsibleOrgId: null, level: null, title: null },
    };
    for (let time = 0; time < times; time += 1) await office.deliver(hazardReported, hazardId, data, history);
    return hazardId;
  };
  const recordOf = async (type: 'SupervisionItem' | 'Hazard', id: string) => {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on SupervisionItem { archiveRecord { archivalCode } } ... on Hazard { archiveRecord { archivalCode } } } }`;
    const { data } = await office.ask(query, { r: [{ __typename: type, id }] }, office.people.archivist);
    return data._entities[0].archiveRecord?.archivalCode ?? null;
  };
  const byCode = async (code: string, as: Viewer = office.people.archivist) => {
    const query = `query ($code: String) { archiveRecord(code: $code) { state title fonds itemNo retentionUntil imported
      sourceCode responsible box source { __typename } cataloguedAt allowedActions ownerOrg { id } } }`;
    return (await office.ask(query, { code }, as)).data.archiveRecord;
  };
  const catalogued = async (code: string) =>
    (await office.events('RecordCatalogued')).filter(
      ({ data }) => (data as { archivalCode: string }).archivalCode === code,
    );

  it('the migrations make exactly the tables of the entities', async () => {
    expect(await schemaDrift(office.db)).toEqual([]);
  });

  it('keeps a piece as it stands, tells it once, and leaves a source that it does not know empty', async () => {
    expect(await take([piece(6)])).toEqual(['ACCEPTED']);

    expect(await byCode('J002-WS·2025-D30-BGS-0006')).toEqual({
      ...{ state: 'CATALOGUED', title: '关于安全检查的通知', fonds: 'J002', itemNo: 6, retentionUntil: '2055-12-31' },
      ...{ imported: true, sourceCode: '霁政办发〔2025〕6号', responsible: '县政府办公室', box: '2025-D30-01' },
      ...{ source: null, cataloguedAt: '2026-05-01T16:00:00.000Z', allowedActions: ['EXTEND_RETENTION'] },
      ownerOrg: { id: office.orgs.governmentOffice.id },
    });
    expect(await office.events('RecordImported')).toMatchObject([
      {
        provenance: 'imported',
        data: { sourceType: 'Document', sourceCode: '霁政办发〔2025〕6号', cataloguedOn: '2026-05-02' },
      },
    ]);
    expect(await catalogued('J002-WS·2025-D30-BGS-0006')).toEqual([]);
  });

  it('ARC-1: refuses a code that was given, and keeps aside one that is not of its parts', async () => {
    expect(
      await take([
        piece(6, { title: '另一件' }),
        piece(7, { archival_code: 'J002-WS·2025-D30-BGS-0008' }),
        piece(8, { fonds_code: 'J999', archival_code: 'J999-WS·2025-D30-BGS-0008' }),
        piece(9, { record_date: '2025-02-30' }),
      ]),
    ).toEqual([
      expect.stringMatching(/^REJECTED archival_code DUPLICATE/),
      expect.stringMatching(/^QUARANTINED .*ARC-1/),
      expect.stringMatching(/^QUARANTINED fonds_code/),
      expect.stringMatching(/^REJECTED record_date/),
    ]);
    expect(await take([piece(10)], office.people.archivist)).toEqual(['FORBIDDEN']);
  });

  it('keeps of a piece above the ceiling only that there is one (DOC-7)', async () => {
    await take([piece(20, { level: '机密' })]);
    const stored = await office.db.read.query('SELECT title, responsible FROM archive_records WHERE item_no = 20');
    expect(stored).toEqual([{ title: null, responsible: null }]);
  });

  it.each(['before', 'after'] as const)('files what its owner told %s the shelves came', async (order) => {
    const no = order === 'before' ? 30 : 40;
    const codes = [`督〔2026〕${no}号`, `隐〔2026〕${no}号`] as const;
    const rows = [ofItem(no, codes[0]), piece(no + 1, { source_type: 'HAZARD', source_ref: codes[1] })];
    if (order === 'after') await take(rows);
    const [itemId, hazardId] = [await registered(codes[0]), await reported(codes[1], 3)];
    if (order === 'before') await take(rows);

    expect(await recordOf('SupervisionItem', itemId)).toBe(rows[0]?.archival_code);
    expect(await recordOf('Hazard', hazardId)).toBe(rows[1]?.archival_code);
    expect(await catalogued(rows[1]?.archival_code ?? '')).toMatchObject([
      {
        provenance: 'imported',
        data: { source: { type: 'Hazard', id: hazardId }, cataloguedAt: '2026-05-01T16:00:00.000Z' },
      },
    ]);
  });

  it('files a source told while the shelves come, whichever of the two is first', async () => {
    const codes = Array.from({ length: 8 }, (_, n) => `督〔2026〕${500 + n}号`);
    const [, ...items] = await Promise.all([
      take(codes.map((code, n) => ofItem(500 + n, code))),
      ...codes.map((code) => registered(code)),
    ]);
    const filed = await Promise.all(items.map((id) => recordOf('SupervisionItem', id)));
    expect(filed).toEqual(codes.map((_, n) => `J002-WS·2025-D30-BGS-0${500 + n}`));
  });

  it('leaves equal numbers apart, and a source that has its record keeps it', async () => {
    const twins = [await registered('督〔2026〕60号'), await registered('督〔2026〕60号')];
    const itemId = await registered('督〔2026〕61号');
    await take([ofItem(60, '督〔2026〕60号'), ofItem(61, '督〔2026〕61号'), ofItem(62, '督〔2026〕61号')]);
    for (const twin of twins) expect(await recordOf('SupervisionItem', twin)).toBeNull();
    expect(await recordOf('SupervisionItem', itemId)).toBe('J002-WS·2025-D30-BGS-0061');
    expect(await byCode('J002-WS·2025-D30-BGS-0062')).toMatchObject({ source: null });
  });

  it('a new piece of the same shelf takes the number after the last imported one', async () => {
    await take([piece(7, { year: '2026', archival_code: 'J002-WS·2026-D30-DCS-0007', org_segment: 'DCS' })]);
    const itemId = await strikeOffItem(office);
    const [{ id: recordId }] = await office.db.read.query('SELECT id FROM archive_records WHERE source_id = ?', [
      itemId,
    ]);
    const input = { recordId, retention: 'D30', orgSegment: 'DCS' };
    expect(await office.act('catalogRecord', input, office.people.archivist)).toMatchObject({
      archivalCode: 'J002-WS·2026-D30-DCS-0008',
    });
  });
});
