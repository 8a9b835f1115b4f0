import { AuditEntity } from '@chengqi/office-kernel';
import { itemStruckOff } from '@chengqi/schemas/events/supervision';
import { systemIds, type Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOffice, type TestOffice } from './office.ts';

const canary = '金丝雀专项行动';
const paths = `query ($id: ID!, $org: ID!, $item: ID!, $code: String!, $record: ID!) {
  document(id: $id) { title }
  documentByNumber(org: $org, docNumber: "霁政办函〔2026〕2号") { title }
  documents(where: { org: $org }) { totalCount nodes { title } }
  myDocumentQueue { totalCount nodes { title } }
  numberSequence(org: $org, docCode: "霁政办函", year: 2026) { lastSerial gaps voided allocations { serial document { title } } }
  deliveries(documentId: $id) { id }
  unsignedDeliveries(org: $org) { totalCount nodes { document { title } } }
  archiveRecord(id: $record) { title }
  byCode: archiveRecord(code: $code) { title source { ... on Document { title } } }
  archiveRecords { totalCount nodes { title } }
  _entities(representations: [{ __typename: "Document", id: $id }, { __typename: "ArchiveRecord", id: $record }, { __typename: "SupervisionItem", id: $item }]) {
    ... on Document { title archiveRecord { title } } ... on ArchiveRecord { title } ... on SupervisionItem { archiveRecord { title } } }
}`;

