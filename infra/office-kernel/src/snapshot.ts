/** A value read from the database, kept for a short while and forgotten when it is known to have changed. */
export interface Snapshot<T> {
  /** Fresh within the time to live. */
  current(): Promise<T>;
  /** The last one read, or the empty one before the first reading. */
  latest(): T;
  forget(): void;
}

/** `load` runs at most once at a time; what it read before a `forget` is not kept after it. */
export function createSnapshot<T>(empty: T, load: () => Promise<T>, ttlMilliseconds: number): Snapshot<T> {
  let value = empty;
  let freshUntil = 0;
  let generation = 0;
  let loading: { generation: number; result: Promise<T> } | null = null;

  async function reload(started: number): Promise<T> {
    try {
      const loaded = await load();
      if (started === generation) {
        value = loaded;
        freshUntil = performance.now() + ttlMilliseconds;
      }
      return loaded;
    } finally {
      if (loading?.generation === started) loading = null;
    }
  }

  return {
    latest: () => value,
    current() {
      if (performance.now() < freshUntil) return Promise.resolve(value);
      if (loading?.generation !== generation) loading = { generation, result: reload(generation) };
      return loading.result;
    },
    forget() {
      generation += 1;
      freshUntil = 0;
    },
  };
}
