/** What a county expects beside the fate of its files; names as in its `expected.json`. */
export const figureNames = [
  'number_sequences',
  'documents',
  'calls',
  'roster',
  'room_conflicts',
  'supervision',
  'weekly_reports',
  'hazards',
  'petitions',
  'cases',
  'satisfaction',
  'lineage_complete',
] as const;
export type FigureName = (typeof figureNames)[number];

/** What `--expect` and `--report` speak about. */
export interface Figures extends Readonly<Partial<Record<FigureName, unknown>>> {
  readonly files: Readonly<Record<string, unknown>>;
}

export interface Comparison {
  readonly compared: readonly string[];
  /** Keys of the expectation that nobody looked at. */
  readonly ignored: readonly string[];
  readonly differences: readonly string[];
}

/**
 * Compares what was loaded. Of the expected files those in `known` count: one of them that was not loaded is a
 * difference, others are named as not looked at.
 */
export function compareFigures(expected: unknown, found: Figures, known: ReadonlySet<string>): Comparison {
  if (!isObject(expected)) throw new Error('the expectation is no JSON object');
  const { files = {}, as_of: _, ...rest } = expected;
  if (!isObject(files)) throw new Error('"files" of the expectation is no JSON object');
  const loaded = Object.keys(files).filter((file) => known.has(file) || file in found.files);
  const asked = figureNames.filter((key) => key in rest && found[key] !== undefined);
  return {
    compared: [...loaded.map((file) => `files.${file}`), ...asked],
    ignored: [
      ...Object.keys(rest).filter((key) => !asked.some((name) => name === key)),
      ...Object.keys(files)
        .filter((file) => !loaded.includes(file))
        .map((file) => `files.${file}`),
    ],
    differences: [
      ...loaded.flatMap((file) => differences(files[file], found.files[file], `files.${file}`)),
      ...asked.flatMap((key) => differences(rest[key], found[key], key)),
    ],
  };
}

/** One line a leaf, named by its path. */
export function differences(expected: unknown, found: unknown, path: string): string[] {
  if (Array.isArray(expected) && Array.isArray(found)) {
    const longer = Math.max(expected.length, found.length);
    return Array.from({ length: longer }, (_, index) => index).flatMap((index) =>
      differences(expected[index], found[index], `${path}[${index}]`),
    );
  }
  if (isObject(expected) && isObject(found)) {
    return [...new Set([...Object.keys(expected), ...Object.keys(found)])].flatMap((key) =>
      differences(expected[key], found[key], `${path}.${key}`),
    );
  }
  if (Object.is(expected, found)) return [];
  return [`${path}: expected ${show(expected)}, found ${show(found)}`];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
