import { duplicate, type Request, type Transaction } from '@chengqi/service-kit';
import { caseQuery } from '../cases/case.repository.ts';
import { openStatuses, type ServiceCase } from '../cases/case.ts';
import type { CaseRegister } from '../cases/case-register.commands.ts';
import { type Contacts, sharing } from '../contacts/contacts.repository.ts';
import type { OpenCaseInput } from '../generated/graphql.ts';

interface Facts {
  readonly phone: string | null;
  readonly factsKey: string;
}

/** the same facts of the same applicant are handled once, and never again after their recheck. */
export function createSameMatters(register: CaseRegister, contacts: Contacts) {
  /** The newest case of the same applicant with the same facts; accusations and other cases do not know each other. */
  function sameMatter(tx: Transaction, input: OpenCaseInput, { phone, factsKey }: Facts): Promise<ServiceCase | null> {
    const phoneHash = contacts.hashOf(phone);
    if (phoneHash === null) return Promise.resolve(null);
    return caseQuery(tx.manager)
      .where(`c.id IN (${sharing('ServiceCase')})`, { phoneHash })
      .andWhere('c.restricted = :restricted', { restricted: input.kind === 'ACCUSATION' })
      .andWhere('c.status IN (:...alive)', { alive: [...openStatuses, 'TERMINATED'] })
      .andWhere('(c.factsKey = :factsKey OR c.topicKey = :topicKey)', {
        ...{ factsKey, topicKey: input.topicKey?.trim() ?? null },
      })
      .orderBy(`CASE WHEN c.status = 'TERMINATED' THEN 0 ELSE 1 END`)
      .addOrderBy('c.openedAt', 'DESC')
      .limit(1)
      .getOne();
  }

  /** Open and in sight: refused. Open elsewhere, or decided for good: registered, linked and not accepted. */
  async function linkTo(tx: Transaction, request: Request, input: OpenCaseInput, facts: Facts) {
    const known = await sameMatter(tx, input, facts);
    if (known === null) return null;
    if (known.restricted) return { duplicateOfId: known.id, accepted: true };
    if (known.status !== 'TERMINATED') {
      if (await register.require(tx, request, known.id).catch(() => null)) {
        throw duplicate(known.id, { en: 'The same matter is being handled.', zh: '同一事项正在办理，不重复受理。' });
      }
    }
    return { duplicateOfId: known.id, accepted: false };
  }

  return { linkTo };
}
