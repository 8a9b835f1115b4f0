import type { Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSupervision, type Supervision } from './supervision.ts';

const table = Buffer.from('学校,结果\n一小,合格\n');

describe.each(testDialects())('files that prove progress, on %s', (dialect) => {
  let s: Supervision;
  beforeAll(async () => {
    s = await openSupervision(dialect);
  });
  afterAll(() => s.office.close());

  async function uploaded(as: Viewer): Promise<string> {
    const { data } = await s.office.execute(
      'mutation ($input: UploadTicketInput!) { createItemUploadTicket(input: $input) { ticket { fileId } } }',
      { input: { name: '排查表.csv', size: table.byteLength } },
      as,
    );
    const { fileId } = data.createItemUploadTicket.ticket;
    const answer = await s.office.serve(`/files/${fileId}`, as, { method: 'PUT', body: table });
    expect(answer.status).toBe(201);
    return fileId;
  }

  it('are read by the verifier with the report, and by the unit with the verification', async () => {
    const { supervisor, educationHandler, educationHead } = s.county.people;
    const { id: itemId, assignments } = await s.started();
    const reported = await uploaded(educationHandler);
    const evidence = [{ text: '全部合格', fileId: reported }];
    const report = { assignmentId: assignments[0].id, percent: 100, text: '完成', evidence };
    await s.act(educationHandler, 'reportProgress', report);
    await s.act(educationHead, 'submitCompletion', { itemId, result: '已全部排查' });
    const seen = await uploaded(supervisor);
    await s.pass(itemId, { evidence: [{ text: '抽查', fileId: seen }] });

    const file = 'evidence { file { name size type url } }';
    const query = `query ($id: ID!) { supervisionItem(id: $id) { reports { ${file} } verifications { ${file} } } }`;
    const { data, errors } = await s.office.execute(query, { id: itemId }, supervisor);
    expect(errors).toBeUndefined();
    const told = (id: string) => ({
      evidence: [
        { file: { name: '排查表.csv', size: table.byteLength, type: 'text/csv', url: `/files/supervision/${id}` } },
      ],
    });
    expect(data.supervisionItem).toEqual({ reports: [told(reported)], verifications: [told(seen)] });
    for (const [fileId, reader] of [
      [reported, supervisor],
      [seen, educationHandler],
    ] as const) {
      const answer = await s.office.serve(`/files/${fileId}`, reader);
      expect([answer.status, await answer.text()]).toEqual([200, table.toString()]);
    }
    expect(
      (await s.office.serve(`/files/${reported}`, { ...supervisor, personId: 'psn_else', posts: [] })).status,
    ).toBe(404);
  });

  it('prove no item but their own', async () => {
    const { educationHandler } = s.county.people;
    const [one, other] = [await s.started(), await s.started()];
    const fileId = await uploaded(educationHandler);
    const report = ({ assignments: [part] }: typeof one) =>
      s.act(educationHandler, 'reportProgress', {
        ...{ assignmentId: part.id, percent: 50, text: '进展' },
        evidence: [{ text: '表', fileId }],
      });
    await report(one);
    await expect(report(other)).rejects.toThrow('REFERENCE_UNKNOWN');
  });
});
