import { defineConfig } from 'vite';

/** A page a front end, at the root as the gateway serves them; `vite` alone shows them before an office on port 4000. */
export default defineConfig({
  build: {
    rolldownOptions: {
      input: ['figures.html', 'explorer.html', 'console.html'],
      // Libraries of the explorer say "use client" to frameworks that render on servers; these pages never are.
      onLog: (level, log, report) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
    // ECharts and Monaco alone are larger than what Vite finds worth a warning.
    chunkSizeWarningLimit: 4000,
  },
  server: {
    proxy: Object.fromEntries(
      ['/graphql', '/schema.json', '/dev/token', '/sign-in'].map((path) => [path, 'http://127.0.0.1:4000']),
    ),
  },
});
