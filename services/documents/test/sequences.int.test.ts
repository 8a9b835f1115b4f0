import type { Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOffice, type TestOffice } from './office.ts';

describe.each(testDialects())('15-4.7 numbers that an office gave before, on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.close());

  async function start(changes: Record<string, unknown> = {}, as: Viewer = office.people.registrar) {
    const input = {
      orgId: office.orgs.governmentOffice.id,
      docCode: '霁政办发',
      year: 2026,
      lastSerial: 65,
      ...changes,
    };
    const query =
      'mutation ($input: StartDocumentSequenceInput!) { startDocumentSequence(input: $input) { nextSerial } }';
    const { data, errors } = await office.ask(query, { input }, as);
    const { code, rule, field } = errors?.[0]?.extensions ?? {};
    return errors ? [code, rule ?? field].filter(Boolean).join(' ') : data.startDocumentSequence.nextSerial;
  }
  const numberOf = async (docCode: string) => {
    const documentId = await office.documentIn('NUMBERED', { docCode });
    const query = 'query ($id: ID!) { document(id: $id) { docNumber } }';
    return (await office.ask(query, { id: documentId }, office.people.registrar)).data.document.docNumber;
  };

  it('are stated by a registrar of the issuing organisation, for one of its codes', async () => {
    const { people, orgs } = office;

    expect(await start({}, people.director)).toBe('FORBIDDEN');
    expect(await start({}, people.townRegistrar)).toBe('FORBIDDEN');
    expect(await start({ orgId: 'org_unknown' })).toBe('FORBIDDEN');
    expect(await start({ orgId: orgs.emergencyBureau.id, docCode: '霁政办发' }, people.emergencyRegistrar)).toBe(
      'GUARD_FAILED DOC-1',
    );
    expect(await start({ docCode: '不是代字' })).toBe('GUARD_FAILED DOC-1');
  });

  it.each([
    [{ lastSerial: 0 }, 'lastSerial'],
    [{ lastSerial: -5 }, 'lastSerial'],
    [{ lastSerial: 1_000_000 }, 'lastSerial'],
    [{ year: 2024 }, 'year'],
    [{ year: 2028 }, 'year'],
  ])('are plausible: %j', async (changes, field) => {
    expect(await start(changes)).toBe(`BAD_USER_INPUT ${field}`);
  });

  it('are continued, once, with their code in any width and each code and year on its own', async () => {
    expect(await start({ idempotencyKey: 'k1' })).toBe(66);
    expect(await start({ idempotencyKey: 'k1' })).toBe(66);
    expect(await start({ lastSerial: 90 })).toBe('GUARD_FAILED DOC-1');
    expect(await start({ lastSerial: 12 })).toBe('GUARD_FAILED DOC-1');
    expect([await numberOf('霁政办发'), await numberOf('霁政办发')]).toEqual([
      '霁政办发〔2026〕66号',
      '霁政办发〔2026〕67号',
    ]);
    expect(await start({ docCode: ' 霁政纪要\u3000', lastSerial: 7 })).toBe(8);
    expect(await start({ docCode: '霁政纪要', year: 2027, lastSerial: 7 })).toBe(8);
  });

  it('are stated before the first own number, and not after', async () => {
    expect(await numberOf('霁政办函')).toBe('霁政办函〔2026〕1号');
    expect(await start({ docCode: '霁政办函' })).toBe('GUARD_FAILED DOC-1');
    expect(await numberOf('霁政办函')).toBe('霁政办函〔2026〕2号');
  });
});
