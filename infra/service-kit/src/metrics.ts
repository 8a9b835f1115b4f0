import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Metrics of one process; every series carries the service, because the embedded office has them all in one. */
export const registry = new Registry();

const common = { registers: [registry] };

export const metrics = {
  operations: new Histogram({
    ...common,
    name: 'chengqi_operation_seconds',
    help: 'Time to answer one GraphQL operation',
    labelNames: ['service', 'outcome'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3],
  }),
  refusals: new Counter({
    ...common,
    name: 'chengqi_refusals_total',
    help: 'Errors answered, by code',
    labelNames: ['service', 'code'],
  }),
  outboxDepth: new Gauge({
    ...common,
    name: 'chengqi_outbox_depth',
    help: 'Events committed and not yet published',
    labelNames: ['service'],
  }),
  backlog: new Gauge({
    ...common,
    name: 'chengqi_consumer_backlog',
    help: 'Messages not yet handled',
    labelNames: ['service', 'topic'],
  }),
  deadLetters: new Gauge({
    ...common,
    name: 'chengqi_dead_letters_open',
    help: 'Events that wait for a person',
    labelNames: ['service'],
  }),
};

/** Event loop, memory and processor of this process; where a gateway lives in it, that measures them already. */
export const measureProcess = (): void => collectDefaultMetrics({ register: registry });
