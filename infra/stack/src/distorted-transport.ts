import { setTimeout as sleep } from 'node:timers/promises';
import type { EventTransport, MessageHandler } from '@chengqi/service-kit';

/**
 * A transport as bad as its promise allows: every message arrives twice, and topics overtake each other by up to
 * `delayMilliseconds`. For tests and demonstrations of what consumers must bear.
 */
export function distort(
  transport: EventTransport,
  delayMilliseconds: number,
  random: () => number = Math.random,
): EventTransport {
  const twiceAndLate =
    (handle: MessageHandler): MessageHandler =>
    async (messages) => {
      for (const message of messages) {
        await sleep(random() * delayMilliseconds);
        await handle([message]);
        await handle([message]);
      }
    };
  return {
    publish: (service, db) => transport.publish(service, db),
    subscribe: (group, owners, db, handle) => transport.subscribe(group, owners, db, twiceAndLate(handle)),
    tail: (owners, handle) => transport.tail(owners, twiceAndLate(handle)),
    [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
  };
}
