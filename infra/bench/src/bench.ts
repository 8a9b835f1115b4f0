const benches: Readonly<Record<string, (options: { readonly quick: boolean }) => Promise<void>>> = {
  start: async () => (await import('./start.ts')).benchStart(),
  'closed-loop': async () => (await import('./closed-loop.ts')).benchClosedLoop(),
  projection: async (options) => (await import('./projection.ts')).benchProjection(options),
  reception: async (options) => (await import('./reception.ts')).benchReception(options),
  hidden: async () => (await import('./hidden.ts')).benchHidden(),
  metrics: async (options) => (await import('./metrics.ts')).benchMetrics(options),
};

/** `npm run bench -- NAME [--quick]`: JSON lines; compare ratios within one run, never seconds of two runs. */
const [name = '', ...flags] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench) await bench({ quick: flags.includes('--quick') });
else {
  console.error(`Usage: npm run bench -- ${Object.keys(benches).join(' | ')} [--quick]`);
  process.exitCode = 1;
}
