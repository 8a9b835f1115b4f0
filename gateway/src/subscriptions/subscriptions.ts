import type { ApolloServer, ApolloServerPlugin } from '@apollo/server';
import { type ServiceName, serviceNames } from '@chengqi/schemas';
import {
  type Clock,
  type DomainError,
  httpStatusOf,
  type Ids,
  type Logger,
  type MessageHandler,
  notFound,
  refusal,
} from '@chengqi/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import pLimit from 'p-limit';
import type { Admission, Weighed } from '../admission/admission.ts';
import type { GatewayContext } from '../context.ts';
import { admitted, longestMilliseconds } from '../graph-route.ts';
import type { Subgraph } from '../subgraph.ts';
import type { ViewerTokens } from '../viewer-tokens.ts';
import { createCatchUp } from './catch-up.ts';
import { type Framing, framingFor } from './framing.ts';
import { createHub } from './hub.ts';
import { createLine } from './line.ts';
import { readSubscription, type SubscribedOperation } from './operation.ts';
import { createPlaces } from './places.ts';
import { subjectOf } from './subjects.ts';
import { createSubscriber, type Subscriber } from './subscriber.ts';
import { topicsOf } from './topics.ts';

/** How events reach the gateway: from now on, of these services, each at least once. */
export type Events = (services: readonly ServiceName[], handle: MessageHandler) => Promise<AsyncDisposable>;

export interface SubscriptionSettings {
  /** Of one person at once. */
  readonly perViewer: number;
  readonly inAll: number;
  readonly coalesceMilliseconds: number;
  readonly workMilliseconds: number;
  readonly heartbeatMilliseconds: number;
  readonly retryMilliseconds: number;
  /** How long changes are kept for who lost the connection. */
  readonly keptMilliseconds: number;
  /** Bytes that may wait for one reader. */
  readonly mostUnread: number;
  readonly slowMilliseconds: number;
}

const usual: SubscriptionSettings = {
  perViewer: 5,
  inAll: 2000,
  coalesceMilliseconds: 250,
  workMilliseconds: 1000,
  heartbeatMilliseconds: 15_000,
  retryMilliseconds: 2000,
  keptMilliseconds: 60_000,
  mostUnread: 1024 * 1024,
  slowMilliseconds: 30_000,
};
/** Questions of subscribers at once: the others wait, and whoever asks without a subscription goes before. */
const mostAsking = 8;

export interface SubscriptionsOptions {
  /** Without it nobody is told anything. */
  readonly events: Events | undefined;
  readonly settings: Partial<SubscriptionSettings> | undefined;
  readonly subgraphs: readonly Subgraph[];
  readonly tokens: ViewerTokens;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** How many are open. */
  readonly observe: (open: number) => void;
  /** The same person as is known now. @throws DomainError UNAUTHENTICATED */
  renew(context: GatewayContext): Promise<GatewayContext>;
}

