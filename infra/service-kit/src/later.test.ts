import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from '@jest/globals';
import { createLater } from './later.ts';
import { createLogger } from './log.ts';

const quietly = () => {
  const log = createLogger('test');
  log.level = 'silent';
  return createLater(log);
};

describe('work that no answer waits for', () => {
  it('is done before the service closes, also what it leaves itself, and also when some of it fails', async () => {
    const { later, settled } = quietly();
    const done: string[] = [];
    later(async () => {
      done.push('first');
      later(async () => void done.push('left by the first'));
    });
    later(() => Promise.reject(new Error('no')));
    later(async () => void done.push('last'));
    expect(done).toEqual([]);

    await settled();

    expect(done.toSorted()).toEqual(['first', 'last', 'left by the first']);
  });

  it('knows nothing of who left it: it is in no transaction and on nobody’s account', async () => {
    const { later, settled } = quietly();
    const account = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    account.run('somebody', () => later(async () => void seen.push(account.getStore())));

    await settled();

    expect(seen).toEqual([undefined]);
  });
});
