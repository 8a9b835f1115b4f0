import type { EmbeddedOffice } from '@chengqi/stack';
import fc, { type Arbitrary } from 'fast-check';
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { hostileTexts } from './hostile-texts.ts';

export interface Call {
  readonly field: string;
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** Ids that are stored somewhere in the office, by their prefix. */
export type IdPool = ReadonlyMap<string, readonly string[]>;

/** A few ids of every table of every service. */
export async function idsOf({ services }: EmbeddedOffice): Promise<IdPool> {
  const pool = new Map<string, string[]>();
  for (const { kit } of services.values()) {
    const tables = await kit.db.read.query(
      `SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'id' WHERE m.type = 'table'`,
    );
    for (const { name } of tables) {
      for (const { id } of await kit.db.read.query(`SELECT id FROM "${name}" ORDER BY id LIMIT 30`)) {
        const prefix = String(id).split('_')[0] ?? '';
        pool.set(prefix, [...(pool.get(prefix) ?? []), String(id)]);
      }
    }
  }
  return pool;
}

/** Calls of every root field with inputs made from their types: plausible often enough to get past the door, hostile otherwise. */
export function anyCall(
  schema: GraphQLSchema,
  kind: 'query' | 'mutation',
  pool: IdPool,
  only?: string,
): Arbitrary<Call> {
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const values = createValues(pool);
  const fields = Object.values(root?.getFields() ?? {}).filter(({ name }) => only === undefined || name === only);
  return fc.constantFrom(...fields).chain((field) => {
    const query = operationOf(kind, field);
    return fc
      .record(Object.fromEntries(field.args.map(({ name, type }) => [name, values.of(type, name)])))
      .map((variables) => ({ field: field.name, query, variables }));
  });
}

/** The operation that asks a root field for everything near at hand, its arguments as variables of the same names. */
export function operationOf(kind: 'query' | 'mutation', { name, args, type }: GraphQLField<unknown, unknown>): string {
  const variables = args.map((argument) => `$${argument.name}: ${argument.type}`).join(', ');
  const given = args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  return `${kind}${variables && ` (${variables})`} { ${name}${given && `(${given})`} ${selectionOf(type, 3)} }`;
}

function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (!isObjectType(named) || depth === 0) return '{ __typename }';
  const fields = Object.values(named.getFields())
    .filter(({ args }) => !args.some((argument) => isNonNullType(argument.type) && argument.defaultValue === undefined))
    .filter((field) => depth > 1 || isLeafType(getNamedType(field.type)))
    .map((field) => `${field.name} ${selectionOf(field.type, depth - 1)}`);
  return `{ __typename ${fields.join(' ')} }`;
}

const bare: Record<string, Arbitrary<unknown>> = {
  Int: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(-1, 0, 1, 2026, 101, 2_147_483_647, -2_147_483_648)),
  Float: fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(-1, 0.1, 1e308, 1e21, 5e-324)),
  Boolean: fc.boolean(),
  DateTime: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -3000, max: 3000 }).map(minutesFromNow) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '2026-02-31T00:00:00Z',
        '2026-02-03T00:00:00',
        '0000-01-01T00:00:00Z',
        '+275760-09-13',
        '',
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom('9999-12-31T23:59:59.999-12:00', '0001-01-01T00:00:00+14:00') },
  ),
  LocalDate: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.integer({ min: -3000, max: 90_000 }).map((minutes) => minutesFromNow(minutes).slice(0, 10)),
    },
    { weight: 1, arbitrary: fc.constantFrom('2026-02-31', '0000-01-01', '9999-12-31', 'today', '') },
  ),
};

function minutesFromNow(minutes: number): string {
  return new Date(Math.floor(performance.timeOrigin / 60_000 + minutes) * 60_000).toISOString();
}

function createValues(pool: IdPool) {
  const stored = [...pool.values()].flat();
  const texts = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom('整改到位。', '2026年第3号', 'YX02', 'SUPERVISOR', 'a'.repeat(64), '云政纪要'),
    },
    { weight: 2, arbitrary: fc.constantFrom(...Object.values(hostileTexts)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  );
  const strange = fc.constantFrom(
    '',
    'x',
    'mtg_',
    'mtg_01h455vb4pex5vsknk084sn02q',
    '../etc/passwd',
    ...Object.values(hostileTexts),
  );

  const ids = (name: string) =>
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...likely(name, pool, stored)) },
      { weight: 1, arbitrary: fc.constantFrom(...stored) },
      { weight: 1, arbitrary: strange },
    );

  function of(type: GraphQLInputType, name: string): Arbitrary<unknown> {
    if (isNonNullType(type)) return of(type.ofType, name).filter((value) => value !== null && value !== undefined);
    return fc.oneof(
      { weight: steering.has(name) ? 1 : 12, arbitrary: present(type, name) },
      { weight: 5, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constant(null) },
    );
  }

  function present(type: GraphQLInputType, name: string): Arbitrary<unknown> {
    if (isListType(type)) return fc.array(of(type.ofType, name), { maxLength: 4 });
    if (isInputObjectType(type)) {
      return fc.record(
        Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, of(field.type, field.name)])),
      );
    }
    if (isEnumType(type)) return fc.constantFrom(...type.getValues().map((value) => value.name));
    const { name: typeName } = getNamedType(type);
    return typeName === 'ID' ? ids(name) : (bare[typeName] ?? texts);
  }

  return { of };
}

/** Fields that refuse nearly every made-up value and would hide what lies behind. */
const steering = new Set(['idempotencyKey', 'expectedVersion', 'last', 'before', 'after']);

/** What an argument of this name usually names. */
function likely(name: string, pool: IdPool, all: readonly string[]): readonly string[] {
  const words = name.replace(/Ids?$/, '').toLowerCase();
  const found = Object.entries(prefixes).find(([word]) => words.endsWith(word));
  return pool.get(found?.[1] ?? '') ?? all;
}

/** The end of an argument's name and the prefix of the ids meant. */
const prefixes: Readonly<Record<string, string>> = {
  agendaitem: 'agd',
  item: 'sup',
  meeting: 'mtg',
  minutes: 'min',
  resolution: 'res',
  attendee: 'att',
  booking: 'bkg',
  room: 'rom',
  document: 'doc',
  delivery: 'dlv',
  record: 'arc',
  assignment: 'asg',
  obstacle: 'obs',
  notice: 'ntc',
  hazard: 'haz',
  recurrenceof: 'haz',
  roster: 'rst',
  shift: 'shf',
  post: 'pst',
  site: 'sit',
  org: 'org',
  recipient: 'org',
  parent: 'org',
  root: 'org',
  mergedinto: 'org',
  person: 'psn',
  handler: 'psn',
  leader: 'psn',
  officer: 'psn',
  backup: 'psn',
  chair: 'psn',
  secretary: 'psn',
  speaker: 'psn',
  reporter: 'psn',
  rechecker: 'psn',
  responsible: 'psn',
  drafter: 'psn',
  reviewer: 'psn',
  signer: 'psn',
  approver: 'psn',
  delegateto: 'psn',
};
