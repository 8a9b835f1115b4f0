import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOffice, type TestOffice } from './office.ts';

describe.each(testDialects())('entering signed papers on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.close());

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
    const waiting = async (args: string) =>
      (await office.ask(`{ myDocumentQueue(${args}, first: 100) { nodes { id } } }`, {}, people.registrar)).data
        .myDocumentQueue.nodes;
    expect(await waiting('stage: SIGNOFF')).toEqual([{ id: documentId }]);
    expect(await waiting('states: [SIGNOFF]')).toEqual([{ id: documentId }]);
    expect(await waiting('states: []')).toEqual([]);

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
    ['the code is of another organisation', { docCode: '霁应急发' }, 'BAD_USER_INPUT docCode'],
    ['the code has blanks', { docCode: '霁 政' }, 'BAD_USER_INPUT docCode'],
    ['it is signed tomorrow', { signedAt: '2026-09-15T09:00:00+08:00' }, 'BAD_USER_INPUT signedAt'],
    ['the drafter is unknown', { drafterId: 'psn_unknown' }, 'REFERENCE_UNKNOWN drafterId'],
    ['a recipient is unknown', { mainRecipientIds: ['org_unknown'] }, 'REFERENCE_UNKNOWN mainRecipientIds.0'],
    [
      'there are more than 500 recipients',
      { ccRecipientIds: Array.from({ length: 501 }, (_, index) => `org_${index}`) },
      'BAD_USER_INPUT ccRecipientIds',
    ],
    ['a level above the clearance is claimed', { secrecyLevel: 'SECRET' }, 'CLEARANCE_REQUIRED'],
    ['the kind is for the principal head alone', { kind: 'REQUEST' }, 'BAD_USER_INPUT signerId'],
  ])('refuses to enter a document when %s', async (_, changes, refusal) => {
    expect(await office.refused('enterSignedDocument', office.paper(changes), office.people.registrar)).toBe(refusal);
  });

  it('an issuing organisation outside the scope is forbidden', async () => {
    expect(await office.refused('enterSignedDocument', office.paper(), office.people.townRegistrar)).toBe('FORBIDDEN');
    expect(await office.refused('enterSignedDocument', office.paper(), office.people.archivist)).toBe('FORBIDDEN');
  });
});
