import { INVALID_SPAN_CONTEXT, type Span, type Tracer, trace } from '@opentelemetry/api';

/** What is shorter than this nobody looks for, and a span costs a good part of it. */
const longMilliseconds = 1;

/**
 * The tracer of a library that opens a span for each of its own steps: of these it keeps what was computed without a
 * pause and took a millisecond or more, such as a plan that was not known yet. What a step waits for has spans of its own,
 * which hang on the span around the library.
 */
export function tellingLongSteps(tracer: Tracer, now: () => number = () => performance.now()): Tracer {
  return {
    startSpan: () => nothing,
    startActiveSpan(name: string, ...rest: unknown[]) {
      const work = rest.at(-1) as (span: Span) => unknown;
      const started = now();
      const told = () => {
        if (now() - started >= longMilliseconds)
          tracer.startSpan(name, { startTime: performance.timeOrigin + started }).end(performance.timeOrigin + now());
      };
      try {
        const result = work(nothing);
        if (!(result instanceof Promise)) told();
        return result as never;
      } catch (error) {
        told();
        throw error;
      }
    },
  };
}

const nothing = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
