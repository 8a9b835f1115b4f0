import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

const mostValues = 1000;

/** How many rows have a value. */
export interface ValueCount {
  readonly value: string | number | null;
  readonly count: number;
}

/** How many rows of the query have each value of the property of its main entity, the thousand most frequent; one statement, the most first. */
export async function countBy<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  property: keyof T & string,
): Promise<ValueCount[]> {
  const column = `${query.alias}.${property}`;
  const rows = await query
    .select(column, 'value')
    .addSelect('COUNT(*)', 'n')
    .groupBy(column)
    .orderBy('n', 'DESC')
    .addOrderBy(column, 'ASC')
    .limit(mostValues)
    .getRawMany<{ value: string | number | null; n: string | number }>();
  return rows.map(({ value, n }) => ({ value, count: Number(n) }));
}
