import type { Data, OfficeClient } from '@chengqi/stack';

/** What came over a line: an answer with the mark to go on from, or the end. */
export interface Told {
  readonly id: string;
  readonly data: Data;
  readonly errors: readonly Data[] | undefined;
}

/** A subscription as a program without a library reads it. */
export interface Listening extends AsyncDisposable {
  readonly status: number;
  /** The refusal, where it was refused. */
  readonly refused: Data;
  /** What comes next; null once the line has ended as agreed. */
  next(): Promise<Told | null>;
  /** Comments between the answers so far. */
  heartbeats(): number;
}

export interface ListenOptions {
  readonly variables?: Record<string, unknown>;
  readonly after?: string;
  readonly token?: string;
}

/** Subscribes over Server-Sent Events as this person, in English. */
export async function listen(
  client: OfficeClient,
  who: string,
  query: string,
  { variables = {}, after, token }: ListenOptions = {},
): Promise<Listening> {
  const leaving = new AbortController();
  const response = await fetch(`${client.url}/graphql/stream`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token ?? (await client.token(who))}`,
      ...{ accept: 'text/event-stream', 'content-type': 'application/json', 'accept-language': 'en' },
      ...(after !== undefined && { 'last-event-id': after }),
    },
    body: JSON.stringify({ query, variables }),
    signal: leaving.signal,
  });
  const refused = response.ok ? null : ((await response.json()) as Data);
  let beats = 0;
  const blocks = refused ? null : blocksOf(response);
  return {
    status: response.status,
    refused,
    heartbeats: () => beats,
    async next() {
      for (;;) {
        const block = (await blocks?.next())?.value;
        if (block === undefined) throw new Error('the line broke off');
        const fields = new Map(block.split('\n').map((line) => line.split(/: ?(.*)/s) as [string, string]));
        if (fields.get('event') === 'complete') return null;
        if (fields.get('event') === 'next') {
          const { data, errors } = JSON.parse(fields.get('data') ?? '') as Data;
          return { id: fields.get('id') ?? '', data, errors };
        }
        beats += 1;
      }
    },
    async [Symbol.asyncDispose]() {
      leaving.abort();
    },
  };
}

async function* blocksOf(response: Response): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    yield* blocks;
  }
  return undefined;
}
