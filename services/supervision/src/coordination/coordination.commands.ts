import {
  badInput,
  duplicate,
  idsOf,
  lineOf,
  notFound,
  type Request,
  referenceUnknown,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import { In, Not } from 'typeorm';
import type { Foundation } from '../context.ts';
import type { Decision } from '../decision.ts';
import type {
  AcceptCoordinationInput,
  CloseCoordinationInput,
  DecideCoordinationInput,
  EscalateCoordinationInput,
  RequestCoordinationInput,
  StatePositionInput,
} from '../generated/graphql.ts';
import type { ActInput } from '../items/act.commands.ts';
import type { Act } from '../items/closing.workflow.ts';
import { SupervisionItemEntity } from '../items/item.entity.ts';
import { dossierOf } from '../items/item.repository.ts';
import { itemAccess } from '../items/item.workflow.ts';
import { staffOf } from '../items/staff.ts';
import { ObstacleEntity } from '../progress/progress.entity.ts';
import { CoordinationCaseEntity } from './coordination.entity.ts';
import { type CoordinationCase, mostParties, settledStates } from './coordination.ts';
import {
  acceptCoordination,
  closeCoordination,
  coordinationAccess,
  decideCoordination,
  escalateCoordination,
  statePosition,
} from './coordination.workflow.ts';
import { permitRequest, requestEvent, requestedCoordination } from './request.workflow.ts';

export type CoordinationCommands = ReturnType<typeof createCoordinationCommands>;

const workingDaysOfSilence = 3;

/** Units are asked, heard and, where they do not agree, overruled. */
export function createCoordinationCommands({ kit, office }: Foundation) {
  const actOf = (tx: Transaction, request: Request, { expectedVersion }: ActInput): Act => ({
    actor: staffOf(office, request),
    now: tx.now,
    expectedVersion: expectedVersion ?? null,
  });

  const onCase = (
    request: Request,
    name: string,
    input: ActInput & { coordinationId: string },
    decide: (found: CoordinationCase, act: Act) => Decision<CoordinationCase>,
  ): Promise<string> =>
    office.execute(request, name, input, async (tx) => {
      const { coordinationId } = input;
      const found = await office.require(tx, request, CoordinationCaseEntity, coordinationId, coordinationAccess);
      const { changes, events, role } = decide(found, actOf(tx, request, input));
      await tx.update(CoordinationCaseEntity, found, changes);
      await tx.append(events, { role });
      return found.id;
    });

  async function partiesOf(tx: Transaction, given: readonly string[], requesterOrgId: string): Promise<string[]> {
    const orgIds = idsOf('partyOrgIds', given, mostParties).filter((orgId) => orgId !== requesterOrgId);
    if (orgIds.length === 0) throw badInput('partyOrgIds', { en: 'Ask another unit.', zh: '须提请至少一个其他单位。' });
    for (const orgId of orgIds) {
      if (!(await office.orgs.find(tx.manager, orgId))?.active) throw referenceUnknown('partyOrgIds', orgId);
    }
    return orgIds;
  }

  /** One running coordination an obstacle. */
  async function assertNoneRunning(tx: Transaction, obstacleId: string): Promise<void> {
    const running = await tx.manager
      .getRepository(CoordinationCaseEntity)
      .findOneBy({ obstacleId, status: Not(In([...settledStates])) });
    if (running) throw duplicate(running.id, { en: 'It is being coordinated already.', zh: '该梗阻正在协调中。' });
  }

  return {
    requestCoordination: (request: Request, input: RequestCoordinationInput): Promise<string> =>
      office.execute(request, 'requestCoordination', input, async (tx) => {
        const obstacles = tx.manager.getRepository(ObstacleEntity);
        const place = await obstacles.findOneBy({ id: input.obstacleId });
        if (!place) throw notFound('Obstacle');
        const access = { ...itemAccess, type: 'Obstacle' };
        const item = await office.require(tx, request, SupervisionItemEntity, place.itemId, access);
        const obstacle = await obstacles.findOneByOrFail({ id: place.id });
        const act = actOf(tx, request, input);
        const { role, requesterOrgId } = permitRequest(await dossierOf(tx.manager, office, item), act, obstacle);
        await assertNoneRunning(tx, obstacle.id);
        const orgIds = await partiesOf(tx, input.partyOrgIds ?? obstacle.affectedOrgIds, requesterOrgId);
        const coordination = await tx.insert(CoordinationCaseEntity, {
          ...requestedCoordination(item, obstacle, orgIds),
          id: kit.ids.next('crd'),
          subject: lineOf('subject', input.subject, 200),
          requesterOrgId,
          requestedById: act.actor.personId,
          createdAt: tx.now,
          updatedAt: tx.now,
          dueAt: await office.calendar.addWorkingDays(tx.now, workingDaysOfSilence),
        });
        await office.parties.add(tx, coordination.id, [
          ...orgIds.map((partyId) => ({ partyId, relation: 'asked' })),
          { partyId: requesterOrgId, relation: 'requester' },
          ...(act.actor.personId ? [{ partyId: act.actor.personId, relation: 'requester' }] : []),
        ]);
        await tx.append(requestEvent(coordination), { role, within: item.id });
        return coordination.id;
      }),

    acceptCoordination: (request: Request, input: AcceptCoordinationInput) =>
      onCase(request, 'acceptCoordination', input, acceptCoordination),

    statePosition: (request: Request, input: StatePositionInput) =>
      onCase(request, 'statePosition', input, (found, act) =>
        statePosition(found, act, {
          orgId: input.orgId ?? null,
          agreed: input.agreed,
          position: textOf('position', input.position, 2000),
        }),
      ),

    decideCoordination: (request: Request, input: DecideCoordinationInput) =>
      onCase(request, 'decideCoordination', input, (found, act) =>
        decideCoordination(found, act, input.result, textOf('outcome', input.outcome, 2000)),
      ),

    escalateCoordination: (request: Request, input: EscalateCoordinationInput) =>
      onCase(request, 'escalateCoordination', input, (found, act) =>
        escalateCoordination(found, act, textOf('reason', input.reason, 2000)),
      ),

    closeCoordination: (request: Request, input: CloseCoordinationInput) =>
      onCase(request, 'closeCoordination', input, closeCoordination),
  };
}
