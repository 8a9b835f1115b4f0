import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openSpan, traceparentNow } from './spans.ts';
import { startTracing } from './start-tracing.ts';

const folder = mkdtempSync(join(tmpdir(), 'chengqi-traces-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
/** What is told to whoever is asked inside a span that goes on from a caller's. */
const toldOn = (): string | null => {
  const open = openSpan('a request', { by: 'gateway', from: traceparent, root: true });
  const told = open?.within(traceparentNow) ?? null;
  open?.end();
  return told;
};

describe('a trace that comes by', () => {
  it('18-7: goes on as a span of its own while it is recorded, and as it came before and after', async () => {
    expect(toldOn() ?? traceparent).toBe(traceparent);
    {
      await using tracing = await startTracing({ name: 'office', folder, env: {} });
      expect(toldOn()).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/);
      void tracing;
    }
    expect(toldOn()).toBe(traceparent);
  });
});
