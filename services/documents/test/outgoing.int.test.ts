import { OrgReplicaEntity } from '@chengqi/office-kernel/testing';
import { systemIds } from '@chengqi/service-kit';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { In } from 'typeorm';
import { DocumentBodyEntity } from '../src/outgoing/document.entity.ts';
import { openOffice, type TestOffice } from './office.ts';

describe.each(testDialects())('outgoing documents on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.close());

  it('a paper document travels from signature to archive', async () => {
    const { act, documentIn, people, orgs } = office;
    const documentId = await documentIn('ISSUED', { ccRecipientIds: [orgs.town.id], docCode: '霁政办函' });
    const query = `query ($id: ID!) { document(id: $id) { docNumber issuingOrg { id } mainRecipients { id } rechecker { id } deliveries { id role state org { id } } } }`;
    const { data } = await office.ask(query, { id: documentId }, people.registrar);
    expect(data.document).toMatchObject({
      docNumber: '霁政办函〔2026〕1号',
      issuingOrg: { id: orgs.governmentOffice.id },
      rechecker: { id: people.registrar.personId },
      deliveries: [
        { role: 'MAIN', state: 'SENT', org: { id: orgs.emergencyBureau.id } },
        { role: 'CC', state: 'SENT', org: { id: orgs.town.id } },
      ],
    });

    const signed = await act('signDelivery', { deliveryId: data.document.deliveries[0].id }, people.emergencyRegistrar);
    expect(signed).toMatchObject({ state: 'SIGNED', document: { state: 'CLOSED' } });
    const filed = await act('fileDocument', { documentId, retention: 'D30', orgSegment: 'BGS' }, people.archivist);

    expect(filed).toMatchObject({
      state: 'FILED',
      allowedActions: [],
      archiveRecord: { archivalCode: 'J002-WS·2026-D30-BGS-0001', state: 'CATALOGUED' },
    });
    const types = (await office.events())
      .filter(({ data: fact }) => JSON.stringify(fact).includes(documentId))
      .map(({ type }) => type);
    expect(types).toEqual([
      'documents.DocumentSigned.v1',
      'documents.DocumentNumbered.v1',
      'documents.DocumentIssued.v1',
      'documents.DeliverySigned.v1',
      'documents.RecordCatalogued.v1',
    ]);
  });

  it('DOC-1: the year of the number is the year of the signature in the business zone', async () => {
    const at = (signedAt: string) => office.documentIn('NUMBERED', { signedAt, docCode: '霁政纪要' });
    office.clock.set('2027-01-04T01:00:00Z');

    const numbers = [];
    for (const signedAt of ['2026-12-31T15:59:59Z', '2026-12-31T16:00:00Z', '2027-01-01T00:00:00+08:00']) {
      const { data } = await office.ask(
        'query ($id: ID!) { document(id: $id) { docNumber } }',
        { id: await at(signedAt) },
        office.people.registrar,
      );
      numbers.push(data.document.docNumber);
    }

    office.clock.set('2026-09-14T01:00:00Z');
    expect(numbers).toEqual(['霁政纪要〔2026〕1号', '霁政纪要〔2027〕1号', '霁政纪要〔2027〕2号']);
  });

  it('DOC-2: a text changed behind the office is not issued', async () => {
    const { people, db } = office;
    const printed = await office.documentIn('PRINTED', { text: '一、全面排查。' });
    const signed = await office.documentIn('SIGNED', { text: '一、全面排查。' });
    await db.write((manager) =>
      manager.getRepository(DocumentBodyEntity).update({ id: In([printed, signed]) }, { text: '一、不必排查。' }),
    );

    expect(await office.refused('issueDocument', { documentId: printed }, people.registrar)).toBe('GUARD_FAILED DOC-2');
    expect(await office.refused('recheckDocument', { documentId: signed, result: 'PASS' }, people.registrar)).toBe(
      'GUARD_FAILED DOC-2',
    );
  });

  it('15-6: to issue to five hundred recipients costs as many statements as to issue to one', async () => {
    const { orgs, people, db, act } = office;
    const { id: townId, path } = orgs.town;
    const town = await db.read.getRepository(OrgReplicaEntity).findOneByOrFail({ id: townId });
    const villages = Array.from({ length: 500 }, (_, index) => {
      const id = systemIds.next('org');
      return { ...town, id, code: `V${index}`, parentId: townId, path: `${path}${id}/` };
    });
    await db.write((manager) => manager.getRepository(OrgReplicaEntity).insert(villages));
    const issued = async (recipients: readonly { id: string }[]): Promise<number> => {
      const printed: string[] = [];
      while (printed.length < 3) {
        const mainRecipientIds = recipients.map(({ id }) => id);
        printed.push(await office.documentIn('PRINTED', { mainRecipientIds, docCode: '霁政办函' }));
      }
      return statementsOf(() => act('issueDocument', { documentId: printed.pop() }, people.registrar));
    };

    expect(await issued(villages)).toBe(await issued([orgs.town]));
  });

  it('refuses in the order visible, role, version, transition', async () => {
    const { people, refused } = office;
    const documentId = await office.documentIn('SIGNED');
    const register = (as: (typeof people)['registrar'], expectedVersion?: number) =>
      refused('registerOutgoing', { documentId, expectedVersion }, as);

    expect(await refused('registerOutgoing', { documentId: 'doc_unknown' }, people.registrar)).toBe('NOT_FOUND');
    expect(await register(people.townRegistrar)).toBe('NOT_FOUND');
    expect(await register(people.archivist, 99)).toBe('FORBIDDEN');
    expect(await register(people.registrar, 99)).toBe('CONFLICT_VERSION');
    expect(await register(people.registrar, 1)).toBe('ILLEGAL_TRANSITION');
  });

  it('the same key gives the first answer again', async () => {
    const { send, people } = office;
    const documentId = await office.documentIn('RECHECKED', { docCode: '霁政办函' });
    const once = await send('registerOutgoing', { documentId, idempotencyKey: 'k-1' }, people.registrar);
    const twice = await send('registerOutgoing', { documentId, idempotencyKey: 'k-1' }, people.registrar);

    expect(once.errors).toBeUndefined();
    expect(twice).toEqual(once);
    expect(
      await office.refused(
        'registerOutgoing',
        { documentId, mainRecipientIds: [], idempotencyKey: 'k-1' },
        people.registrar,
      ),
    ).toBe('IDEMPOTENCY_MISMATCH');
  });

  it('a voided document keeps its number, and the number is found however it is written (15-4.6)', async () => {
    const { act, people, orgs } = office;
    const documentId = await office.documentIn('NUMBERED', {
      issuingOrgId: orgs.emergencyBureau.id,
      docCode: '霁应急发',
      signerId: people.emergencyHead.personId,
    });
    expect(await office.refused('voidDocument', { documentId, reason: '重复行文' }, people.registrar)).toBe(
      'FORBIDDEN',
    );
    const voided = await act('voidDocument', { documentId, reason: '重复行文' }, people.director);
    const query = `query ($org: ID!) {
      numberSequence(org: $org, docCode: "霁应急发", year: 2026) { lastSerial gaps voided allocations { serial state reason document { id } } }
      documentByNumber(org: $org, docNumber: "霁应急发〔2026〕1号") { id }
      otherwise: documentByNumber(org: $org, docNumber: " 霁应急发[２０２６]１号") { id }
      unknown: numberSequence(org: "org_unknown", docCode: "霁应急发", year: 2026) { lastSerial }
    }`;

    const { data } = await office.ask(query, { org: orgs.emergencyBureau.id }, people.registrar);

    expect(voided).toMatchObject({ state: 'VOIDED', docNumber: '霁应急发〔2026〕1号', voidReason: '重复行文' });
    expect(data).toMatchObject({
      numberSequence: {
        lastSerial: 1,
        gaps: [],
        voided: [1],
        allocations: [{ serial: 1, state: 'VOIDED', reason: '重复行文', document: { id: documentId } }],
      },
      documentByNumber: { id: documentId },
      otherwise: { id: documentId },
      unknown: null,
    });
    const { data: filed } = await office.send(
      'fileDocument',
      { documentId, retention: 'D10', orgSegment: 'AQ' },
      people.archivist,
    );
    expect(filed.fileDocument.document.archiveRecord.archivalCode).toBe('J010-WS·2026-D10-AQ-0001');
  });
});

// MariaDB reports every nullable column as changed ("NULL" as a default), so that the comparison says something on SQLite only.
it('migrations produce exactly the entities', async () => {
  await using office = await openOffice('sqlite');

  const { upQueries } = await office.db.writer.driver.createSchemaBuilder().log();

  expect(upQueries.map(({ query }) => query)).toEqual([]);
});
