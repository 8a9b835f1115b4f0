import { parseArgs } from 'node:util';
import { type EngineName, engineNames } from './engine.ts';

interface Options {
  readonly quick: boolean;
  /** Of the large office; `growth`, `boards` and `search` ask for them. */
  readonly rows: number;
  /** How the names of the questions begin that are asked. */
  readonly only: string;
  /** On which the same three measure. */
  readonly engines: readonly EngineName[];
}

const benches: Readonly<Record<string, (options: Options) => Promise<void>>> = {
  start: async () => (await import('./start.ts')).benchStart(),
  'closed-loop': async () => (await import('./closed-loop.ts')).benchClosedLoop(),
  projection: async (options) => (await import('./projection.ts')).benchProjection(options),
  reception: async (options) => (await import('./reception.ts')).benchReception(options),
  hidden: async () => (await import('./hidden.ts')).benchHidden(),
  growth: async (options) => (await import('./growth.ts')).benchGrowth(options),
  boards: async (options) => (await import('./growth.ts')).benchBoards(options),
  search: async (options) => (await import('./search.ts')).benchSearch(options),
  hostile: async () => (await import('./hostile.ts')).benchHostile(),
  friday: async (options) => (await import('./friday.ts')).benchFriday(options),
  subscribers: async (options) => (await import('./subscribers.ts')).benchSubscribers(options),
  'gateway-overhead': async (options) => (await import('./gateway-overhead.ts')).benchGatewayOverhead(options),
  swaps: async (options) => (await import('./swaps.ts')).benchSwaps(options),
  metrics: async (options) => (await import('./metrics.ts')).benchMetrics(options),
};

/** `npm run bench -- NAME [--quick]`: JSON lines; compare ratios within one run, never seconds of two runs. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    rows: { type: 'string' },
    only: { type: 'string', default: '' },
    engine: { type: 'string', default: '' },
  },
});
const [name = ''] = positionals;
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
const rows = Number(values.rows ?? (values.quick ? 10_000 : 300_000));
const { quick, only, engine } = values;
const engines = engineNames.filter((each) => each.startsWith(engine));
if (bench && Number.isInteger(rows) && rows > 0 && engines.length > 0) await bench({ quick, rows, only, engines });
else {
  console.error(`Usage: npm run bench -- ${Object.keys(benches).join(' | ')} [--quick] [--rows N] [--only QUESTION]
  [--engine ${engineNames.join(' | ')}]`);
  process.exitCode = 1;
}
