import { readFileSync } from 'node:fs';
import { loadChinese } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import { buildClientSchema, buildSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { startGateway } from './fixture.ts';

const paths = ['/schema.graphql', '/schema.json'];
const token = 'watches-the-house-and-nothing-else';

/** A refusal as the whole door words it. */
const refusalOf = async (answer: Response) => {
  const { errors } = (await answer.json()) as { errors: { message: string; extensions: { code: string } }[] };
  return [answer.status, errors[0]?.extensions.code];
};

describe('the documents of the schema', () => {
  it('are the types that clients may ask for, as text and as the answer to an introspection', async () => {
    await using gateway = await startGateway();
    const headers = { authorization: await gateway.bearer() };
    const text = await fetch(`${gateway.url}/schema.graphql`, { headers });
    const json = await fetch(`${gateway.url}/schema.json`, { headers });
    const sdl = await text.text();
    const { data } = (await json.json()) as { data: Parameters<typeof buildClientSchema>[0] };

    expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(json.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(sdl).toBe(`${printSchema(lexicographicSortSchema(buildSchema(sdl)))}\n`);
    expect(sdl).toContain('type Person');
    expect(readFileSync(new URL('two-subgraphs.graphql', import.meta.url), 'utf8')).toContain('join__');
    expect(sdl).not.toMatch(/join__|link__|_entities|@key/);
    expect(printSchema(buildClientSchema(data))).toBe(sdl.trimEnd());
  });

  it('are described in Chinese for who asks for that, as far as the contract says it', async () => {
    await using gateway = await startGateway();
    const headers = { authorization: await gateway.bearer() };
    const read = async (path: string) => (await fetch(gateway.url + path, { headers })).text();
    const sdl = await read('/schema.graphql?language=zh');
    const { data } = JSON.parse(await read('/schema.json?language=zh'));

    expect(sdl).toContain(`"""${loadChinese().get('Opaque global id.')}"""\n  id: ID!`);
    expect(sdl).not.toContain('Opaque global id.');
    expect(sdl).toContain('"""Who chairs the meeting of this test."""');
    expect(printSchema(buildClientSchema(data))).toBe(sdl.trimEnd());
    expect(await read('/schema.graphql?language=en')).toBe(await read('/schema.graphql'));
    for (const path of paths) {
      const answer = await fetch(`${gateway.url}${path}?language=fr`, { headers });
      expect(await refusalOf(answer)).toEqual([400, 'BAD_USER_INPUT']);
    }
  });

  it('are sent once, and after that only when they have changed', async () => {
    await using gateway = await startGateway();
    for (const path of paths) {
      const headers = { authorization: await gateway.bearer() };
      const first = await fetch(gateway.url + path, { headers });
      const etag = first.headers.get('etag') ?? '';
      const again = await fetch(gateway.url + path, { headers: { ...headers, 'if-none-match': etag } });
      const other = await fetch(gateway.url + path, { headers: { ...headers, 'if-none-match': 'W/"other"' } });

      expect([path, again.status, await again.text(), other.status]).toEqual([path, 304, '', 200]);
      expect(first.headers.get('cache-control')).toBe('private, no-cache');
      expect(first.headers.get('vary')).toContain('authorization');
    }
  });

  it('are for whoever signed in, in development', async () => {
    await using gateway = await startGateway();
    for (const path of paths) {
      expect(await refusalOf(await fetch(gateway.url + path))).toEqual([401, 'UNAUTHENTICATED']);
      const forged = await fetch(gateway.url + path, { headers: { authorization: 'Bearer forged' } });
      expect(await refusalOf(forged)).toEqual([401, 'UNAUTHENTICATED']);
    }
  });

  it('15-1.7: are for operators alone elsewhere, whether they were kept before or not', async () => {
    await using gateway = await startGateway({}, { mode: 'production', operatorToken: token });
    for (const path of paths) {
      const told = await fetch(gateway.url + path, { headers: { authorization: `Bearer ${token}` } });
      const etag = told.headers.get('etag') ?? '';
      const clerk = { authorization: await gateway.bearer(), 'if-none-match': etag };

      expect(told.status).toBe(200);
      expect(await refusalOf(await fetch(gateway.url + path, { headers: clerk }))).toEqual([403, 'FORBIDDEN']);
      expect(await refusalOf(await fetch(gateway.url + path))).toEqual([401, 'UNAUTHENTICATED']);
    }
  });
});
