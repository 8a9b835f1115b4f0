import { registeredOperations } from '@chengqi/schemas';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Clients are counted by the names they registered under; whatever else calls itself is one. */
const clients: ReadonlySet<string> = new Set(registeredOperations().map(({ client }) => client));

/** The gateway's own registry, so that several gateways may live in one process. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
  const requests = new Histogram({
    name: 'gateway_request_seconds',
    help: 'Time to answer an operation.',
    labelNames: ['operation'],
    buckets,
    registers: [registry],
  });
  const outcomes = new Counter({
    name: 'gateway_requests_total',
    help: 'Operations answered, by code of the first error or OK.',
    labelNames: ['operation', 'outcome'],
    registers: [registry],
  });
  const fetches = new Histogram({
    name: 'gateway_subgraph_seconds',
    help: 'Time of one subgraph fetch.',
    labelNames: ['subgraph', 'outcome'],
    buckets,
    registers: [registry],
  });
  const unregistered = new Counter({
    name: 'gateway_unregistered_total',
    help: 'Operations that nobody has registered, by client and by what becomes of them.',
    labelNames: ['client', 'mode'],
    registers: [registry],
  });
  const supergraph = new Gauge({
    name: 'gateway_supergraph_info',
    help: 'The supergraph that serves, by the beginning of its digest.',
    labelNames: ['digest'],
    registers: [registry],
  });
  const subscriptions = new Gauge({
    name: 'gateway_subscriptions',
    help: 'Subscriptions that are open.',
    registers: [registry],
  });
  return {
    registry,
    observeSupergraph(digest: string): void {
      supergraph.reset();
      supergraph.set({ digest }, 1);
    },
    observeSubscriptions: (open: number): void => subscriptions.set(open),
    observeUnregistered: (client: string | null, mode: string): void =>
      unregistered.inc({ client: clients.has(client ?? '') ? (client ?? '') : 'other', mode }),
    observeRequest(operation: string, outcome: string, seconds: number): void {
      requests.observe({ operation }, seconds);
      outcomes.inc({ operation, outcome });
    },
    observeFetch: (subgraph: string, outcome: string, seconds: number): void =>
      fetches.observe({ subgraph, outcome }, seconds),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
