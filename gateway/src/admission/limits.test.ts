import { readFileSync } from 'node:fs';
import { loadOperations } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildASTSchema, parse } from 'graphql';
import { createAllowance } from './allowance.ts';
import { createCost } from './cost.ts';
import { limits, operationOf, refuseDeepValues, refuseExcess } from './limits.ts';

const file = (name: string) => readFileSync(new URL(`../../../schemas/${name}`, import.meta.url), 'utf8');
const costs = createCost(file('supergraph.graphql'), buildASTSchema(parse(file('api.graphql'))));
const costOf = (query: string, variables = {}) => {
  const document = parse(query);
  const operation = operationOf(document, null);
  return operation ? costs(document, operation, variables) : -1;
};
const codeOf = (step: () => void): string | null => {
  try {
    step();
    return null;
  } catch (error) {
    return String(Reflect.get(error as object, 'code'));
  }
};
const refusalOf = (query: string) => codeOf(() => refuseExcess(parse(query)));
const times = (count: number, write: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => write(n)).join(' ');
const nested = (depth: number, leaf = 'id'): string => (depth === 0 ? leaf : `parent { ${nested(depth - 1, leaf)} }`);
const inLists = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
const inObjects = (depth: number) => `${'{a:'.repeat(depth)}1${'}'.repeat(depth)}`;
/** Each fragment spreads the one before twice: two to the power of their number. */
const doubling = (count: number) =>
  `{ orgs { ...f${count} } } fragment f0 on OrgConnection { totalCount } ${times(count, (n) => `fragment f${n + 1} on OrgConnection { ...f${n} ...f${n} }`)}`;

describe('15-2.2: what an operation may be made of', () => {
  it.each([
    ['depth', `{ org(id: "o") { ${nested(limits.depth - 2)} } }`, `{ org(id: "o") { ${nested(limits.depth)} } }`],
    [
      'aliases',
      `{ ${times(15, (n) => `a${n}: orgs { b${n}: totalCount }`)} }`,
      `{ viewer { person { ${times(31, (n) => `a${n}: name`)} } } }`,
    ],
    [
      'directives',
      `{ orgs ${times(50, () => '@skip(if: false)')} { totalCount } }`,
      `{ orgs ${times(51, () => '@skip(if: false)')} { totalCount } }`,
    ],
    [
      'fragments',
      `{ orgs { ${times(24, () => '...f')} } } fragment f on OrgConnection { totalCount }`,
      `{ orgs { ${times(50, () => '...f')} } } fragment f on OrgConnection { totalCount }`,
    ],
    [
      'root fields',
      `{ ${times(20, (n) => `a${n}: orgs { totalCount }`)} }`,
      `{ ${times(21, (n) => `a${n}: orgs { totalCount }`)} }`,
    ],
    [
      'mutations',
      `mutation { ${times(5, (n) => `a${n}: x { id }`)} }`,
      `mutation { ${times(6, (n) => `a${n}: x { id }`)} }`,
    ],
    [
      'mutations in a fragment',
      'mutation { ...m }  fragment m on Mutation { x { id } }',
      `mutation { ...m ...m ...m } fragment m on Mutation { a: x { id } b: y { id } }`,
    ],
    [
      'fields of one set',
      `{ orgs { nodes { ${times(250, () => 'id')} } } }`,
      `{ orgs { nodes { ${times(251, () => 'id')} } } }`,
    ],
    ['fields in all', doubling(10), doubling(20)],
    [
      'lists in an argument',
      `{ org(id: ${inLists(limits.nesting)}, at: ${inLists(limits.nesting)}) { id } }`,
      `{ org(id: ${inLists(limits.nesting + 1)}) { id } }`,
    ],
    [
      'objects in a default',
      `query ($x: Int = ${inObjects(limits.nesting)}) { orgs { totalCount } }`,
      `query ($x: Int = ${inObjects(limits.nesting + 1)}) { orgs { totalCount } }`,
    ],
  ])('bounds %s', (_, small, large) => {
    expect(refusalOf(small)).toBeNull();
    expect(refusalOf(large)).toBe('OPERATION_LIMIT');
  });

  it.each([
    '{ x: __typename }',
    '{ orgs { x: __typename } }',
    '{ __proto__: orgs { totalCount } }',
    '{ constructor: orgs { totalCount } }',
    '{ __a: orgs { totalCount } }',
    'query ($__proto__: ID) { org(id: $__proto__) { id } }',
  ])('15-2.3: refuses a name that is not the client’s to give: %s', (query) => {
    expect(refusalOf(query)).toBe('OPERATION_LIMIT');
  });

  it.each([
    ['lists', inLists],
    ['objects', (depth: number) => inObjects(depth).replaceAll('a:', '"a":')],
  ])('bounds %s in a variable, however many stand beside each other', (_, written) => {
    const given = (depth: number) => ({ wide: Array(1000).fill([{}]), deep: JSON.parse(written(depth)) });

    expect(codeOf(() => refuseDeepValues(given(limits.nesting)))).toBeNull();
    expect(codeOf(() => refuseDeepValues(given(limits.nesting + 1)))).toBe('OPERATION_LIMIT');
    expect(codeOf(() => refuseDeepValues(given(200_000)))).toBe('OPERATION_LIMIT');
    expect(codeOf(() => refuseDeepValues(null))).toBeNull();
  });

  it('a fragment within itself is left to validation, and doublings cost no time', () => {
    expect(refusalOf('{ ...f } fragment f on Query { ...f }')).toBeNull();
    expect(costOf('{ ...f } fragment f on Query { ...f }')).toBe(0);
    expect(refusalOf(doubling(24))).toBe('OPERATION_LIMIT');
  });
});

