import type { Foundation } from '@chengqi/office-kernel';
import { forbidden, notFound, type Request, type Transaction } from '@chengqi/service-kit';
import type { Subjects } from '../contacts/subjects.repository.ts';
import type { RenewRatingCodeInput } from '../generated/graphql.ts';
import { RatingEntity } from './rating.entity.ts';
import { codeExpired, type RatingCodes, ratedAlready } from './rating-codes.commands.ts';

/** A slip gets lost, and so does the one answer that showed a code. */
export function createRenewalCommands({ office }: Foundation, codes: RatingCodes, subjects: Subjects) {
  /** The last code of a service that the window may read and serves. */
  async function lostCode(tx: Transaction, request: Request, subjectId: string) {
    const subject = await subjects.find(tx, request, subjectId);
    if (subject && !request.actor.holds('WINDOW', subject.ownerOrgId)) throw forbidden();
    const lost = subject && (await codes.lastFor(tx, subjectId));
    if (!lost) throw notFound('Code', '评价码');
    return lost;
  }

  return {
    /**
     * A code in place of the last one, for as long as that would have lasted. The rated are not told whether their
     * service was rated: they get a code that then rates nothing.
     */
    async renewRatingCode(request: Request, input: RenewRatingCodeInput): Promise<string | null> {
      let ratingCode: string | null = null;
      const { subjectId } = input;
      await office.execute(request, 'renewRatingCode', input, async (tx) => {
        const lost = await lostCode(tx, request, subjectId);
        const served = request.viewer.personId !== null && lost.ratedIds.includes(request.viewer.personId);
        if (!served && (await tx.manager.getRepository(RatingEntity).existsBy({ subjectId }))) throw ratedAlready();
        if (lost.expiresAt.getTime() < tx.now.getTime()) throw codeExpired();
        ratingCode = await codes.issueCode(tx, lost, lost.expiresAt);
        return { id: subjectId, role: 'WINDOW' };
      });
      return ratingCode;
    },
  };
}
