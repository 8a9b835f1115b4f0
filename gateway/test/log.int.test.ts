import { describe, expect, it } from '@jest/globals';
import { registeredQuery, startGateway } from './fixture.ts';

const content = '周岚与某某的往来';

/** A gateway whose directory answers as given, and its log. */
async function open(directory?: () => never, operations: readonly string[] = []) {
  const lines: Record<string, unknown>[] = [];
  const texts: string[] = [];
  const gateway = await startGateway(directory ? { directory } : {}, {
    operations,
    logged: (line) => {
      texts.push(line);
      lines.push(JSON.parse(line));
    },
  });
  const authorization = await gateway.bearer();
  return {
    lines,
    text: () => texts.join(''),
    ask: (query: string, variables = {}, headers = {}) =>
      gateway.post('/graphql', { query, variables }, { authorization, 'graphql-client-name': 'desk', ...headers }),
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

describe('the log of the gateway', () => {
  it('18-7: has a line for each operation, with the request, who asked and by which program', async () => {
    await using gateway = await open();
    await gateway.ask(registeredQuery, {}, { 'x-request-id': 'req_from_the_desk' });

    expect(gateway.lines).toMatchObject([
      {
        msg: 'asked',
        requestId: 'req_from_the_desk',
        viewer: 'psn_clerk',
        client: 'desk',
        operation: 'Registered_Person',
        type: 'query',
        codes: [],
      },
    ]);
    expect(gateway.lines[0]?.milliseconds).toEqual(expect.any(Number));
  });

  it('18-7: names the request where something fails, and quotes nothing of it', async () => {
    await using gateway = await open(() => {
      throw new Error(`Duplicate entry '${content}' for key 'people.name'`);
    });
    const { body } = await gateway.ask('query ($id: ID!) { person(id: $id) { name } }', { id: content });

    const { requestId } = body.errors[0].extensions;
    expect(gateway.lines.map(({ msg }) => msg)).toEqual(['masked', 'asked']);
    expect(gateway.lines).toMatchObject([
      { requestId, viewer: 'psn_clerk' },
      { requestId, codes: ['INTERNAL'] },
    ]);
    expect(gateway.text()).not.toContain(content);
  });

  it('18-7: has no line of operations that are only planned, though a mutation is answered with nothing', async () => {
    const rename = 'mutation Rename($input: RenameInput!) { rename(input: $input) { person { name } } }';
    await using gateway = await open(undefined, [rename]);

    expect(gateway.lines).toEqual([]);
  });

  it('18-7: names nobody where something may be done without a name, in a variable or in the text', async () => {
    await using gateway = await open();
    const said = { id: 'p', input: { anonymous: true } };
    await gateway.ask('query ($id: ID!) { person(id: $id) { name } }', said);
    await gateway.ask('query { person(id: "p") { name } } # { anonymous: true }');

    expect(gateway.lines).toHaveLength(2);
    expect(gateway.text()).not.toMatch(/psn_clerk|desk/);
  });
});
