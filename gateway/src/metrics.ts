import type { RegisteredOperation } from '@chengqi/schemas';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type AskedOperation, createLabels } from './labels.ts';

/** How often a client has asked for a field. */
export interface FieldRequests {
  readonly client: string;
  /** `Type.field` */
  readonly field: string;
  readonly times: number;
}

/** The gateway's own registry, so that several gateways may live in one process. */
export function createMetrics(operations: readonly RegisteredOperation[]) {
  const labels = createLabels(operations);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
  let fieldRequests = (): Iterable<FieldRequests> => [];
  const requests = new Histogram({
    name: 'gateway_request_seconds',
    help: 'Time to answer an operation, by its registered name.',
    labelNames: ['operation', 'type', 'client'],
    buckets,
    registers,
  });
  const outcomes = new Counter({
    name: 'gateway_requests_total',
    help: 'Operations answered, by registered name and by code of the first error or OK.',
    labelNames: ['operation', 'type', 'client', 'outcome'],
    registers,
  });
  new Counter({
    name: 'gateway_field_requests_total',
    help: 'Operations that ask for a field of the graph, by client; counted on over restarts where usage is kept.',
    labelNames: ['field', 'client'],
    registers,
    collect() {
      this.reset();
      for (const [client, fields] of summed(fieldRequests(), labels.clientOf))
        for (const [field, times] of fields) this.inc({ field, client }, times);
    },
  });
  const fieldErrors = new Counter({
    name: 'gateway_field_errors_total',
    help: 'Errors of fields, by code, refusals and hidden things among them.',
    labelNames: ['field', 'code'],
    registers,
  });
  const refusals = new Counter({
    name: 'gateway_refusals_total',
    help: 'Requests that were refused in place of an answer of the graph, by code.',
    labelNames: ['code'],
    registers,
  });
  const fetches = new Histogram({
    name: 'gateway_subgraph_seconds',
    help: 'Time of one subgraph fetch.',
    labelNames: ['subgraph', 'outcome'],
    buckets,
    registers,
  });
  const unregistered = new Counter({
    name: 'gateway_unregistered_total',
    help: 'Operations that nobody has registered, by client and by what becomes of them.',
    labelNames: ['client', 'mode'],
    registers,
  });
  const supergraph = new Gauge({
    name: 'gateway_supergraph_info',
    help: 'The supergraph that serves, by the beginning of its digest.',
    labelNames: ['digest'],
    registers,
  });
  const subscriptions = new Gauge({
    name: 'gateway_subscriptions',
    help: 'Subscriptions that are open.',
    registers,
  });
  return {
    registry,
    observeSupergraph(digest: string): void {
      supergraph.reset();
      supergraph.set({ digest }, 1);
    },
    observeSubscriptions: (open: number): void => subscriptions.set(open),
    observeUnregistered: (client: string | null, mode: string): void =>
      unregistered.inc({ client: labels.clientOf(client), mode }),
    observeRequest(asked: AskedOperation, outcome: string, seconds: number): void {
      const told = { ...labels.requestOf(asked) };
      requests.observe(told, seconds);
      outcomes.inc({ ...told, outcome });
    },
    observeFieldError: (field: string, code: string): void => fieldErrors.inc({ field, code }),
    observeRefusal: (code: string): void => refusals.inc({ code }),
    observeFetch: (subgraph: string, outcome: string, seconds: number): void =>
      fetches.observe({ subgraph, outcome }, seconds),
    /** Where the counts of fields are read whenever somebody asks for the metrics. */
    readFieldRequests(from: () => Iterable<FieldRequests>): void {
      fieldRequests = from;
    },
  };
}

/** Times by the names that clients are told by: those who share one are many, and a series takes its time. */
function summed(requests: Iterable<FieldRequests>, clientOf: (client: string) => string) {
  const sums = new Map<string, Map<string, number>>();
  for (const { client, field, times } of requests) {
    const told = clientOf(client);
    const fields = sums.get(told) ?? new Map<string, number>();
    sums.set(told, fields.set(field, (fields.get(field) ?? 0) + times));
  }
  return sums;
}

export type Metrics = ReturnType<typeof createMetrics>;
