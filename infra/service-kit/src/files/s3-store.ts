import { AwsClient } from 'aws4fetch';
import { type FileStore, plainKey } from './file-store.ts';

export interface S3Options {
  /** Of the bucket, or of a place in it, as a path: `https://s3.office.example/evidence/security`. */
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/** An answer comes within so long once all was sent; bytes take as long as they need. */
const answerMilliseconds = 60_000;

/**
 * Files as objects of a store that speaks S3, of which an object is complete with its last byte; 50 MiB go in one request.
 */
export function createS3Store({ url, ...credentials }: S3Options): FileStore {
  const client = new AwsClient({ ...credentials, service: 's3', retries: 0 });
  const addressOf = (key: string) => `${url.replace(/\/$/, '')}/${plainKey(key)}`;

  async function ask(method: 'PUT' | 'GET' | 'DELETE', key: string, more: RequestInit = {}): Promise<Response> {
    const { url: address, headers } = await client.sign(addressOf(key), {
      method,
      // The stream is not hashed ahead: what it holds is known only at its end. The connection keeps it whole.
      headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    });
    for (const [name, value] of new Headers(more.headers)) headers.set(name, value);
    return fetch(address, { ...more, method, headers });
  }

  async function remove(key: string): Promise<void> {
    const answer = await ask('DELETE', key, { signal: AbortSignal.timeout(answerMilliseconds) });
    await answer.body?.cancel();
    if (!answer.ok && answer.status !== 404) throw refused('remove', answer);
  }

  return {
    async put(key, bytes, size) {
      const failed: { with?: unknown } = {};
      const body = ReadableStream.from(watched(bytes, failed));
      const init = { body, duplex: 'half', headers: { 'content-length': String(size) } } as RequestInit;
      try {
        const answer = await ask('PUT', key, init);
        await answer.body?.cancel();
        if (!answer.ok) throw refused('keep', answer);
      } catch (error) {
        // Not every store lets go of half an object by itself.
        await remove(key).catch(() => undefined);
        throw failed.with ?? error;
      }
    },
    async get(key) {
      const answer = await ask('GET', key);
      if (answer.ok) return answer.body ?? new Blob([]).stream();
      await answer.body?.cancel();
      if (answer.status === 404) return null;
      throw refused('give', answer);
    },
    remove,
  };
}

/** What made the source fail, which `fetch` tells as a failure of its own. */
async function* watched(bytes: AsyncIterable<Uint8Array>, failed: { with?: unknown }): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    failed.with = error;
    throw error;
  }
}

const refused = (what: string, { status }: Response) => new Error(`the object store did not ${what} a file: ${status}`);
