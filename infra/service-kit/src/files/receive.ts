import { createHash } from 'node:crypto';
import { badInput, refusal } from '../errors.ts';
import { archiveTypeOf, tailBytes } from './archive.ts';
import { type FirstLook, firstLookAt, fittingType, headBytes, isText, textTypeOf, unknownKind } from './file-kinds.ts';
import type { FileStore } from './file-store.ts';

/** The largest file, in bytes: 50 MiB. */
export const mostFileBytes = 50 * 1024 * 1024;

/** What was said of a file before it came. */
export interface ExpectedFile {
  /** As `fileNameOf` lets it pass. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Lower-case hex; null where nothing was said. */
  readonly sha256: string | null;
}

/** What it turned out to be. */
export interface ReceivedFile {
  readonly sha256: string;
  /** Media type, from the bytes alone. */
  readonly type: string;
}

/**
 * Takes a file as it streams in, and never holds more of it than its first and last part. It is judged before the store
 * has its last byte, so that nothing refused is ever kept.
 * @throws DomainError LIMIT_EXCEEDED beyond 50 MiB; BAD_USER_INPUT for `size` or `sha256` other than expected, and for
 * `file` of a kind that is not kept, that its name does not tell, or that broke off
 */
export async function receiveFile(
  store: FileStore,
  key: string,
  body: ReadableStream<Uint8Array>,
  expected: ExpectedFile,
): Promise<ReceivedFile> {
  const hash = createHash('sha256');
  const ends = createEnds(expected.size);
  const received: { file?: ReceivedFile } = {};
  let size = 0;
  let first: FirstLook | undefined;
  let plain = true;
  // A store that knows the length has a file as soon as it has all bytes: the last ones wait for the verdict.
  let held: Uint8Array | undefined;

  async function* judged(): AsyncGenerator<Uint8Array> {
    for await (const chunk of unbroken(body)) {
      size += chunk.byteLength;
      if (size > mostFileBytes) throw tooLarge();
      if (size > expected.size) throw otherSize();
      hash.update(chunk);
      ends.add(chunk);
      plain &&= isText(chunk);
      if (size >= headBytes) first ??= await firstLookAt(ends.head());
      if (first === 'text' && !plain) throw unknownKind();
      if (held) yield held;
      held = chunk;
    }
    if (size !== expected.size) throw otherSize();
    const sha256 = hash.digest('hex');
    if (expected.sha256 !== null && expected.sha256 !== sha256) throw otherDigest();
    first ??= await firstLookAt(ends.head());
    received.file = { sha256, type: fittingType(await typeOf(first), expected.name) };
    if (held) yield held;
  }

  async function typeOf(look: FirstLook): Promise<string> {
    if (look === 'archive') return archiveTypeOf(ends.head(), ends.tail(), size);
    if (look !== 'text') return look.type;
    if (!plain) throw unknownKind();
    return textTypeOf(expected.name);
  }

  await store.put(key, judged(), expected.size);
  if (received.file === undefined) throw new Error('the store did not take all of the file');
  return received.file;
}

/** Who sends may go away at any time; that is no fault of ours. */
async function* unbroken(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch {
    throw badInput('file', { en: 'The upload broke off.', zh: '上传中断。' });
  }
}

/** The first bytes of a stream, and its last; chunks of whatever length are copied, none is kept. */
function createEnds(size: number) {
  const head = Buffer.alloc(Math.min(headBytes, size));
  const last = Buffer.alloc(Math.min(2 * tailBytes, size));
  let began = 0;
  let end = 0;

  function append(bytes: Uint8Array): void {
    if (end + bytes.byteLength > last.byteLength) {
      last.copyWithin(0, end - tailBytes, end);
      end = tailBytes;
    }
    last.set(bytes, end);
    end += bytes.byteLength;
  }

  return {
    add(chunk: Uint8Array): void {
      if (began < head.byteLength) {
        const opening = chunk.subarray(0, head.byteLength - began);
        head.set(opening, began);
        began += opening.byteLength;
      }
      for (let from = 0; from < chunk.byteLength; from += tailBytes) append(chunk.subarray(from, from + tailBytes));
    },
    head: () => head.subarray(0, began),
    tail: () => last.subarray(Math.max(0, end - tailBytes), end),
  };
}

/** Of a file beyond what is kept at all. */
export const tooLarge = () =>
  refusal('LIMIT_EXCEEDED', { en: 'A file has at most 50 MiB.', zh: '文件不得超过 50 MiB。' });

const otherSize = () => badInput('size', { en: 'It is not as long as it was said to be.', zh: '文件大小与登记不符。' });

const otherDigest = () =>
  badInput('sha256', { en: 'It is not the file that was announced.', zh: '文件摘要与登记不符。' });
