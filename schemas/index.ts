export { loadOperations, loadSubgraph, supergraphSdl } from './documents.ts';
export * from './events/envelope.ts';
