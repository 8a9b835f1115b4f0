/**
 * What suites import as `@jest/globals` (see `jest-native.mjs`). The bindings are live: modules stay loaded from suite to
 * suite, and what they import here is always that of the suite that runs.
 */
export let afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test;

/** Hands over what Jest made for the suite that runs next. */
export function setGlobals(globals) {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } = globals);
}
