import { describe, expect, it } from '@jest/globals';
import { jsonSchemaOf, loadEventContracts, readSnapshot } from '../events.ts';

interface Shape {
  type?: string | string[];
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  anyOf?: Shape[];
  enum?: unknown[];
}

/** What a change takes away from readers of the committed schema; empty when it only adds. */
function taken(before: Shape, after: Shape, path = ''): string[] {
  const found: string[] = [];
  if (JSON.stringify(before.type) !== JSON.stringify(after.type)) found.push(`${path}: another type`);
  for (const [name, shape] of Object.entries(before.properties ?? {})) {
    const now = after.properties?.[name];
    if (!now) found.push(`${path}/${name}: removed`);
    else found.push(...taken(shape, now, `${path}/${name}`));
  }
  for (const name of before.required ?? []) {
    if (!after.required?.includes(name)) found.push(`${path}/${name}: no longer always there`);
  }
  if (before.items && after.items) found.push(...taken(before.items, after.items, `${path}[]`));
  for (const value of before.enum ?? []) {
    if (!after.enum?.includes(value)) found.push(`${path}: value ${String(value)} removed`);
  }
  return found;
}

const contracts = await loadEventContracts();

describe('event contracts', () => {
  it.each(contracts.map((contract) => [contract.type, contract] as const))(
    '%s only adds to what was committed',
    (type, contract) => {
      const before = readSnapshot(type);

      expect(before).not.toBeNull();
      expect(taken(before as Shape, jsonSchemaOf(contract) as Shape)).toEqual([]);
    },
  );

  it('have names of one form, once each', () => {
    const types = contracts.map(({ type }) => type);

    expect(new Set(types).size).toBe(types.length);
    for (const type of types) expect(type).toMatch(/^[a-z]+\.[A-Z][A-Za-z]+\.v[1-9]\d*$/);
  });

  it('finds what a change takes away', () => {
    const before: Shape = {
      type: 'object',
      properties: { id: { type: 'string' }, state: { type: 'string', enum: ['A', 'B'] } },
      required: ['id'],
    };

    expect(taken(before, { type: 'object', properties: { id: { type: 'integer' } }, required: [] })).toEqual([
      '/id: another type',
      '/state: removed',
      '/id: no longer always there',
    ]);
    expect(taken(before, { ...before, properties: { ...before.properties, more: { type: 'string' } } })).toEqual([]);
  });
});
