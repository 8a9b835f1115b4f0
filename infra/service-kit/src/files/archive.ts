import { Readable } from 'node:stream';
import { fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl';
import { badInput } from '../errors.ts';
import { unknownKind } from './file-kinds.ts';

/** So much of the end of a file is kept to find the directory of an archive in. */
export const tailBytes = 1024 * 1024;

/** An office document says of itself that it unpacks to so much at most, and to no more than so many times its size. */
const mostUnpacked = 2 * 1024 ** 3;
const mostTimes = 200;

/** Where an archive of OpenDocument, whose first part is stored as it is, says what it is. */
const openDocument = /^PK.{28}mimetype(application\/vnd\.oasis\.opendocument\.[a-z]+)/s;

/** By a part that only such documents have. */
const byPart: Readonly<Record<string, string>> = {
  'word/document.xml': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'xl/workbook.xml': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'ppt/presentation.xml': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'OFD.xml': 'application/ofd',
};

/**
 * The media type of an office document that is an archive, from its first bytes and its directory: nothing is unpacked,
 * here or anywhere in the house, so that a bomb stays what it is. One that declares absurd sizes is refused for the sake
 * of who opens it.
 * @throws DomainError BAD_USER_INPUT for archives that are no documents
 */
export async function archiveTypeOf(head: Uint8Array, tail: Uint8Array, size: number): Promise<string> {
  const { parts, unpacked } = await directoryOf(tail, size);
  if (unpacked > mostUnpacked || unpacked > mostTimes * size) {
    throw badInput('file', {
      en: 'It would unpack to far more than a document holds.',
      zh: '解压后的大小异常，不予接收。',
    });
  }
  const [, odf] = openDocument.exec(Buffer.from(head).toString('latin1')) ?? [];
  const type = odf ?? Object.entries(byPart).find(([part]) => parts.has(part))?.[1];
  if (type === undefined) throw unknownKind();
  return type;
}

async function directoryOf(tail: Uint8Array, size: number): Promise<{ parts: Set<string>; unpacked: number }> {
  const parts = new Set<string>();
  let unpacked = 0;
  try {
    const archive = await fromRandomAccessReaderPromise(new TailReader(tail, size), size);
    for await (const { fileName, uncompressedSize } of archive.eachEntry()) {
      parts.add(fileName);
      unpacked += uncompressedSize;
    }
  } catch {
    // No directory, one that lies before the tail, or names that leave the archive.
    throw unknownKind();
  }
  return { parts, unpacked };
}

/** The end of a file that is not kept whole. */
class TailReader extends RandomAccessReader {
  readonly #tail: Uint8Array;
  readonly #offset: number;

  constructor(tail: Uint8Array, size: number) {
    super();
    this.#tail = tail;
    this.#offset = size - tail.byteLength;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const from = start - this.#offset;
    if (from < 0) throw new RangeError('before the tail');
    return Readable.from([this.#tail.subarray(from, end - this.#offset)]);
  }
}
