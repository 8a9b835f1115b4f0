import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';

/** How answers are written on a line that stays open; each text stands for itself. */
export interface Framing {
  readonly headers: Readonly<Record<string, string>>;
  readonly opening: string;
  /** An answer, and where to go on after it. */
  next(result: FormattedExecutionResult, mark: string): string;
  readonly heartbeat: string;
  /** The last words, with the reason. */
  end(error: GraphQLFormattedError): string;
}

const never = { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' };

/** Server-Sent Events as `graphql-sse` speaks them in its distinct connections; the mark is the id of an event. */
const sse: Framing = {
  headers: { ...never, 'content-type': 'text/event-stream; charset=utf-8' },
  opening: ':\n\n',
  next: (result, mark) => `id: ${mark}\nevent: next\ndata: ${JSON.stringify(result)}\n\n`,
  heartbeat: ':\n\n',
  end: (error) => `event: next\ndata: ${JSON.stringify({ errors: [error] })}\n\nevent: complete\ndata:\n\n`,
};

/** A part is read when the boundary behind it has come, so each brings it along. */
const part = (body: unknown): string => `\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(body)}\r\n---`;

/** `multipart/mixed` as Apollo's clients speak it; it has no place for marks. */
const multipart: Framing = {
  headers: { ...never, 'content-type': 'multipart/mixed;boundary="-";subscriptionSpec=1.0' },
  opening: '\r\n---',
  next: (payload) => part({ payload }),
  heartbeat: part({}),
  end: (error) => `${part({ payload: null, errors: [error] })}--\r\n`,
};

/** What the client says that it can read; null where it waits for one answer. */
export function framingFor(accept: string | undefined): Framing | null {
  const kinds = (accept ?? '').toLowerCase().replaceAll(/[\s"]/g, '').split(',');
  if (kinds.some((kind) => kind.startsWith('multipart/mixed') && kind.includes(';subscriptionspec=1.0')))
    return multipart;
  return kinds.some((kind) => kind.startsWith('text/event-stream')) ? sse : null;
}
