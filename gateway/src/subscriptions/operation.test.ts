import { readFileSync } from 'node:fs';
import { DomainError } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { operationOf } from '../admission/limits.ts';
import { readSubscription } from './operation.ts';

const schema = buildSchema(readFileSync(new URL('../../../schemas/api.graphql', import.meta.url), 'utf8'));

function read(text: string, variables: Record<string, unknown> = {}, name: string | null = null) {
  const document = parse(text, { noLocation: true });
  const operation = operationOf(document, name);
  if (!operation) throw new Error('no operation');
  return readSubscription(schema, document, operation, variables);
}
const lines = (text: string) => text.split('\n').map((line) => line.trim());

describe('a subscription as a question', () => {
  it('keeps aliases, fragments, directives and variables, and asks for the thing by its id', () => {
    const asked = read(
      `subscription S($id: ID!, $deep: Boolean = false) { ...Root }
       fragment Root on Subscription { told: meetingChanged(id: $id) @include(if: true) { ...M } }
       fragment M on Meeting { name: title organizer @include(if: $deep) { code } }`,
      { id: 'mtg_a', deep: true },
    );

    expect(asked).toMatchObject({ name: 'meetingChanged', argument: 'mtg_a', answeredAs: 'told', operationName: 'S' });
    expect(validate(schema, parse(asked.query))).toEqual([]);
    expect(lines(asked.query)).toEqual(
      expect.arrayContaining([
        'query S($deep: Boolean = false, $changed: ID!) {',
        'fragment Root on Query {',
        'told: meeting(id: $changed) @include(if: true) {',
        'organizer @include(if: $deep) {',
      ]),
    );
    expect(asked.variablesFor('mtg_b')).toMatchObject({ deep: true, changed: 'mtg_b' });
  });

  it('takes its own operation out of several, and a name that is free for the id', () => {
    const text = `subscription A($changed: Boolean!) { workChanged { id @skip(if: $changed) } }
      query B { viewer { ...V } } fragment V on Viewer { clearance }`;
    const asked = read(text, { changed: false }, 'A');

    expect(asked).toMatchObject({ name: 'workChanged', argument: '', answeredAs: 'workChanged' });
    expect(lines(asked.query)[0]).toBe('query A($changed: Boolean!, $changed_: ID!) {');
    expect(validate(schema, parse(asked.query))).toEqual([]);
  });

  it.each([
    ['subscription { workChanged { nothing } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription { a: workChanged { id } b: workChanged { id } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription { __typename }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription { hazardChanged { id } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription ($org: ID!) { hazardChanged(org: $org) { id } }', {}, 'BAD_USER_INPUT'],
    ['subscription ($org: ID!) { hazardChanged(org: $org) { id } }', { org: { a: 1 } }, 'BAD_USER_INPUT'],
  ])('is refused before anything is asked: %s %j', (text, variables, code) => {
    let refused: unknown;
    try {
      read(text, variables);
    } catch (error) {
      refused = error;
    }
    expect(refused instanceof DomainError && refused.code).toBe(code);
  });
});
