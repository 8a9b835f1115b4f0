import { limitsOf } from '@chengqi/office-kernel/testing';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { documents } from '../src/service.ts';
import { aDraft, ledgerTaker } from './ledgers.ts';
import { openOffice, type TestOffice } from './office.ts';

describe.each(testDialects())('opening balances of documents on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.close());

  it('what is unanswered or not filed at the balance day stands under its limits; of before nothing is told', async () => {
    const limits = limitsOf(office.service, documents);
    const { people } = office;
    const balances = ledgerTaker(office, 'balances');
    const drafts = [
      aDraft(office, 11),
      aDraft(office, 12, { state: 'CLOSED', main_recipients: 'JC10', cc_recipients: '' }),
    ];
    const day = '2026-09-15';
    office.clock.set('2026-09-16T01:00:00Z');
    expect(await balances('outgoing_documents.csv', drafts, people.importer, day)).toEqual(Array(2).fill('ACCEPTED'));
    const sent = {
      draft_no: '稿2026-11',
      doc_number: '霁政办发〔2026〕11号',
      sent_at: '2026-09-14 16:44',
      state: 'SENT',
    };
    const deliveries = [
      { ...sent, delivery_no: 'T1', recipient_org: 'JC10', urged_count: '0' },
      { ...sent, delivery_no: 'T2', recipient_org: 'JC11', urged_count: '0', sent_at: '2026-09-15 16:44' },
    ];
    expect(await balances('deliveries.csv', deliveries, people.importer, day)).toEqual(Array(2).fill('ACCEPTED'));
    const query = `query ($where: DocumentFilter) { documents(where: $where) { nodes {
      deadlines { rule clock } deliveries { id org { id } deadlines { rule clock dueOn } } } } }`;
    const read = async (no: number) =>
      (await office.ask(query, { where: { draftNo: `稿2026-${no}` } }, people.registrar)).data.documents.nodes[0];
    const open = await read(11);
    expect(open.deliveries.map(({ deadlines }: { deadlines: object[] }) => deadlines[0])).toEqual(
      expect.arrayContaining([
        { rule: 'SIGN_IN', clock: 'BREACHED', dueOn: '2026-09-15' },
        { rule: 'SIGN_IN', clock: 'RUNNING', dueOn: '2026-09-16' },
      ]),
    );
    expect((await read(12)).deadlines).toEqual([]);
    await limits.run();
    const { breached } = await limits.told();
    expect(breached).toEqual([]);

    office.clock.advance({ days: 2 });
    await limits.run();
    expect((await limits.told()).breached).toHaveLength(1);
  });
});
