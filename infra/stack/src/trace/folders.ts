import { join } from 'node:path';
import { stackDirectory } from '../servers/addresses.ts';

/** Where an office on this folder writes its traces when the environment does not say. */
export const tracesIn = (dataDir: string): string => join(dataDir, 'traces');

/** Where the processes of `npm run start:stack` do. */
export const stackTraces = tracesIn(stackDirectory);
