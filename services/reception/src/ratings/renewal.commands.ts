import { forbidden, notFound, type Request, type Transaction } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type { RenewRatingCodeInput } from '../generated/graphql.ts';
import { RatingEntity } from './rating.entity.ts';
import { codeExpired, type RatingCodes, ratedAlready } from './rating-codes.ts';

export type RenewalCommands = ReturnType<typeof createRenewalCommands>;

/** How a slice opens its services to a window: by the same read rule as everything else. */
export interface ServedSubject {
  /** Prefix of the subject's ids, such as `cas`. */
  readonly prefix: string;
  /** @throws DomainError NOT_FOUND when it is absent or hidden */
  require(tx: Transaction, request: Request, id: string): Promise<{ readonly ownerOrgId: string }>;
}

/** A slip gets lost, and so does the one answer that showed a code. */
export function createRenewalCommands({ office }: Foundation, codes: RatingCodes, subjects: readonly ServedSubject[]) {
  /** The last code of a service that the window may read and serves. */
  async function lostCode(tx: Transaction, request: Request, subjectId: string) {
    const subject = subjects.find(({ prefix }) => subjectId.startsWith(`${prefix}_`));
    if (!subject) throw notFound('Code', '评价码');
    const { ownerOrgId } = await subject.require(tx, request, subjectId);
    if (!request.actor.holds('WINDOW', ownerOrgId)) throw forbidden();
    const lost = await codes.lastFor(tx, subjectId);
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
        return subjectId;
      });
      return ratingCode;
    },
  };
}
