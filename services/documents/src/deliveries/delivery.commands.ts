import type { Office } from '@chengqi/office-kernel';
import { type Request, systemActor, type Transaction, textOf } from '@chengqi/service-kit';
import type { Decision } from '../decision.ts';
import { DocumentEntity } from '../outgoing/document.entity.ts';
import { lockDocument } from '../outgoing/document.repository.ts';
import { closeWhenAnswered } from '../outgoing/issuing.workflow.ts';
import { DeliveryEntity } from './delivery.entity.ts';
import type { Delivery, DeliveryAction } from './delivery.ts';
import { type Answer, deliveryWorkflow, rejectDelivery, signDelivery } from './delivery.workflow.ts';

interface DeliveryInput {
  readonly deliveryId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}
type Decide = (delivery: Delivery, answer: Answer) => Decision<Delivery>;

export type DeliveryCommands = ReturnType<typeof createDeliveryCommands>;

/** The recipient's answer to a delivery; the last main recipient's answer closes the document. */
export function createDeliveryCommands({ office }: { office: Office }) {
  const answer = (request: Request, name: string, input: DeliveryInput, action: DeliveryAction, decide: Decide) =>
    office.execute(request, name, input, async (tx) => {
      const { deliveryId: id, expectedVersion = null } = input;
      const { roles, permit } = deliveryWorkflow;
      const delivery = await office.require(tx, request, DeliveryEntity, id, { type: 'Delivery', roles });
      const step = permit(request.actor, delivery, action, { expectedVersion });
      const { changes, events, role } = decide(delivery, { ...step, by: request.actor.personId, at: tx.now });
      await tx.update(DeliveryEntity, delivery, changes);
      if (delivery.role === 'MAIN') await countDown(tx, delivery.documentId);
      await tx.append(events, { role });
      return id;
    });

  /** The document's row is locked, so that of two last answers exactly one closes it. */
  async function countDown(tx: Transaction, documentId: string): Promise<void> {
    const document = await lockDocument(tx.manager, documentId);
    if (!document) throw new Error(`${documentId} has deliveries but is not there`);
    const openDeliveries = document.openDeliveries - 1;
    const closed = closeWhenAnswered({ ...document, openDeliveries }, systemActor, tx.now);
    await tx.update(DocumentEntity, document, { openDeliveries, ...closed });
  }

  return {
    signDelivery: (request: Request, input: DeliveryInput) =>
      answer(request, 'signDelivery', input, 'SIGN', signDelivery),
    rejectDelivery: (request: Request, input: DeliveryInput & { readonly reason: string }) =>
      answer(request, 'rejectDelivery', input, 'REJECT', (delivery, given) =>
        rejectDelivery(delivery, given, textOf('reason', input.reason, 500)),
      ),
  };
}
