/** What the descriptions of the subgraphs say in Chinese. */
export { englishOf, loadChinese } from './chinese.ts';
export { type AskedFor, coordinatesOf, type Usage } from './coordinates.ts';
export { gatewaySubgraph, loadGatewaySubgraph, loadOperations, loadSubgraph, supergraphSdl } from './documents.ts';
export * from './events/envelope.ts';
export { nodeTypes } from './prefixes.ts';
/** The rules by which services refuse, each with its codes and texts, as they are thrown. */
export { default as rules } from './rules.json' with { type: 'json' };
export * from './services.ts';
export { documentIdOf, type RegisteredOperation, registered, registeredOperations } from './trusted.ts';
/** Chinese terms of types and enum values, as the descriptions of the subgraphs have them in brackets. */
export { default as words } from './words.json' with { type: 'json' };
