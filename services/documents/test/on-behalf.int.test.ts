import { AuditEntity } from '@chengqi/office-kernel';
import { standingIn } from '@chengqi/office-kernel/testing';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOffice, type TestOffice } from './office.ts';

describe.each(testDialects())('acts on behalf of the registrar on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.close());

  const entryOf = (act: string, entityId: string) =>
    office.db.read.getRepository(AuditEntity).findOneByOrFail({ act, entityId });
  const allowed = async (id: string, as: TestOffice['people']['archivist']) =>
    (await office.ask('query ($id: ID!) { document(id: $id) { allowedActions } }', { id }, as)).data.document
      .allowedActions;

  it('O-9: say so in audit and event, and are offered as they are allowed', async () => {
    const { people, act, refused } = office;
    const documentId = await office.documentIn('RECHECKED');
    const standIn = standingIn(people.archivist, people.registrar);
    expect(await refused('registerOutgoing', { documentId }, people.archivist)).toBe('FORBIDDEN');
    expect(await allowed(documentId, standIn)).toEqual(['REGISTER']);

    const registered = await act('registerOutgoing', { documentId }, standIn);

    expect(registered).toMatchObject({ state: 'NUMBERED', allowedActions: ['SEAL_AND_PRINT'] });
    const both = { personId: people.archivist.personId, onBehalfOf: people.registrar.personId };
    expect(await entryOf('registerOutgoing', documentId)).toMatchObject({ ...both, role: 'REGISTRAR' });
    expect((await office.events('DocumentNumbered')).at(-1)).toMatchObject({
      actorid: both.personId,
      onbehalfof: both.onBehalfOf,
      actorrole: 'REGISTRAR',
    });
  });

  it('O-9: are those of the person alone where the own role is enough', async () => {
    const { people, act } = office;
    const documentId = await office.documentIn('RECHECKED');
    await act('registerOutgoing', { documentId }, standingIn(people.registrar, people.townRegistrar));
    expect(await entryOf('registerOutgoing', documentId)).toMatchObject({
      personId: people.registrar.personId,
      onBehalfOf: null,
    });
    expect((await office.events('DocumentNumbered')).at(-1)).toMatchObject({ onbehalfof: null });
  });

  it('O-9: bring new rows into being as well, each mutation of an operation in its own capacity', async () => {
    const { people, paper } = office;
    const standIn = standingIn(people.archivist, people.registrar);
    const closed = await office.documentIn('ISSUED');
    const { data: shown } = await office.ask(
      'query ($id: ID!) { document(id: $id) { deliveries { id } } }',
      { id: closed },
      people.registrar,
    );
    await office.act('signDelivery', { deliveryId: shown.document.deliveries[0].id }, people.emergencyRegistrar);
    const { data, errors } = await office.ask(
      `mutation ($paper: EnterSignedDocumentInput!, $file: FileDocumentInput!) {
        first: enterSignedDocument(input: $paper) { document { id allowedActions } }
        second: fileDocument(input: $file) { document { id state } } }`,
      { paper: paper(), file: { documentId: closed, retention: 'D30', orgSegment: 'BGS' } },
      standIn,
    );

    expect(errors).toBeUndefined();
    expect(data.first.document.allowedActions).toEqual(['RECHECK']);
    const onBehalfOf = people.registrar.personId;
    expect(await entryOf('enterSignedDocument', data.first.document.id)).toMatchObject({ onBehalfOf });
    expect(await entryOf('fileDocument', closed)).toMatchObject({ onBehalfOf: null });
  });

  it('O-9: give the same answer to the same key, whatever the capacity', async () => {
    const { people, send } = office;
    const input = { documentId: await office.documentIn('RECHECKED'), idempotencyKey: 'on-behalf' };
    expect(await office.refused('registerOutgoing', input, people.archivist)).toBe('FORBIDDEN');
    const standIn = standingIn(people.archivist, people.registrar);

    const once = await send('registerOutgoing', input, standIn);
    expect(once.errors).toBeUndefined();
    expect(await send('registerOutgoing', input, standIn)).toEqual(once);
  });

  it('DOC-3: neither the drafter for the registrar nor somebody for the drafter rechecks or enters the document', async () => {
    const { people, refused, paper } = office;
    const documentId = await office.documentIn('SIGNED');
    const recheck = { documentId, result: 'PASS' };
    const drafter = standingIn(people.drafter, people.registrar);
    const draftersStandIn = standingIn(people.archivist, {
      ...people.registrar,
      personId: people.drafter.personId,
    });

    for (const one of [drafter, draftersStandIn]) {
      expect(await refused('recheckDocument', recheck, one)).toBe('SEPARATION_OF_DUTIES');
      expect(await refused('enterSignedDocument', paper(), one)).toBe('SEPARATION_OF_DUTIES');
      expect(await allowed(documentId, one)).toEqual([]);
    }
    expect(await allowed(documentId, standingIn(people.archivist, people.registrar))).toEqual(['RECHECK']);
  });

  it('O-9: reach no further than the role, and reading no further than the own clearance', async () => {
    const { people, refused } = office;
    const open = await office.documentIn('RECHECKED');
    const secret = await office.documentIn('SIGNED', { secrecyLevel: 'WORK_SECRET', title: '内部事项' });
    const townStandIn = standingIn(people.emergencyRegistrar, people.townRegistrar);

    expect(await refused('registerOutgoing', { documentId: open }, townStandIn)).toBe('NOT_FOUND');
    const ask = (as: TestOffice['people']['archivist']) =>
      office.ask('query ($id: ID!) { document(id: $id) { id } }', { id: secret }, as);
    const uncleared = { ...people.townRegistrar, clearance: 'INTERNAL' as const };
    expect((await ask(standingIn(uncleared, people.registrar))).data.document).toBeNull();
    expect((await ask(standingIn({ ...uncleared, clearance: 'WORK_SECRET' }, people.registrar))).data.document).toEqual(
      {
        id: secret,
      },
    );
  });
});
