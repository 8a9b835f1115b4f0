import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { changesBetween } from '../changes.ts';
import type { Usage } from '../coordinates.ts';
import { documentIdOf, registered, registeredOperations } from '../trusted.ts';

const sdl = `
  type Query { meeting(id: ID!): Meeting meetings(where: MeetingFilter, first: Int): [Meeting!] subject: Subject }
  type Meeting { id: ID! title: String room: String state: State note: String }
  type Document { id: ID! }
  union Subject = Meeting | Document
  enum State { DRAFT OPEN CLOSED }
  input MeetingFilter { state: State title: String page: Page }
  input Page { size: Int }
`;
const operations = [
  registered(
    'desk',
    'query Desk_Meeting($id: ID!) { meeting(id: $id) { ...Shown } } fragment Shown on Meeting { id title }',
  ),
  registered('desk', 'query Desk_Open { meetings(where: { state: OPEN }) { id state } }'),
  registered('board', 'query Board_List($where: MeetingFilter) { meetings(where: $where, first: 5) { id } }'),
  registered('board', 'query Board_Subject { subject { ... on Document { id } } }'),
];

async function changed(from: string, to: string, usage: Usage | null = null) {
  const after = sdl.replace(from, to);
  expect(after).not.toBe(sdl);
  const found = await changesBetween(buildSchema(sdl), buildSchema(after), operations, usage);
  return found.map(({ level, coordinate, operations: hit, seen }) => ({
    change: `${level} ${coordinate}`,
    breaks: hit.map(({ client, name }) => `${name} of ${client}`),
    seen,
  }));
}

describe('a change of the schema', () => {
  it.each([
    ['a field that is asked for', 'title: String room', 'room', 'BREAKING Meeting.title', ['Desk_Meeting of desk']],
    ['a field that nobody asks for', ' room: String', '', 'BREAKING Meeting.room', []],
    ['an argument that is given', ', first: Int', '', 'BREAKING Query.meetings.first', ['Board_List of board']],
    [
      'the type of a field',
      'title: String room',
      'title: Int room',
      'BREAKING Meeting.title',
      ['Desk_Meeting of desk'],
    ],
    [
      'an enum value that is written, or may be in a variable',
      'OPEN ',
      '',
      'BREAKING State.OPEN',
      ['Desk_Open of desk', 'Board_List of board'],
    ],
    [
      'an input field that a variable may hold',
      ' size: Int',
      ' other: Int',
      'BREAKING Page.size',
      ['Board_List of board'],
    ],
    [
      'an argument that is demanded now',
      'subject: Subject',
      'subject(of: ID!): Subject',
      'BREAKING Query.subject.of',
      ['Board_Subject of board'],
    ],
    ['a member of a union', ' | Document', '', 'BREAKING Subject', ['Board_Subject of board']],
    [
      'a value that answers may have now',
      'CLOSED',
      'CLOSED GONE',
      'DANGEROUS State.GONE',
      ['Desk_Open of desk', 'Board_List of board'],
    ],
  ])('names whom it breaks: %s', async (_what, from, to, change, breaks) => {
    expect((await changed(from, to)).filter((each) => each.change === change)).toEqual([{ change, breaks, seen: [] }]);
  });

  it('that only adds is none to look at', async () => {
    expect(await changed('room: String', 'room: String seats: Int')).toEqual([]);
  });

  it('names clients that were seen to ask for it, registered or not', async () => {
    const asked = (coordinate: string, times: number) => ({
      operations: {},
      fields: { [coordinate]: { times, lastOn: '2026-11-28' } },
    });
    const clients = { old: asked('Meeting.room', 12), other: asked('Meeting.title', 3) };
    expect(await changed(' room: String', '', { since: '2026-11-01T00:00:00Z', clients })).toEqual([
      { change: 'BREAKING Meeting.room', breaks: [], seen: [{ client: 'old', times: 12, lastOn: '2026-11-28' }] },
    ]);
  });
});

describe('a registered operation', () => {
  it('has the same id however it is written, and with what clients add for their caches', () => {
    const written = 'query Desk_Open { meetings(where: {state: OPEN}) { id   state } }';
    const sent = 'query Desk_Open {\n meetings(where: { state: OPEN }) { id state __typename } }';
    expect(documentIdOf(parse(written))).toBe(operations[1]?.documentId);
    expect(documentIdOf(parse(sent))).toBe(operations[1]?.documentId);
    expect(documentIdOf(parse(sent.replace('state __typename', 'kind: __typename')))).not.toBe(
      operations[1]?.documentId,
    );
  });

  it('has the same id in whatever order its fragments come', () => {
    const [query, a, b] = [
      'query Q { subject { ...B ...A } }',
      'fragment A on Meeting { id }',
      'fragment B on Meeting { title }',
    ];
    expect(documentIdOf(parse(`${query} ${a} ${b}`))).toBe(documentIdOf(parse(`${b} ${query} ${a}`)));
  });

  it('is one of its file, with a name', () => {
    expect(() => registered('desk', '{ subject { __typename } }')).toThrow('no one operation with a name');
    expect(() => registered('desk', 'query A { subject { __typename } } query B { subject { __typename } }')).toThrow();
    expect(new Set(registeredOperations().map(({ documentId }) => documentId)).size).toBe(
      registeredOperations().length,
    );
  });
});
