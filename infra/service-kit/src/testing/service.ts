import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Envelope, type EventContract, type SecrecyLevel, type ServiceName, topicOf } from '@chengqi/schemas';
import type { FormattedExecutionResult } from 'graphql';
import { createClock, systemIds } from '../clock.ts';
import type { Database, Dialect } from '../database/database.ts';
import { OutboxEntity } from '../database/tables.ts';
import type { EventTransport, MessageHandler } from '../events/transport.ts';
import { createDiskStore } from '../files/disk-store.ts';
import { createSigningKey, gatewayOwner, localKeys, mintViewerToken } from '../identity.ts';
import type { EntityReference } from '../reference.ts';
import type { Operation, RunningService, ServiceDefinition, ServiceKit } from '../service.ts';
import { startService } from '../start-service.ts';
import { probeQuery } from '../system-reads.ts';
import { anonymousViewer, type Post, type Viewer } from '../viewer.ts';
import { createMigratedDatabase } from './migrated.ts';

export interface TestClock {
  /** Any text `Date` reads, with an offset. */
  set(instant: string): void;
  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number }): void;
  now(): Date;
}

export interface DeliverOptions {
  readonly secrecyLevel?: SecrecyLevel;
  readonly orgId?: string | null;
  readonly provenance?: 'live' | 'imported';
  /** Person who caused it. */
  readonly actorId?: string | null;
  readonly correlationId?: string;
  /** Delivers the very same message again. */
  readonly times?: number;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of arbitrary queries
export type TestAnswer = { data: any; errors: readonly any[] | undefined };

export interface TestService extends AsyncDisposable {
  readonly db: Database;
  readonly kit: ServiceKit;
  readonly clock: TestClock;
  execute(query: string, variables?: Record<string, unknown>, as?: Viewer | null): Promise<TestAnswer>;
  /** What is asked beside the graph, such as `/admin/audit/verify`; null asks without a token. */
  get(path: string, as: Viewer | null, language?: 'zh' | 'en'): Promise<{ status: number; body: TestAnswer['data'] }>;
  /** The same with all that HTTP says: a method, a body, and an answer that is not read yet. */
  serve(path: string, as: Viewer | null, init?: RequestInit): Promise<Response>;
  /** As if the event came from its owner's topic, with the next sequence of its subject; it returns when it has been handled. */
  deliver<Data>(
    contract: EventContract<Data>,
    subject: string,
    data: Data,
    options?: DeliverOptions,
  ): Promise<Envelope<Data>>;
  /** Delivers an envelope as it is, to test duplicates and order. */
  redeliver(envelope: Envelope): Promise<void>;
  events(type?: string): Promise<Envelope[]>;
  status(): ReturnType<RunningService['status']>;
  close(): Promise<void>;
}

export interface TestServiceOptions {
  readonly dialect?: Dialect;
  /** Answers the system reads that the service makes of others. */
  readonly systemReads?: (
    owner: ServiceName,
    references: readonly EntityReference[],
  ) => (Record<string, unknown> | null)[];
  /** Ids of things of other services that their owners hide from everybody; filled as a test goes on. */
  readonly hiddenElsewhere?: readonly string[];
  /** What other services answer to `askAsSystem`. */
  readonly systemAnswers?: (owner: ServiceName, operation: Operation) => Record<string, unknown>;
  readonly at?: string;
}

/** One service with real migrations and real SQL; events go in by `deliver` and are looked at in the outbox. */
export async function startTestService(
  definition: ServiceDefinition,
  options: TestServiceOptions = {},
): Promise<TestService> {
  await using resources = new AsyncDisposableStack();
  const database = resources.use(await createMigratedDatabase(options.dialect ?? 'sqlite', definition));
  const folder = mkdtempSync(join(tmpdir(), 'chengqi-files-'));
  resources.defer(() => rmSync(folder, { recursive: true, force: true }));
  const time = { now: new Date(options.at ?? '2026-09-14T01:00:00Z') };
  const key = await createSigningKey(gatewayOwner);
  const { transport, handler } = directTransport();
  const service = resources.use(
    await startService(definition, {
      database: database.target,
      transport,
      files: createDiskStore(folder),
      key: await createSigningKey(definition.name),
      verificationKeys: localKeys([key.publicJwk]),
      clock: createClock('Asia/Shanghai', () => new Date(time.now)),
      retry: { inPlace: 1, pauses: 1, firstMilliseconds: 1, pauseMilliseconds: 1 },
      callSubgraph: async (owner, operation) => {
        const representations = operation.variables?.representations as EntityReference[] | undefined;
        if (representations && operation.query === probeQuery) {
          const hidden = options.hiddenElsewhere ?? [];
          return { data: { _entities: representations.map((each) => (hidden.includes(each.id) ? null : each)) } };
        }
        return representations
          ? { data: { _entities: options.systemReads?.(owner, representations) ?? [] } }
          : { data: options.systemAnswers?.(owner, operation) ?? {} };
      },
    }),
  );
  const owned = resources.move();
  const sequences = new Map<string, number>();
  const redeliver = async (envelope: Envelope) => {
    const [owner] = envelope.type.split('.') as [ServiceName];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        return await handler()([{ topic: topicOf(owner), value: JSON.stringify(envelope) }]);
      } catch (error) {
        if (attempt === 2) throw error;
      }
    }
  };
  const serve: TestService['serve'] = async (path, as, init = {}) => {
    const headers = new Headers({ 'accept-language': 'en' });
    new Headers(init.headers).forEach((value, name) => {
      headers.set(name, value);
    });
    if (as) headers.set('authorization', `Bearer ${await mintViewerToken(key, as, definition.name, time.now)}`);
    return service.serve(new Request(new URL(path, 'http://service'), { ...init, headers }));
  };
  const close = () => owned.disposeAsync();
  return {
    db: service.kit.db,
    kit: service.kit,
    clock: {
      set: (instant) => {
        time.now = new Date(instant);
      },
      advance: ({ days = 0, hours = 0, minutes = 0, seconds = 0 }) => {
        time.now = new Date(time.now.getTime() + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
      },
      now: () => new Date(time.now),
    },
    async execute(query, variables, as) {
      const token =
        as === null ? undefined : await mintViewerToken(key, as ?? anonymousViewer, definition.name, time.now);
      const answer: FormattedExecutionResult = await service.execute(
        { query, variables },
        { ...(token && { authorization: `Bearer ${token}` }) },
      );
      return {
        data: answer.data === undefined || answer.data === null ? answer.data : JSON.parse(JSON.stringify(answer.data)),
        errors: answer.errors,
      };
    },
    serve,
    async get(path, as, language = 'en') {
      const answer = await serve(path, as, { headers: { 'accept-language': language } });
      return { status: answer.status, body: await answer.json() };
    },
    async deliver(
      contract,
      subject,
      data,
      { secrecyLevel = 'INTERNAL', orgId = null, provenance = 'live', correlationId, actorId = null, times = 1 } = {},
    ) {
      const sequence = (sequences.get(subject) ?? 0) + 1;
      sequences.set(subject, sequence);
      const envelope = {
        ...envelopeBase,
        id: systemIds.next('evt'),
        type: contract.type,
        source: `/services/${contract.service}`,
        subject,
        time: time.now.toISOString(),
        sequence,
        aggregateversion: sequence,
        actorid: actorId,
        correlationid: correlationId ?? systemIds.next('cor'),
        orgid: orgId,
        secrecylevel: secrecyLevel,
        provenance,
        data: contract.schema.parse(data),
      } satisfies Envelope;
      for (let time = 0; time < times; time += 1) await redeliver(envelope);
      return envelope;
    },
    redeliver,
    async events(type) {
      const rows = await service.kit.db.read.getRepository(OutboxEntity).find({ order: { id: 'ASC' } });
      return rows
        .map(({ envelope }) => JSON.parse(envelope) as Envelope)
        .filter((event) => type === undefined || event.type.includes(type));
    },
    status: () => service.status(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const envelopeBase = {
  specversion: '1.0',
  datacontenttype: 'application/json',
  causationid: null,
  actorid: null,
  onbehalfof: null,
  actorrole: 'SYSTEM',
  traceparent: null,
} as const;

/** Keeps the handler, so that a test decides what arrives and when. */
function directTransport(): { transport: EventTransport; handler: () => MessageHandler } {
  let handler: MessageHandler = async () => undefined;
  const nothing = { [Symbol.asyncDispose]: async () => undefined };
  return {
    handler: () => handler,
    transport: {
      publish: async () => ({ wake: () => undefined, depth: async () => 0, ...nothing }),
      subscribe: async (_group, _owners, _db, handle) => {
        handler = handle;
        return { backlog: async () => ({}), ...nothing };
      },
      tail: async () => nothing,
      ...nothing,
    },
  };
}

/** A viewer for `execute`: one post with the roles at `orgId`, whose scope is that org unless given (null: every org). */
export function aViewer(options: {
  personId?: string;
  staffNo?: string;
  roles?: readonly string[];
  orgId: string;
  scopeOrgId?: string | null;
  clearance?: SecrecyLevel;
  posts?: Post[];
}): Viewer {
  const { roles = [], orgId, scopeOrgId = orgId } = options;
  return {
    kind: 'person',
    personId: options.personId ?? systemIds.next('psn'),
    staffNo: options.staffNo ?? null,
    posts: options.posts ?? [{ orgId, scopeOrgId, roles: [...roles] }],
    clearance: options.clearance ?? 'INTERNAL',
    onBehalfOf: null,
  };
}
