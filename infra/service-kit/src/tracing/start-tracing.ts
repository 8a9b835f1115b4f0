import { context, ProxyTracerProvider, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { z } from 'zod';
import { readConfig } from '../config.ts';
import { createFileExporter } from './file-exporter.ts';
import { tellingLongSteps } from './long-steps.ts';

const variables = z.object({
  OTEL_SDK_DISABLED: z
    .string()
    .default('false')
    .transform((text) => text === 'true'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  TRACES_DIR: z.string().optional(),
});

export interface TracingOptions {
  /** What the process is called in traces and, there, its file. */
  readonly name: string;
  /** Where spans are written when the environment does not say; nowhere when left out. */
  readonly folder?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A trace is read while it is fresh. */
const exportedEveryMilliseconds = 1000;
/** Enough of any statement to know it. */
const longestAttribute = 2000;

/**
 * Records what this process does as OpenTelemetry spans until disposed: to the collector of
 * `OTEL_EXPORTER_OTLP_ENDPOINT`, and to a file in `TRACES_DIR`. Without either, and with `OTEL_SDK_DISABLED=true`, nothing
 * is recorded and a span costs a look. `OTEL_TRACES_SAMPLER_ARG` is the share of requests that are recorded, 0 to 1; who
 * comes with a `traceparent` has decided that already. One at a time.
 */
export async function startTracing({ name, folder, env = process.env }: TracingOptions): Promise<AsyncDisposable> {
  const config = readConfig(variables, env);
  const kept = config.TRACES_DIR ?? folder;
  const exporters: SpanExporter[] = [];
  if (!config.OTEL_SDK_DISABLED && kept !== undefined) exporters.push(createFileExporter(kept, name));
  if (!config.OTEL_SDK_DISABLED && config.OTEL_EXPORTER_OTLP_ENDPOINT) {
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
    const url = `${config.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/+$/, '')}/v1/traces`;
    exporters.push(new OTLPTraceExporter({ url }));
  }
  if (exporters.length === 0) return { async [Symbol.asyncDispose]() {} };
  const recording: Recording = {
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(config.OTEL_TRACES_SAMPLER_ARG) }),
    processors: exporters.map(
      (exporter) =>
        new BatchSpanProcessor({
          exporter,
          scheduledDelayMillis: exportedEveryMilliseconds,
          maxQueueSize: 20_000,
          maxExportBatchSize: 1000,
        }),
    ),
  };
  register(name);
  current = recording;
  return {
    async [Symbol.asyncDispose]() {
      if (current === recording) current = off;
      for (const processor of recording.processors) await processor.shutdown();
    },
  };
}

interface Recording {
  readonly sampler: Sampler;
  readonly processors: readonly SpanProcessor[];
}
const off: Recording = { sampler: new AlwaysOffSampler(), processors: [] };
let current = off;
let registered = false;

/** Once a process: a library that asked for its tracer before keeps the first provider that it was given. */
function register(name: string): void {
  if (registered) return;
  registered = true;
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': name, 'service.namespace': 'chengqi' }),
    sampler: { shouldSample: (...asked) => current.sampler.shouldSample(...asked), toString: () => 'current' },
    spanLimits: { attributeValueLengthLimit: longestAttribute },
    spanProcessors: [
      {
        onStart: (...started) => {
          for (const processor of current.processors) processor.onStart(...started);
        },
        onEnd: (span) => {
          for (const processor of current.processors) processor.onEnd(span);
        },
        forceFlush: async () => {
          for (const processor of current.processors) await processor.forceFlush();
        },
        shutdown: async () => {
          for (const processor of current.processors) await processor.shutdown();
        },
      },
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider({
    getTracer: (...asked) => {
      const tracer = provider.getTracer(...asked);
      if (asked[0] === gatewayLibrary) return tellingLongSteps(tracer);
      return current === off ? nobody : tracer;
    },
  });
}

/** Where nothing is recorded any more, a trace that comes by goes on as it came. */
const nobody = new ProxyTracerProvider().getTracer('nobody');

/** It opens five spans for a request and one more for each fetch, which is most of what tracing cost. */
const gatewayLibrary = 'apollo/gateway-js';
