import { type Data, playClosedLoop } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tryEveryPath } from './lonely-admin.ts';
import { type OpenedOffice, openOffice } from './open-office.ts';

const lists = `{
  meetings(first: 100) { totalCount nodes { id } }
  resolutions(first: 100) { totalCount nodes { id } }
  documents(first: 100) { totalCount nodes { id } }
  supervisionItems(first: 100) { totalCount nodes { id } }
  hazards(first: 100) { totalCount nodes { id } }
  serviceCases(first: 100) { totalCount nodes { id } }
}`;

describe('an administrator alone', () => {
  let opened: OpenedOffice;
  let meetingId: string;
  let reader: string;
  let print: typeof console.log;

  beforeAll(async () => {
    print = console.log;
    console.log = () => {};
    opened = await openOffice();
    ({ meetingId, reader } = await playClosedLoop(opened.office.url, { run: 'alone' }));
    await opened.client.settled();
  });
  afterAll(async () => {
    console.log = print;
    await opened?.[Symbol.asyncDispose]();
  });

  it('15-1.5: reads no INTERNAL content of the loop, whatever posts he gives himself or people he makes', async () => {
    const title = 'query ($id: ID!) { meeting(id: $id) { title } }';
    expect((await opened.client.as(reader).act(title, { id: meetingId })).meeting.title).toBeTruthy();

    const { readers, refused } = await tryEveryPath(opened.client);

    expect(refused).toContain('assignPost SEPARATION_OF_DUTIES');
    expect(refused).toContain('grantClearance SEPARATION_OF_DUTIES');
    expect(refused.filter((name) => name.startsWith('confirmPost')).length).toBe(readers.length * 3);
    for (const who of readers) {
      const desk = opened.client.as(who);
      expect((await desk.ask(title, { id: meetingId })).data).toEqual({ meeting: null });
      const { data, errors } = await desk.ask(lists);
      expect(errors).toEqual([]);
      for (const list of Object.values<Data>(data)) expect(list).toEqual({ totalCount: 0, nodes: [] });
    }
  });
});
