import { readFileSync } from 'node:fs';
import { loadOperations } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, getVariableValues, parse, validate } from 'graphql';
import { type AtHand, operationOf, registered, sentByCurl } from '../src/explorer/at-hand.ts';
import { examplesFor } from '../src/explorer/examples.ts';
import { en } from '../src/words/en.ts';
import { zh } from '../src/words/zh.ts';

const root = new URL('../../../', import.meta.url);
const schema = buildSchema(readFileSync(new URL('schemas/api.graphql', root), 'utf8'));
const readme = sentByCurl(readFileSync(new URL('README.md', root), 'utf8'));
const clients = (['office', 'figures', 'anonymous'] as const).flatMap((source) =>
  Object.values(loadOperations(source)).map((query) => registered(source, query)),
);
const all: readonly AtHand[] = [...readme, ...clients];
const seen = { org: 'org_1', meeting: 'mtg_1' };

describe('the operations at hand', () => {
  it('are those of the README, named by what they ask, and all that front ends have registered', () => {
    expect(readme.map(({ name }) => name)).toEqual(['Viewer', 'Orgs', 'People', 'Metrics', 'Metric', 'Reconcile']);
    expect(readme[2]?.query).toContain('query People {\n  people(where: {role: "SUPERVISOR"}, first: 3) {');
    expect(clients.map(({ name }) => name)).toEqual(expect.arrayContaining(['MyDay', 'Table', 'RateService']));
    expect(clients.find(({ name }) => name === 'MyDay')?.query).toBe(loadOperations('office').MyDay);
  });

  it.each(all)('$name has a title in both languages, and none of another’s', ({ name }) => {
    expect([en.explorer.operations[name], zh.explorer.operations[name]]).toEqual([
      expect.any(String),
      expect.stringMatching(/\p{Script=Han}/u),
    ]);
    expect(all.filter((other) => other.name === name)).toHaveLength(1);
  });

  it('and no other operation has a title', () => {
    const names = all.map(({ name }) => name).toSorted();

    expect(Object.keys(en.explorer.operations).toSorted()).toEqual(names);
    expect(Object.keys(zh.explorer.operations).toSorted()).toEqual(names);
  });

  it.each(all)('$name is valid, and its example has every variable that it needs', ({ query }) => {
    const given = examplesFor(query, seen, '2026-09-14');
    const { variableDefinitions = [] } = operationOf(query);
    const { errors } = getVariableValues(schema, variableDefinitions, given === '' ? {} : JSON.parse(given));

    expect(validate(schema, parse(query))).toEqual([]);
    expect(errors ?? []).toEqual([]);
    expect(given).not.toBe('{}');
  });

  it('are tried on what the viewer sees, over the thirty days up to today', () => {
    const { org, from, to } = JSON.parse(examplesFor(loadOperations('office').Org360 ?? '', seen, '2026-09-14'));

    expect([org, from, to]).toEqual(['org_1', '2026-08-15T00:00:00+08:00', '2026-09-15T00:00:00+08:00']);
    expect(JSON.parse(examplesFor(loadOperations('figures').Members ?? '', seen, '2026-09-14'))).not.toHaveProperty(
      'after',
    );
  });
});
