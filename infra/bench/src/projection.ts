import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded, startFull } from '@chengqi/stack';
import { generatedEvents } from './replay/generated-events.ts';
import { openEmbeddedRoad, openFullRoad, publishAll, type Road, replay } from './replay/replay.ts';
import { measureVisibility } from './replay/visibility.ts';
import { percentile, say } from './samples.ts';

async function benchReplay(road: Road, count: number): Promise<void> {
  const events = generatedEvents(count);
  await using _published = await publishAll(events, road);
  const { events: handled, seconds } = await replay(events, road);
  const eventsPerSecond = Math.round(handled / seconds);
  say({
    bench: 'projection',
    mode: road.mode,
    events: handled,
    seconds: Math.round(seconds * 10) / 10,
    eventsPerSecond,
  });
}

async function benchVisibility(mode: Road['mode'], url: string, rounds: number): Promise<void> {
  const of = (times: readonly number[]) => ({ p50: percentile(times, 0.5), p99: percentile(times, 0.99) });
  for (const [where, { visible, answers }] of Object.entries(await measureVisibility(url, rounds)))
    say({ bench: 'projection', mode, where, rounds, writeToVisible: of(visible), oneAnswer: of(answers) });
}

async function embedded({ events, rounds }: Sizes): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'chengqi-bench-'));
  try {
    {
      await using road = openEmbeddedRoad(folder);
      await benchReplay(road, events);
    }
    await using office = await startEmbedded({ dataDir: join(folder, 'office'), port: 0 });
    await benchVisibility('embedded', office.url, rounds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The office first: it says which server is missing. */
async function full({ events, rounds }: Sizes): Promise<void> {
  const started = await startFull({ prefix: 'bench_' }).catch((error: Error) => {
    say({ bench: 'projection', mode: 'full', skipped: error.message });
    return null;
  });
  if (!started) return;
  {
    await using office = started;
    await benchVisibility('full', office.url, rounds);
  }
  await using road = await openFullRoad();
  await benchReplay(road, events);
}

interface Sizes {
  readonly events: number;
  readonly rounds: number;
}

/**
 * How fast a new analytics reads all topics, through the transport of each mode with nothing left out, and how long a
 * write takes to show in a figure and in an inbox at the gateway.
 */
export async function benchProjection({ quick }: { readonly quick: boolean }): Promise<void> {
  const sizes: Sizes = quick ? { events: 3_000, rounds: 10 } : { events: 60_000, rounds: 200 };
  await embedded(sizes);
  await full(sizes);
}
