import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** A connection that stays open. What its reader has not taken is bounded; who does not read at all is cut off. */
export interface Line {
  /** Whether more may be written now. */
  readonly free: boolean;
  /** Settles when more may be written, or the line is closed. */
  whenFree(): Promise<void>;
  write(text: string): void;
  /** Writes the last words and closes. */
  end(text: string): void;
  readonly closed: AbortSignal;
  /** Settles when it is closed. */
  readonly gone: Promise<void>;
}

export interface LineLimits {
  /** Bytes that wait for the reader, above which nothing more is written. */
  readonly mostUnread: number;
  /** So long it may stay so. */
  readonly slowMilliseconds: number;
}

/** A house that closes does not wait for who does not read. */
const lastWordsMilliseconds = 2000;

export function createLine(stream: Writable, { mostUnread, slowMilliseconds }: LineLimits): Line {
  const closing = new AbortController();
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  let late: NodeJS.Timeout | undefined;
  const isFree = () => stream.writableLength <= mostUnread;
  stream.once('close', () => {
    clearTimeout(late);
    closing.abort();
    resolve();
  });
  stream.on('error', () => stream.destroy());
  stream.on('drain', () => {
    clearTimeout(late);
    late = undefined;
  });
  const watch = () => {
    if (!isFree()) late ??= setTimeout(() => stream.destroy(), slowMilliseconds).unref();
  };
  return {
    get free() {
      return isFree();
    },
    async whenFree() {
      if (isFree() || closing.signal.aborted) return;
      await once(stream, 'drain', { signal: closing.signal }).catch(() => undefined);
    },
    write(text) {
      if (closing.signal.aborted || stream.writableEnded) return;
      stream.write(text);
      watch();
    },
    end(text) {
      if (closing.signal.aborted || stream.writableEnded) return;
      stream.end(text);
      clearTimeout(late);
      late = setTimeout(() => stream.destroy(), Math.min(slowMilliseconds, lastWordsMilliseconds)).unref();
    },
    closed: closing.signal,
    gone,
  };
}
