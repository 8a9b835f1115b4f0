import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { assertInterfaceType, buildASTSchema, parse, print } from 'graphql';
import { createPresence } from './presence.ts';

const file = (name: string) => readFileSync(new URL(`../../schemas/${name}`, import.meta.url), 'utf8');
const schema = buildASTSchema(parse(file('api.graphql')));
const presence = createPresence(file('supergraph.graphql'), schema);
const asking = (query: string) =>
  print(presence.asking(parse(query)))
    .replaceAll(/\s+/g, ' ')
    .trim();

describe('15-1.2: the id of a hidden thing', () => {
  it('is asked of its owner where another service refers to it', () => {
    expect(asking('{ document(id: "d") { origin { ... on Minutes { id } } } }')).toContain(
      'origin { ... on Minutes { __presentMinutes: createdAt } ... on Minutes { id } }',
    );
    expect(asking('{ supervisionItem(id: "s") { hazards { hazard { id } } } }')).toContain(
      'hazard { __presentHazard: createdAt id }',
    );
    expect(asking('{ supervisionItem(id: "s") { source { __typename } } }')).toContain(
      '... on Hazard { __presentHazard: createdAt }',
    );
  });

  it('is not asked again where the owner itself answers, and never of who and what everybody may know', () => {
    for (const query of [
      '{ hazard(id: "h") { id } }',
      '{ supervisionItem(id: "s") { mergedInto { id } leadOrg { id } } }',
      'query ($id: ID!) { hazard(id: $id) { site { id } } }',
    ])
      expect(asking(query)).toBe(print(parse(query)).replaceAll(/\s+/g, ' ').trim());
  });

  it('is asked of whoever keeps it where the gateway itself names it, also of who and what everybody may know', () => {
    const asked = asking('{ node(id: "x") { id } }');

    for (const type of schema.getPossibleTypes(assertInterfaceType(schema.getType('Node'))))
      expect(asked).toContain(`... on ${type.name} { __present${type.name}: `);
  });

  it('is asked for once of each operation, and leaves the answer without a trace', () => {
    const document = parse(`query {
      document(id: "d") { origin { ... on Minutes { id } } }
      items: supervisionItems(first: 2) { nodes { id ...Sources } }
    }
    fragment Sources on SupervisionItem { source { ... on Hazard { code } } hazards { hazard { id } } }`);
    const asked = presence.asking(document);
    const source = { __presentHazard: 'x', __presentResolution: null, code: 'h' };
    const data = {
      document: { origin: { __presentMinutes: 'x', id: 'm' } },
      items: { nodes: [{ id: 's', source, hazards: [{ hazard: { __presentHazard: 1, id: 'h' } }, null] }, null] },
    };

    presence.answered(asked, data);

    expect(presence.asking(document)).toBe(asked);
    expect(data).toEqual({
      document: { origin: { id: 'm' } },
      items: { nodes: [{ id: 's', source: { code: 'h' }, hazards: [{ hazard: { id: 'h' } }, null] }, null] },
    });
    expect(JSON.stringify(data)).not.toContain('present');
  });
});
