import type { Foundation, OrgTree } from '@chengqi/office-kernel';
import { type Connection, connection, type PageArguments, type Request, type Viewer } from '@chengqi/service-kit';
import { type EntityManager, In } from 'typeorm';
import { DisputeEntity } from './dispute.entity.ts';
import { type DisputeQuery, disputeQuery } from './dispute.repository.ts';
import type { Dispute } from './dispute.ts';

/**
 * R-12 in the place of the office's own rule, which opens too much to the house and nothing to auditors: a dispute is
 * read by its mediator and by AUDITOR over the mediating unit, and by nobody of the respondent or of a unit below it.
 * Not even by services. Applicants are not named, and no role represents the union: nobody reads as either.
 */
export function createDisputeReading({ kit, office }: Foundation) {
  async function readable({ viewer }: Request, query: DisputeQuery): Promise<DisputeQuery> {
    if (viewer.kind !== 'person' || viewer.personId === null) return query.andWhere('1 = 0');
    const tree = await office.orgs.freshTree();
    const audited = auditedBy(viewer, tree);
    const own = ownLines(viewer, tree);
    if (own.length > 0) query.andWhere('d.respondentOrgId NOT IN (:...own)', { own });
    if (audited === 'all') return query;
    const mediated = 'd.mediatorId = :me';
    const rule = audited.length === 0 ? mediated : `(${mediated} OR d.ownerOrgId IN (:...audited))`;
    return query.andWhere(rule, { me: viewer.personId, audited });
  }

  return {
    /** Those the viewer may see; what is read and what is refused is on record. */
    async byIds(request: Request, ids: readonly string[]): Promise<Map<string, Dispute>> {
      const query = disputeQuery(kit.db.read).where('d.id IN (:...ids)', { ids });
      const found = await (await readable(request, query)).getMany();
      const open = new Map(found.map((dispute) => [dispute.id, dispute]));
      if (open.size > 0) await office.recordReads(request, [...open.keys()]);
      const missed = ids.filter((id) => !open.has(id));
      if (missed.length > 0) office.recordRefusals(request, (manager) => knownAmong(manager, missed));
      return open;
    },

    /** A page of what the viewer may see, newest first; every dispute on it is on record as read. */
    async page(request: Request, query: DisputeQuery, paging: PageArguments): Promise<Connection<Dispute>> {
      const orderBy = { column: 'd.openedAt', direction: 'DESC' } as const;
      const found = await connection(await readable(request, query), paging, { alias: 'd', orderBy });
      const shown = found.nodes.map(({ id }) => id);
      if (shown.length > 0) await office.recordReads(request, shown);
      return found;
    },
  };
}

/** Units whose mediation the viewer audits. */
function auditedBy({ posts }: Viewer, tree: OrgTree): 'all' | string[] {
  const scopes = posts.filter(({ roles }) => roles.includes('AUDITOR')).map(({ scopeOrgId }) => scopeOrgId);
  return scopes.includes(null) ? 'all' : scopes.flatMap((scope) => (scope === null ? [] : tree.below(scope)));
}

/** Units the viewer belongs to, and those above: against none of them a dispute is open to the viewer. */
const ownLines = ({ posts }: Viewer, tree: OrgTree): string[] =>
  posts.flatMap(({ orgId }) => (orgId === null ? [] : tree.lineOf(orgId)));

async function knownAmong(manager: EntityManager, ids: readonly string[]): Promise<string[]> {
  const known = await manager.getRepository(DisputeEntity).find({ select: { id: true }, where: { id: In([...ids]) } });
  return known.map(({ id }) => id);
}
