import { ImportRowEntity } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { RatingCodeEntity, RatingEntity } from '../ratings/rating.entity.ts';
import type { Rating } from '../ratings/rating.ts';
import { BlockedVisitorEntity } from '../visits/blocked-visitor.entity.ts';
import type { Visit } from '../visits/visit.ts';
import { ContactEntity } from './contact.entity.ts';

type Cover = (text: string | null) => string | null;

/**
 * Takes who came out of everything that is kept of a visit beside the visit itself: the contact with its digests, the
 * digests of blocks that have ended, the rating and its code, and what an import kept of the row.
 */
export async function forgetVisitor(tx: Transaction, visit: Visit, cover: Cover): Promise<void> {
  const { manager } = tx;
  const nobody = { contactOf: null, nameable: false };
  await manager.getRepository(ContactEntity).delete({ subjectId: visit.id });
  await manager.getRepository(BlockedVisitorEntity).update({ visitId: visit.id }, { phoneHash: null, idHash: null });
  await manager.getRepository(RatingCodeEntity).update({ subjectId: visit.id }, nobody);
  const rating = await manager.getRepository(RatingEntity).findOneBy({ subjectId: visit.id });
  if (rating) await tx.update(RatingEntity, rating, { ...nobody, named: false, ...wordsOf(rating, cover) });
  if (visit.imported)
    await manager
      .getRepository(ImportRowEntity)
      .update({ file: 'visits.csv', key: visit.visitNo }, { raw: () => 'NULL', remarks: [] });
}

const wordsOf = (rating: Rating, cover: Cover) => ({
  comment: cover(rating.comment),
  facts: cover(rating.facts),
  rectification: cover(rating.rectification),
  feedback: cover(rating.feedback),
  appealReason: cover(rating.appealReason),
  appealDecisionReason: cover(rating.appealDecisionReason),
});
