import { gatewaySubgraph, loadGatewaySubgraph, loadSubgraph, serviceNames, supergraphSdl } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import { print } from 'graphql';
import { claimedBy, definedIn } from './ownership.ts';

describe('what a supergraph says of its subgraphs', () => {
  const claims = claimedBy(supergraphSdl());

  it.each([...serviceNames, gatewaySubgraph])('is what %s answers', (name) => {
    const sdl = print(
      name === gatewaySubgraph ? loadGatewaySubgraph() : loadSubgraph(name as (typeof serviceNames)[number]),
    );
    const defined = definedIn(sdl);
    expect([...(claims.get(name) ?? [])].filter((coordinate) => !defined.has(coordinate))).toEqual([]);
    expect(claims.get(name)?.size).toBeGreaterThan(2);
  });

  it('counts each field and each argument for those that it names, and what nobody is named for, for all', () => {
    const graph = claimedBy(`
      enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
      type T @join__type(graph: A) @join__type(graph: B, extension: true) {
        id: ID!
        mine(of: Int): Int @join__field(graph: A)
        theirs: Int @join__field(graph: B) @join__field(graph: A, external: true)
      }
      input I @join__type(graph: B) { x: Int }`);
    expect([...(graph.get('a') ?? [])]).toEqual(['T.id', 'T.mine', 'T.mine(of)']);
    expect([...(graph.get('b') ?? [])]).toEqual(['T.id', 'T.theirs', 'I.x']);
  });
});
