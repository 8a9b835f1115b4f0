import { AuditEntity } from '@chengqi/office-kernel';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOffice, type TestOffice } from './office.ts';

describe.each(testDialects())('acts and what they leave behind on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.close());

  const auditOf = (entityId: string) =>
    office.db.read.getRepository(AuditEntity).find({ where: { entityId }, order: { id: 'ASC' } });

  it('two acts on one document in one operation answer with the state of each', async () => {
    const id = await office.documentIn('SIGNED');
    const operation = `mutation ($id: ID!) {
      first: recheckDocument(input: { documentId: $id, result: PASS }) { document { state version allowedActions } }
      second: registerOutgoing(input: { documentId: $id }) { document { state version docNumber } }
    }`;

    const { data, errors } = await office.service.execute(operation, { id }, office.people.registrar);

    expect(errors).toBeUndefined();
    expect(data.first.document).toEqual({ state: 'RECHECKED', version: 2, allowedActions: ['REGISTER'] });
    expect(data.second.document).toMatchObject({ state: 'NUMBERED', version: 3 });
    expect(data.second.document.docNumber).toContain('号');
  });

  it('the audit names the role of each act, also of one that tells nobody', async () => {
    const id = await office.documentIn('ISSUED');
    await office.act(
      'voidDocument',
      { documentId: await office.documentIn('PRINTED'), reason: '作废' },
      office.people.director,
    );

    expect((await auditOf(id)).map(({ act, role }) => [act, role])).toEqual([
      ['enterSignedDocument', 'REGISTRAR'],
      ['recheckDocument', 'REGISTRAR'],
      ['registerOutgoing', 'REGISTRAR'],
      ['sealAndPrint', 'REGISTRAR'],
      ['issueDocument', 'REGISTRAR'],
    ]);
  });

  it('ARC-2: who kept a record longer is in the audit as the ARCHIVIST', async () => {
    const documentId = await office.documentIn('PRINTED');
    await office.act('voidDocument', { documentId, reason: '作废' }, office.people.director);
    const filed = await office.act(
      'fileDocument',
      { documentId, retention: 'D10', orgSegment: 'BGS' },
      office.people.archivist,
    );
    const recordId = filed.archiveRecord.id;

    await office.act('extendRetention', { recordId, retention: 'D30', reason: '常查' }, office.people.archivist);

    expect((await auditOf(recordId)).map(({ act, role }) => [act, role])).toEqual([['extendRetention', 'ARCHIVIST']]);
  });
});