/** Subscriptions of the whole graph, fed by events; the plugin brings the schema. */
export function createSubscriptions(options: SubscriptionsOptions) {
  const { events, subgraphs, tokens, clock, ids, log, observe, renew } = options;
  const settings = { ...usual, ...options.settings };
  const places = createPlaces({ subgraphs, tokens, clock });
  const hub = createHub({ places, clock, ids, log, keptMilliseconds: settings.keptMilliseconds });
  const caughtUp = createCatchUp(subgraphs.find(({ name }) => name === 'analytics'));
  const asking = pLimit(mostAsking);
  const open = new Map<Subscriber, string>();
  let schema: GraphQLSchema | undefined;
  let stopping = false;

  const plugin: ApolloServerPlugin<GatewayContext> = {
    serverWillStart: async () => ({
      schemaDidLoadOrUpdate: ({ apiSchema }: { apiSchema: GraphQLSchema }) => {
        schema = apiSchema;
      },
    }),
  };

  /** Whether there is room for one more. @throws DomainError RATE_LIMITED */
  function requireRoom(personId: string): void {
    if (open.size >= settings.inAll) throw full();
    const own = [...open.values()].filter((each) => each === personId).length;
    if (own >= settings.perViewer) throw tooMany(settings.perViewer);
  }

  function read({ subscription }: FastifyRequest): Weighed & SubscribedOperation {
    if (!events || stopping) throw noEvents();
    if (!schema || !subscription) throw noSubscription();
    const { document, operation, variables } = subscription;
    return { ...subscription, ...readSubscription(schema, document, operation, variables) };
  }

  return {
    plugin,
    /** Answers the request with a line that stays open, or refuses it. */
    opener: (apollo: ApolloServer<GatewayContext>, admission: Admission) => {
      async function ask(context: GatewayContext, asked: Weighed & SubscribedOperation, id: string) {
        const { query, operationName } = asked;
        const late = setTimeout(() => context.work.abort(), longestMilliseconds);
        try {
          const request = { query, variables: asked.variablesFor(id), ...(operationName && { operationName }) };
          const contextValue = { ...context, subscribed: asked.document };
          const { body } = await apollo.executeOperation(request, { contextValue });
          if (body.kind !== 'single') throw new Error('a subscription is answered at once');
          return body.singleResult as FormattedExecutionResult;
        } finally {
          clearTimeout(late);
        }
      }

      return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
        const context = admitted(request);
        const framing = framingFor(request.headers.accept);
        if (!framing) throw wrongWay();
        const asked = read(request);
        const personId = context.viewer.personId ?? '';
        requireRoom(personId);
        const { by, type } = subjectOf(asked.name);
        if (by === 'org' && (await places.lineOf(asked.argument)).length === 0) throw notFound('Org');
        const thing = { id: asked.argument, viewer: personId, org: '' }[by];
        // Where nothing is named yet, nothing is asked for: what is wrong with the operation is said before it begins.
        const first = await ask(context, asked, thing);
        if (first.data == null) return refuse(reply, first);
        if (by !== 'org' && first.data[asked.answeredAs] == null)
          return first.errors ? refuse(reply, first) : raise(notFound(type));
        const topics = await topicsOf(asked.name, asked.argument, context.viewer, places);
        requireRoom(personId);
        const line = createLine(openLine(reply, framing), settings);
        const subscriber = createSubscriber({
          ...{ asked, framing, line, hub, context, topics, log, caughtUp },
          pace: {
            coalesce: settings.coalesceMilliseconds,
            work: settings.workMilliseconds,
            heartbeat: settings.heartbeatMilliseconds,
            retry: settings.retryMilliseconds,
          },
          renew: () => renew(context),
          answer: (fresh, id) => {
            admission.spend(fresh, asked.cost);
            // Who has gone while he waited is asked for no more.
            return asking(async () => (line.closed.aborted ? {} : ask(fresh, asked, id)));
          },
        });
        open.set(subscriber, personId);
        observe(open.size);
        line.closed.addEventListener('abort', () => {
          open.delete(subscriber);
          observe(open.size);
          hub.leave(subscriber.listener);
        });
        await begin(subscriber, first, by, lastEventOf(request), thing);
        void subscriber.run();
        return reply;
      };
    },
    /** Follows the events, until it is disposed of: then everybody is told to come again. */
    async start(): Promise<AsyncDisposable> {
      const following = await events?.(serviceNames, hub.handle);
      return {
        async [Symbol.asyncDispose]() {
          stopping = true;
          // A connection that is idle only after the server began to close would be waited for.
          const closed = [...open.keys()].map((subscriber) => subscriber.end(noEvents()));
          await Promise.all([following?.[Symbol.asyncDispose](), ...closed]);
        },
      };
    },
  };

  async function begin(
    { listener, show }: Subscriber,
    first: FormattedExecutionResult,
    by: 'id' | 'org' | 'viewer',
    lastEvent: string | null,
    thing: string,
  ): Promise<void> {
    const mark = hub.mark();
    const resumed = await hub.join(listener, lastEvent);
    if (lastEvent === null && by !== 'org') show(thing, first, mark);
    if (!resumed) listener.miss(mark);
  }
}

function openLine(reply: FastifyReply, { headers, opening }: Framing) {
  void reply.hijack();
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    ...headers,
  });
  reply.raw.write(opening);
  return reply.raw;
}

function lastEventOf({ headers }: FastifyRequest): string | null {
  const id = headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : null;
}

/** What the graph says of the operation itself, as it says it. */
function refuse(reply: FastifyReply, { errors = [] }: FormattedExecutionResult): FastifyReply {
  return reply
    .code(httpStatusOf(errors[0]?.extensions?.code))
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors }));
}

function raise(error: DomainError): never {
  throw error;
}

const noSubscription = () =>
  refusal(
    'BAD_USER_INPUT',
    { en: 'Send a subscription here, and other operations to /graphql.', zh: '此处只接受订阅操作。' },
    { field: 'query' },
  );
const wrongWay = () =>
  refusal(
    'BAD_USER_INPUT',
    {
      en: 'A subscription needs Accept: text/event-stream, or multipart/mixed;subscriptionSpec=1.0.',
      zh: '订阅须以 Accept: text/event-stream 或 multipart/mixed;subscriptionSpec=1.0 请求。',
    },
    { field: 'accept' },
  );
const noEvents = () =>
  refusal(
    'SUBGRAPH_UNAVAILABLE',
    { en: 'Changes are not told now; subscribe again.', zh: '暂不推送变化，请重新订阅。' },
    { retryable: true },
  );
const tooMany = (most: number) =>
  refusal(
    'RATE_LIMITED',
    { en: `At most ${most} subscriptions of one person at once.`, zh: `同一人最多同时 ${most} 个订阅。` },
    { retryable: true },
  );
const full = () =>
  refusal(
    'RATE_LIMITED',
    { en: 'Too many subscriptions in all; try again later.', zh: '订阅数已满，请稍后重试。' },
    { retryable: true, retryAfterSeconds: 30 },
  );
