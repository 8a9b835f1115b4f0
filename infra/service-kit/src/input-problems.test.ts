import { expect, it } from '@jest/globals';
import { buildSchema, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { inputRefusal } from './input-problems.ts';

const schema = buildSchema('type Query { count(input: Counted): Int } input Counted { a: Int, b: [Int] }');
const document = parse('query ($input: Counted) { count(input: $input) }');
const operation = document.definitions.find(
  (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
);
const problemsOf = (input: object) =>
  inputRefusal({ schema, document, operation, request: { variables: { input } } })?.problems ?? [];

it('every wrong value is named by its path', () => {
  expect(problemsOf({ a: 'x', b: [1, 'y'], c: 1 }).map(({ path }) => path)).toEqual(['a', 'b.1', 'input']);
  expect(problemsOf({ a: 1, b: [2] })).toEqual([]);
});

it('15-2.2: of an input with ten thousand flaws fifty are looked for', () => {
  const unknown = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, index]));

  expect(problemsOf(unknown)).toHaveLength(50);
  expect(problemsOf({ b: Array(10_000).fill('x') })).toHaveLength(50);
});
