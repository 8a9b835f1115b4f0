import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/**
 * Holds the rows that the query finds until the transaction ends, and reads them as they are now, not as they were when it
 * began: what MySQL does with locks. SQLite has one writer, who sees all of that without.
 */
export const held = <T extends ObjectLiteral>(query: SelectQueryBuilder<T>): SelectQueryBuilder<T> =>
  query.connection.options.type === 'mysql' ? query.setLock('pessimistic_write') : query;
