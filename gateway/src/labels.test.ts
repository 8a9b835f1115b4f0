import { registered, registeredOperations } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { createLabels } from './labels.ts';
import { createMetrics } from './metrics.ts';

const text = 'query Desk_People { people { name } }';
const labels = createLabels([registered('desk', text), registered('board', 'query Board { people { id } }')]);
const asked = (client: string | null, name: string | null, query: string | undefined = text, type = 'query') =>
  labels.requestOf({ client, name, type, document: query === '' ? undefined : parse(query) });

describe('what metrics tell of a request', () => {
  it('is the name under which its client has registered it, however it is written', () => {
    const told = { operation: 'Desk_People', type: 'query', client: 'desk' };
    expect(asked('desk', 'Desk_People')).toEqual(told);
    expect(asked('desk', 'Desk_People', 'query Desk_People {\n people { name __typename } }')).toEqual(told);
  });

  it('is no name of the caller: of another client, for another text, or for none', () => {
    expect(asked('board', 'Desk_People')).toEqual({ operation: 'other', type: 'query', client: 'board' });
    expect(asked('stranger', 'Desk_People')).toEqual({ operation: 'other', type: 'query', client: 'other' });
    expect(asked(null, 'Desk_People')).toEqual({ operation: 'other', type: 'query', client: 'other' });
    const disguised = asked('desk', 'Desk_People', 'query Desk_People { people { id } }');
    expect(disguised).toEqual({ operation: 'other', type: 'query', client: 'desk' });
    expect(asked('desk', null, '{ people { name } }').operation).toBe('other');
    expect(asked('desk', null, '', 'none')).toEqual({ operation: 'other', type: 'none', client: 'desk' });
    for (const name of ['constructor', '__proto__', 'toString'])
      expect(asked(name, name)).toEqual({ operation: 'other', type: 'query', client: 'other' });
  });

  it('is one series for a thousand names that somebody invents', async () => {
    const operations = registeredOperations();
    const { observeRequest, observeUnregistered, readFieldRequests, registry } = createMetrics(operations);
    const invent = (round: number) => {
      for (let index = 0; index < 1000; index++) {
        const name = `Invented_${round}_${index}`;
        const document = parse(`query ${name} { me { id } }`);
        observeRequest({ client: name, name, type: 'query', document }, 'OK', 0.01);
        observeUnregistered(name, 'log');
      }
      readFieldRequests(() =>
        Array.from({ length: 1000 }, (_, index) => ({ client: `c${round}_${index}`, field: 'Query.me', times: 1 })),
      );
    };
    const series = async () =>
      (await registry.metrics()).split('\n').filter((line) => /^gateway_(request|unreg|field)\w*[{]/.test(line)).length;

    invent(1);
    const before = await series();
    invent(2);

    expect(await series()).toBe(before);
    // A request is 12 buckets with their sum and count, and its outcome; then what nobody registered, and the field.
    expect(before).toBe(12 + 2 + 1 + 1 + 1);
    expect(await registry.metrics()).not.toContain('Invented');
    expect(await registry.metrics()).toContain('gateway_field_requests_total{field="Query.me",client="other"} 1000');
  });
});
