import type { ServiceName } from '@chengqi/schemas';
import type { Database } from '../database/database.ts';

/** One message as it lies in a topic: the envelope's JSON text. */
export interface Message {
  readonly topic: string;
  readonly value: string;
}

/**
 * Handles messages of one topic partition in order; it returns only when each is handled or dead-lettered, and throws
 * `Pause` to be asked again, also when `goesOn` says on the way that who asked has stopped.
 */
export type MessageHandler = (messages: readonly Message[], goesOn?: () => boolean) => Promise<void>;

/** What cannot be handled now although nothing is wrong with it; the transport offers the same messages again later. */
export class Pause extends Error {
  override readonly name = 'Pause';
  readonly milliseconds: number;

  constructor(reason: string, milliseconds: number) {
    super(reason);
    this.milliseconds = milliseconds;
  }
}

/** A publisher's end: `wake` after a commit, `dispose` to stop. */
export interface Publication extends AsyncDisposable {
  wake(): void;
  /** Events committed and not yet handed to the log. */
  depth(): Promise<number>;
}

export interface Subscription extends AsyncDisposable {
  /** Messages not yet handled, by topic. */
  backlog(): Promise<Record<string, number>>;
}

/** Carries committed outbox rows to subscribers: at least once, in the order of each aggregate. */
export interface EventTransport extends AsyncDisposable {
  publish(service: ServiceName, db: Database): Promise<Publication>;
  /** A new group starts from the beginning of each topic. */
  subscribe(
    group: string,
    topicsOf: readonly ServiceName[],
    db: Database,
    handle: MessageHandler,
  ): Promise<Subscription>;
  /**
   * What is published from now on, for who tells others and keeps nothing: no position is stored, what comes while nobody
   * follows is missed, and a handler that throws is offered the same messages again.
   */
  tail(topicsOf: readonly ServiceName[], handle: MessageHandler): Promise<AsyncDisposable>;
}
