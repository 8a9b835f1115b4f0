import type { Foundation } from '@chengqi/office-kernel';
import { badInput, duplicate, idsOf, lineOf, type Request, type Transaction, textOf } from '@chengqi/service-kit';
import { In, Not } from 'typeorm';
import { positionsDue } from '../deadlines/coordination-deadlines.ts';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import type {
  AcceptCoordinationInput,
  CloseCoordinationInput,
  DecideCoordinationInput,
  EscalateCoordinationInput,
  RequestCoordinationInput,
  StatePositionInput,
} from '../generated/graphql.ts';
import { createItemActs } from '../items/act.commands.ts';
import { lookSoon } from '../lights/lights.repository.ts';
import { ObstacleEntity } from '../progress/progress.entity.ts';
import { CoordinationCaseEntity } from './coordination.entity.ts';
import { type CoordinationAction, mostParties, settledStates } from './coordination.ts';
import {
  acceptCoordination,
  closeCoordination,
  coordinationAccess,
  decideCoordination,
  escalateCoordination,
  statePosition,
} from './coordination.workflow.ts';
import { requestEvent, requestedCoordination, requesterOf } from './request.workflow.ts';

/** Units are asked, heard and, where they do not agree, overruled. */
export function createCoordinationCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onPart } = createItemActs(foundation);
  const { keepCoordinations } = createKeeping(foundation);
  const on = <I extends { readonly coordinationId: string }>(
    request: Request,
    name: string,
    input: I,
    action: CoordinationAction,
  ) => ({
    ...{ request, name, input, action, id: input.coordinationId },
    ...{ entity: CoordinationCaseEntity, access: coordinationAccess },
  });

  async function partiesOf(tx: Transaction, given: readonly string[], requesterOrgId: string): Promise<string[]> {
    const orgIds = idsOf('partyOrgIds', given, mostParties).filter((orgId) => orgId !== requesterOrgId);
    if (orgIds.length === 0) throw badInput('partyOrgIds', { en: 'Ask another unit.', zh: '须提请至少一个其他单位。' });
    await office.orgs.requireManyActive(tx, 'partyOrgIds', orgIds);
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
    /** The item's row is held, so that of two wishes for one obstacle one is refused. */
    requestCoordination: (request: Request, input: RequestCoordinationInput) =>
      onPart(
        request,
        {
          name: 'requestCoordination',
          input,
          action: 'REQUEST_COORDINATION',
          entity: ObstacleEntity,
          id: input.obstacleId,
          narrow: (obstacle) => ({ obstacles: [obstacle] }),
        },
        async (item, act, obstacle, tx) => {
          await assertNoneRunning(tx, obstacle.id);
          const requesterOrgId = requesterOf(item, act.role, (orgId) => request.actor.holds('HANDLER', orgId));
          const orgIds = await partiesOf(tx, input.partyOrgIds ?? obstacle.affectedOrgIds, requesterOrgId);
          const coordination = await tx.insert(CoordinationCaseEntity, {
            ...requestedCoordination(item, obstacle, orgIds),
            id: kit.ids.next('crd'),
            subject: lineOf('subject', input.subject, 200),
            requesterOrgId,
            requestedById: act.by,
            createdAt: tx.now,
            updatedAt: tx.now,
            dueAt: positionsDue(await office.calendar.days(), tx.now),
          });
          await keepCoordinations(tx, [coordination]);
          await office.parties.add(tx, coordination.id, [
            ...orgIds.map((partyId) => ({ partyId, relation: 'asked' })),
            { partyId: requesterOrgId, relation: 'requester' },
            ...(act.by ? [{ partyId: act.by, relation: 'requester' }] : []),
          ]);
          return { changes: null, events: [requestEvent(coordination)], within: item.id, answer: coordination.id };
        },
      ),

    acceptCoordination: (request: Request, input: AcceptCoordinationInput) =>
      office.act(on(request, 'acceptCoordination', input, 'ACCEPT'), acceptCoordination),

    statePosition: (request: Request, input: StatePositionInput) =>
      office.act(on(request, 'statePosition', input, 'STATE_POSITION'), async (found, act, tx) => {
        const { agreed, orgId = null } = input;
        const given = { orgId, agreed, position: textOf('position', input.position, 2000) };
        const decision = statePosition(found, act, given, (unit) => request.actor.holds('ORG_HEAD', unit));
        await keepCoordinations(tx, [{ ...found, ...decision.changes }]);
        return decision;
      }),

    decideCoordination: (request: Request, input: DecideCoordinationInput) =>
      office.act(
        { ...on(request, 'decideCoordination', input, 'DECIDE'), outcome: input.result },
        async (found, act, tx) => {
          const decision = decideCoordination(found, act, input.result, textOf('outcome', input.outcome, 2000));
          // An item whose units do not agree is blocked.
          await lookSoon(tx, found.itemId);
          return decision;
        },
      ),

    escalateCoordination: (request: Request, input: EscalateCoordinationInput) =>
      office.act(on(request, 'escalateCoordination', input, 'ESCALATE'), (found, act) =>
        escalateCoordination(found, act, textOf('reason', input.reason, 2000)),
      ),

    closeCoordination: (request: Request, input: CloseCoordinationInput) =>
      office.act(on(request, 'closeCoordination', input, 'CLOSE'), closeCoordination),
  };
}
