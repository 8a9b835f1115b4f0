/** One request that should cost next to nothing; what is not said is a POST of JSON. */
export interface HostileCase {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly type?: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const many = (count: number, part: (index: number) => string, joint = ' '): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(joint);
const nested = (count: number, open: string, inner: string, close: string): string =>
  open.repeat(count) + inner + close.repeat(count);
const asking = (name: string, query: string, variables?: object, more: object = {}): HostileCase => ({
  name,
  body: JSON.stringify({ query, ...(variables && { variables }), ...more }),
});

/** Fragments that double each time they are spread: 2^n fields from a few hundred bytes. */
const doubling = (depth: number): string =>
  `${many(depth, (n) => `fragment F${n} on Org { ...F${n + 1} ...F${n + 1} }`)} fragment F${depth} on Org { name }`;
const roster = (levels: number): string =>
  nested(levels, 'roster(orgId: "o", period: {}) { shifts { leader { primaryOrg { ', 'name', ' } } } }');
const pages = (levels: number): string => nested(levels, 'children { ', 'name', ' }');

const shapes: readonly HostileCase[] = [
  asking('fragments nested 24 deep, each spread twice', `{ orgs { nodes { ...F0 } } } ${doubling(24)}`),
  asking('fragments nested 13 deep, each spread twice', `{ orgs { nodes { ...F0 } } } ${doubling(13)}`),
  asking('a fragment that spreads itself', '{ orgs { nodes { ...A } } } fragment A on Org { name ...A }'),
  asking('two fragments that spread each other', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
  asking('300 fragments', `{ orgs { nodes { ...F0 } } } ${many(300, (n) => `fragment F${n} on Org { name }`)}`),
  asking(
    'fragments that nobody spreads',
    `{ viewer { __typename } } ${many(40, (n) => `fragment F${n} on Org { name }`)}`,
  ),
  asking('a roster of rosters', `{ ${roster(3)} }`),
  asking('units of units of units', `{ orgs(first: 100) { nodes { ${pages(6)} } } }`),
  asking('40 levels', `{ orgs { nodes { ${pages(40)} } } }`),
  asking('400 levels', `{ orgs { nodes { ${pages(400)} } } }`),
  asking('10,000 open braces', '{'.repeat(10_000)),
  asking('10,000 open brackets', `{ orgs(where: ${'['.repeat(10_000)}) { nodes { id } } }`),
  asking('20,000 tokens', `{ ${many(20_000, () => 'viewer')} }`),
  asking('5,000 same fields', `{ viewer { ${many(5_000, () => '__typename')} } }`),
  asking('1,000 aliases', `{ ${many(1_000, (n) => `a${n}: viewer { __typename }`)} }`),
  asking('31 aliases', `{ ${many(31, (n) => `a${n}: viewer { __typename }`)} }`),
  asking('21 root fields', `{ ${many(21, () => 'viewer { __typename } ')} }`),
  asking('100 aliased mutations', `mutation { ${many(100, (n) => `m${n}: archiveRecords { id }`)} }`),
  asking('1,000 directives on a field', `{ viewer { __typename ${many(1_000, () => '@include(if: true)')} } }`),
  asking('1,000 directives on the operation', `query ${many(1_000, (n) => `@d${n}`)} { viewer { __typename } }`),
  asking('overlapping fields', `{ orgs { nodes { ${many(900, () => '...on Org { name code }')} } } }`),
  asking('inline fragments 900 deep', `{ orgs { nodes { ${nested(900, '... on Org { ', 'name', ' }')} } } }`),
  asking('an alias of __typename', '{ viewer { __typename: person { id } } }'),
  asking('__typename under another name', '{ viewer { __proto__: __typename } }'),
  asking('an alias __proto__', '{ __proto__: viewer { __typename } }'),
  asking('an alias constructor', '{ constructor: viewer { __typename } }'),
  asking('an alias __defineGetter__', '{ __defineGetter__: viewer { __typename } }'),
  asking(
    '1,000 operations',
    many(1_000, (n) => `query Q${n} { viewer { __typename } }`),
  ),
  asking('1,000 variables', `query (${many(1_000, (n) => `$v${n}: ID`, ', ')}) { viewer { __typename } }`),
  asking('introspection 12 deep', `{ __schema { types { ${nested(6, 'fields { type { ', 'name', ' } }')} } } }`),
  asking('a schema in the text', `type A { a: Int } ${many(500, (n) => `type B${n} { a: Int }`)}`),
  asking('a subscription', 'subscription { viewer { __typename } }'),
  asking(
    '100 lists of 100',
    `{ ${many(15, (n) => `a${n}: orgs(first: 100) { nodes { people(first: 100) { nodes { id } } } }`)} }`,
  ),
  asking('a page of a million', '{ orgs(first: 1000000) { nodes { id } } }'),
  asking('a page of less than nothing', '{ orgs(first: -2147483648) { nodes { id } } }'),
  asking('a page out of range', '{ orgs(first: 99999999999) { nodes { id } } }'),
  asking('a page both ways', '{ orgs(first: 10, last: 10) { nodes { id } } }'),
];

const values: readonly HostileCase[] = [
  asking(
    '33,000 states',
    'query ($s: [SupervisionItemState!]) { supervisionItems(where: { states: $s }) { nodes { id } } }',
    {
      s: Array(33_000).fill('PROPOSED'),
    },
  ),
  asking(
    '33,000 states in the text',
    `{ supervisionItems(where: { states: [${many(33_000, () => 'PROPOSED', ',')}] }) { nodes { id } } }`,
  ),
  asking('a cursor of a megabyte', 'query ($a: String) { orgs(after: $a) { nodes { id } } }', {
    a: 'A'.repeat(1_000_000),
  }),
  asking('a cursor of nobody', '{ orgs(after: "e30") { nodes { id } } }'),
  asking('a search of 100,000 signs', 'query ($s: String!) { searchPeople(search: $s) { nodes { id } } }', {
    s: '%'.repeat(100_000),
  }),
  asking('a search of wildcards', 'query ($s: String!) { searchPeople(search: $s) { nodes { id } } }', {
    s: '%_'.repeat(100),
  }),
  asking('an id of a megabyte', 'query ($id: ID!) { hazard(id: $id) { id } }', { id: 'x'.repeat(1_000_000) }),
  asking('an id of NULs', 'query ($id: ID!) { hazard(id: $id) { id state } }', { id: { a: 1 } }),
  {
    name: 'a variable nested 10,000 deep',
    body: `{"query":"query ($id: ID!) { hazard(id: $id) { id } }","variables":{"id":${nested(10_000, '[', '1', ']')}}}`,
  },
  asking(
    'variables named __proto__',
    'query ($id: ID!) { hazard(id: $id) { id } }',
    JSON.parse('{"__proto__":{"id":"x"}}'),
  ),
  asking(
    'an object where a list is asked',
    'query ($s: [SupervisionItemState!]) { supervisionItems(where: { states: $s }) { nodes { id } } }',
    {
      s: Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`k${n}`, n])),
    },
  ),
  asking(
    '10,000 unknown fields of an input',
    'mutation ($i: ProposeItemInput!) { proposeItem(input: $i) { item { id } } }',
    {
      i: Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`k${n}`, n])),
    },
  ),
  asking('an input of nothing', 'mutation ($i: ProposeItemInput!) { proposeItem(input: $i) { item { id } } }', {
    i: null,
  }),
  asking('a day that is none', '{ addWorkingDays(from: "2026-02-31", n: 5) }'),
  asking('a million working days', '{ addWorkingDays(from: "2026-02-03", n: 1000000) }'),
  asking('a year without end', '{ workCalendar(year: 2147483647) { year } }'),
];

