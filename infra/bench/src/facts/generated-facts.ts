/** Rows of a fact table in the order of its columns. */
export type Row = readonly (string | number | null)[];

export interface GeneratedTable {
  readonly name: string;
  /** As DuckDB names the types; the services' own migrations make the tables elsewhere. */
  readonly columns: Readonly<Record<string, 'VARCHAR' | 'BIGINT' | 'DOUBLE'>>;
  readonly rows: () => Iterable<Row>;
}

const day = 86_400_000;
/** Two years of business days at UTC+8. */
export const firstMoment = Date.parse('2025-01-01T00:00:00+08:00');
export const generatedDays = 730;
const span = generatedDays * day;

const orgs = Array.from({ length: 40 }, (_, index) => idOf('org', index));
const outcomes = ['ANSWERED', 'ANSWERED', 'ANSWERED', 'OVERFLOW_ANSWERED', 'MISSED', 'ABANDONED', 'SPAM'];
const levels = ['GENERAL', 'GENERAL', 'GENERAL', 'GENERAL', 'MAJOR'];
const categories = ['FIRE', 'ELECTRIC', 'GAS', 'BUILDING', 'TRAFFIC', 'FLOOD'];

/** As long as an id of the office, in the order of its making. */
export function idOf(prefix: string, index: number): string {
  return `${prefix}_${index.toString(36).padStart(26, '0')}`;
}

/** Mulberry32: the same facts every time. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Calls, spread over two years by the moment of ringing. */
const calls = (count: number): GeneratedTable => ({
  name: 'call_fact',
  columns: {
    id: 'VARCHAR',
    org_id: 'VARCHAR',
    channel: 'VARCHAR',
    ring_at: 'BIGINT',
    answered_at: 'BIGINT',
    wait_seconds: 'BIGINT',
    outcome: 'VARCHAR',
    shift_id: 'VARCHAR',
  },
  *rows() {
    const random = randomFrom(7);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
    for (let index = 0; index < count; index += 1) {
      const ringAt = firstMoment + Math.floor((index / count) * span + random() * 1000);
      const org = pick(orgs);
      const outcome = pick(outcomes);
      const wait = Math.floor(random() * 40);
      const answered = outcome.endsWith('ANSWERED');
      const channel = `${org.slice(-2)}-${Math.floor(random() * 2)}`;
      const shift = random() < 0.98 ? idOf('shf', Math.floor(index / 50)) : null;
      yield [idOf('cal', index), org, channel, ringAt, answered ? ringAt + wait * 1000 : null, wait, outcome, shift];
    }
  },
});

/** Hazards, nine of ten of them closed within a hundred days. */
const hazards = (count: number): GeneratedTable => ({
  name: 'hazard_fact',
  columns: {
    id: 'VARCHAR',
    org_id: 'VARCHAR',
    category: 'VARCHAR',
    level: 'VARCHAR',
    recurrence: 'BIGINT',
    reported_at: 'BIGINT',
    confirmed_at: 'BIGINT',
    due_at: 'BIGINT',
    original_due_at: 'BIGINT',
    closed_at: 'BIGINT',
    dismissed_at: 'BIGINT',
  },
  *rows() {
    const random = randomFrom(11);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
    for (let index = 0; index < count; index += 1) {
      const reported = firstMoment + Math.floor((index / count) * span);
      const due = reported + 30 * day;
      const closed = random() < 0.9 ? reported + Math.floor(random() ** 2 * 100 * day) : null;
      const place = [pick(orgs), pick(categories), pick(levels), random() < 0.1 ? 1 : 0];
      yield [idOf('haz', index), ...place, reported, reported + day, due, due, closed, null];
    }
  },
});

/** So many facts in all, nineteen of twenty of them calls. */
export const generatedTables = (facts: number): readonly GeneratedTable[] => [
  calls(Math.round(facts * 0.95)),
  hazards(Math.round(facts * 0.05)),
];
