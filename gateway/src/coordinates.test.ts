import { describe, expect, it } from '@jest/globals';
import { buildSchema, Kind, parse, validate } from 'graphql';
import { failedField, isAskable } from './coordinates.ts';

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
  return failedField(schema, document, operation, path);
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

describe('a field that can be asked for', () => {
  it.each(['Query.me', 'Named.title', 'Board.rows'])('is %s', (coordinate) =>
    expect(isAskable(schema, coordinate)).toBe(true),
  );

  it.each([
    'Person',
    '__Type.name',
    'Query.gone',
    'Gone.name',
    'Query.boards.first',
    'RenameInput.name',
    'Hit.title',
    'Person.',
  ])('is not %s', (coordinate) => expect(isAskable(schema, coordinate)).toBe(false));
});
