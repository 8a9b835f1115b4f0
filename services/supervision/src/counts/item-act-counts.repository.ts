import { countOf, type Foundation, type OwnCountAsked, type OwnCounters, rateOf } from '@chengqi/office-kernel';
import type { EntitySchema, ObjectLiteral } from 'typeorm';
import { ExtensionEntity } from '../extensions/extension.entity.ts';
import { VerificationEntity } from '../items/item.entity.ts';
import { UrgeNoticeEntity } from '../notices/notice.entity.ts';

const first = `NOT EXISTS (SELECT 1 FROM verifications e WHERE e.item_id = f.item_id
  AND (e.at < f.at OR (e.at = f.at AND e.result <> 'PASS' AND f.result = 'PASS')
    OR (e.at = f.at AND (e.result = 'PASS') = (f.result = 'PASS') AND e.id < f.id)))`;

/** What supervision counts of verifications, extensions and urges, from its own rows. */
export function createItemActCounts({ kit }: Pick<Foundation, 'kit'>): OwnCounters {
  /** Rows whose moment lies in the period, by one of their own units. */
  function rows<T extends ObjectLiteral>(
    entity: EntitySchema<T>,
    moment: string,
    org: string,
    { from, to, asOf, orgId }: OwnCountAsked,
  ) {
    const query = kit.db.read
      .getRepository<T>(entity)
      .createQueryBuilder('f')
      .where(`f.${moment} >= :from AND f.${moment} < :to AND f.${moment} <= :asOf`, { from, to, asOf });
    return orgId == null ? query : query.andWhere(`${org} = :orgId`, { orgId });
  }

  const verifications = (asked: OwnCountAsked) =>
    rows(VerificationEntity, 'at', 'item.leadOrgId', asked).innerJoin('SupervisionItem', 'item', 'item.id = f.itemId');
  const decided = (asked: OwnCountAsked) => rows(ExtensionEntity, 'decidedAt', 'f.orgId', asked);

  return {
    'sup.verifications': async (asked) => countOf(await verifications(asked).getCount()),
    'sup.firstPassVerify': async (asked) =>
      rateOf(
        await verifications(asked).andWhere(`${first} AND f.result = 'PASS'`).getCount(),
        await verifications(asked).andWhere(first).getCount(),
      ),
    'sup.extensions': async (asked) => countOf(await rows(ExtensionEntity, 'requestedAt', 'f.orgId', asked).getCount()),
    'sup.extensionsGranted': async (asked) =>
      rateOf(await decided(asked).andWhere(`f.decision = 'APPROVED'`).getCount(), await decided(asked).getCount()),
    'sup.notices': async (asked) => countOf(await rows(UrgeNoticeEntity, 'issuedAt', 'f.toOrgId', asked).getCount()),
  };
}
