import { foldedCode } from '@chengqi/office-kernel';
import { Brackets, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { ArchiveRecordEntity } from './archive-record.entity.ts';
import type { ArchiveRecord, ArchiveRecordState } from './archive-record.ts';

const sourceTypes = { DOCUMENT: 'Document', SUPERVISION_ITEM: 'SupervisionItem', HAZARD: 'Hazard' } as const;

export interface ArchiveRecordFilter {
  readonly state?: ArchiveRecordState | null | undefined;
  readonly org?: string | null | undefined;
  readonly sourceType?: keyof typeof sourceTypes | null | undefined;
  readonly year?: number | null | undefined;
}

/** What the filter leaves; the office narrows it to what the viewer may see. */
export function recordsWhere(manager: EntityManager, { state, org, sourceType, year }: ArchiveRecordFilter) {
  const query = manager.getRepository(ArchiveRecordEntity).createQueryBuilder('r');
  if (state) query.andWhere('r.status = :state', { state });
  if (org) query.andWhere('r.ownerOrgId = :org', { org });
  if (sourceType) query.andWhere('r.sourceType = :sourceType', { sourceType: sourceTypes[sourceType] });
  if (year != null) query.andWhere('r.year = :year', { year });
  return query;
}

export const recordsByCode = (manager: EntityManager, archivalCode: string) =>
  recordsWhere(manager, {}).andWhere('r.archivalCode = :archivalCode', { archivalCode: foldedCode(archivalCode) });

/** What a record is the record of, as one key: `<type> <id>`. */
export const sourceKey = ({ sourceType, sourceId }: ArchiveRecord): string => `${sourceType} ${sourceId}`;

/** Records of many sources in one look-up, by `sourceKey`. */
export function recordsOfSources(manager: EntityManager, keys: readonly string[]): SelectQueryBuilder<ArchiveRecord> {
  const sources = keys.map((key) => key.split(' '));
  const types = [...new Set(sources.map(([type]) => type))];
  return recordsWhere(manager, {}).andWhere(
    new Brackets((any) => {
      for (const [at, type] of types.entries()) {
        const ids = sources.filter(([own]) => own === type).map(([, id]) => id);
        any.orWhere(`r.sourceType = :type${at} AND r.sourceId IN (:...ids${at})`, {
          [`type${at}`]: type,
          [`ids${at}`]: ids,
        });
      }
    }),
  );
}
