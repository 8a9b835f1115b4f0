export { developmentOwner, type Issuer, oidcIssuer } from './bearer.ts';
export { bodyLimitBytes, loadAllowedOrigins, loadOidcIssuer, loadOperatorToken, loadTrustedProxies } from './config.ts';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export type { GatewayStatus } from './routes.ts';
export { httpSubgraph, type Subgraph, type SubgraphResult, type SubgraphStatus, unavailable } from './subgraph.ts';
