import { EntitySchema, type EntitySchemaColumnOptions, type QueryRunner, type TableColumnOptions } from 'typeorm';

// biome-ignore lint/suspicious/noExplicitAny: TypeORM's own generic is invariant
export type AnyEntity = EntitySchema<any>;

interface Options {
  nullable?: boolean;
}

const number = {
  to: (value: unknown) => value,
  from: (value: unknown) => (value === null ? null : Number(value)),
};
const json = {
  to: (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value)),
  from: (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value),
};

const varchar = (name: string, length: number, { nullable = false }: Options = {}) =>
  ({ name, type: 'varchar', length, nullable }) satisfies EntitySchemaColumnOptions;

/** Columns of an EntitySchema; the first argument is the database's name of the column. */
export const column = {
  id: () => ({ ...varchar('id', 40), primary: true }) satisfies EntitySchemaColumnOptions,
  key: (name: string, length = 40) => ({ ...varchar(name, length), primary: true }) satisfies EntitySchemaColumnOptions,
  ref: (name: string, options?: Options) => varchar(name, 40, options),
  code: (name: string, length: number, options?: Options) => varchar(name, length, options),
  text: varchar,
  day: (name: string, options?: Options) => varchar(name, 10, options),
  longText: (name: string, { nullable = false }: Options = {}) =>
    ({ name, type: 'text', nullable }) satisfies EntitySchemaColumnOptions,
  json: (name: string, { nullable = false }: Options = {}) =>
    ({ name, type: 'text', nullable, transformer: json }) satisfies EntitySchemaColumnOptions,
  integer: (name: string, { nullable = false }: Options = {}) =>
    ({ name, type: 'int', nullable }) satisfies EntitySchemaColumnOptions,
  bool: (name: string, { nullable = false }: Options = {}) =>
    ({ name, type: 'boolean', nullable }) satisfies EntitySchemaColumnOptions,
  /** To the millisecond, UTC. */
  instant: (name: string, { nullable = false }: Options = {}) =>
    ({ name, type: 'datetime', nullable }) satisfies EntitySchemaColumnOptions,
  /** Yuan and fen; reads as a number. */
  amount: (name: string, { nullable = false }: Options = {}) =>
    ({
      name,
      type: 'decimal',
      precision: 14,
      scale: 2,
      nullable,
      transformer: number,
    }) satisfies EntitySchemaColumnOptions,
  /** What every aggregate of the office has. */
  root: (statusLength = 16) => ({
    id: column.id(),
    status: column.code('status', statusLength),
    version: column.integer('version'),
    ownerOrgId: column.ref('owner_org_id'),
    secrecyLevel: column.code('secrecy_level', 16),
    createdAt: column.instant('created_at'),
    updatedAt: column.instant('updated_at'),
  }),
};

/** The same columns for a migration's `new Table`, in the dialect of its connection. */
export function columns(runner: QueryRunner) {
  const mysql = runner.connection.options.type === 'mysql';
  const plain = (name: string, type: string, { nullable = false }: Options = {}): TableColumnOptions => ({
    name,
    type,
    isNullable: nullable,
  });
  const text = (name: string, length: number, options?: Options): TableColumnOptions => ({
    ...plain(name, 'varchar', options),
    length: String(length),
  });
  const long = (name: string, options?: Options) => plain(name, mysql ? 'longtext' : 'text', options);
  const id = (name = 'id'): TableColumnOptions => ({ ...text(name, 40), isPrimary: true });
  const integer = (name: string, options?: Options) => plain(name, mysql ? 'int' : 'integer', options);
  const instant = (name: string, options?: Options): TableColumnOptions =>
    mysql ? { ...plain(name, 'datetime', options), precision: 3 } : plain(name, 'datetime', options);
  return {
    id,
    key: (name: string, length = 40): TableColumnOptions => ({ ...text(name, length), isPrimary: true }),
    ref: (name: string, options?: Options) => text(name, 40, options),
    code: text,
    text,
    day: (name: string, options?: Options) => text(name, 10, options),
    longText: long,
    json: long,
    integer,
    bool: (name: string, options?: Options): TableColumnOptions =>
      mysql ? { ...plain(name, 'tinyint', options), length: '1' } : plain(name, 'boolean', options),
    instant,
    /** What `column.root` has. */
    root: (statusLength = 16): TableColumnOptions[] => [
      id(),
      text('status', statusLength),
      integer('version'),
      text('owner_org_id', 40),
      text('secrecy_level', 16),
      instant('created_at'),
      instant('updated_at'),
    ],
    amount: (name: string, options?: Options): TableColumnOptions => ({
      ...plain(name, 'decimal', options),
      precision: 14,
      scale: 2,
    }),
    /** A primary key that the database counts up; never a business number. */
    autoId: (): TableColumnOptions => ({
      ...plain('id', mysql ? 'int' : 'integer'),
      isPrimary: true,
      isGenerated: true,
      generationStrategy: 'increment',
    }),
  };
}

/** The schema with MySQL's own types: text of any length, milliseconds. Other dialects take it as it is. */
export function forMysql(schema: AnyEntity): AnyEntity {
  const translated = Object.entries(schema.options.columns as Record<string, EntitySchemaColumnOptions>).map(
    ([property, options]) => [
      property,
      options.type === 'text'
        ? { ...options, type: 'longtext' }
        : options.type === 'datetime'
          ? { ...options, precision: 3 }
          : options,
    ],
  );
  return new EntitySchema({ ...schema.options, columns: Object.fromEntries(translated) });
}
