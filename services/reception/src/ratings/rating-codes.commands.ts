import { createHash, randomBytes } from 'node:crypto';
import type { Foundation } from '@chengqi/office-kernel';
import { duplicate, notFound, refusal, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, IsNull } from 'typeorm';
import { RatingCodeEntity } from './rating.entity.ts';
import { codeDays, type RatedService, type RatingCode } from './rating.ts';

export type RatingCodes = ReturnType<typeof createRatingCodes>;

/** Without the letters that people take for digits (Crockford). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 26;
const day = 86_400_000;

/** 130 random bits: as 26 signs they fit on a slip of paper. */
const newCode = (): string => [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('');

/** As people type it. */
const normalise = (code: string): string =>
  code.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');

const hashOf = (code: string): string => createHash('sha256').update(normalise(code)).digest('hex');

/** One-use codes: whoever holds one was served, and nobody needs to know who it is. */
export function createRatingCodes({ kit }: Foundation) {
  return {
    /**
     * A code for one rating of the service, to be shown once; only its digest is stored. A code given out before for
     * the same service and not used loses its value.
     */
    async issueCode(
      tx: Transaction,
      service: RatedService,
      expiresAt = new Date(tx.now.getTime() + codeDays * day),
    ): Promise<string> {
      const { subjectType, subjectId, ownerOrgId, secrecyLevel, restricted, contactOf, matterId, nameable, ratedIds } =
        service;
      await tx.manager.getRepository(RatingCodeEntity).delete({ subjectId, usedAt: IsNull() });
      const code = newCode();
      await tx.insert<RatingCode>(RatingCodeEntity, {
        id: kit.ids.next('rtc'),
        version: 1,
        codeHash: hashOf(code),
        subjectType,
        subjectId,
        ownerOrgId,
        secrecyLevel,
        restricted,
        contactOf,
        matterId,
        nameable,
        ratedIds: [...new Set(ratedIds)],
        issuedAt: tx.now,
        expiresAt,
        usedAt: null,
      });
      return code;
    },

    /** What the last code for the service says; null when it never had one. */
    async lastFor(tx: Transaction, subjectId: string): Promise<RatingCode | null> {
      const [last = null] = await tx.manager
        .getRepository(RatingCodeEntity)
        .find({ where: { subjectId }, order: { expiresAt: 'DESC', issuedAt: 'DESC' }, take: 1 });
      return last;
    },

    /** Whether it was ever given out and not replaced. */
    isKnown: (manager: EntityManager, code: string): Promise<boolean> =>
      manager.getRepository(RatingCodeEntity).existsBy({ codeHash: hashOf(code) }),

    /**
     * The service that the code is for, used up with it; two who use it at once meet on the row's version.
     * @throws DomainError NOT_FOUND, DUPLICATE when it was used, DEADLINE_PASSED
     */
    async redeem(tx: Transaction, code: string): Promise<RatingCode> {
      const known = await tx.manager.getRepository(RatingCodeEntity).findOneBy({ codeHash: hashOf(code) });
      if (!known) throw notFound('Code', '评价码');
      if (known.usedAt !== null) throw ratedAlready();
      if (known.expiresAt.getTime() < tx.now.getTime()) throw codeExpired();
      return tx.update(RatingCodeEntity, known, { usedAt: tx.now });
    },
  };
}

/** Whose rating it is and what it says stays with the office, so there is no `existingId`. */
export const ratedAlready = () =>
  duplicate(null, { en: 'This service has been rated already.', zh: '该服务已评价，请勿重复评价。' });

export const codeExpired = () =>
  refusal('DEADLINE_PASSED', { en: 'This code is no longer valid.', zh: '评价码已过有效期。' });
