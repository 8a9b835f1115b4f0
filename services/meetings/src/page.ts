import { isAbove } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import { type Connection, connection, type PageArguments, reference } from '@chengqi/service-kit';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

interface Classified extends ObjectLiteral {
  id: string;
  secrecyLevel: SecrecyLevel;
}

interface Loading<T> {
  load(id: string): Promise<T | null>;
}

/** One page of objects already narrowed to what is visible; classified ones pass the loader, which records the reading. */
export async function page<T extends Classified>(
  query: SelectQueryBuilder<T>,
  args: PageArguments,
  order: { column: string; direction: 'ASC' | 'DESC' },
  loader: Loading<T>,
): Promise<Connection<T>> {
  const found = await connection(query, args, { alias: query.alias, orderBy: order });
  await Promise.all(
    found.nodes.filter(({ secrecyLevel }) => isAbove(secrecyLevel, 'INTERNAL')).map(({ id }) => loader.load(id)),
  );
  return found;
}

/** A foreign object; imported rows have an empty text where nobody was named. */
export const ref = <Name extends string>(name: Name, id: string | null) => reference(name, id === '' ? null : id);
