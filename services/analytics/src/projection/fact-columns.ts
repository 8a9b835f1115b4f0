import { columns, column as kitColumn } from '@chengqi/service-kit';
import type { EntitySchemaColumnOptions, QueryRunner, TableColumnOptions } from 'typeorm';

const number = {
  to: (value: unknown) => value,
  from: (value: unknown) => (value === null ? null : Number(value)),
};

/** Columns of facts: the kit's, and moments, which are whole milliseconds on every engine. */
export const column = {
  ...kitColumn,
  moment: (name: string, { nullable = true }: { nullable?: boolean } = {}): EntitySchemaColumnOptions => ({
    name,
    type: 'bigint',
    nullable,
    transformer: number,
  }),
  real: (name: string, { nullable = true }: { nullable?: boolean } = {}): EntitySchemaColumnOptions => ({
    name,
    type: 'double',
    nullable,
    transformer: number,
  }),
};

/** The same for a migration. */
export function factColumns(runner: QueryRunner) {
  const plain = (name: string, type: string, { nullable = true } = {}): TableColumnOptions => ({
    name,
    type,
    isNullable: nullable,
  });
  return {
    ...columns(runner),
    moment: (name: string, options?: { nullable?: boolean }) => plain(name, 'bigint', options),
    real: (name: string, options?: { nullable?: boolean }) => plain(name, 'double', options),
  };
}
