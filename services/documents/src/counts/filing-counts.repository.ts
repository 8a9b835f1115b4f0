import { DeadlineEntity, type Foundation, type OwnCounters, rateOf } from '@chengqi/office-kernel';
import { ArchiveRecordEntity } from '../archive/archive-record.entity.ts';

/** What documents counts of its archive, from its own rows. */
export const createFilingCounts = ({ kit }: Pick<Foundation, 'kit'>): OwnCounters => ({
  'arc.filedOnTime': async ({ from, to, asOf, orgId }) => {
    const period = { from, to, asOf };
    const dueIn = (alias: string) => `${alias}.dueAt >= :from AND ${alias}.dueAt < :to AND ${alias}.dueAt <= :asOf`;
    const records = () => {
      const query = kit.db.read.getRepository(ArchiveRecordEntity).createQueryBuilder('r');
      query.where(`${dueIn('r')} AND r.sourceId IS NOT NULL`, period);
      return orgId == null ? query : query.andWhere('r.ownerOrgId = :orgId', { orgId });
    };
    /** Documents of which it was told that their limit passed, and that have no record with a limit. */
    const unfiled = kit.db.read.getRepository(DeadlineEntity).createQueryBuilder('d');
    unfiled
      .where(`d.rule = 'FILE' AND d.breachToldFor = d.dueAt AND ${dueIn('d')}`, period)
      .andWhere(
        'NOT EXISTS (SELECT 1 FROM archive_records a WHERE a.source_id = d.subjectId AND a.due_at IS NOT NULL)',
      );
    if (orgId != null) unfiled.andWhere('d.ownerOrgId = :orgId', { orgId });
    const inTime = await records().andWhere('r.cataloguedAt <= r.dueAt').getCount();
    return rateOf(inTime, (await records().getCount()) + (await unfiled.getCount()));
  },
});
