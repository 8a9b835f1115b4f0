import {
  countOf,
  type Foundation,
  type OwnCountAsked,
  type OwnCounter,
  type OwnCounters,
  percentileOf,
} from '@chengqi/office-kernel';
import { DeliveryEntity } from '../deliveries/delivery.entity.ts';
import { DocumentEntity } from '../outgoing/document.entity.ts';

const hour = 3_600_000;
const signed = `v.status = 'SIGNED' AND v.answered_at >= :from AND v.answered_at < :to AND v.answered_at <= :asOf`;

/** What documents counts itself, from its own rows. */
export function createDocumentCounts({ kit }: Pick<Foundation, 'kit'>): OwnCounters {
  const documents = () => kit.db.read.getRepository(DocumentEntity).createQueryBuilder('d');

  /** Documents that went out in the period. */
  const issuedIn = ({ from, to, asOf, orgId }: OwnCountAsked) => {
    const query = documents().where('d.issuedAt >= :from AND d.issuedAt < :to AND d.issuedAt <= :asOf', {
      from,
      to,
      asOf,
    });
    if (orgId != null) query.andWhere('d.ownerOrgId = :orgId', { orgId });
    return query;
  };

  /** Hours from the issue of a document to its receipt by a recipient, receipts of the period. */
  const signInLag =
    (share: number): OwnCounter =>
    async ({ from, to, asOf, orgId }) => {
      const period = { from, to, asOf };
      const deliveries = kit.db.read.getRepository(DeliveryEntity).createQueryBuilder('v');
      const receipts = await deliveries.where(signed, period).getMany();
      const query = documents().where(`d.id IN (SELECT v.document_id FROM deliveries v WHERE ${signed})`, period);
      if (orgId != null) query.andWhere('d.ownerOrgId = :orgId', { orgId });
      const issues = new Map((await query.getMany()).map(({ id, issuedAt }) => [id, issuedAt]));
      const lags = receipts.flatMap(({ documentId, answeredAt }) => {
        const out = issues.get(documentId);
        return out && answeredAt ? [(answeredAt.getTime() - out.getTime()) / hour] : [];
      });
      return percentileOf(lags, share);
    };

  /** Hours from the draft to the issue, issues of the period whose ledger names the draft. */
  const cycle =
    (share: number): OwnCounter =>
    async (asked) => {
      const query = issuedIn(asked).andWhere('d.importedAt IS NOT NULL');
      const spans = (await query.getMany()).flatMap(({ createdAt, issuedAt }) =>
        issuedAt ? [(issuedAt.getTime() - createdAt.getTime()) / hour] : [],
      );
      return percentileOf(spans, share);
    };

  return {
    'doc.issued': async (asked) => countOf(await issuedIn(asked).getCount()),
    'doc.cycle.p50': cycle(0.5),
    'doc.cycle.p90': cycle(0.9),
    'doc.signInLag.p50': signInLag(0.5),
    'doc.signInLag.p90': signInLag(0.9),
  };
}
