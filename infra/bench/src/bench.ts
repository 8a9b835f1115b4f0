const names = ['start', 'closed-loop'] as const;

/** `npm run bench -- NAME`: JSON lines; compare ratios within one run, never seconds of two runs. */
const [name] = process.argv.slice(2);
if (name === 'start') await import('./start.ts').then(({ benchStart }) => benchStart());
else if (name === 'closed-loop') await import('./closed-loop.ts').then(({ benchClosedLoop }) => benchClosedLoop());
else {
  console.error(`Usage: npm run bench -- ${names.join(' | ')}`);
  process.exitCode = 1;
}
