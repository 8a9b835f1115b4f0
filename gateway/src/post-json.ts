import type { Dispatcher } from 'undici';

export interface PostJson {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For all of the answer. */
  readonly timeoutMilliseconds: number;
  readonly responseLimitBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Posts JSON and reads the JSON of the answer, whatever its status. It costs far less than `fetch`, which makes streams
 * and several signals for what needs neither.
 * @throws DOMException `TimeoutError` when it is late, `AbortError` for the signal; Error for all else
 */
export function postJson(
  pool: Dispatcher,
  { path, headers, body, timeoutMilliseconds, responseLimitBytes, signal }: PostJson,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let given: Error | undefined;
    let connection: { abort(reason: Error): void } | undefined;
    const giveUp = (reason: Error): void => {
      given ??= reason;
      connection?.abort(given);
      settle(() => reject(given));
    };
    const late = setTimeout(() => giveUp(new DOMException('late', 'TimeoutError')), timeoutMilliseconds);
    const left = (): void => giveUp(new DOMException('nobody waits', 'AbortError'));
    const settle = (how: () => void): void => {
      clearTimeout(late);
      signal?.removeEventListener('abort', left);
      how();
    };
    signal?.addEventListener('abort', left, { once: true });
    if (signal?.aborted) return left();
    pool.dispatch(
      // Its own limits are for each step; here one is for all of them.
      { path, method: 'POST', headers, body, headersTimeout: 0, bodyTimeout: 0 },
      {
        onRequestStart(controller) {
          connection = controller;
          if (given) controller.abort(given);
        },
        onResponseStart() {},
        onResponseData(_, chunk) {
          size += chunk.byteLength;
          if (size > responseLimitBytes) giveUp(new Error('answer too large'));
          else chunks.push(chunk);
        },
        onResponseEnd() {
          settle(() => {
            try {
              resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
            } catch (error) {
              reject(error);
            }
          });
        },
        onResponseError(_, error) {
          settle(() => reject(error));
        },
      },
    );
  });
}
