export { developmentOwner, type Issuer, oidcIssuer } from './bearer.ts';
export { addBrowsers } from './browsers.ts';
export {
  bodyLimitBytes,
  loadAllowedOrigins,
  loadFrontEnds,
  loadOidcIssuer,
  loadOperatorToken,
  loadTrustedProxies,
  loadTrustPolicy,
} from './config.ts';
export type { GatewayContext } from './context.ts';
export type { FrontEnds } from './front-ends.ts';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { createRehearsal } from './rehearsal.ts';
export type { GatewayStatus } from './routes.ts';
export { httpSubgraph, type Subgraph, type SubgraphResult, type SubgraphStatus, unavailable } from './subgraph.ts';
export type { Events, SubscriptionSettings } from './subscriptions/subscriptions.ts';
