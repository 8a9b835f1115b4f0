/** One configuration for all suites: `npm test` runs what needs no server and is quick, `npm run test:stack` the rest. */
const packages = [
  'schemas',
  'infra/service-kit',
  'infra/office-kernel',
  'infra/stack',
  'infra/web',
  'gateway',
  'services',
];

export default {
  testEnvironment: 'node',
  testRunner: './infra/tools/jest-native.mjs',
  injectGlobals: false,
  transform: {},
  roots: [...packages, 'infra/tools', 'infra/e2e'].map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/*.test.ts'],
  // Ends what hangs; how fast a thing is, no test says, and a machine that does other work passes too.
  testTimeout: 300_000,
  maxWorkers: '100%',
  modulePathIgnorePatterns: ['<rootDir>/.data', '<rootDir>/.stack'],
};
