import { defineConfig } from 'vite';

/** A page a front end, at the root as the gateway serves them; `vite` alone shows them before an office on port 4000. */
export default defineConfig({
  build: {
    rolldownOptions: { input: ['figures.html'] },
    // ECharts alone is larger than what Vite finds worth a warning.
    chunkSizeWarningLimit: 1000,
  },
  server: {
    proxy: Object.fromEntries(['/graphql', '/dev/token', '/sign-in'].map((path) => [path, 'http://127.0.0.1:4000'])),
  },
});
