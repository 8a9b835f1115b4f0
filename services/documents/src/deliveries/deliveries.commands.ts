import type { Foundation } from '@chengqi/office-kernel';
import { type Request, systemActor, type Transaction, textOf } from '@chengqi/service-kit';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import type { RejectDeliveryInput, SignDeliveryInput } from '../generated/graphql.ts';
import { DocumentEntity } from '../outgoing/document.entity.ts';
import { lockDocument } from '../outgoing/document.repository.ts';
import { closeWhenAnswered } from '../outgoing/issuing.workflow.ts';
import { DeliveryEntity } from './delivery.entity.ts';
import type { Delivery } from './delivery.ts';
import { deliveryAccess, rejectDelivery, signDelivery } from './delivery.workflow.ts';

/** The recipient's answer to a delivery; the last main recipient's answer closes the document. */
export function createDeliveryCommands(foundation: Foundation) {
  const { office } = foundation;
  const { keepDocuments, keepDeliveries } = createKeeping(foundation);
  const delivery = { entity: DeliveryEntity, access: deliveryAccess } as const;

  /** The document's row is locked, so that of two last answers exactly one closes it. */
  async function countDown(tx: Transaction, { role, documentId }: Delivery): Promise<void> {
    if (role !== 'MAIN') return;
    const document = await lockDocument(tx.manager, documentId);
    if (!document) throw new Error(`${documentId} has deliveries but is not there`);
    const openDeliveries = document.openDeliveries - 1;
    const closed = closeWhenAnswered({ ...document, openDeliveries }, systemActor, tx.now);
    await keepDocuments(tx, [await tx.update(DocumentEntity, document, { openDeliveries, ...closed })]);
  }

  return {
    signDelivery: (request: Request, input: SignDeliveryInput) =>
      office.act(
        { ...delivery, request, name: 'signDelivery', input, id: input.deliveryId, action: 'SIGN' },
        async (found, act, tx) => {
          const decision = signDelivery(found, act);
          await countDown(tx, found);
          await keepDeliveries(tx, [{ ...found, ...decision.changes }]);
          return decision;
        },
      ),

    rejectDelivery: (request: Request, input: RejectDeliveryInput) =>
      office.act(
        { ...delivery, request, name: 'rejectDelivery', input, id: input.deliveryId, action: 'REJECT' },
        async (found, act, tx) => {
          const decision = rejectDelivery(found, act, textOf('reason', input.reason, 500));
          await countDown(tx, found);
          await keepDeliveries(tx, [{ ...found, ...decision.changes }]);
          return decision;
        },
      ),
  };
}
