import { type Foundation, type OrgReplica, opensContent, PartyEntity } from '@chengqi/office-kernel';
import { type Connection, connection, type PageArguments, type Request, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, In, type SelectQueryBuilder } from 'typeorm';
import { DutyReporterEntity } from './reporting.entity.ts';
import type { ReportingDuty } from './reporting.ts';
import { dutyAccess } from './submission.workflow.ts';

const rowsAtOnce = 5000;
const relation = 'reporter';

/** Whether the unit owes the reports of the duty. */
export const isReporter = (manager: EntityManager, dutyId: string, orgId: string): Promise<boolean> =>
  manager.getRepository(DutyReporterEntity).existsBy({ dutyId, orgId });

/** These units report as well, and see the duty; for one that does already nothing changes. */
export async function addReporters(
  { office }: Pick<Foundation, 'office'>,
  tx: Transaction,
  dutyId: string,
  orgIds: readonly string[],
): Promise<void> {
  for (const some of inParts(orgIds)) {
    const rows = some.map((orgId) => ({ dutyId, orgId }));
    const insert = tx.manager.createQueryBuilder().insert().into(DutyReporterEntity).values(rows);
    await insert.orIgnore().updateEntity(false).execute();
  }
  await office.parties.add(
    tx,
    dutyId,
    orgIds.map((partyId) => ({ partyId, relation })),
  );
}

/** These units report no longer, and do not see the duty for it. */
export async function removeReporters(tx: Transaction, dutyId: string, orgIds: readonly string[]): Promise<void> {
  for (const some of inParts(orgIds)) {
    await tx.manager.getRepository(DutyReporterEntity).delete({ dutyId, orgId: In(some) });
    await tx.manager.getRepository(PartyEntity).delete({ subjectId: dutyId, partyId: In(some), relation });
  }
}

/** From now on these units report and no others. */
export async function setReporters(
  foundation: Pick<Foundation, 'office'>,
  tx: Transaction,
  dutyId: string,
  orgIds: readonly string[],
): Promise<void> {
  const before = await tx.manager.getRepository(DutyReporterEntity).findBy({ dutyId });
  const known = new Set(before.map(({ orgId }) => orgId));
  const wanted = new Set(orgIds);
  const gone = [...known].filter((orgId) => !wanted.has(orgId));
  await removeReporters(tx, dutyId, gone);
  await addReporters(
    foundation,
    tx,
    dutyId,
    orgIds.filter((orgId) => !known.has(orgId)),
  );
}

function* inParts(orgIds: readonly string[]): Generator<string[]> {
  for (let from = 0; from < orgIds.length; from += rowsAtOnce) yield orgIds.slice(from, from + rowsAtOnce);
}

interface Owed {
  readonly duty: ReportingDuty;
  /** Only these units; all when left out. */
  readonly orgIds?: readonly string[] | null | undefined;
}

/** Units that owe the reports; a report is its unit's, so whoever may read it by its owner may know of it. */
const access = { type: 'Org', roles: dutyAccess.roles, ownerColumn: 'id', levelColumn: null } as const;

function unitsOf({ kit }: Foundation, { duty, orgIds }: Owed): SelectQueryBuilder<OrgReplica> {
  const query = kit.db.read
    .getRepository<OrgReplica>('OrgReplica')
    .createQueryBuilder('unit')
    .where('unit.id IN (SELECT org_id FROM duty_reporters WHERE duty_id = :dutyId)', { dutyId: duty.id });
  if (orgIds) query.andWhere(orgIds.length > 0 ? 'unit.id IN (:...orgIds)' : '1 = 0', { orgIds });
  return query;
}

/** Who works for the collector, or for an org above it, follows all that is owed to it, wherever the units are. */
export function followsAll(
  { office }: Pick<Foundation, 'office'>,
  { viewer }: Pick<Request, 'viewer'>,
  collectorOrgId: string,
): boolean {
  if (viewer.kind === 'system') return true;
  const line = [collectorOrgId, ...office.orgs.ancestors(collectorOrgId)];
  return viewer.posts.filter(opensContent).some(({ scopeOrgId }) => scopeOrgId === null || line.includes(scopeOrgId));
}

/** A page of the units whose reports the viewer may follow, by code. */
export function unitsPage(
  foundation: Foundation,
  request: Request,
  owed: Owed,
  page: PageArguments,
): Promise<Connection<OrgReplica>> {
  const query = unitsOf(foundation, owed);
  if (followsAll(foundation, request, owed.duty.ownerOrgId))
    return connection(query, page, { alias: 'unit', orderBy: { column: 'unit.code', direction: 'ASC' } });
  return foundation.office.page(request, query, access, { ...page, orderBy: { code: 'ASC' }, rule: 'countable' });
}

/** The ids of all units whose reports the viewer may follow, by code; one statement. */
export async function unitIdsOf(foundation: Foundation, request: Request, duty: ReportingDuty): Promise<string[]> {
  const all = unitsOf(foundation, { duty });
  const query = followsAll(foundation, request, duty.ownerOrgId)
    ? all
    : await foundation.office.counted(request, all, access);
  const rows = await query
    .select('unit.id', 'id')
    .orderBy('unit.code', 'ASC')
    .addOrderBy('unit.id', 'ASC')
    .getRawMany<{ id: string }>();
  return rows.map(({ id }) => id);
}
