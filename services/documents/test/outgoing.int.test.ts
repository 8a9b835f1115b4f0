import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { In } from 'typeorm';
import { DocumentBodyEntity, DocumentEntity } from '../src/outgoing/document.entity.ts';
import { openOffice, type TestOffice } from './office.ts';

describe.each(testDialects())('outgoing documents on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.close());

  it('migrations produce exactly the entities', async () => {
    expect((await office.db.writer.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query)).toEqual([]);
  });

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

  it('closes when every main recipient has signed or rejected, also at the same moment', async () => {
    const { documentIn, people, orgs } = office;
    const documentId = await documentIn('ISSUED', {
      mainRecipientIds: [orgs.emergencyBureau.id, orgs.educationBureau.id, orgs.town.id],
    });
    const { data } = await office.ask(
      'query ($id: ID!) { deliveries(documentId: $id) { id org { id } } }',
      { id: documentId },
      people.registrar,
    );
    const to = (org: { id: string }) =>
      data.deliveries.find((delivery: { org: { id: string } }) => delivery.org.id === org.id).id;

    const answers = await Promise.all([
      office.refused('signDelivery', { deliveryId: to(orgs.emergencyBureau) }, people.emergencyRegistrar),
      office.refused(
        'rejectDelivery',
        { deliveryId: to(orgs.educationBureau), reason: '不属于我局职责' },
        people.educationRegistrar,
      ),
      office.refused('signDelivery', { deliveryId: to(orgs.town) }, people.townRegistrar),
    ]);

    expect(answers).toEqual([null, null, null]);
    const { data: after } = await office.ask(
      'query ($id: ID!) { document(id: $id) { state deliveries { state } } }',
      { id: documentId },
      people.registrar,
    );
    expect(after.document.state).toBe('CLOSED');
  });

  it('one recipient sees neither the delivery of another nor anything before the issue', async () => {
    const { documentIn, people, orgs } = office;
    const query = 'query ($id: ID!) { document(id: $id) { state deliveries { org { id } } } }';
    const printed = await documentIn('PRINTED', { mainRecipientIds: [orgs.educationBureau.id] });
    const issued = await documentIn('ISSUED', { mainRecipientIds: [orgs.educationBureau.id, orgs.town.id] });

    expect((await office.ask(query, { id: printed }, people.educationStaff)).data.document).toBeNull();
    expect((await office.ask(query, { id: issued }, people.educationStaff)).data.document).toEqual({
      state: 'ISSUED',
      deliveries: [{ org: { id: orgs.educationBureau.id } }],
    });
    expect((await office.ask(query, { id: issued }, people.rescueHandler)).data.document).toBeNull();
  });

  it('the unsigned deliveries of an org are its own to see', async () => {
    const { people, orgs } = office;
    await office.documentIn('ISSUED', { mainRecipientIds: [orgs.town.id] });
    const query =
      'query ($org: ID!) { unsignedDeliveries(org: $org) { totalCount nodes { state org { id } document { docNumber } allowedActions } } }';

    const mine = (await office.ask(query, { org: orgs.town.id }, people.townRegistrar)).data.unsignedDeliveries;
    const foreign = (await office.ask(query, { org: orgs.town.id }, people.educationRegistrar)).data.unsignedDeliveries;

    expect(mine.totalCount).toBe(mine.nodes.length);
    expect(mine.nodes[0]).toMatchObject({
      state: 'SENT',
      org: { id: orgs.town.id },
      allowedActions: ['SIGN', 'REJECT'],
    });
    expect(foreign).toEqual({ totalCount: 0, nodes: [] });
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

  it('DOC-1: only codes of the issuing organisation are numbered', async () => {
    const documentId = await office.documentIn('RECHECKED', { docCode: '霁应急发' });

    expect(await office.refused('registerOutgoing', { documentId }, office.people.registrar)).toBe(
      'GUARD_FAILED DOC-1',
    );
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

  it('DOC-3: drafter, reviewer and rechecker are different persons', async () => {
    const { people, paper, refused } = office;
    const everything = {
      ...people.registrar,
      posts: [
        {
          ...people.registrar.posts[0],
          orgId: office.orgs.documentDivision.id,
          scopeOrgId: office.orgs.county.id,
          roles: ['REGISTRAR'],
        },
      ],
    };
    const asDrafter = { ...everything, personId: people.drafter.personId };
    const asReviewer = { ...everything, personId: people.reviewer.personId };
    const documentId = await office.documentIn('SIGNED');

    expect(await refused('enterSignedDocument', paper(), asDrafter)).toBe('SEPARATION_OF_DUTIES');
    expect(await refused('enterSignedDocument', paper({ reviewerId: people.drafter.personId }), people.registrar)).toBe(
      'SEPARATION_OF_DUTIES',
    );
    expect(await refused('recheckDocument', { documentId, result: 'PASS' }, asDrafter)).toBe('SEPARATION_OF_DUTIES');
    expect(await refused('recheckDocument', { documentId, result: 'PASS' }, asReviewer)).toBe('SEPARATION_OF_DUTIES');
  });

  it('a paper that went back to its signer returns as the same document', async () => {
    const { act, refused, paper, people } = office;
    const documentId = await office.documentIn('SIGNED');
    expect(await refused('recheckDocument', { documentId, result: 'SUBSTANTIVE_CHANGE' }, people.registrar)).toBe(
      'BAD_USER_INPUT reason',
    );
    const back = await act(
      'recheckDocument',
      { documentId, result: 'SUBSTANTIVE_CHANGE', reason: '第二条与规定不符' },
      people.registrar,
    );
    expect(back).toMatchObject({
      state: 'SIGNOFF',
      returnReason: '第二条与规定不符',
      allowedActions: ['ENTER_SIGNED'],
    });

    expect(await refused('enterSignedDocument', paper({ documentId, kind: 'CIRCULAR' }), people.registrar)).toBe(
      'BAD_USER_INPUT kind',
    );
    const again = await act(
      'enterSignedDocument',
      paper({ documentId, title: '关于开展安全大检查的通知', scanDigest: 'b'.repeat(64) }),
      people.registrar,
    );

    expect(again).toMatchObject({
      id: documentId,
      state: 'SIGNED',
      title: '关于开展安全大检查的通知',
      returnReason: null,
    });
    expect(await refused('enterSignedDocument', paper({ documentId }), people.registrar)).toBe('ILLEGAL_TRANSITION');
  });

  it.each([
    ['a title is missing', { title: null }, 'BAD_USER_INPUT title'],
    ['a title is blank', { title: '  ' }, 'BAD_USER_INPUT title'],
    ['a title is too long', { title: '长'.repeat(201) }, 'BAD_USER_INPUT title'],
    ['a title carries a NUL byte', { title: '通知\u0000' }, 'BAD_USER_INPUT title'],
    ['the scan digest is none', { scanDigest: 'abc' }, 'BAD_USER_INPUT scanDigest'],
    ['the code has blanks', { docCode: '霁 政' }, 'BAD_USER_INPUT docCode'],
    ['it is signed tomorrow', { signedAt: '2026-09-15T09:00:00+08:00' }, 'BAD_USER_INPUT signedAt'],
    ['the drafter is unknown', { drafterId: 'psn_unknown' }, 'REFERENCE_UNKNOWN drafterId'],
    ['a recipient is unknown', { mainRecipientIds: ['org_unknown'] }, 'REFERENCE_UNKNOWN mainRecipientIds'],
    ['a level above the clearance is claimed', { secrecyLevel: 'SECRET' }, 'CLEARANCE_REQUIRED'],
    ['the kind is for the principal head alone', { kind: 'REQUEST' }, 'BAD_USER_INPUT signerId'],
  ])('refuses to enter a document when %s', async (_, changes, refusal) => {
    expect(await office.refused('enterSignedDocument', office.paper(changes), office.people.registrar)).toBe(refusal);
  });

  it('an issuing organisation outside the scope is forbidden', async () => {
    expect(await office.refused('enterSignedDocument', office.paper(), office.people.townRegistrar)).toBe('FORBIDDEN');
    expect(await office.refused('enterSignedDocument', office.paper(), office.people.archivist)).toBe('FORBIDDEN');
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

  it('a voided document keeps its number, and the number is found', async () => {
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
      unknown: null,
    });
    const { data: filed } = await office.send(
      'fileDocument',
      { documentId, retention: 'D10', orgSegment: 'AQ' },
      people.archivist,
    );
    expect(filed.fileDocument.document.archiveRecord.archivalCode).toBe('J010-WS·2026-D10-AQ-0001');
  });

  it('the queue shows each stage to who does it', async () => {
    const { people } = office;
    const signed = await office.documentIn('SIGNED', { docCode: '霁政办函' });
    const rechecked = await office.documentIn('RECHECKED', { docCode: '霁政办函' });
    const query = 'query ($stage: DocumentStage) { myDocumentQueue(stage: $stage, first: 100) { nodes { id } } }';
    const queue = async (stage: string | null, as = people.registrar) =>
      (await office.ask(query, { stage }, as)).data.myDocumentQueue.nodes.map(({ id }: { id: string }) => id);

    expect(await queue('RECHECK')).toContain(signed);
    expect(await queue('RECHECK')).not.toContain(rechecked);
    expect(await queue('REGISTER')).toContain(rechecked);
    expect(await queue(null)).toEqual(expect.arrayContaining([signed, rechecked]));
    expect(await queue(null, people.townRegistrar)).toEqual([]);
    expect(await queue(null, people.educationStaff)).toEqual([]);
    expect(await queue('RECHECK', { ...people.registrar, personId: people.drafter.personId })).not.toContain(signed);
  });

  it('lists are pages of what matches', async () => {
    const { people, orgs } = office;
    await office.documentIn('SIGNED', { kind: 'ORDER' });
    await office.documentIn('SIGNED', { kind: 'ORDER' });
    const query =
      'query ($where: DocumentFilter, $after: String) { documents(where: $where, first: 1, after: $after) { totalCount nodes { kind } pageInfo { hasNextPage endCursor } } }';
    const where = {
      kind: 'ORDER',
      org: orgs.governmentOffice.id,
      state: 'SIGNED',
      signedAt: { gte: '2026-09-13T00:00:00Z', lt: '2026-09-14T00:00:00Z' },
    };

    const first = (await office.ask(query, { where }, people.registrar)).data.documents;
    const second = (await office.ask(query, { where, after: first.pageInfo.endCursor }, people.registrar)).data
      .documents;

    expect(first).toMatchObject({ totalCount: 2, nodes: [{ kind: 'ORDER' }], pageInfo: { hasNextPage: true } });
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  it('_entities sends as many statements for ten documents as for two', async () => {
    const { people, db } = office;
    const rows = await db.read.getRepository(DocumentEntity).find({ select: { id: true }, take: 10 });
    const query =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Document { id docCode archiveRecord { archivalCode } } } }';
    const count = async (of: string[]) => {
      const before = db.statementCount;
      const { data } = await office.ask(
        query,
        { of: of.map((id) => ({ __typename: 'Document', id })) },
        people.registrar,
      );
      expect(data._entities.map(({ id }: { id: string }) => id)).toEqual(of);
      return db.statementCount - before;
    };
    const ids = rows.map(({ id }) => id);

    await count(ids);
    expect(await count(ids)).toBe(await count(ids.slice(0, 2)));
  });
});
