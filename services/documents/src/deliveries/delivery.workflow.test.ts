import { describe, expect, it } from '@jest/globals';
import { aDelivery, aDocument, anActor, at, id, issuer, recipient, refusalOf, registrar } from '../../test/builders.ts';
import type { DeliveryAction, DeliveryState } from './delivery.ts';
import { deliveriesOf, deliveryWorkflow, rejectDelivery, signDelivery } from './delivery.workflow.ts';

const receiver = id('psn', 9);
const atRecipient = (personId = receiver) => anActor(['REGISTRAR'], [recipient], personId);
const states: DeliveryState[] = ['SENT', 'SIGNED', 'REJECTED'];
const ends = { SIGN: 'SIGNED', REJECT: 'REJECTED' } as const;

describe('the table of deliveries', () => {
  describe.each(Object.keys(ends) as DeliveryAction[])('%s', (action) => {
    it.each(states)('from %s', (status) => {
      const permit = () => deliveryWorkflow.permit(atRecipient(), aDelivery({ status }), action);

      if (status === 'SENT') expect(permit().to).toBe(ends[action]);
      else expect(refusalOf(permit)).toBe('ILLEGAL_TRANSITION');
    });

    it('belongs to the registrar of the recipient', () => {
      const permit = (...who: Parameters<typeof anActor>) =>
        refusalOf(() => deliveryWorkflow.permit(anActor(...who), aDelivery(), action));

      expect(permit(['REGISTRAR'], [issuer])).toBe('FORBIDDEN');
      expect(permit(['OFFICE_DIRECTOR', 'ARCHIVIST', 'ADMIN'], [recipient])).toBe('FORBIDDEN');
    });

    it('is not for who issued the document, unless the recipient is the own org', () => {
      const permit = (orgs: string[]) =>
        refusalOf(() => deliveryWorkflow.permit(anActor(['REGISTRAR'], orgs, registrar), aDelivery(), action));

      expect(permit([issuer, recipient])).toBe('SEPARATION_OF_DUTIES');
      expect(permit([recipient])).toBeNull();
    });
  });
});

describe('the answers', () => {
  const answer = (to: DeliveryState) => ({ to, role: 'REGISTRAR', by: receiver, at });

  it('a signature is announced, a rejection keeps its reason', () => {
    expect(signDelivery(aDelivery(), answer('SIGNED')).events[0]?.data).toEqual({
      deliveryId: id('dlv'),
      documentId: id('doc'),
      orgId: recipient,
      signedAt: '2026-09-14T01:00:00.000Z',
    });
    expect(rejectDelivery(aDelivery(), answer('REJECTED'), '不属于我单位职责').changes).toMatchObject({
      status: 'REJECTED',
      rejectReason: '不属于我单位职责',
    });
  });
});

describe('issuing', () => {
  it('makes one delivery a recipient, main recipients first', () => {
    const ids = ['b', 'a'];
    const made = deliveriesOf(aDocument({ ccRecipientIds: [issuer] }), () => ids.shift() ?? '', at);

    expect(made.map(({ ownerOrgId, role, status }) => [ownerOrgId, role, status])).toEqual([
      [recipient, 'MAIN', 'SENT'],
      [issuer, 'CC', 'SENT'],
    ]);
  });
});
