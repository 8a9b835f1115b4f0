import type { Office } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import { Brackets, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { ArchiveRecordEntity } from './archive-record.entity.ts';
import type { ArchiveRecord, ArchiveRecordState } from './archive-record.ts';
import { archiveWorkflow } from './archive-record.workflow.ts';

const sourceTypes = { DOCUMENT: 'Document', SUPERVISION_ITEM: 'SupervisionItem', HAZARD: 'Hazard' } as const;

export interface ArchiveRecordFilter {
  readonly state?: ArchiveRecordState | null | undefined;
  readonly org?: string | null | undefined;
  readonly sourceType?: keyof typeof sourceTypes | null | undefined;
  readonly year?: number | null | undefined;
}

interface Scope {
  readonly manager: EntityManager;
  readonly office: Office;
  readonly request: Request;
}

function visibleRecords({ manager, office, request }: Scope): SelectQueryBuilder<ArchiveRecord> {
  const { sql, params } = office.visible(request.viewer, { alias: 'r', roles: archiveWorkflow.roles });
  return manager.getRepository(ArchiveRecordEntity).createQueryBuilder('r').where(sql, params);
}

export function recordsWhere(scope: Scope, { state, org, sourceType, year }: ArchiveRecordFilter) {
  const query = visibleRecords(scope);
  if (state) query.andWhere('r.status = :state', { state });
  if (org) query.andWhere('r.ownerOrgId = :org', { org });
  if (sourceType) query.andWhere('r.sourceType = :sourceType', { sourceType: sourceTypes[sourceType] });
  if (year != null) query.andWhere('r.year = :year', { year });
  return query;
}

export const recordByCode = (scope: Scope, archivalCode: string): Promise<ArchiveRecord | null> =>
  visibleRecords(scope).andWhere('r.archivalCode = :archivalCode', { archivalCode }).getOne();

/** What a record is the record of, as one key: `<type> <id>`. */
export const sourceKey = ({ sourceType, sourceId }: ArchiveRecord): string => `${sourceType} ${sourceId}`;

/** Records of many sources in one look-up, by `sourceKey`. */
export function recordsOfSources(scope: Scope, keys: readonly string[]): Promise<ArchiveRecord[]> {
  const sources = keys.map((key) => key.split(' '));
  const types = [...new Set(sources.map(([type]) => type))];
  return visibleRecords(scope)
    .andWhere(
      new Brackets((any) => {
        for (const [at, type] of types.entries()) {
          const ids = sources.filter(([own]) => own === type).map(([, id]) => id);
          any.orWhere(`r.sourceType = :type${at} AND r.sourceId IN (:...ids${at})`, {
            [`type${at}`]: type,
            [`ids${at}`]: ids,
          });
        }
      }),
    )
    .getMany();
}
