/**
 * Jest's own runner of a suite (jest-circus), with one difference: Node loads the suite and what it imports, once per
 * worker, as it loads a service. Jest would load all of it into a new vm context for each suite, which takes most of the
 * time of a run. Suites therefore share modules, `process` and globals with those before them: no module mocks, and
 * what a suite opens or sets, it closes or sets back.
 */
import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { setGlobals } from './jest-globals.mjs';

const require = createRequire(import.meta.url);
const circus = require('jest-circus/runner').default;
const globalsUrl = new URL('jest-globals.mjs', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals' ? { url: globalsUrl, shortCircuit: true } : next(specifier, context),
});

/** A new circus for each suite: it holds one suite's tests and listeners, here and in a global. */
function newCircus(file) {
  delete require.cache[file];
  delete globalThis[Symbol.for('EVENT_HANDLERS')];
  return require(file);
}

export default function runSuite(globalConfig, config, environment, runtime, file, sendMessageToJest) {
  runtime.requireInternalModule = newCircus;
  runtime.setGlobalsForRuntime = setGlobals;
  runtime.unstable_shouldLoadAsEsm = () => true;
  runtime.unstable_importModule = (path) => import(pathToFileURL(path).href);
  return circus(globalConfig, config, environment, runtime, file, sendMessageToJest);
}