describe.each(testDialects())('a work secret on %s', (dialect) => {
  let office: TestOffice;
  let variables: { id: string; org: string; item: string; code: string; record: string; delivery: string };
  let open: string;
  beforeAll(async () => {
    office = await openOffice(dialect);
    const { people, orgs } = office;
    open = await office.documentIn('NUMBERED', { docCode: '霁政办函', title: '公开事项', secrecyLevel: 'INTERNAL' });
    const id = await office.documentIn('ISSUED', {
      docCode: '霁政办函',
      title: canary,
      text: canary,
      secrecyLevel: 'WORK_SECRET',
      mainRecipientIds: [orgs.governmentOffice.id],
    });
    const { data } = await office.ask(
      'query ($id: ID!) { deliveries(documentId: $id) { id } }',
      { id },
      people.registrar,
    );
    await office.act(
      'signDelivery',
      { deliveryId: data.deliveries[0].id },
      { ...people.registrar, personId: systemIds.next('psn') },
    );
    const filed = await office.act(
      'fileDocument',
      { documentId: id, retention: 'Y', orgSegment: 'BGS' },
      people.archivist,
    );
    const item = systemIds.next('sup');
    const struck = {
      itemId: item,
      code: '督〔2026〕1号',
      title: null,
      supervisorOrgId: orgs.governmentOffice.id,
      source: null,
      result: null,
    };
    await office.deliver(itemStruckOff, item, struck, { secrecyLevel: 'WORK_SECRET' });
    variables = {
      id,
      org: orgs.governmentOffice.id,
      item,
      code: filed.archiveRecord.archivalCode,
      record: filed.archiveRecord.id,
      delivery: data.deliveries[0].id,
    };
  });
  afterAll(() => office.close());

  const ask = (as: Viewer) => office.ask(paths, variables, as);
  const audited = async (act: string) => {
    await office.kit.settled();
    return (await office.db.read.getRepository(AuditEntity).findBy({ act })).filter(
      ({ entityId }) => entityId === variables.id || entityId === variables.record,
    );
  };

  it('is whole for who is cleared and concerned', async () => {
    const { data } = await ask(office.people.archivist);

    expect(data.document.title).toBe(canary);
    expect(data.byCode).toEqual({ title: canary, source: { title: canary } });
    expect(data.numberSequence.allocations).toHaveLength(2);
  });

  it.each(['uncleared', 'auditor', 'analyst', 'admin', 'townStaff', 'educationHead'] as const)(
    'is absent on every path for %s',
    async (who) => {
      const answer = await ask(office.people[who]);

      expect(JSON.stringify(answer)).not.toContain(canary);
      expect(answer.data).toMatchObject({
        document: null,
        documentByNumber: null,
        deliveries: [],
        archiveRecord: null,
        byCode: null,
        archiveRecords: { totalCount: 0, nodes: [] },
        _entities: [null, null, { archiveRecord: null }],
      });
    },
  );

  it('leaves the counts of an uncleared registrar as if it had never been', async () => {
    const { data } = await ask(office.people.uncleared);

    expect(data.documents).toEqual({ totalCount: 1, nodes: [{ title: '公开事项' }] });
    expect(data.numberSequence).toEqual({
      lastSerial: 1,
      gaps: [],
      voided: [],
      allocations: [{ serial: 1, document: { title: '公开事项' } }],
    });
    expect(data.unsignedDeliveries).toEqual({ totalCount: 0, nodes: [] });
  });

  it.each([
    'recheckDocument',
    'registerOutgoing',
    'issueDocument',
    'voidDocument',
    'fileDocument',
    'sealAndPrint',
  ] as const)('%s answers NOT_FOUND to the uncleared', async (name) => {
    const rest = {
      recheckDocument: { result: 'PASS' },
      voidDocument: { reason: '试探' },
      fileDocument: { retention: 'Y', orgSegment: 'X' },
      sealAndPrint: { copies: 1 },
      registerOutgoing: {},
      issueDocument: {},
    };

    expect(await office.refused(name, { documentId: variables.id, ...rest[name] }, office.people.uncleared)).toBe(
      'NOT_FOUND',
    );
    expect(
      await office.refused(name, { documentId: open, ...rest[name], expectedVersion: 99 }, office.people.uncleared),
    ).not.toBe('NOT_FOUND');
  });

  it('deliveries and records answer NOT_FOUND to the uncleared', async () => {
    const { refused, people } = office;
    const shelf = { retention: 'Y', orgSegment: 'BGS' };

    expect(await refused('signDelivery', { deliveryId: variables.delivery }, people.uncleared)).toBe('NOT_FOUND');
    expect(await refused('rejectDelivery', { deliveryId: variables.delivery, reason: '试探' }, people.uncleared)).toBe(
      'NOT_FOUND',
    );
    expect(await refused('catalogRecord', { recordId: variables.record, ...shelf }, people.uncleared)).toBe(
      'NOT_FOUND',
    );
    expect(
      await refused(
        'extendRetention',
        { recordId: variables.record, retention: 'Y', reason: '试探' },
        people.uncleared,
      ),
    ).toBe('NOT_FOUND');
  });

  it('every read and every refused read leaves an audit entry, lists included', async () => {
    const before = (await audited('READ')).length;
    await office.ask(
      '{ documents { nodes { title } } archiveRecords { nodes { title } } }',
      {},
      office.people.archivist,
    );
    const reads = await audited('READ');
    await office.ask('query ($id: ID!) { document(id: $id) { title } }', { id: variables.id }, office.people.uncleared);
    const refusals = await audited('READ_REFUSED');

    expect(reads.length).toBe(before + 2);
    expect(refusals.map(({ personId }) => personId)).toContain(office.people.uncleared.personId);
  });

  it('no event carries its text', async () => {
    expect(JSON.stringify(await office.events())).not.toContain(canary);
  });

  it('DOC-7: a register entry above the ceiling takes no title, no text and keeps no reason', async () => {
    const { paper, act, refused, people } = office;
    const cleared = { ...people.registrar, clearance: 'SECRET' as const };
    const director = { ...people.director, clearance: 'SECRET' as const };
    const secret = { secrecyLevel: 'SECRET', docCode: '霁政办发' };
    expect(await refused('enterSignedDocument', paper(secret), cleared)).toBe('BAD_USER_INPUT DOC-7');
    expect(await refused('enterSignedDocument', paper({ ...secret, title: null, text: canary }), cleared)).toBe(
      'BAD_USER_INPUT DOC-7',
    );

    const { id: documentId } = await act('enterSignedDocument', paper({ ...secret, title: null }), cleared);
    await act('recheckDocument', { documentId, result: 'PASS' }, cleared);
    await act('registerOutgoing', { documentId }, cleared);
    const voided = await act('voidDocument', { documentId, reason: '涉密内容说明' }, director);

    expect(voided).toMatchObject({ title: null, text: null, voidReason: null, docNumber: '霁政办发〔2026〕1号' });
  });
});
