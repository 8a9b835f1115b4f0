export { loadOperations, loadSubgraph, supergraphSdl } from './documents.ts';
export * from './events/envelope.ts';
export * from './services.ts';
/** Chinese terms of types and enum values, as the descriptions of the subgraphs have them in brackets. */
export { default as words } from './words.json' with { type: 'json' };
