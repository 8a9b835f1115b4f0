import type { Foundation } from '@chengqi/office-kernel';
import { fieldsOf, optionalText, type Request, textOf } from '@chengqi/service-kit';
import type { DecideExtensionInput, RequestExtensionInput } from '../generated/graphql.ts';
import { createItemActs } from '../items/act.commands.ts';
import { ExtensionEntity } from './extension.entity.ts';
import { decideExtension, requestExtension } from './extension.workflow.ts';

const workingDaysToDecide = 2;

/** More time: asked for by the lead unit, granted by who registers such items. */
export function createExtensionCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem, onPart } = createItemActs(foundation);

  return {
    requestExtension: (request: Request, input: RequestExtensionInput) =>
      onItem(request, { name: 'requestExtension', input, action: 'REQUEST_EXTENSION' }, async (item, act, tx) => {
        const fields = fieldsOf({
          reason: () => textOf('reason', input.reason, 2000),
          progress: () => textOf('progress', input.progress, 2000),
        });
        const id = kit.ids.next('ext');
        const toDueAt = office.calendar.endOf(input.toDueOn);
        const decision = requestExtension(item, act, id, toDueAt);
        await tx.insert(ExtensionEntity, {
          ...fields,
          id,
          itemId: item.id,
          orgId: item.leadOrgId ?? '',
          fromDueAt: item.dueAt ?? tx.now,
          toDueAt,
          requestedById: act.by,
          requestedAt: tx.now,
          decideBy: await office.calendar.addWorkingDays(tx.now, workingDaysToDecide),
          decision: 'PENDING',
          decidedById: null,
          decidedAt: null,
          refusal: null,
          extensionNo: null,
        });
        return decision;
      }),

    decideExtension: (request: Request, input: DecideExtensionInput) =>
      onPart(
        request,
        {
          name: 'decideExtension',
          input,
          action: 'DECIDE_EXTENSION',
          entity: ExtensionEntity,
          id: input.extensionId,
          narrow: (extension) => ({ extensions: [extension] }),
        },
        async (item, act, extension, tx) => {
          const grant = { approve: input.approve, reason: optionalText('reason', input.reason, 2000) };
          const decision = decideExtension(item, act, extension, grant, await office.calendar.days());
          const decided = { decidedById: act.by, decidedAt: tx.now };
          await tx.manager.getRepository(ExtensionEntity).update(
            { id: extension.id },
            grant.approve
              ? {
                  ...decided,
                  decision: 'APPROVED',
                  fromDueAt: item.dueAt ?? extension.fromDueAt,
                  toDueAt: decision.changes.dueAt ?? extension.toDueAt,
                }
              : { ...decided, decision: 'REFUSED', refusal: grant.reason },
          );
          return decision;
        },
      ),
  };
}
