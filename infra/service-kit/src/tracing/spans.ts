import {
  type Attributes,
  type Context,
  context,
  createContextKey,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TimeInput,
  trace,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { DomainError } from '../errors.ts';

export { SpanKind } from '@opentelemetry/api';

export interface SpanOptions {
  /** Who does it: a service, the gateway, a client; the same as around it when left out. */
  readonly by?: string;
  readonly kind?: SpanKind;
  /** Names, numbers and codes, never content. */
  readonly attributes?: Attributes;
  /** The `traceparent` of W3C Trace Context that it goes on from; what runs around it when left out. */
  readonly from?: string | null | undefined;
  /** Begins a trace where there is none to go on from. */
  readonly root?: boolean;
  readonly startTime?: TimeInput;
}

export interface OpenSpan {
  readonly span: Span;
  /** Runs the work inside the span, which goes on after it. */
  within<T>(work: () => T): T;
  /** Ends it; an error is told by its code or its class, never by its text, which may quote what a person wrote. */
  end(error?: unknown): void;
}

const doer = createContextKey('chengqi doer');

/** Opens a span; null where nothing is traced: no exporter, no trace around it, or one that is not recorded anyway. */
export function openSpan(name: string, options: SpanOptions = {}): OpenSpan | null {
  const around = options.from === undefined ? context.active() : contextOf(options.from);
  const parent = trace.getSpan(around);
  // Of what is not recorded the context says so already; whoever comes from elsewhere has yet to be told.
  if (parent ? options.from === undefined && !isSampled(parent) : !options.root) return null;
  const by = options.by ?? String(around.getValue(doer) ?? 'chengqi');
  const { kind = SpanKind.INTERNAL, attributes = {}, startTime } = options;
  const span = trace
    .getTracer(by)
    .startSpan(name, { kind, attributes, ...(startTime !== undefined && { startTime }) }, around);
  if (!isSpanContextValid(span.spanContext())) return null;
  const inside = trace.setSpan(around, span).setValue(doer, by);
  return {
    span,
    within: (work) => context.with(inside, work),
    end(error) {
      if (error instanceof DomainError) span.setAttribute('chengqi.refusal', error.code);
      else if (error !== undefined) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
      }
      span.end();
    },
  };
}

/** Runs the work as a span of what is traced around it; where nothing is, just runs it. */
export async function inSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span | null) => Promise<T>,
): Promise<T> {
  const open = openSpan(name, options);
  if (open === null) return work(null);
  try {
    const result = await open.within(() => work(open.span));
    open.end();
    return result;
  } catch (error) {
    open.end(error);
    throw error;
  }
}

/** Runs work that is nobody's request, and that no trace shall tell of. */
export const untraced = <T>(work: () => T): T => context.with(suppressTracing(context.active()), work);

/** Work that belongs to several spans at once: it ends them all, each with what went wrong. */
export async function endingAll<T>(spans: Iterable<OpenSpan | null>, work: () => Promise<T>): Promise<T> {
  const all = [...spans];
  try {
    const result = await work();
    for (const open of all) open?.end();
    return result;
  } catch (error) {
    for (const open of all) open?.end(error);
    throw error;
  }
}

/** The `traceparent` of the span that runs, for whoever goes on from it; null where nothing is traced. */
export function traceparentNow(): string | null {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent ?? null;
}

/** Whether what is done now is recorded. */
export const isTraced = (): boolean => trace.getActiveSpan()?.isRecording() ?? false;

/** The span that runs, to be told more of; null where nothing is traced. */
export const spanNow = (): Span | null => trace.getActiveSpan() ?? null;

const contextOf = (traceparent: string | null): Context =>
  traceparent === null ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent });

const isSampled = (span: Span): boolean => (span.spanContext().traceFlags & 1) === 1;
