import type { Envelope } from '@chengqi/schemas';
import type { Clock, Ids, Logger, TransportMessage } from '@chengqi/service-kit';
import type { Places } from './places.ts';
import { type News, newsOf, type SubjectName, subjectNames, subjectOf } from './subjects.ts';
import { offersOf, type Topic } from './topics.ts';

/** Whoever is told of changes of one field. */
export interface Listener {
  readonly name: SubjectName;
  readonly topics: readonly Topic[];
  /** This thing changed; the mark is where to go on after it was told. */
  tell(id: string, mark: string): void;
  /** Something may have changed, nobody knows what. */
  miss(mark: string): void;
}

interface Change {
  /** Says nothing of how many changes lie before it. */
  readonly mark: string;
  readonly at: number;
  readonly news: News | null;
  readonly offers: Map<SubjectName, Promise<ReadonlyMap<Topic, readonly string[]>>>;
}

const mostKept = 10_000;

interface Surroundings {
  readonly places: Places;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** How long changes are kept for who comes back. */
  readonly keptMilliseconds: number;
}

/** Offers every event to who listens for it, and keeps it for a while for those who lost their connection. */
export function createHub({ places, clock, ids, log, keptMilliseconds }: Surroundings) {
  const listeners = new Map<SubjectName, Map<Topic, Set<Listener>>>(subjectNames.map((name) => [name, new Map()]));
  const kept: Change[] = [];
  let delivered = Promise.resolve();

  function keep(news: News | null): Change {
    const now = clock.now().getTime();
    const old = kept.findIndex(({ at }) => at > now - keptMilliseconds);
    kept.splice(0, Math.max(old < 0 ? kept.length : old, kept.length - mostKept));
    const change: Change = { mark: ids.next('chg'), at: now, news, offers: new Map() };
    kept.push(change);
    return change;
  }

  /** Null for what is no news; what cannot be read is dead-lettered by those it is for. */
  function read(text: string): News | null {
    try {
      return newsOf(JSON.parse(text) as Envelope);
    } catch (error) {
      log.warn({ err: error }, 'an event cannot be read');
      return null;
    }
  }

  /** Looked up once, however many listen, and not at all when nobody does. */
  function offersFor(name: SubjectName, { news, offers }: Change): Promise<ReadonlyMap<Topic, readonly string[]>> {
    if (news === null || (subjectOf(name).by !== 'viewer' && !news.things.has(name))) return nothing;
    const found = offers.get(name) ?? offersOf(name, news, places);
    offers.set(name, found);
    return found;
  }

  async function deliver(change: Change): Promise<void> {
    for (const [name, byTopic] of listeners) {
      if (byTopic.size === 0) continue;
      try {
        const offers = await offersFor(name, change);
        for (const [topic, things] of offers)
          for (const listener of byTopic.get(topic) ?? []) for (const id of things) listener.tell(id, change.mark);
      } catch (error) {
        log.warn({ err: error, subscription: name }, 'whom a change concerns is not known');
        for (const listener of new Set([...byTopic.values()].flatMap((each) => [...each]))) listener.miss(change.mark);
      }
    }
  }

  async function replay(listener: Listener, changes: readonly Change[]): Promise<void> {
    for (const change of changes) {
      const offers = await offersFor(listener.name, change).catch(() => null);
      if (offers === null) listener.miss(change.mark);
      else
        for (const topic of listener.topics) for (const id of offers.get(topic) ?? []) listener.tell(id, change.mark);
    }
  }

  return {
    /** Takes events as a transport offers them; it never throws. */
    async handle(messages: readonly TransportMessage[]): Promise<void> {
      for (const { value } of messages) {
        const news = read(value);
        if (news === null) continue;
        const change = keep(news);
        delivered = delivered.then(() => deliver(change));
      }
      await delivered;
    },
    /** Where to go on from now. */
    mark: (): string => keep(null).mark,
    /** What came after the mark is told again; false where nobody knows any more what that was. */
    async join(listener: Listener, after: string | null): Promise<boolean> {
      const byTopic = listeners.get(listener.name);
      for (const topic of listener.topics) byTopic?.set(topic, (byTopic.get(topic) ?? new Set()).add(listener));
      if (after === null) return true;
      const now = clock.now().getTime();
      const from = kept.findIndex(({ mark, at }) => mark === after && at > now - keptMilliseconds);
      if (from < 0) return false;
      await replay(listener, kept.slice(from + 1));
      return true;
    },
    leave(listener: Listener): void {
      const byTopic = listeners.get(listener.name);
      for (const topic of listener.topics) {
        const others = byTopic?.get(topic);
        others?.delete(listener);
        if (others?.size === 0) byTopic?.delete(topic);
      }
    },
  };
}
export type Hub = ReturnType<typeof createHub>;

const nothing: Promise<ReadonlyMap<Topic, readonly string[]>> = Promise.resolve(new Map());
