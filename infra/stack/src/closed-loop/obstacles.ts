import type { Cast, Org, Player } from './cast.ts';
import type { Parts } from './meeting.ts';
import type { Stage } from './stage.ts';

interface Blocked {
  readonly itemId: string;
  readonly supervisor: Player;
  readonly handler: Player;
}

/** An obstacle raised, settled between units where the county has a coordinator, and removed. */
export async function removeObstacle(stage: Stage, cast: Cast, parts: Parts, blocked: Blocked): Promise<void> {
  const { itemId, supervisor, handler } = blocked;
  const raised = await stage.act(
    handler,
    'raises an obstacle',
    'raiseObstacle',
    { itemId, kind: 'FUNDS', description: '整改经费尚未到位。', proposal: '申请应急资金。' },
    'item { obstacles { id } }',
  );
  const obstacleId: string = raised.item.obstacles[0].id;
  await coordinate(stage, cast, parts, { ...blocked, obstacleId });
  await stage.act(
    supervisor,
    'has it removed',
    'resolveObstacle',
    { obstacleId, resolution: '已落实应急资金。' },
    '__typename',
  );
}

async function coordinate(
  stage: Stage,
  cast: Cast,
  { office, lead }: Parts,
  { supervisor, obstacleId }: Blocked & { obstacleId: string },
): Promise<void> {
  const coordinator = cast.seek('COORDINATOR', { over: office });
  const party = coordinator && anotherUnit(cast, office, lead, coordinator);
  if (!coordinator || !party) return;
  const { coordination } = await stage.act(
    supervisor,
    `asks ${party.name} for its position`,
    'requestCoordination',
    { obstacleId, subject: '整改经费由谁承担', partyOrgIds: [party.id] },
    'coordination { id }',
  );
  const of = { coordinationId: coordination.id };
  await stage.act(coordinator, 'takes the coordination on', 'acceptCoordination', of, '__typename');
  const decision = { ...of, result: 'AGREED', outcome: '从应急资金中列支。' };
  await stage.refused(coordinator, 'ends it before the unit was heard', 'decideCoordination', decision, [
    'GUARD_FAILED',
    'GUARD_FAILED coordination.heard',
  ]);
  const head = cast.find('ORG_HEAD', { over: party, inside: party });
  await stage.act(head, 'agrees', 'statePosition', { ...of, agreed: true, position: '同意列支。' }, '__typename');
  await stage.act(coordinator, 'ends it in agreement', 'decideCoordination', decision, '__typename');
}

/** A unit with a head that neither leads nor is that of the coordinator. */
function anotherUnit(cast: Cast, office: Org, lead: Org, coordinator: Player): Org | undefined {
  const apart = (org: Org, other: Org): boolean => !org.path.startsWith(other.path) && !other.path.startsWith(org.path);
  return cast.orgs.find(
    (org) =>
      apart(org, lead) &&
      apart(org, office) &&
      cast.seek('ORG_HEAD', { over: org, inside: org }) !== null &&
      !coordinator.posts.some(({ orgPath }) => orgPath?.startsWith(org.path)),
  );
}
