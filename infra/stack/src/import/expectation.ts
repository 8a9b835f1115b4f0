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

/** Parts of a figure that files determine which nobody takes yet. */
const later: ReadonlySet<string> = new Set([
  'documents.overdue',
  'documents.on_time_handling',
  'documents.on_time_handling_by_org',
  'documents.register_entries_above_ceiling',
  'supervision.decision_coverage',
  'supervision.orphan_instructions',
]);

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
  const parts = asked.map((key) => ({ key, ...withoutLater(rest[key], key) }));
  return {
    compared: [...loaded.map((file) => `files.${file}`), ...asked],
    ignored: [
      ...Object.keys(rest).filter((key) => !asked.some((name) => name === key)),
      ...parts.flatMap(({ left }) => left),
      ...Object.keys(files)
        .filter((file) => !loaded.includes(file))
        .map((file) => `files.${file}`),
    ],
    differences: [
      ...loaded.flatMap((file) => differences(files[file], found.files[file], `files.${file}`)),
      ...parts.flatMap(({ key, now }) => differences(now, found[key], key)),
    ],
  };
}

/** The parts of an expected figure that can be asked now, and the paths of those that cannot. */
function withoutLater(expected: unknown, figure: string): { now: unknown; left: string[] } {
  if (!isObject(expected)) return { now: expected, left: [] };
  const isLater = (key: string): boolean => later.has(`${figure}.${key}`);
  return {
    now: Object.fromEntries(Object.entries(expected).filter(([key]) => !isLater(key))),
    left: Object.keys(expected)
      .filter(isLater)
      .map((key) => `${figure}.${key}`),
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
