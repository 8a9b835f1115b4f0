import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { createClock, createLogger, systemIds } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import type { FormattedExecutionResult } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { framingFor } from './framing.ts';
import { createHub } from './hub.ts';
import { createLine, type LineLimits } from './line.ts';
import type { SubscribedOperation } from './operation.ts';
import { createSubscriber } from './subscriber.ts';

const context = {
  ...{ requestId: 'req_test', language: 'en', traceparent: null, client: null, bearer: null },
  viewer: { kind: 'person', personId: 'psn_a', staffNo: 'A', posts: [], clearance: 'INTERNAL', onBehalfOf: null },
} as unknown as GatewayContext;
const asked: SubscribedOperation = {
  ...{ name: 'hazardChanged', argument: 'org_a', answeredAs: 'hazardChanged', query: '', operationName: undefined },
  variablesFor: (id) => ({ id }),
};
const long = 'x'.repeat(100_000);

/** A subscriber whose hazards look as the test says, on a line that nobody reads yet. */
function start(limits: Partial<LineLimits> = {}) {
  const stream = new PassThrough();
  const line = createLine(stream, { mostUnread: 1024 * 1024, slowMilliseconds: 60_000, ...limits });
  const framing = framingFor('text/event-stream');
  if (!framing) throw new Error('no framing');
  const looks = new Map<string, unknown>();
  const questions: string[] = [];
  let fails = 0;
  const subscriber = createSubscriber({
    ...{ asked, framing, line, context, topics: [], log: createLogger('gateway') },
    hub: createHub({
      places: { lineOf: async () => [], orgsOf: async () => [] },
      ...{
        clock: createClock('Asia/Shanghai'),
        ids: systemIds,
        log: createLogger('gateway'),
        keptMilliseconds: 60_000,
      },
    }),
    pace: { coalesce: 0, work: 0, heartbeat: 60_000, retry: 1 },
    renew: async () => context,
    caughtUp: async () => undefined,
    async answer(_, id): Promise<FormattedExecutionResult> {
      questions.push(id);
      if (fails > 0) {
        fails -= 1;
        const gone = { message: 'away', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } };
        return { data: { hazardChanged: null }, errors: [gone] };
      }
      return { data: { hazardChanged: looks.get(id) ?? null } };
    },
  });
  const texts = stream.setEncoding('utf8').iterator({ destroyOnReturn: false });
  let rest = '';
  return {
    ...{ stream, line, looks, questions, subscriber },
    fail: (times: number) => {
      fails = times;
    },
    /** What is told next, and its mark. */
    async next(): Promise<[unknown, string]> {
      for (;;) {
        const [block, ...others] = rest.split('\n\n');
        if (others.length === 0) rest += (await texts.next()).value ?? '';
        else {
          rest = others.join('\n\n');
          const [, mark = ''] = /^id: (.*)$/m.exec(block ?? '') ?? [];
          const [, data] = /^data: (.*)$/m.exec(block ?? '') ?? [];
          if (data) return [JSON.parse(data).data.hazardChanged, mark];
        }
      }
    },
  };
}

describe('what one subscriber is told', () => {
  it('is one answer for many changes of one thing, in the order of the last of each', async () => {
    const { subscriber, looks, questions, next, stream } = start();
    const { listener } = subscriber;
    for (const id of ['haz_a', 'haz_b']) looks.set(id, id);
    listener.tell('haz_a', '1');
    listener.tell('haz_b', '2');
    listener.tell('haz_a', '3');
    listener.tell('haz_a', '4');
    void subscriber.run();

    expect([await next(), await next()]).toEqual([
      ['haz_b', '2'],
      ['haz_a', '4'],
    ]);
    expect(questions).toEqual(['haz_b', 'haz_a']);
    stream.destroy();
  });

  it('15-1.2: is nothing of what he may not read, nor of what looks as it did', async () => {
    const { subscriber, looks, questions, next, stream } = start();
    const { listener } = subscriber;
    looks.set('haz_a', 'as it was');
    looks.set('haz_c', 'other');
    void subscriber.run();
    listener.tell('haz_a', '1');
    expect(await next()).toEqual(['as it was', '1']);
    listener.tell('haz_hidden', '2');
    listener.tell('haz_a', '3');
    listener.tell('haz_c', '4');

    expect(await next()).toEqual(['other', '4']);
    expect(questions).toEqual(['haz_a', 'haz_hidden', 'haz_a', 'haz_c']);
    stream.destroy();
  });

  it('waits for a service that is away, and loses nothing of what came meanwhile', async () => {
    const { subscriber, looks, fail, next, stream } = start();
    for (const id of ['haz_a', 'haz_b']) looks.set(id, id);
    fail(3);
    subscriber.listener.tell('haz_a', '1');
    subscriber.listener.tell('haz_b', '2');
    void subscriber.run();

    expect([await next(), await next()]).toEqual([
      ['haz_a', '1'],
      ['haz_b', '2'],
    ]);
    stream.destroy();
  });

  it('is one word of something missed where more things changed than are kept for him', async () => {
    const { subscriber, looks, questions, next, stream } = start();
    for (let count = 0; count <= 1000; count += 1) subscriber.listener.tell(`haz_${count}`, String(count));
    looks.set('haz_z', 'later');
    subscriber.listener.tell('haz_z', 'z');
    void subscriber.run();

    expect([await next(), await next()]).toEqual([
      [null, '1000'],
      ['later', 'z'],
    ]);
    expect(questions).toEqual(['haz_z']);
    stream.destroy();
  });
});

describe('who reads slowly', () => {
  it('is asked nothing for while his line is full, and then gets each thing once, as it is then', async () => {
    const { subscriber, looks, questions, line, next, stream } = start();
    void subscriber.run();
    let count = 0;
    while (line.free) {
      count += 1;
      looks.set('haz_a', `${count} ${long}`);
      const answered = questions.length;
      subscriber.listener.tell('haz_a', String(count));
      while (questions.length === answered) await new Promise(setImmediate);
      await new Promise(setImmediate);
    }
    const before = questions.length;
    for (const word of ['one', 'two', 'three']) {
      looks.set('haz_b', word);
      subscriber.listener.tell('haz_b', word);
    }
    let last: [unknown, string] = ['', ''];
    while (last[1] !== 'three') last = await next();

    expect(last).toEqual(['three', 'three']);
    expect(questions.slice(before)).toEqual(['haz_b']);
    expect(count).toBeLessThan(20);
    stream.destroy();
  });

  it('is cut off when he goes on not reading, which costs nobody else anything', async () => {
    const slow = start({ mostUnread: 20_000, slowMilliseconds: 1 });
    const other = start();
    for (const { looks, subscriber } of [slow, other]) {
      looks.set('haz_a', long);
      void subscriber.run();
      subscriber.listener.tell('haz_a', '1');
    }
    expect((await other.next())[1]).toBe('1');
    if (!slow.stream.destroyed) await once(slow.stream, 'close');

    expect([slow.line.closed.aborted, other.line.closed.aborted]).toEqual([true, false]);
    other.stream.destroy();
  });
});
