/**
 * The services of the house: each owns a topic, a subgraph and a database, and listens in this order from 4001 on. All
 * else that names them follows this list; `npm run compose` writes it into the files of the containers.
 */
export const serviceNames = [
  'directory',
  'documents',
  'meetings',
  'supervision',
  'security',
  'reception',
  'analytics',
] as const;
export type ServiceName = (typeof serviceNames)[number];

export const firstSubgraphPort = 4001;

/** Of the full mode; `first` is where another set of processes begins. */
export const portOf = (service: ServiceName, first = firstSubgraphPort): number =>
  first + serviceNames.indexOf(service);

export type AddressVariable = `${Uppercase<ServiceName>}_URL`;

/** The variable of the environment that says where a subgraph is. */
export const addressVariableOf = (service: ServiceName): AddressVariable =>
  `${service.toUpperCase() as Uppercase<ServiceName>}_URL`;

/** A value for each service's address variable. */
export const forEachAddress = <Value>(of: (service: ServiceName) => Value): Record<AddressVariable, Value> =>
  Object.fromEntries(serviceNames.map((name) => [addressVariableOf(name), of(name)])) as Record<AddressVariable, Value>;

/** Its database on a shared server, and the account that owns it. */
export const databaseOf = (service: ServiceName): string => `chengqi_${service}`;

/** One topic a service, kept for ever. */
export const topicOf = (service: ServiceName): string => `chengqi.${service}.v1`;
