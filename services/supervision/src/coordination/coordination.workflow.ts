import { type Access, type Act, ceiling, type Decision, isAbove } from '@chengqi/office-kernel';
import { type SecrecyLevel, words } from '@chengqi/schemas';
import { coordinationDecided, positionStated } from '@chengqi/schemas/events/supervision';
import { type Doer, defineWorkflow, forbidden, guardFailed, notOfOrg, role } from '@chengqi/service-kit';
import {
  type CoordinationAction,
  type CoordinationCase,
  type CoordinationLevel,
  type CoordinationResult,
  type CoordinationState,
  settledStates,
} from './coordination.ts';

type Who = Doer<CoordinationCase>;

const coordinator: Who = role('COORDINATOR', { of: ({ ownerOrgId, requesterOrgId }) => [ownerOrgId, requesterOrgId] });
const partyHead: Who = role('ORG_HEAD', { of: ({ parties }) => parties.map(({ orgId }) => orgId) });
const deputy: Who = role('SIGNER', { when: ({ level }) => level === 'DEPUTY_LEADER' });
const principal: Who = role('PRINCIPAL', { when: ({ level }) => level === 'PRINCIPAL' });
const leaders = [deputy, principal];

/** Who leads a coordination takes no side in it. */
const impartial = notOfOrg<CoordinationCase>(({ parties }) => parties.map(({ orgId }) => orgId), {
  en: 'Who leads a coordination belongs to none of its parties.',
  zh: '协调员不得来自协调各方。',
});

function levelAbove({ level }: CoordinationCase): void {
  if (level !== 'PRINCIPAL') return;
  throw guardFailed('coordination.level', { en: 'There is no level above.', zh: '已提至最高层级。' });
}

const consulting = ['ACCEPTED', 'CONSULTING'] as const;
const results = ['AGREED', 'NOT_AGREED', 'DECIDED'] as const;

const wording = { states: words.values.CoordinationState, actions: words.values.CoordinationAction };

export const coordinationWorkflow = defineWorkflow<CoordinationCase, CoordinationState, CoordinationAction>(wording, [
  { from: 'REQUESTED', action: 'ACCEPT', to: 'ACCEPTED', roles: [coordinator], duties: [impartial] },
  { from: consulting, action: 'STATE_POSITION', to: 'CONSULTING', roles: [partyHead] },
  ...results.map((outcome) => ({
    from: consulting,
    action: 'DECIDE' as const,
    outcome,
    to: outcome,
    roles: [coordinator],
    duties: [impartial],
  })),
  { from: 'ESCALATED', action: 'DECIDE', outcome: 'AGREED', to: 'AGREED', roles: leaders },
  { from: 'ESCALATED', action: 'DECIDE', outcome: 'DECIDED', to: 'DECIDED', roles: leaders },
  { from: 'NOT_AGREED', action: 'ESCALATE', to: 'ESCALATED', roles: [coordinator], guard: levelAbove },
  { from: 'ESCALATED', action: 'ESCALATE', to: 'ESCALATED', roles: leaders, guard: levelAbove },
  { from: ['AGREED', 'DECIDED'], action: 'CLOSE', to: 'CLOSED', roles: [coordinator] },
]);

export const coordinationAccess: Access<CoordinationCase, CoordinationState, CoordinationAction> = {
  type: 'CoordinationCase',
  roles: coordinationWorkflow.roles,
  workflow: coordinationWorkflow,
};

type CoordinationAct = Act<CoordinationState>;

export function acceptCoordination(_: CoordinationCase, { to, by }: CoordinationAct): Decision<CoordinationCase> {
  return { changes: { status: to, coordinatorId: by }, events: [] };
}

/** The heads of a party speak for it, once; without a name, for the only party the actor heads. */
export function statePosition(
  found: CoordinationCase,
  { to, by, at }: CoordinationAct,
  given: { readonly orgId: string | null; readonly agreed: boolean; readonly position: string },
  heads: (orgId: string) => boolean,
): Decision<CoordinationCase> {
  const own = found.parties.filter(({ orgId }) => heads(orgId) && (given.orgId === null || orgId === given.orgId));
  const [party, another] = own;
  if (!party || another) throw forbidden({ en: 'Name the party you head.', zh: '请指明您代表的单位。' });
  if (party.statedAt !== null) {
    throw guardFailed('coordination.once', { en: 'This party has been heard.', zh: '该单位已表态。' });
  }
  const { agreed, position } = given;
  const heard = { ...party, agreed, position, statedAt: at.toISOString(), statedById: by };
  return {
    changes: { status: to, parties: found.parties.map((one) => (one.orgId === party.orgId ? heard : one)) },
    events: [positionStated.create(found, { coordinationId: found.id, orgId: party.orgId, agreed })],
  };
}

/** Every party has been heard or silent until the limit; agreement needs the word of every one. */
export function decideCoordination(
  found: CoordinationCase,
  { to, by, at }: CoordinationAct,
  result: CoordinationResult,
  outcome: string,
): Decision<CoordinationCase> {
  if (at < found.dueAt && found.parties.some(({ statedAt }) => statedAt === null)) {
    throw guardFailed('coordination.heard', {
      en: 'Hear every party first, or wait three working days.',
      zh: '须听取各方意见，或待三个工作日期满。',
    });
  }
  if (result === 'AGREED' && found.status !== 'ESCALATED' && found.parties.some(({ agreed }) => agreed !== true)) {
    throw guardFailed('coordination.agreed', { en: 'Not every party agreed.', zh: '各方尚未达成一致。' });
  }
  const { id: coordinationId, itemId, documentId } = found;
  return {
    changes: {
      ...{ status: to, outcome, result, decidedAt: at, decidedById: by },
      ...(settledStates.includes(to) && { runningDocumentId: null }),
    },
    events: [coordinationDecided.create(found, { coordinationId, itemId, documentId, result })],
  };
}

const above: Record<CoordinationLevel, CoordinationLevel> = {
  OFFICE: 'DEPUTY_LEADER',
  DEPUTY_LEADER: 'PRINCIPAL',
  PRINCIPAL: 'PRINCIPAL',
};

export function escalateCoordination(
  found: CoordinationCase,
  { to }: CoordinationAct,
  reason: string,
): Decision<CoordinationCase> {
  return { changes: { status: to, level: above[found.level], outcome: reason }, events: [] };
}

export function closeCoordination(_: CoordinationCase, { to }: CoordinationAct): Decision<CoordinationCase> {
  return { changes: { status: to }, events: [] };
}

/**
 * The document was signed anew at a stricter level: what was said of it is known no more widely. Above the ceiling it is
 * kept nowhere, and nobody is heard here any more.
 */
export function closeUp(found: CoordinationCase, level: SecrecyLevel): Partial<CoordinationCase> | null {
  if (!isAbove(level, found.secrecyLevel)) return null;
  if (!isAbove(level, ceiling)) return { secrecyLevel: level };
  const parties = found.parties.map((party) => ({ ...party, position: null }));
  return { secrecyLevel: level, subject: '', outcome: null, parties, status: 'CLOSED', runningDocumentId: null };
}
