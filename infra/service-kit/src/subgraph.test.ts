import { describe, expect, it } from '@jest/globals';
import { buildSchema } from './subgraph.ts';

const slice = { Query: { org: () => null } };

describe('a subgraph', () => {
  it('refuses to start when a root field or an entity has no resolver, and names each', () => {
    expect(() => buildSchema('directory', [slice])).toThrow('directory has no resolver for');
    for (const missing of ['Query.person', 'Mutation.createOrg', 'Org.__resolveReference']) {
      expect(() => buildSchema('directory', [slice])).toThrow(missing);
    }
    expect(() => buildSchema('directory', [slice])).not.toThrow('Query.org,');
  });

  it('refuses a field that two slices resolve', () => {
    expect(() => buildSchema('directory', [slice, slice])).toThrow('Query.org is resolved twice');
  });
});
