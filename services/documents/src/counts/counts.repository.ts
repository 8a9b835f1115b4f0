import type { EntityManager } from 'typeorm';
import { DeliveryEntity } from '../deliveries/delivery.entity.ts';
import type { OwnCountInput } from '../generated/graphql.ts';
import { DocumentEntity } from '../outgoing/document.entity.ts';

interface OwnCount {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly value: number | null;
}

const hour = 3_600_000;

/** Documents that went out in the period. */
export async function issued(manager: EntityManager, { from, to, asOf, orgId }: OwnCountInput): Promise<OwnCount> {
  const query = manager
    .getRepository(DocumentEntity)
    .createQueryBuilder('d')
    .where('d.issuedAt >= :from AND d.issuedAt < :to AND d.issuedAt <= :asOf', { from, to, asOf });
  if (orgId != null) query.andWhere('d.ownerOrgId = :orgId', { orgId });
  const count = await query.getCount();
  return { numerator: count, denominator: null, value: count };
}

const signed = `v.status = 'SIGNED' AND v.answered_at >= :from AND v.answered_at < :to AND v.answered_at <= :asOf`;

/** Hours from the issue of a document to its receipt by a recipient, receipts of the period: the nearest-rank percentile. */
export async function signInLag(manager: EntityManager, { from, to, asOf, orgId }: OwnCountInput, share: number) {
  const period = { from, to, asOf };
  const receipts = await manager.getRepository(DeliveryEntity).createQueryBuilder('v').where(signed, period).getMany();
  const query = manager
    .getRepository(DocumentEntity)
    .createQueryBuilder('d')
    .where(`d.id IN (SELECT v.document_id FROM deliveries v WHERE ${signed})`, period);
  if (orgId != null) query.andWhere('d.ownerOrgId = :orgId', { orgId });
  const issues = new Map((await query.getMany()).map(({ id, issuedAt }) => [id, issuedAt]));
  const lags = receipts.flatMap(({ documentId, answeredAt }) => {
    const out = issues.get(documentId);
    return out && answeredAt ? [(answeredAt.getTime() - out.getTime()) / hour] : [];
  });
  const value = lags.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * lags.length) - 1)] ?? null;
  return { numerator: null, denominator: null, value };
}
