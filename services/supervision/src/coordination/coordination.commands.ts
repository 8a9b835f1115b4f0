import type { Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  duplicate,
  forbidden,
  idsOf,
  lineOf,
  notFound,
  type Request,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
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
import { type CoordinationAction, type CoordinationCase, mostParties, settledStates } from './coordination.ts';
import {
  acceptCoordination,
  closeCoordination,
  coordinationAccess,
  decideCoordination,
  escalateCoordination,
  statePosition,
} from './coordination.workflow.ts';
import { readableDocument } from './documents.repository.ts';
import {
  documentRequesters,
  mayBeCoordinated,
  ofDocument,
  ofObstacle,
  requestEvent,
  requestedCoordination,
  requesterOf,
  subjectOf,
} from './request.workflow.ts';

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

  /** One running coordination of an obstacle, and of a document. */
  async function assertNoneRunning(
    tx: Transaction,
    about: { readonly obstacleId: string } | { readonly documentId: string },
  ): Promise<void> {
    const running = await tx.manager
      .getRepository(CoordinationCaseEntity)
      .findOneBy({ ...about, status: Not(In([...settledStates])) });
    if (running) throw duplicate(running.id, { en: 'It is being coordinated already.', zh: '该事项正在协调中。' });
  }

  /** What it is about and who asks; whom is `given`. */
  async function ask(
    tx: Transaction,
    about: Parameters<typeof requestedCoordination>[0],
    by: Pick<CoordinationCase, 'requesterOrgId' | 'requestedById'>,
    { subject, given }: { readonly subject: string; readonly given: readonly string[] },
  ): Promise<CoordinationCase> {
    const orgIds = await partiesOf(tx, given, by.requesterOrgId);
    const coordination = await tx.insert(CoordinationCaseEntity, {
      ...requestedCoordination(about, orgIds),
      ...by,
      id: kit.ids.next('crd'),
      subject: lineOf('subject', subject, 200),
      createdAt: tx.now,
      updatedAt: tx.now,
      dueAt: positionsDue(await office.calendar.days(), tx.now),
    });
    await keepCoordinations(tx, [coordination]);
    await office.parties.add(tx, coordination.id, [
      ...orgIds.map((partyId) => ({ partyId, relation: 'asked' })),
      { partyId: by.requesterOrgId, relation: 'requester' },
      ...(by.requestedById ? [{ partyId: by.requestedById, relation: 'requester' }] : []),
    ]);
    return coordination;
  }

  /** The item's row is held, so that of two wishes for one obstacle one is refused. */
  const requestOfObstacle = (request: Request, input: RequestCoordinationInput, id: string): Promise<string> =>
    onPart(
      request,
      {
        ...{ name: 'requestCoordination', input, action: 'REQUEST_COORDINATION', entity: ObstacleEntity, id },
        narrow: (obstacle) => ({ obstacles: [obstacle] }),
      },
      async (item, act, obstacle, tx) => {
        await assertNoneRunning(tx, { obstacleId: obstacle.id });
        const requesterOrgId = requesterOf(item, act.role, (orgId) => request.actor.holds('HANDLER', orgId));
        const by = { requesterOrgId, requestedById: act.by };
        const given = input.partyOrgIds ?? obstacle.affectedOrgIds;
        const coordination = await ask(tx, ofObstacle(item, obstacle), by, { subject: input.subject, given });
        return { changes: null, events: [requestEvent(coordination)], within: item.id, answer: coordination.id };
      },
    );

  /** Asked for the unit that issues it; of two wishes for one document a unique key refuses one. */
  async function requestOfDocument(request: Request, input: RequestCoordinationInput, id: string): Promise<string> {
    const document = await readableDocument(kit, request, id);
    return office.execute(request, 'requestCoordination', input, async (tx) => {
      if (document === null) throw notFound('Document');
      const { ownerOrgId: requesterOrgId } = document;
      const role = documentRequesters.find((each) => request.actor.holds(each, requesterOrgId));
      if (!role) throw forbidden();
      mayBeCoordinated(document);
      await assertNoneRunning(tx, { documentId: id });
      const by = { requesterOrgId, requestedById: request.actor.personId };
      const given = input.partyOrgIds ?? [];
      const coordination = await ask(tx, ofDocument(document), by, { subject: input.subject, given });
      await tx.append(requestEvent(coordination), { role });
      return { id: coordination.id, role };
    });
  }

  return {
    async requestCoordination(request: Request, input: RequestCoordinationInput): Promise<string> {
      const { obstacleId, documentId } = subjectOf(input);
      return obstacleId === undefined
        ? requestOfDocument(request, input, documentId)
        : requestOfObstacle(request, input, obstacleId);
    },

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
          if (found.itemId !== null) await lookSoon(tx, found.itemId);
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
