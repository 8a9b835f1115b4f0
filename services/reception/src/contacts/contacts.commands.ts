import type { Foundation } from '@chengqi/office-kernel';
import { forbidden, notFound, type Request, textOf } from '@chengqi/service-kit';
import type { RevealContactInput } from '../generated/graphql.ts';
import type { Subjects } from './subjects.repository.ts';

/** Names and numbers in clear: only with PII_READ over the owner, with a reason, and on record. */
export function createContactCommands({ office }: Foundation, subjects: Subjects) {
  return {
    /** Answers whose contacts may be shown now; the act and its reason are in the audit log by then. */
    revealContact: (request: Request, input: RevealContactInput): Promise<string> =>
      office.execute(request, 'revealContact', input, async (tx) => {
        const subject = await subjects.find(tx, request, input.subjectId);
        if (!subject) throw notFound('Contact', '联系方式');
        if (!request.actor.holds('PII_READ', subject.ownerOrgId)) throw forbidden();
        return { id: subject.contactOf, role: 'PII_READ', reason: textOf('reason', input.reason, 500) };
      }),
  };
}
