import { describe, expect, it } from '@jest/globals';
import { type EnumTypeDefinitionNode, Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import { loadSubgraph } from '../documents.ts';
import { words } from '../index.ts';
import { serviceNames } from '../services.ts';
import { collectWords, wordIn } from '../words.ts';

const definitions = serviceNames.flatMap((name) => loadSubgraph(name).definitions);
const objects = definitions.filter(
  (node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION,
);
const enums = definitions.filter((node): node is EnumTypeDefinitionNode => node.kind === Kind.ENUM_TYPE_DEFINITION);

describe('Chinese words', () => {
  it('are there for every type that has an id of its own', () => {
    const nodes = objects.filter((node) => node.interfaces?.some(({ name }) => name.value === 'Node'));

    expect(nodes.length).toBeGreaterThan(20);
    expect(nodes.map(({ name }) => name.value).filter((type) => !(type in words.types))).toEqual([]);
  });

  it('are there for every value of every enum, its states and actions among them', () => {
    const known: Readonly<Record<string, Readonly<Record<string, string>>>> = words.values;
    const mute = enums.flatMap(({ name: { value: type }, values = [] }) =>
      values.filter(({ name }) => !known[type]?.[name.value]).map(({ name }) => `${type}.${name.value}`),
    );

    expect(Object.keys(known).filter((type) => /(Status|State|Action)$/.test(type)).length).toBeGreaterThan(30);
    expect(mute).toEqual([]);
  });

  it('tell the actions of one enum from each other, and its states', () => {
    const alike = Object.entries(words.values)
      .filter(([type]) => /(Status|State|Action)$/.test(type))
      .filter(([, values]) => new Set(Object.values(values)).size < Object.keys(values).length);

    expect(alike).toEqual([]);
  });

  it('are the committed ones', () => {
    expect(collectWords(definitions)).toEqual(words);
  });

  it('are the terms in brackets, without what follows a comma or a colon', () => {
    expect(wordIn('Verified at source and removed from the open ledger (销号).')).toBe('销号');
    expect(wordIn('A week from Monday (ISO 8601) (周).')).toBe('周');
    expect(wordIn('Something an inspection found (检查发现, INS-1).')).toBe('检查发现');
    expect(wordIn('No term.')).toBeNull();
  });

  it('are those of a type’s home, not of its stubs, and those of each enum for itself', () => {
    const { types, values } = collectWords(
      parse(`
        "A stub (办件)." type Matter { id: ID! }
        "The home (事项)." type Matter implements Node { id: ID! }
        enum A { "Finish (结束)." CLOSE }
        enum B { "Finish (办结)." CLOSE }
      `).definitions,
    );

    expect(types).toEqual({ Matter: '事项' });
    expect(values).toEqual({ A: { CLOSE: '结束' }, B: { CLOSE: '办结' } });
  });
});
