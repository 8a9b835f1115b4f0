import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { DocumentBodyEntity } from '../outgoing/document.entity.ts';
import type { Document } from '../outgoing/document.ts';

/** What a signature binds: title, text and the digest of their source (DOC-2); a ledger of before has title alone. */
export const digestOf = (title: string | null, text: string | null, sourceDigest: string | null): string =>
  createHash('sha256')
    .update(JSON.stringify([title, text, sourceDigest]))
    .digest('hex');

/** What the owner of a text says it is: SHA-256 of its UTF-8. */
export const textDigest = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** The digest of what is stored at this moment, not of what was stored when somebody looked last. */
export async function storedDigest(manager: EntityManager, document: Document): Promise<string> {
  const body = await manager.getRepository(DocumentBodyEntity).findOneBy({ id: document.id });
  return digestOf(document.title, body?.text ?? null, document.sourceDigest);
}

/** Replaces the text; null leaves the document without one. */
export async function storeText(manager: EntityManager, id: string, text: string | null): Promise<void> {
  const bodies = manager.getRepository(DocumentBodyEntity);
  await bodies.delete({ id });
  if (text !== null) await bodies.insert({ id, text });
}
