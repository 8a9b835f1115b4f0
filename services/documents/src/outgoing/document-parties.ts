import type { Delivery } from '../deliveries/delivery.ts';
import type { Document } from './document.ts';

interface Party {
  readonly partyId: string;
  readonly relation: string;
}

/** Who made the document may see it from the first moment. */
export const authorsOf = ({ drafterId, reviewerId, signerId, ownerOrgId }: Document): Party[] => [
  ...named(drafterId, 'DRAFTER'),
  ...named(reviewerId, 'REVIEWER'),
  ...named(signerId, 'SIGNER'),
  { partyId: ownerOrgId, relation: 'ISSUER' },
];

const named = (partyId: string | null, relation: string): Party[] => (partyId === null ? [] : [{ partyId, relation }]);

/** Recipients may see it once it is issued, not before. */
export const recipientsOf = ({ mainRecipientIds, ccRecipientIds }: Document): Party[] =>
  [...mainRecipientIds, ...ccRecipientIds].map((partyId) => ({ partyId, relation: 'RECIPIENT' }));

/** Sender and recipient follow a delivery; one recipient does not follow another's. */
export const partiesOfDelivery = (document: Document, { ownerOrgId }: Delivery): Party[] => [
  ...authorsOf(document),
  { partyId: ownerOrgId, relation: 'RECIPIENT' },
];
