import { once } from 'node:events';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { ServiceName } from '@chengqi/schemas';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startGateway } from './fixture.ts';

const before = readFileSync(new URL('two-subgraphs.graphql', import.meta.url), 'utf8');
/** Another graph: people have a telephone. */
const after = before.replace(
  '  boss: Person @join__field(graph: DIRECTORY)\n',
  '  boss: Person @join__field(graph: DIRECTORY)\n  phone: String @join__field(graph: DIRECTORY)\n',
);
const person = '{ person(id: "p") { name } }';
const phone = '{ person(id: "p") { phone } }';

const sdls: Record<string, string> = {
  directory: `type Query { person(id: ID!): Person viewerClaims(staffNo: String!): String }
    type Mutation { rename(input: RenameInput!): RenamePayload! } input RenameInput { id: ID! name: String! }
    type RenamePayload { person: Person! } type Person { id: ID! name: String! boss: Person phone: String }`,
  meetings: `type Query { meetings: [Meeting!]! } type Meeting { id: ID! chair: Person }
    type Person { id: ID! meetings: [Meeting!] nextMeeting: Meeting }`,
};

describe('a supergraph that is followed', () => {
  let folder: string;
  let file: string;
  let keptIn: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chengqi-supergraph-'));
    file = join(folder, 'supergraph.graphql');
    keptIn = join(folder, 'kept', 'supergraph.graphql');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** As who publishes it should: never half a file. */
  function publish(sdl: string): void {
    writeFileSync(`${file}.new`, sdl);
    renameSync(`${file}.new`, file);
  }

  async function open({ from = file, sdlOf = (name: ServiceName) => sdls[name] ?? '' } = {}) {
    const answers = {
      directory: () => ({ data: { person: { __typename: 'Person', id: 'p', name: '周岚', phone: '0000' } } }),
    };
    const supergraphSource = { from, keptIn, everyMilliseconds: 10 };
    const operatorToken = 'an operator token of the tests';
    const gateway = await startGateway(answers, { supergraphSource, sdlOf, operatorToken });
    const metrics = async () => {
      const headers = { authorization: `Bearer ${operatorToken}` };
      return (await fetch(`${gateway.url}/metrics`, { headers })).text();
    };
    return {
      ...gateway,
      digest: async () => /gateway_supergraph_info\{digest="(\w+)"\} 1/.exec(await metrics())?.[1],
      codeOf: async (query: string) => (await gateway.ask(query)).body.errors?.[0].extensions.code ?? 'OK',
    };
  }

  /** Until the gateway answers the query so. */
  async function until(expected: string, asked: () => Promise<string>): Promise<void> {
    while ((await asked()) !== expected) await turn();
  }

  it('is served anew when its file changes, and the old one again when that is published', async () => {
    publish(before);
    await using gateway = await open();
    expect(await gateway.codeOf(phone)).toBe('GRAPHQL_VALIDATION_FAILED');
    const digest = await gateway.digest();

    publish(after);
    await until('OK', () => gateway.codeOf(phone));
    expect(await gateway.digest()).not.toBe(digest);
    expect(readFileSync(keptIn, 'utf8')).toBe(after);

    publish(before);
    await until('GRAPHQL_VALIDATION_FAILED', () => gateway.codeOf(phone));
    expect(await gateway.digest()).toBe(digest);
  });

  it('is never replaced by one that does not load, or that lacks who answers it', async () => {
    publish(before);
    const asked: string[] = [];
    const sdlOf = (name: ServiceName) => {
      asked.push(name);
      return (sdls[name] ?? '').replace('phone: String', '');
    };
    await using gateway = await open({ sdlOf });
    const refusedAfter = async (sdl: string) => {
      asked.length = 0;
      publish(sdl);
      // Looked at twice: once the refusal is there, the next look is over as well.
      while (asked.filter((name) => name === 'directory').length < 2) await turn();
      expect([await gateway.codeOf(person), await gateway.codeOf(phone)]).toEqual(['OK', 'GRAPHQL_VALIDATION_FAILED']);
      expect(readFileSync(keptIn, 'utf8')).toBe(before);
    };

    await refusedAfter(after);
    await refusedAfter(after.replace('phone: String', 'phone(of: ID): String'));
    for (const broken of ['{', 'type Query { a: Int }', after.replace('name: "meetings"', 'name: "nobody"')]) {
      publish(broken);
      await refusedAfter(after);
    }
  });

  it('is not replaced while a subgraph that should answer it is down, and is as soon as it is back', async () => {
    publish(before);
    const up = { directory: false, asked: 0 };
    const sdlOf = (name: ServiceName) => {
      if (name !== 'directory') return sdls[name] ?? '';
      up.asked += 1;
      if (!up.directory) throw new Error('down');
      return sdls[name] ?? '';
    };
    await using gateway = await open({ sdlOf });
    publish(after);
    while (up.asked < 2) await turn();
    expect(await gateway.codeOf(phone)).toBe('GRAPHQL_VALIDATION_FAILED');

    up.directory = true;
    await until('OK', () => gateway.codeOf(phone));
  });

  it('is at the start what was kept, where its source is gone or does not load, and else what was built in', async () => {
    publish(after);
    {
      await using gateway = await open();
      expect(await gateway.codeOf(phone)).toBe('OK');
    }
    for (const loss of [() => publish('{'), () => rmSync(file)]) {
      loss();
      await using gateway = await open();
      expect(await gateway.codeOf(phone)).toBe('OK');
    }
    rmSync(keptIn);
    await using gateway = await open();
    expect([await gateway.codeOf(person), await gateway.codeOf(phone)]).toEqual(['OK', 'GRAPHQL_VALIDATION_FAILED']);
  });

  it('comes from an address as well, and is fetched once as long as it stays what it is', async () => {
    const published = { sdl: before, full: 0, unchanged: 0 };
    const server = createServer((request, response) => {
      const etag = `"${published.sdl.length}"`;
      const isKnown = request.headers['if-none-match'] === etag;
      published[isKnown ? 'unchanged' : 'full'] += 1;
      response.writeHead(isKnown ? 304 : 200, { etag }).end(isKnown ? undefined : published.sdl);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      await using gateway = await open({ from: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
      while (published.unchanged < 3) await turn();
      expect(published.full).toBe(1);
      published.sdl = after;
      await until('OK', () => gateway.codeOf(phone));
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('changes fifty times under load, and no request fails', async () => {
    publish(before);
    await using gateway = await open();
    const outcomes = new Map<string, number>();
    const ends = { now: false };
    const asking = Array.from({ length: 8 }, async () => {
      while (!ends.now) {
        const { status, body } = await gateway.ask(person);
        const outcome = `${status} ${body.errors?.[0]?.extensions.code ?? body.data.person.name}`;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    });
    for (let times = 0; times < 25; times += 1) {
      publish(after);
      await until('OK', () => gateway.codeOf(phone));
      publish(before);
      await until('GRAPHQL_VALIDATION_FAILED', () => gateway.codeOf(phone));
    }
    ends.now = true;
    await Promise.all(asking);

    expect([...outcomes.keys()]).toEqual(['200 周岚']);
    expect(outcomes.get('200 周岚')).toBeGreaterThan(50);
  });
});
