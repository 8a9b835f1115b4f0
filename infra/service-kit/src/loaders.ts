import DataLoader from 'dataloader';

/** One look-up for all keys of a level; a key that is not answered becomes null. */
export function batch<V, K extends string = string>(
  load: (keys: readonly K[]) => Promise<ReadonlyMap<string, V>>,
): DataLoader<K, V | null> {
  return new DataLoader(async (keys) => {
    const found = await load(keys);
    return keys.map((key) => found.get(key) ?? null);
  });
}

/** One look-up for the lists of all keys of a level; a key that is not answered has an empty list. */
export function batchMany<V, K extends string = string>(
  load: (keys: readonly K[]) => Promise<ReadonlyMap<string, V[]>>,
): DataLoader<K, V[]> {
  return new DataLoader(async (keys) => {
    const found = await load(keys);
    return keys.map((key) => found.get(key) ?? []);
  });
}

/** Rows by a key they carry, in their order; the other half of `batchMany`. */
export function groupBy<V>(rows: readonly V[], keyOf: (row: V) => string): Map<string, V[]> {
  const groups = new Map<string, V[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** What a command changed, for the payload of its mutation: who may act on it may see it. */
export async function loadChanged<V>(
  loader: { load(key: string): Promise<V | null> },
  id: string | Promise<string>,
): Promise<V> {
  const changed = await loader.load(await id);
  if (changed === null) throw new Error('what was changed went out of sight of who changed it');
  return changed;
}
