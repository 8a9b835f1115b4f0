import { forbidden, notFound, type Request, type Transaction, textOf } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';

export type ContactCommands = ReturnType<typeof createContactCommands>;

/** How a slice opens its subjects to `revealContact`: by the same read rule as everything else. */
export interface ContactSubject {
  /** Prefix of the subject's ids, such as `cas`. */
  readonly prefix: string;
  /** @throws DomainError NOT_FOUND when it is absent or hidden */
  require(
    tx: Transaction,
    request: Request,
    id: string,
  ): Promise<{ readonly ownerOrgId: string; readonly contactOf: string }>;
}

interface RevealInput {
  readonly subjectId: string;
  readonly reason: string;
  readonly idempotencyKey?: string | null | undefined;
}

/** Names and numbers in clear: only with PII_READ over the owner, with a reason, and on record. */
export function createContactCommands({ office }: Foundation, subjects: readonly ContactSubject[]) {
  return {
    /** Answers whose contacts may be shown now; the act and its reason are in the audit log by then. */
    revealContact(request: Request, input: RevealInput): Promise<string> {
      const reason = textOf('reason', input.reason, 500);
      return office.execute(request, 'revealContact', input, async (tx) => {
        const [prefix] = input.subjectId.split('_');
        const subject = await subjects.find((known) => known.prefix === prefix)?.require(tx, request, input.subjectId);
        if (!subject) throw notFound('Contact', '联系方式');
        if (!request.actor.holds('PII_READ', subject.ownerOrgId)) throw forbidden();
        return { id: subject.contactOf, role: 'PII_READ', reason };
      });
    },
  };
}