const bodies: readonly HostileCase[] = [
  { name: 'no JSON', body: '{"query":' },
  { name: 'an empty body', body: '' },
  {
    name: 'a list of 1,000 operations',
    body: JSON.stringify(Array(1_000).fill({ query: '{ viewer { __typename } }' })),
  },
  { name: 'JSON nested 100,000 deep', body: nested(100_000, '[', '1', ']') },
  { name: 'a number', body: '1e999' },
  { name: 'a query that is a list', body: JSON.stringify({ query: Array(10_000).fill('{ viewer { __typename } }') }) },
  { name: 'a query that is an object', body: JSON.stringify({ query: { toString: 'x' } }) },
  {
    name: 'two megabytes of blanks',
    body: JSON.stringify({ query: `${' '.repeat(2_000_000)}{ viewer { __typename } }` }),
  },
  {
    name: 'a comment of two megabytes',
    body: JSON.stringify({ query: `#${'x'.repeat(2_000_000)}\n{ viewer { x } }` }),
  },
  {
    name: 'a string of two megabytes',
    body: JSON.stringify({ query: `{ orgs(search: "${'x'.repeat(2_000_000)}") { nodes { id } } }` }),
  },
  {
    name: 'a block string that never ends',
    body: JSON.stringify({ query: `{ orgs(search: """${'"" '.repeat(10_000)}` }),
  },
  { name: 'a name of 100,000 letters', body: JSON.stringify({ query: `{ ${'a'.repeat(100_000)} }` }) },
  {
    name: 'an operation that is not there',
    body: JSON.stringify({ query: '{ viewer { __typename } }', operationName: 'x'.repeat(10_000) }),
  },
  {
    name: 'a persisted query of nobody',
    body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }),
  },
  { name: 'a form', type: 'application/x-www-form-urlencoded', body: 'query={viewer{__typename}}' },
  { name: 'plain text', type: 'text/plain', body: '{ viewer { __typename } }' },
  { name: 'a type that nobody knows', type: `application/${'x'.repeat(4_000)}`, body: '{}' },
  { name: 'a PUT', method: 'PUT', body: JSON.stringify({ query: '{ viewer { __typename } }' }) },
  { name: 'a mutation by GET', method: 'GET', path: '/graphql?query=mutation%7Bx%7D', body: '' },
  { name: 'GET of 12,000 signs', method: 'GET', path: `/graphql?query=${'a'.repeat(12_000)}`, body: '' },
  { name: 'a path out of the house', method: 'GET', path: '/graphql/..%2f..%2fetc/passwd', body: '' },
];

/** What was thought of to make the graph work for nothing. */
export const hostileCases: readonly HostileCase[] = [...shapes, ...values, ...bodies];
