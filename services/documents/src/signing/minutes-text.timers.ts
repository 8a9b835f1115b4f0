import type { ServiceKit, Timer } from '@chengqi/service-kit';
import { DocumentEntity } from '../outgoing/document.entity.ts';
import { documentsWithoutText, lockDocument } from '../outgoing/document.repository.ts';
import type { Document } from '../outgoing/document.ts';
import { digestOf, storeText, textDigest } from './document-text.repository.ts';

/**
 * Classified minutes travel without text; it is read from its owner outside any transaction, because a transaction
 * may not wait for the network. What could not be read stays marked and comes round again.
 */
export function createMinutesTexts(kit: ServiceKit) {
  async function fetchAll(): Promise<void> {
    const waiting = await documentsWithoutText(kit.db.read, 50);
    const references = waiting.flatMap(({ originId: id }) => (id === null ? [] : [{ __typename: 'Minutes', id }]));
    const answers = await kit.readAsSystem('meetings', references, 'title text');
    for (const [index, document] of waiting.entries()) await keep(document, answers[index] ?? null);
  }

  async function keep({ id }: Document, answer: Record<string, unknown> | null): Promise<void> {
    const { title, text } = answer ?? {};
    if (typeof title !== 'string' || typeof text !== 'string') return;
    await kit.transact(async (tx) => {
      const document = await lockDocument(tx.manager, id);
      if (document?.signedDigest !== null || document.sourceDigest !== textDigest(text)) return;
      await storeText(tx.manager, id, text);
      await tx.update(DocumentEntity, document, { title, signedDigest: digestOf(title, text, document.sourceDigest) });
    });
  }

  let tail = Promise.resolve();
  /** One reading after another, so that none asks for what the one before has just brought. */
  const fetchTexts = (): void => {
    tail = tail.then(fetchAll).catch((error: unknown) => kit.log.warn({ err: error }, 'texts of minutes not fetched'));
  };
  const timer: Timer = {
    name: 'minutes-texts',
    everySeconds: 10,
    run: async () => kit.db.afterCommit(fetchTexts),
  };
  return { fetchTexts, timer };
}
