import { AsyncLocalStorage } from 'node:async_hooks';
import { trace } from '@opentelemetry/api';
import { type DestinationStream, pino } from 'pino';

export type Logger = ReturnType<typeof createLogger>;

/** Ids and codes that every line says which is written while something is done. */
export type LogScope = Partial<Record<'requestId' | 'viewer' | 'event' | 'client', string>>;

const scope = new AsyncLocalStorage<LogScope>();

/** Every line that the work writes says for whom and for what it is done. */
export const inLog = <T>(fields: LogScope, work: () => T): T => scope.run({ ...scope.getStore(), ...fields }, work);

/** What becomes known while the work goes on, such as who asks; undefined takes a field back. */
export function noteInLog(fields: { [Name in keyof LogScope]: string | undefined }): void {
  Object.assign(scope.getStore() ?? {}, fields);
}

interface LoggerOptions {
  /** `LOG_LEVEL`, else `warn`, when left out. */
  readonly level?: string;
  /** stderr when left out. */
  readonly to?: DestinationStream;
}

/**
 * JSON lines on stderr, so that stdout stays for people. Each tells the request, who asks and the event that is handled,
 * where there is one, and its trace. Never give it content, only ids and codes; of errors it leaves out what they quote.
 */
export function createLogger(name: string, { level = process.env.LOG_LEVEL ?? 'warn', to }: LoggerOptions = {}) {
  const options = {
    name,
    level,
    mixin: () => ({ ...scope.getStore(), ...traceNow() }),
    serializers: { err: withoutContent },
  };
  return pino(options, to ?? pino.destination({ fd: 2, sync: true }));
}

function traceNow(): { traceId?: string } {
  const traceId = trace.getActiveSpan()?.spanContext().traceId;
  return traceId ? { traceId } : {};
}

/** Drivers quote the value that they refuse, parsers the text, and TypeORM tells the parameters of the statement. */
function withoutContent(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, errno } = error as { code?: unknown; errno?: unknown };
  const message = covered(error.message);
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return {
    type: error.name,
    message,
    ...(typeof code === 'string' && { code }),
    ...(typeof errno === 'number' && { errno }),
    ...(error.cause instanceof Error && { cause: withoutContent(error.cause) }),
    stack: [`${error.name}: ${message}`, ...frames].join('\n'),
  };
}

/** Of quoted words those remain that name a part of a table. */
const covered = (message: string): string =>
  message.replace(/(\b(?:key|column|table|field) )?(?:'[^']*'|"[^"]*"|`[^`]*`)/gi, (whole, part) =>
    part === undefined ? '…' : whole,
  );
