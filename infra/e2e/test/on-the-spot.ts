import type { Data, OfficeClient } from '@chengqi/stack';
import { expect } from '@jest/globals';

const officer = 'YX0023';
const rectifier = 'YX0024';
const inspector = 'YX0019';

/** A hazard of the demo county put right on the spot, with pictures of before and after that the rechecker looks at. */
export async function provesOnTheSpot(client: OfficeClient): Promise<void> {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000_000, 'x')]);

  async function uploaded(who: string, name: string): Promise<string> {
    const { createHazardUploadTicket: asked } = await client
      .as(who)
      .act(
        'mutation ($input: UploadTicketInput!) { createHazardUploadTicket(input: $input) { ticket { fileId url } } }',
        { input: { name, size: bytes.byteLength } },
      );
    const headers = { authorization: `Bearer ${await client.token(who)}` };
    const sent = await fetch(client.url + asked.ticket.url, { method: 'PUT', body: bytes, headers });
    expect([sent.status, await sent.json()]).toEqual([201, expect.objectContaining({ type: 'image/jpeg', name })]);
    return asked.ticket.fileId;
  }
  const act = async (who: string, name: string, input: Data): Promise<Data> => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const data = await client
      .as(who)
      .act(`mutation ($input: ${type}!) { ${name}(input: $input) { hazard { id state } } }`, { input });
    return data[name].hazard;
  };

  const { org } = await client.as('admin').act('{ org(code: "YX0401") { id parent { sites { id } } sites { id } } }');
  const [site] = [...org.sites, ...org.parent.sites];
  const { id: hazardId } = await act(officer, 'reportHazard', {
    siteId: site.id,
    description: '疏散通道堆放杂物',
    category: 'FIRE',
  });
  await act(officer, 'confirmHazard', { hazardId, level: 'GENERAL', responsibleOrgId: org.id });
  const [before, after] = [await uploaded(rectifier, '整改前.jpg'), await uploaded(rectifier, '整改后.jpg')];
  await act(rectifier, 'fixOnSpot', {
    hazardId,
    before: { text: '堆放', fileId: before },
    after: { text: '已清理', fileId: after },
  });

  const { hazard } = await client
    .as(inspector)
    .act(
      'query ($id: ID!) { hazard(id: $id) { rectifications { results { evidence { file { name size url } } } } } }',
      { id: hazardId },
    );
  const files: Data[] = hazard.rectifications[0].results.map(({ evidence }: Data) => evidence.file);
  expect(files.map(({ name }) => name)).toEqual(['整改前.jpg', '整改后.jpg']);
  for (const { url } of files) {
    const seen = await fetch(client.url + url, {
      headers: { authorization: `Bearer ${await client.token(inspector)}` },
    });
    expect([seen.status, seen.headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
    expect(Buffer.from(await seen.arrayBuffer()).equals(bytes)).toBe(true);
    expect((await fetch(client.url + url)).status).toBe(401);
  }
  const absent = await fetch(`${client.url}/files/security/fil_none`, {
    headers: { authorization: `Bearer ${await client.token(inspector)}` },
  });
  expect(absent.status).toBe(404);
}
