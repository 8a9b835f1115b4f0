import type { Access, Act, Decision } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { deliverySigned } from '@chengqi/schemas/events/documents';
import { type Actor, type Duty, defineWorkflow, role, separationOfDuties } from '@chengqi/service-kit';
import type { Document } from '../outgoing/document.ts';
import { keptText } from '../secrecy.ts';
import type { Delivery, DeliveryAction, DeliveryState } from './delivery.ts';

/** One registrar may serve sender and recipient, but then must belong to the recipient. */
const notTheSender: Duty<Delivery> = (actor: Actor, delivery) =>
  actor.personId !== null && actor.personId === delivery.issuedById && !actor.belongsTo(delivery.ownerOrgId)
    ? separationOfDuties({
        en: 'Who issued the document cannot answer for its recipient.',
        zh: '核发人不得代收文机关签收或退文。',
      })
    : null;

const recipient = [role<Delivery>('REGISTRAR')];

const wording = { states: words.values.DeliveryState, actions: words.values.DeliveryAction };

export const deliveryWorkflow = defineWorkflow<Delivery, DeliveryState, DeliveryAction>(wording, [
  { from: 'SENT', action: 'SIGN', to: 'SIGNED', roles: recipient, duties: [notTheSender] },
  { from: 'SENT', action: 'REJECT', to: 'REJECTED', roles: recipient, duties: [notTheSender] },
]);

export const deliveryAccess: Access<Delivery, DeliveryState, DeliveryAction> = {
  type: 'Delivery',
  roles: deliveryWorkflow.roles,
  workflow: deliveryWorkflow,
};

export type Answer = Act<DeliveryState>;

/** The recipient has the document from this moment on. */
export function signDelivery(delivery: Delivery, { to, by, at }: Answer): Decision<Delivery> {
  const { id: deliveryId, documentId, ownerOrgId: orgId } = delivery;
  return {
    changes: { status: to, answeredAt: at, answeredById: by },
    events: [deliverySigned.create(delivery, { deliveryId, documentId, orgId, signedAt: at.toISOString() })],
  };
}

/** A rejection answers the delivery too: the document can close with it (DOC-10). */
export function rejectDelivery(delivery: Delivery, { to, by, at }: Answer, reason: string): Decision<Delivery> {
  return {
    changes: {
      status: to,
      answeredAt: at,
      answeredById: by,
      rejectReason: keptText(delivery.secrecyLevel, reason),
    },
    events: [],
  };
}

/** The deliveries that issuing a document creates, main recipients first; `nextId` names each. */
export function deliveriesOf(document: Document, nextId: () => string, at: Date): Delivery[] {
  const to = (role: Delivery['role']) => (ownerOrgId: string) => ({
    id: nextId(),
    status: 'SENT' as const,
    version: 1,
    ownerOrgId,
    secrecyLevel: document.secrecyLevel,
    createdAt: at,
    updatedAt: at,
    documentId: document.id,
    role,
    issuedById: document.issuedById,
    openedAt: null,
    answeredAt: null,
    answeredById: null,
    rejectReason: null,
    urgedCount: null,
  });
  return [...document.mainRecipientIds.map(to('MAIN')), ...document.ccRecipientIds.map(to('CC'))];
}