describe('15-2.2: what an operation may cost', () => {
  it('is one for each thing it may bring, and more where the contract says so', () => {
    expect(costOf('{ org(id: "o") { id name } }')).toBe(1);
    expect(costOf('{ orgs(first: 7) { nodes { name } } }')).toBe(1 + 7);
    expect(costOf('{ orgs(first: 7) { nodes { parent { name } } } }')).toBe(1 + 7 * 2);
    expect(costOf('{ orgs { nodes { name } } }')).toBe(1 + 20);
    expect(costOf('query ($n: Int = 5) { orgs(first: $n) { nodes { name } } }')).toBe(1 + 5);
    expect(costOf('query ($n: Int = 5) { orgs(first: $n) { nodes { name } } }', { n: 50 })).toBe(1 + 50);
    expect(costOf('{ nodes(ids: ["a", "b"]) { ... on Org { parent { name } } } }')).toBe(2 * 2);
    expect(costOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b', 'c'] })).toBe(3);
    expect(costOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(1000).fill('a') })).toBe(100);
    expect(costOf('query ($ids: [ID!]! = ["a"]) { nodes(ids: $ids) { id } }')).toBe(100);
    expect(costOf('{ contactSearch(phone: "1") { complete } }')).toBe(21);
  });

  it('is that of its variables each time, though the document was seen before', () => {
    const document = parse(
      'query ($n: Int, $ids: [ID!]!) { orgs(first: $n) { nodes { id } } nodes(ids: $ids) { id } }',
    );
    const operation = operationOf(document, null);
    const asked = (n: unknown, ids: unknown) => operation && costs(document, operation, { n, ids });

    expect([asked(5, ['a']), asked(50, ['a']), asked(5, ['a', 'b']), asked(5, ['c']), asked(null, ['a'])]).toEqual([
      ...[1 + 5 + 1, 1 + 50 + 1, 1 + 5 + 2, 1 + 5 + 1, 1 + 20 + 1],
    ]);
  });

  it('grows with each list within a list, also through fragments', () => {
    const asked = 'roster(orgId: "o", period: {})';
    const plain = costOf(`{ ${asked} { shifts { roster { shifts { roster { shifts { id } } } } } } }`);
    const spread = costOf(
      `{ ${asked} { ...s } } fragment s on DutyRoster { shifts { roster { ...t } } }
       fragment t on DutyRoster { shifts { roster { shifts { id } } } }`,
    );

    expect(plain).toBeGreaterThan(30_000);
    expect(spread).toBe(plain);
  });

  it.each([...Object.entries(loadOperations('office')), ...Object.entries(loadOperations('anonymous'))])(
    'leaves room for what front ends ask: %s',
    (_, query) => {
      expect(refusalOf(query)).toBeNull();
      expect(costOf(query)).toBeLessThan(5000);
    },
  );
});

it('15-2.2: an allowance says the first whole second at which the cost is there', () => {
  const allowance = createAllowance({ most: 100, perSecond: 10 });
  expect(allowance.spend('somebody', 55, 0)).toBe(0);
  expect(allowance.spend('somebody', 31, 1127)).toBe(0);
  expect(allowance.spend('somebody', 48, 3321)).toBe(1);
  expect(allowance.spend('somebody', 100, 4600)).toBe(4);
});

it('15-2.2: an allowance is spent at once and fills again with time, for each by itself', () => {
  const cost = fc.integer({ min: 1, max: 150 });
  fc.assert(
    fc.property(fc.array(fc.record({ cost, pause: fc.integer({ min: 0, max: 3000 }) }), { maxLength: 50 }), (asks) => {
      const allowance = createAllowance({ most: 100, perSecond: 10 });
      let [now, spent] = [0, 0];
      for (const ask of asks) {
        now += ask.pause;
        const wait = allowance.spend('somebody', ask.cost, now);
        if (wait === 0) spent += Math.min(ask.cost, 100);
        else expect(allowance.spend('somebody', ask.cost, now + wait * 1000 - 1000)).toBeGreaterThan(0);
      }
      expect(spent).toBeLessThanOrEqual(100 + (now / 1000) * 10 + 1e-6);
      expect(allowance.spend('somebody else', 100, now)).toBe(0);
    }),
  );
});
