import { minutesSigned } from '@chengqi/schemas/events/meetings';
import type { Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DocumentBodyEntity, DocumentEntity } from '../src/outgoing/document.entity.ts';
import { textDigest } from '../src/signing/document-text.repository.ts';
import { eventually, type MinutesSigned, openOffice, type TestOffice, minutesText as text } from './office.ts';

describe.each(testDialects())('minutes on %s', (dialect) => {
  let office: TestOffice;
  let reads: string[] = [];
  beforeAll(async () => {
    office = await openOffice(dialect, {
      systemReads: (owner, references) => {
        reads.push(...references.map(({ __typename, id }) => `${owner} ${__typename} ${id}`));
        return references.map(() => ({ title: '涉密纪要', text }));
      },
    });
  });
  afterAll(() => office.close());

  const sign = async (changes: Partial<MinutesSigned> = {}, times = 1) => {
    const minutes = office.minutes(changes);
    await office.deliver(minutesSigned, minutes.minutesId, minutes, { secrecyLevel: minutes.level, times });
    return minutes;
  };
  const stored = (originId: string) => office.db.read.getRepository(DocumentEntity).findBy({ originId });
  const documentOf = async (originId: string, as: Viewer = office.people.registrar) => {
    const [row] = await stored(originId);
    const query =
      'query ($id: ID!) { document(id: $id) { id kind state title text version returnReason signedDigest origin { __typename ... on Minutes { id } } drafter { id } mainRecipients { id } } }';
    return (await office.ask(query, { id: row?.id }, as)).data.document;
  };

  it('signed minutes become a SIGNED document, once, however often they arrive', async () => {
    const minutes = await sign({}, 3);

    expect(await stored(minutes.minutesId)).toHaveLength(1);
    expect(await documentOf(minutes.minutesId)).toMatchObject({
      kind: 'MINUTES',
      state: 'SIGNED',
      title: minutes.title,
      text,
      origin: { __typename: 'Minutes', id: minutes.minutesId },
      drafter: { id: minutes.drafterId },
      mainRecipients: minutes.recipientOrgIds.map((id) => ({ id })),
    });
  });

  it('travel to the issue unsealed and name their origin to the meeting', async () => {
    const { act, refused, people, orgs } = office;
    const minutes = await sign();
    const { id: documentId } = await documentOf(minutes.minutesId);
    await act('recheckDocument', { documentId, result: 'PASS' }, people.registrar);
    await act('registerOutgoing', { documentId }, people.registrar);
    expect(
      await refused('sealAndPrint', { documentId, copies: 2, sealOrgId: orgs.governmentOffice.id }, people.registrar),
    ).toBe('BAD_USER_INPUT sealOrgId');
    await act('sealAndPrint', { documentId, copies: 2 }, people.registrar);
    await act('issueDocument', { documentId }, people.registrar);

    const [issued] = (await office.events('DocumentIssued')).filter(({ subject }) => subject === documentId);
    expect(issued?.data).toMatchObject({
      kind: 'MINUTES',
      docNumber: '霁政纪要〔2026〕1号',
      mainOrgIds: minutes.recipientOrgIds,
      origin: { type: 'Minutes', id: minutes.minutesId },
    });
  });

  it('refused at the recheck, they come back signed anew as the same document', async () => {
    const { act, refused, people, paper } = office;
    const minutes = await sign();
    const { id: documentId } = await documentOf(minutes.minutesId);
    await act(
      'recheckDocument',
      { documentId, result: 'SUBSTANTIVE_CHANGE', reason: '第三项责任单位有误' },
      people.registrar,
    );
    const [refusal] = (await office.events('MinutesRefused')).filter(({ subject }) => subject === documentId);
    expect(refusal?.data).toEqual({ minutesId: minutes.minutesId, documentId, reason: '第三项责任单位有误' });
    expect(await refused('enterSignedDocument', paper({ documentId }), people.registrar)).toBe('FORBIDDEN');

    const anew = {
      ...minutes,
      text: '会议议定：由县教育局牵头整改。',
      digest: textDigest('会议议定：由县教育局牵头整改。'),
      recipientOrgIds: [office.orgs.town.id],
    };
    await office.deliver(minutesSigned, minutes.minutesId, anew);

    expect(await stored(minutes.minutesId)).toHaveLength(1);
    expect(await documentOf(minutes.minutesId)).toMatchObject({
      id: documentId,
      state: 'SIGNED',
      text: '会议议定：由县教育局牵头整改。',
      returnReason: null,
      mainRecipients: [{ id: office.orgs.town.id }],
    });
    await act('recheckDocument', { documentId, result: 'PASS' }, people.registrar);
  });

  it('signed again without a refusal, nothing changes', async () => {
    const minutes = await sign();
    await office.deliver(minutesSigned, minutes.minutesId, { ...minutes, text: '改动过的正文' });

    expect(await documentOf(minutes.minutesId)).toMatchObject({ state: 'SIGNED', text, version: 1 });
  });

  it('DOC-1: minutes under a foreign code do not pass; signed anew under an own one they are numbered', async () => {
    const { act, refused, people } = office;
    const minutes = await sign({ docCode: '霁应急发' });
    const { id: documentId } = await documentOf(minutes.minutesId);
    expect(await refused('recheckDocument', { documentId, result: 'PASS' }, people.registrar)).toBe(
      'GUARD_FAILED DOC-1',
    );
    const reason = '代字不属于发文机关';
    await act('recheckDocument', { documentId, result: 'SUBSTANTIVE_CHANGE', reason }, people.registrar);
    await office.deliver(minutesSigned, minutes.minutesId, { ...minutes, docCode: '霁政办函' });
    await act('recheckDocument', { documentId, result: 'PASS' }, people.registrar);

    const numbered = await act('registerOutgoing', { documentId }, people.registrar);

    expect(numbered.docNumber).toBe('霁政办函〔2026〕1号');
  });

  it('imported history makes no document', async () => {
    const minutes = office.minutes();
    await office.deliver(minutesSigned, minutes.minutesId, minutes, { provenance: 'imported' });

    expect(await stored(minutes.minutesId)).toEqual([]);
  });

  it('classified minutes are read from their owner; until then nobody can recheck them', async () => {
    reads = [];
    const minutes = await sign({ level: 'WORK_SECRET', title: null, text: null });
    const id = (await stored(minutes.minutesId))[0]?.id;
    await eventually(async () => (await documentOf(minutes.minutesId)).signedDigest !== null);

    expect(reads).toContain(`meetings Minutes ${minutes.minutesId}`);
    expect(await documentOf(minutes.minutesId)).toMatchObject({ title: '涉密纪要', text });
    await office.act('recheckDocument', { documentId: id, result: 'PASS' }, office.people.registrar);
    const published = JSON.stringify(await office.events());
    expect(published).not.toContain('涉密纪要');
  });

  it('a text whose digest is not the signed one is not taken (DOC-2)', async () => {
    const minutes = await sign({ level: 'WORK_SECRET', title: null, text: null, digest: '1'.repeat(64) });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const [row] = await stored(minutes.minutesId);

    expect(row).toMatchObject({ title: null, signedDigest: null });
    expect(
      await office.refused('recheckDocument', { documentId: row?.id, result: 'PASS' }, office.people.registrar),
    ).toBe('GUARD_FAILED DOC-2');
  });

  it('DOC-7: above the ceiling only a register entry is made', async () => {
    reads = [];
    const minutes = await sign({ level: 'SECRET', title: null, text: null });
    const cleared = { ...office.people.registrar, clearance: 'SECRET' as const };
    const [row] = await stored(minutes.minutesId);

    expect(await documentOf(minutes.minutesId, cleared)).toMatchObject({ state: 'SIGNED', title: null, text: null });
    expect(await documentOf(minutes.minutesId)).toBeNull();
    expect(await office.db.read.getRepository(DocumentBodyEntity).findBy({ id: row?.id ?? '' })).toEqual([]);
    expect(reads.join()).not.toContain(minutes.minutesId);
    await office.act('recheckDocument', { documentId: row?.id, result: 'PASS' }, cleared);
  });
});
