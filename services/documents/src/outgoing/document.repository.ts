import { type EntityManager, IsNull, Not } from 'typeorm';
import { DocumentEntity } from './document.entity.ts';
import type { Document } from './document.ts';

/** For update where the engine has row locks; SQLite has one writer. Only for acts of the system: it asks no viewer. */
export async function lockDocument(manager: EntityManager, id: string): Promise<Document | null> {
  const lock = manager.connection.options.type === 'mysql' ? { lock: { mode: 'pessimistic_write' as const } } : {};
  return manager.getRepository(DocumentEntity).findOne({ where: { id }, ...lock });
}

export const documentByOrigin = (manager: EntityManager, originType: 'Minutes', originId: string) =>
  manager.getRepository(DocumentEntity).findOneBy({ originType, originId });

/** Documents whose text an event could not carry and nobody has fetched yet; the newest first, so that one that never comes holds up no other. */
export const documentsWithoutText = (manager: EntityManager, limit: number): Promise<Document[]> =>
  manager
    .getRepository(DocumentEntity)
    .find({ where: { signedDigest: IsNull(), originId: Not(IsNull()) }, order: { createdAt: 'DESC' }, take: limit });
