import type { Foundation } from '@chengqi/office-kernel';
import { type Request, textOf } from '@chengqi/service-kit';
import { coverContacts } from '../contacts/contact.ts';
import type { Contacts } from '../contacts/contacts.repository.ts';
import { forgetVisitor } from '../contacts/visitor-erasure.repository.ts';
import type { EraseVisitorInput } from '../generated/graphql.ts';
import type { BlockedVisitors } from './blocked-visitors.commands.ts';
import { VisitEntity } from './visit.entity.ts';
import { erase, visitAccess } from './visit.workflow.ts';

/** What the law does not oblige the office to keep of a visitor goes when its purpose is over; that it went stays. */
export function createErasureCommands({ office }: Foundation, contacts: Contacts, blocked: BlockedVisitors) {
  return {
    eraseVisitor: (request: Request, input: EraseVisitorInput) =>
      office.act(
        {
          ...{ request, name: 'eraseVisitor', input, action: 'ERASE' as const, id: input.visitId },
          ...{ entity: VisitEntity, access: visitAccess, subject: blocked.withBlock },
        },
        async (visit, act, tx) => {
          const people = (await contacts.of(tx.manager, [visit.id])).get(visit.id) ?? [];
          const cover = (text: string) => coverContacts(text, people, { named: false });
          const reason = cover(textOf('reason', input.reason, 500));
          await forgetVisitor(tx, visit, (text) => text && cover(text));
          return { ...erase(visit, act, { reason, cover }), reason };
        },
      ),
  };
}
