import type { Foundation } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import { itemAccess } from '../items/item.workflow.ts';
import type { Decision, Period } from './coverage.ts';
import { instructions } from './orphan-instructions.repository.ts';
import { ResolutionReplicaEntity } from './resolution.entity.ts';
import type { ResolutionReplica } from './resolution.ts';

interface Asked extends Period {
  readonly orgId: string;
  readonly asOf: Date;
}

/** Decisions of the period that require action and that the organisation, or one below it, should supervise. */
export async function decisionsIn(request: Request, foundation: Foundation, asked: Asked): Promise<Decision[]> {
  return [...(await resolutionsIn(request, foundation, asked)), ...(await instructionsIn(request, foundation, asked))];
}

async function resolutionsIn(request: Request, { kit, office }: Foundation, { orgId, asOf, from, to }: Asked) {
  const { sql, params } = office.orgs.within('r.owner_org_id', orgId);
  const query = kit.db.read
    .getRepository<ResolutionReplica>(ResolutionReplicaEntity)
    .createQueryBuilder('r')
    .where('r.requiresAction = :yes AND r.adoptedAt >= :from AND r.adoptedAt < :to', { yes: true, from, to })
    .andWhere('r.adoptedAt <= :asOf', { asOf })
    .andWhere(sql, params);
  const seen = await office.counted(request, query, { type: 'Resolution', roles: itemAccess.roles });
  const found = await seen.select(['r.id', 'r.adoptedAt', 'r.waived', 'r.followedAt']).getMany();
  return found.map(({ adoptedAt: decidedAt, waived, followedAt }) => ({ decidedAt, waived, followedAt }));
}

async function instructionsIn(request: Request, { kit, office }: Foundation, { orgId, asOf, from, to }: Asked) {
  const { sql, params } = office.orgs.within('n.owner_org_id', orgId);
  const query = instructions(kit)
    .where('n.requiresAction = :yes AND n.givenAt >= :from AND n.givenAt < :to', { yes: true, from, to })
    .andWhere('n.givenAt <= :asOf', { asOf })
    .andWhere(sql, params);
  const seen = await office.counted(request, query, { type: 'Instruction', roles: itemAccess.roles });
  const found = await seen.select(['n.id', 'n.givenAt', 'n.followedAt']).getMany();
  return found.map(({ givenAt: decidedAt, followedAt }) => ({ decidedAt, waived: false, followedAt }));
}
