import { duplicate, type Request, type Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { ServiceCaseEntity } from '../cases/case.entity.ts';
import { openStatuses } from '../cases/case.ts';
import type { CaseRegister } from '../cases/case-register.commands.ts';
import type { Contacts } from '../contacts/contacts.repository.ts';
import type { OpenCaseInput } from '../generated/graphql.ts';

interface Facts {
  readonly phone: string | null;
  readonly factsKey: string;
}

/** the same facts of the same applicant are handled once, and never again after their recheck. */
export function createSameMatters(register: CaseRegister, contacts: Contacts) {
  /** The newest case of the same applicant with the same facts; accusations and other cases do not know each other. */
  async function sameMatter(tx: Transaction, input: OpenCaseInput, { phone, factsKey }: Facts) {
    const hash = contacts.hashOf(phone);
    if (hash === null) return null;
    const ids = await contacts.sharing(tx.manager, 'ServiceCase', hash);
    if (ids.length === 0) return null;
    const found = await tx.manager.getRepository(ServiceCaseEntity).find({
      where: {
        id: In(ids),
        restricted: input.kind === 'ACCUSATION',
        status: In([...openStatuses, 'TERMINATED']),
      },
      order: { openedAt: 'DESC' },
    });
    const same = found.filter(
      (each) => each.factsKey === factsKey || (input.topicKey != null && each.topicKey === input.topicKey.trim()),
    );
    return same.find(({ status }) => status === 'TERMINATED') ?? same[0] ?? null;
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
