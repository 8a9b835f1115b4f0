export { actionFields } from './action-fields.ts';
export { type Clock, createClock, type Ids, systemIds } from './clock.ts';
export { type Commands, canonicalJson } from './commands.ts';
export { ConfigError, readConfig } from './config.ts';
export { type AnyEntity, column, columns } from './database/columns.ts';
export { countBy, type ValueCount } from './database/count-by.ts';
export {
  countStatements,
  type Database,
  type DatabaseTarget,
  type Dialect,
  type Mapping,
  openDatabase,
} from './database/database.ts';
export { isConcurrencyFailure, isUniqueViolation, LostRace } from './database/errors.ts';
export { beginningWith, containing } from './database/like.ts';
export { held } from './database/locks.ts';
export { findRows, holdRows, insertRows, upsertRows } from './database/many-rows.ts';
export {
  DeadLetterEntity,
  InboxCursorEntity,
  InboxEntity,
  kitEntities,
  kitMigrations,
  OutboxEntity,
  type OutboxRow,
  StreamEntity,
} from './database/tables.ts';
export * from './errors.ts';
export { type Consumer, on, onBatch } from './events/consumer.ts';
export { createInProcessTransport } from './events/in-process.ts';
export { createKafkaTransport } from './events/kafka.ts';
export type {
  EventTransport,
  Message as TransportMessage,
  MessageHandler,
  Publication,
  Subscription,
} from './events/transport.ts';
export { Pause } from './events/transport.ts';
export { configuredStore } from './files/configured-store.ts';
export { createDiskStore } from './files/disk-store.ts';
export { fileNameOf } from './files/file-name.ts';
export type { FileStore } from './files/file-store.ts';
export { mostFileBytes, type ReceivedFile, receiveFile, tooLarge } from './files/receive.ts';
export {
  createSigningKey,
  createViewerVerifier,
  gatewayOwner,
  loadPublicKeys,
  loadSigningKey,
  localKeys,
  mintSystemToken,
  mintViewerToken,
  remoteKeys,
  type SigningKey,
} from './identity.ts';
export {
  eachOf,
  faultOfLine,
  faultOfText,
  fieldsOf,
  httpsUrlOf,
  idsOf,
  lineOf,
  numberOf,
  optionalHttpsUrl,
  optionalLine,
  optionalText,
  sha256Of,
  spanOf,
  textOf,
} from './input.ts';
export { inputRefusal } from './input-problems.ts';
export type { Later } from './later.ts';
export { batch, batchMany, groupBy, loadChanged } from './loaders.ts';
export { createLogger, inLog, type Logger, noteInLog } from './log.ts';
export { metrics, registry } from './metrics.ts';
export {
  type Connection,
  connection,
  countCeiling,
  type Edge,
  emptyConnection,
  type Highlight,
  type HighlightPart,
  mapConnection,
  type PageArguments,
} from './pagination.ts';
export { besideOf, type Live, rebuildBeside } from './rebuild.ts';
export { type EntityReference, reference } from './reference.ts';
export { runProcess, runService } from './run-service.ts';
export { scalars } from './scalars.ts';
export {
  defineService,
  type Operation,
  type RunningService,
  type ServiceDefinition,
  type ServiceKit,
  type ServiceOptions,
  type ServiceParts,
  type ServiceStatus,
  type SubgraphCall,
  type SubgraphHeaders,
  type WebRequest,
} from './service.ts';
export { startService } from './start-service.ts';
export { buildSchema, type ResolverMap } from './subgraph.ts';
export { createOccasion, type Timer } from './timers.ts';
export {
  inSpan,
  openSpan,
  SpanKind,
  spanNow,
  traceparentNow,
  untraced,
} from './tracing/spans.ts';
export { startTracing } from './tracing/start-tracing.ts';
export { createTransaction, type Transaction, type TransactionSource } from './transaction.ts';
export { asksToStayUnnamed } from './unnamed.ts';
export {
  type Actor,
  anonymousViewer,
  bothOf,
  capacitiesOf,
  type GraphQLContext,
  type Post,
  type Request,
  systemActor,
  systemViewer,
  type Viewer,
  viewerSchema,
} from './viewer.ts';
export {
  type Doer,
  type Duty,
  defineWorkflow,
  notOfOrg,
  person,
  role,
  type Step,
  separate,
  system,
  type Transition,
  type Wording,
  type Workflow,
  type Workflowed,
} from './workflow.ts';
