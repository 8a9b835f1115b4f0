import type { ServiceName } from '@chengqi/schemas';
import type { FormattedExecutionResult } from 'graphql';
import type { Clock, Ids } from './clock.ts';
import type { Commands } from './commands.ts';
import type { AnyEntity } from './database/columns.ts';
import type { Database, DatabaseTarget, Mapping } from './database/database.ts';
import type { Consumer } from './events/consumer.ts';
import type { DispatcherOptions } from './events/dispatcher.ts';
import type { EventTransport } from './events/transport.ts';
import type { FileStore } from './files/file-store.ts';
import type { createViewerVerifier, SigningKey } from './identity.ts';
import type { Later } from './later.ts';
import type { Logger } from './log.ts';
import type { EntityReference } from './reference.ts';
import type { ResolverMap } from './subgraph.ts';
import type { Timer } from './timers.ts';
import type { OnStored, Transaction } from './transaction.ts';
import type { Actor, Request, Viewer } from './viewer.ts';

/** What a service is made of; `start` wires its slices. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  readonly entities: readonly AnyEntity[];
  readonly migrations: Mapping['migrations'];
  readonly consumesFrom: readonly ServiceName[];
  /** Given where all tables come from events, so that they can be made anew beside those that answer. */
  readonly rebuild?: Rebuildable;
  start(kit: ServiceKit): ServiceParts;
}

/** What a service whose tables all come from events says of its rebuild. */
export interface Rebuildable {
  /** Tables whose rows no event brings back: they stay as they are. */
  readonly keeps: readonly string[];
  /** Whether all that was read has been worked up. */
  readonly isSettled: (kit: ServiceKit) => Promise<boolean>;
  /** A query over what it all comes to, for the operator to compare. */
  readonly sums: string;
}

export const defineService = (definition: ServiceDefinition): ServiceDefinition => definition;

/** What the kit lends to a service. */
export interface ServiceKit extends Later {
  readonly name: ServiceName;
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly commands: Commands;
  /** One transaction outside requests and events: timers and set-up. */
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Reads another service's entities as SYSTEM, in the order asked; null where the owner has none. Never call it inside a transaction. */
  readAsSystem(
    owner: ServiceName,
    references: readonly EntityReference[],
    selection: string,
  ): Promise<(Record<string, unknown> | null)[]>;
  /** Asks another service's own fields as SYSTEM; answers `data`. @throws Error when the owner refuses. Never call it inside a transaction. */
  askAsSystem(owner: ServiceName, operation: Operation): Promise<Record<string, unknown>>;
  /** Ids of those of the owner's entities that the viewer may read. @throws DomainError SUBGRAPH_UNAVAILABLE when the owner does not answer. Never call it inside a transaction. */
  readableBy(viewer: Viewer, owner: ServiceName, references: readonly EntityReference[]): Promise<ReadonlySet<string>>;
  /** Events of each topic that are published and not yet handled here; -1 while that is not known. */
  backlog(): Promise<Readonly<Record<string, number>>>;
  /** What a service writes whenever rows of the entity are stored through its transactions, in the same; one reaction an entity. */
  readonly onStored: OnStored;
  /** Where the service's own files lie. */
  readonly files: FileStore;
  /** Opens a route beside the graph, such as `GET /admin/audit/trail` or `PUT /files/:file`. */
  route(address: `${'GET' | 'PUT'} /${string}`, answer: Route): void;
}

export interface ServiceParts {
  readonly resolvers: readonly ResolverMap[];
  /** Joined with the request into the resolvers' context; asked once an operation, and again for each of its mutations. */
  context(request: Request): Record<string, unknown>;
  readonly consumers: readonly Consumer[];
  readonly timers?: readonly Timer[];
  /** Runs once the database is up to date, before events and operations are taken; several instances may run it at once. */
  readonly ready?: () => Promise<void>;
  actorOf(viewer: Viewer): Promise<Actor>;
  /** Runs after handled events, outside their transaction: forget what was cached of them. */
  readonly onHandled?: () => void;
}

/** How one service process, or one service inside the embedded office, is connected. */
export interface ServiceOptions {
  readonly database: DatabaseTarget;
  readonly transport: EventTransport;
  /** Its own, where nobody else's files lie. */
  readonly files: FileStore;
  readonly key: SigningKey;
  readonly verificationKeys: Parameters<typeof createViewerVerifier>[0];
  /** Sends one operation to another subgraph. */
  readonly callSubgraph: SubgraphCall;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly retry?: DispatcherOptions['retry'];
}

export interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown> | undefined;
  readonly operationName?: string | undefined;
}
export type SubgraphHeaders = Readonly<Record<string, string | undefined>>;
export type SubgraphCall = (
  owner: ServiceName,
  operation: Operation,
  headers: SubgraphHeaders,
) => Promise<FormattedExecutionResult>;

/** As the platform has it: its body is a stream, so that a file can come and go this way without being held in memory. */
export type WebRequest = globalThis.Request;

/**
 * Answers what is asked beside the graph, such as `GET /admin/audit/trail`; `parts` are what stands in the address for
 * the names of its pattern. @throws DomainError as resolvers do
 */
export type Route = (
  request: Request,
  asked: WebRequest,
  parts: Readonly<Record<string, string | undefined>>,
) => Promise<Response>;

export interface ServiceStatus {
  readonly service: ServiceName;
  readonly outbox: number;
  readonly backlog: Readonly<Record<string, number>>;
  readonly deadLetters: number;
}

export interface RunningService extends AsyncDisposable {
  readonly name: ServiceName;
  readonly kit: ServiceKit;
  /** One operation with the headers HTTP would carry: authorization, accept-language, x-request-id, traceparent. */
  execute(operation: Operation, headers: SubgraphHeaders): Promise<FormattedExecutionResult>;
  /** What is asked beside the graph, with the same headers; refusals have the shape of GraphQL's and a status. */
  serve(asked: WebRequest): Promise<Response>;
  status(): Promise<ServiceStatus>;
}
