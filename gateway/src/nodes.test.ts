import { loadGatewaySubgraph, nodeTypes } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import { Kind } from 'graphql';
import { referenceTo } from './nodes.ts';

const suffix = '01h455vb4pex5vsknk084sn02q';

describe('an id', () => {
  it('says by its beginning of which type a thing is, and every Node has such a beginning of its own', () => {
    const nodes = loadGatewaySubgraph().definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION && node.interfaces?.length ? [node.name.value] : [],
    );

    expect(nodes.length).toBeGreaterThan(30);
    expect(Object.values(nodeTypes).toSorted()).toEqual(nodes.toSorted());
    for (const [prefix, type] of Object.entries(nodeTypes)) {
      expect(prefix).toMatch(/^[a-z]{2,}$/);
      expect(referenceTo(`${prefix}_${suffix}`)).toEqual({ __typename: type, id: `${prefix}_${suffix}` });
    }
  });

  it.each([
    '',
    'doc',
    'doc_',
    `doc-${suffix}`,
    `DOC_${suffix}`,
    `doc_${suffix} `,
    ` doc_${suffix}`,
    `doc_${suffix}\n`,
    `doc_${'0'.repeat(65)}`,
    `xyz_${suffix}`,
    `constructor_${suffix}`,
    'doc_%',
    '公文_1',
  ])('%j is none of this house', (id) => expect(referenceTo(id)).toBeNull());
});
