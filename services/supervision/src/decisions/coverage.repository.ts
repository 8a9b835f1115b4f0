import type { Foundation, OwnCountAsked } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import { itemAccess } from '../items/item.workflow.ts';
import type { Decision, Period } from './coverage.ts';
import type { InstructionReplica } from './instruction.ts';
import { instructions } from './orphan-instructions.repository.ts';
import { ResolutionReplicaEntity } from './resolution.entity.ts';
import type { ResolutionReplica } from './resolution.ts';

interface Known extends Period {
  readonly asOf: Date;
}
interface Asked extends Known {
  readonly orgId: string;
}

/** Decisions of the period that require action and that the organisation, or one below it, should supervise. */
export async function decisionsIn(request: Request, foundation: Foundation, asked: Asked): Promise<Decision[]> {
  return [...(await resolutionsIn(request, foundation, asked)), ...(await instructionsIn(request, foundation, asked))];
}

/** The same without regard to a viewer: of the unit that leads the work, or of all. */
export async function decisionsLed(foundation: Foundation, asked: OwnCountAsked): Promise<Decision[]> {
  const [adopted, given] = [adoptedIn(foundation, asked), givenIn(foundation, asked)];
  const { orgId } = asked;
  if (orgId) {
    adopted.andWhere('r.leadOrgId = :orgId', { orgId });
    given.andWhere('n.leadOrgId = :orgId', { orgId });
  }
  return [...(await adopted.getMany()).map(ofResolution), ...(await given.getMany()).map(ofInstruction)];
}

const adoptedIn = ({ kit }: Foundation, { from, to, asOf }: Known) =>
  kit.db.read
    .getRepository<ResolutionReplica>(ResolutionReplicaEntity)
    .createQueryBuilder('r')
    .where('r.requiresAction = :yes AND r.adoptedAt >= :from AND r.adoptedAt < :to', { yes: true, from, to })
    .andWhere('r.adoptedAt <= :asOf', { asOf })
    .select(['r.id', 'r.adoptedAt', 'r.waived', 'r.followedAt']);

const givenIn = ({ kit }: Foundation, { from, to, asOf }: Known) =>
  instructions(kit)
    .where('n.requiresAction = :yes AND n.givenAt >= :from AND n.givenAt < :to', { yes: true, from, to })
    .andWhere('n.givenAt <= :asOf', { asOf })
    .select(['n.id', 'n.givenAt', 'n.followedAt']);

async function resolutionsIn(request: Request, foundation: Foundation, asked: Asked): Promise<Decision[]> {
  const { office } = foundation;
  const { sql, params } = office.orgs.within('r.owner_org_id', asked.orgId);
  const query = adoptedIn(foundation, asked).andWhere(sql, params);
  const seen = await office.counted(request, query, { type: 'Resolution', roles: itemAccess.roles });
  return (await seen.getMany()).map(ofResolution);
}

async function instructionsIn(request: Request, foundation: Foundation, asked: Asked): Promise<Decision[]> {
  const { office } = foundation;
  const { sql, params } = office.orgs.within('n.owner_org_id', asked.orgId);
  const query = givenIn(foundation, asked).andWhere(sql, params);
  const seen = await office.counted(request, query, { type: 'Instruction', roles: itemAccess.roles });
  return (await seen.getMany()).map(ofInstruction);
}

const ofResolution = ({ adoptedAt: decidedAt, waived, followedAt }: ResolutionReplica): Decision => ({
  ...{ decidedAt, waived, followedAt },
});

const ofInstruction = ({ givenAt: decidedAt, followedAt }: InstructionReplica): Decision => ({
  ...{ decidedAt, waived: false, followedAt },
});
