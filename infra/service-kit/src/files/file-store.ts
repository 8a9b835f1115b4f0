/**
 * Where the bytes of files lie. A key is chosen by who stores, holds letters, digits and `_` alone, and is written once;
 * what it holds never changes.
 */
export interface FileStore {
  /**
   * Takes all of the bytes, or keeps nothing: a source that fails, or does not hold `size` bytes, leaves no trace.
   * @throws whatever the source throws
   */
  put(key: string, bytes: AsyncIterable<Uint8Array>, size: number): Promise<void>;
  /** The bytes from the beginning; null where there are none. */
  get(key: string): Promise<ReadableStream<Uint8Array> | null>;
  /** What a key holds, and what a process that is gone began to write under it; nothing there is no fault. */
  remove(key: string): Promise<void>;
}

/** Keys become names of files and of objects. @throws RangeError for one that could mean more than itself */
export function plainKey(key: string): string {
  if (/^\w{1,64}$/.test(key)) return key;
  throw new RangeError(`not the key of a file: ${key}`);
}
