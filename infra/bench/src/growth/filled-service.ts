import { workerData } from 'node:worker_threads';
import { type Filling, fillService } from './county.ts';

await fillService(workerData as Filling);
