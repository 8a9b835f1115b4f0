import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, forbidden, type Logger, refusal } from '@chengqi/service-kit';
import type { FormattedExecutionResult } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { publicDetailsOf } from '../errors.ts';
import type { Framing } from './framing.ts';
import type { Hub, Listener } from './hub.ts';
import type { Line } from './line.ts';
import type { SubscribedOperation } from './operation.ts';
import { subjectOf } from './subjects.ts';

/** How long is waited, in milliseconds. */
export interface Pace {
  /** After a change, for more of the same thing. */
  readonly coalesce: number;
  /** The same for work, which many events may concern. */
  readonly work: number;
  /** Between heartbeats; each looks again at who listens. */
  readonly heartbeat: number;
  /** Before a service that did not answer is asked again. */
  readonly retry: number;
}

export interface SubscriberOptions {
  readonly asked: SubscribedOperation;
  readonly framing: Framing;
  readonly line: Line;
  readonly hub: Hub;
  readonly pace: Pace;
  /** The claims that the subscription began with. */
  readonly context: GatewayContext;
  readonly topics: readonly string[];
  readonly log: Logger;
  /** Who listens, as is known now. @throws DomainError UNAUTHENTICATED once the token has ended, or the person left */
  renew(): Promise<GatewayContext>;
  /** The answer for one thing, as this person may read it. @throws DomainError RATE_LIMITED where he has to wait for it */
  answer(context: GatewayContext, id: string): Promise<FormattedExecutionResult>;
  /** Settles when work is up to what is known of it. */
  caughtUp(): Promise<void>;
}

const mostPending = 1000;
const mostRemembered = 1000;
const passing = new Set<unknown>(['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT', 'RATE_LIMITED']);

/** One subscription: what changed waits here, is asked anew as its subscriber, and is told if it looks different. */
export function createSubscriber(options: SubscriberOptions) {
  const { asked, framing, line, hub, pace, topics, log, renew, answer, caughtUp } = options;
  const { by } = subjectOf(asked.name);
  const pending = new Map<string, string>();
  const told = new Map<string, string>();
  let missed: string | null = null;
  let known = rightsOf(options.context);
  let woken = Promise.withResolvers<void>();
  const things = { id: asked.argument, viewer: options.context.viewer.personId ?? '', org: '' };
  const own = things[by];

  const listener: Listener = {
    name: asked.name,
    topics,
    tell(id, mark) {
      const thing = by === 'viewer' ? own : id;
      if (pending.size >= mostPending && !pending.has(thing)) return listener.miss(mark);
      // The last to change is told last: whoever goes on after its mark has seen the others.
      pending.delete(thing);
      pending.set(thing, mark);
      woken.resolve();
    },
    miss(mark) {
      if (by !== 'org') return listener.tell(own, mark);
      pending.clear();
      missed = mark;
      woken.resolve();
    },
  };

  /** Says why, and settles when the line is closed. */
  async function end(error: DomainError): Promise<void> {
    const { language, requestId } = options.context;
    const extensions = { code: error.code, requestId, ...publicDetailsOf(error.details) };
    line.end(framing.end({ message: error.text[language], extensions }));
    await line.gone;
  }

  /** Writes it, unless it looks as it did. */
  function show(id: string, result: FormattedExecutionResult, mark: string): void {
    const digest = createHash('sha256').update(JSON.stringify(result.data)).digest('base64');
    if (told.get(id) === digest) return;
    if (told.size >= mostRemembered) told.clear();
    told.set(id, digest);
    line.write(framing.next(result, mark));
  }

  /** Milliseconds after which it has to be tried again; 0 when it is done. */
  async function tellOne(id: string, mark: string): Promise<number> {
    const result = await answer(await look(), id);
    if (result.data?.[asked.answeredAs] != null) {
      show(id, result, mark);
      return 0;
    }
    if (result.errors?.some(({ extensions }) => passing.has(extensions?.code))) return pace.retry;
    if (by === 'id') throw forbidden();
    return 0;
  }

  /** Who listens now; whoever may read other things than before is told the difference. */
  async function look(): Promise<GatewayContext> {
    const context = await renew();
    const rights = rightsOf(context);
    if (rights !== known) {
      if (by === 'org' && context.viewer.posts.length === 0) throw forbidden();
      known = rights;
      if (by !== 'org') listener.tell(own, hub.mark());
    }
    return context;
  }

  async function tellAll(): Promise<void> {
    if (missed !== null) {
      line.write(framing.next({ data: { [asked.answeredAs]: null } }, missed));
      missed = null;
    }
    for (const [id, mark] of [...pending]) {
      await line.whenFree();
      if (line.closed.aborted) return;
      // What changed again while the reader was slow, or others were told, comes in its new place.
      if (pending.get(id) !== mark) continue;
      const wait = await tellOne(id, mark).catch(waitOrThrow);
      if (wait > 0) return later(wait);
      if (pending.get(id) === mark) pending.delete(id);
    }
    if (pending.size > 0) woken.resolve();
  }

  function waitOrThrow(error: unknown): number {
    if (!(error instanceof DomainError) || !passing.has(error.code)) throw error;
    return Number(error.details.retryAfterSeconds ?? 0) * 1000 || pace.retry;
  }

  function later(milliseconds: number): void {
    const again = woken;
    setTimeout(() => again.resolve(), milliseconds).unref();
  }

  async function beat(): Promise<void> {
    if (line.free) line.write(framing.heartbeat);
    await look().catch(waitOrThrow);
  }

  function endBy(error: unknown): void {
    if (!(error instanceof DomainError)) log.error({ err: error }, 'a subscription failed');
    void end(error instanceof DomainError ? error : ourFault());
  }

  return {
    listener,
    end,
    show,
    /** Tells until the line is closed; whatever goes wrong closes it, with its reason. */
    async run(): Promise<void> {
      const { closed } = line;
      const pause = (milliseconds: number) =>
        sleep(milliseconds, undefined, { signal: closed, ref: false }).catch(() => undefined);
      const beating = setInterval(() => void beat().catch(endBy), pace.heartbeat).unref();
      try {
        while (!closed.aborted) {
          await Promise.race([woken.promise, line.gone]);
          await pause(by === 'viewer' ? pace.work : pace.coalesce);
          if (by === 'viewer') await caughtUp();
          woken = Promise.withResolvers();
          await tellAll();
        }
      } catch (error) {
        endBy(error);
      } finally {
        clearInterval(beating);
      }
    },
  };
}
export type Subscriber = ReturnType<typeof createSubscriber>;

/** What decides what somebody may read; two that are equal text open the same. */
const rightsOf = ({ viewer: { posts, clearance } }: GatewayContext): string => JSON.stringify([posts, clearance]);

const ourFault = () => refusal('INTERNAL', { en: 'Something went wrong on our side.', zh: '系统内部错误。' });
