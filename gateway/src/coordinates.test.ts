import { describe, expect, it } from '@jest/globals';
import { buildSchema, Kind, parse, validate } from 'graphql';
import { fieldCoordinates, readPaths } from './coordinates.ts';

const schema = buildSchema(/* GraphQL */ `
  type Query {
    me: Person
    boards(first: Int): [Board!]!
    search: [Hit!]!
  }
  type Mutation {
    rename(input: RenameInput!): Person
  }
  input RenameInput {
    name: String!
  }
  interface Named {
    title: String
    keeper: Person
  }
  type Board implements Named {
    title: String
    keeper: Person
    rows: [[Person]]
  }
  type Person {
    name: String
    phone: String
  }
  union Hit = Board | Person
`);

/** The coordinate of what fails at the path of this operation. */
function at(text: string, path?: (string | number)[]): string | null {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('no operation');
  return readPaths(schema, document, operation)(path);
}

describe('the field that failed', () => {
  it('is told by its type and its own name, whatever it was asked as', () => {
    expect(at('{ chief: me { tel: phone } }', ['chief', 'tel'])).toBe('Person.phone');
    expect(at('{ phone: me { name: phone } }', ['phone', 'name'])).toBe('Person.phone');
    expect(at('mutation { rename(input: { name: "a" }) { name } }', ['rename'])).toBe('Mutation.rename');
  });

  it('is found below lists, and lists of lists', () => {
    expect(at('{ boards { keeper { name } } }', ['boards', 3, 'keeper', 'name'])).toBe('Person.name');
    expect(at('{ boards { rows { name } } }', ['boards', 0, 'rows', 1, 2, 'name'])).toBe('Person.name');
    expect(at('{ boards { rows { name } } }', ['boards', 0])).toBe('Query.boards');
  });

  it('is the same for each thing of a list, and not for another field of it', () => {
    const document = parse('{ boards { keeper { name phone } } }');
    const [operation] = document.definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
    const failed = readPaths(schema, document, operation);
    const at = (index: number, field: string) => failed(['boards', index, 'keeper', field]);

    expect([at(0, 'name'), at(1, 'name'), at(1, 'phone'), at(0, 'phone')]).toEqual([
      ...['Person.name', 'Person.name', 'Person.phone', 'Person.phone'],
    ]);
  });

  it('is found in fragments, also on types that only may be there', () => {
    const hits = `
      { search { ... on Named { keeper { name } } ...person ... @include(if: true) { __typename } } }
      fragment person on Person { phone }
    `;
    expect(at(hits, ['search', 0, 'phone'])).toBe('Person.phone');
    expect(at(hits, ['search', 0, 'keeper', 'name'])).toBe('Person.name');
    expect(at(hits, ['search', 0, 'keeper'])).toBe('Named.keeper');
    expect(at('{ ... { me { name } } }', ['me', 'name'])).toBe('Person.name');
  });

  it('is the first one where types of a union call different fields the same', () => {
    const both = '{ search { ... on Board { it: title } ... on Person { it: name } } }';
    expect(at(both, ['search', 0, 'it'])).toBe('Board.title');
  });

  it('is found where selections of one field stand apart', () => {
    expect(at('{ me { name } me { phone } }', ['me', 'phone'])).toBe('Person.phone');
  });

  it('is the last that the operation knows, where the gateway asked for more', () => {
    expect(at('{ boards { keeper { name } } }', ['boards', 0, 'keeper', '__presentPerson'])).toBe('Board.keeper');
  });

  it('is none without a path, and never something that the schema does not have', () => {
    expect(at('{ me { name } }')).toBeNull();
    expect(at('{ me { name } }', [])).toBeNull();
    expect(at('{ me { name } }', ['gone', 'name'])).toBeNull();
    expect(at('{ __schema { queryType { name } } }', ['__schema', 'queryType'])).toBeNull();
    expect(at('{ me { kind: __typename } }', ['me', 'kind'])).toBe('Query.me');
  });
});

describe('fields that can be asked for', () => {
  it('are those of objects and interfaces: no type, argument, input or introspection', () => {
    expect([...fieldCoordinates(schema)].sort()).toEqual(
      [
        ...['Query.me', 'Query.boards', 'Query.search', 'Mutation.rename', 'Named.title', 'Named.keeper'],
        ...['Board.title', 'Board.keeper', 'Board.rows', 'Person.name', 'Person.phone'],
      ].sort(),
    );
  });
});
