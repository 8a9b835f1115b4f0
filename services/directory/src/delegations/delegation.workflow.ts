import type { Access, Act, Decision } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { delegationChanged } from '@chengqi/schemas/events/directory';
import { defineWorkflow, guardFailed, person, role } from '@chengqi/service-kit';
import { type Delegation, type DelegationAction, type DelegationStatus, stateOf } from './delegation.ts';

export interface DelegationSubject extends Delegation {
  /** Its last instant has passed. */
  readonly over: boolean;
}

export const delegationSubject = (delegation: Delegation, now: Date): DelegationSubject => ({
  ...delegation,
  over: stateOf(delegation, now) === 'ENDED',
});

const wording = { states: { GRANTED: '已授权', REVOKED: '已撤销' }, actions: words.values.DelegationAction };

export const delegationWorkflow = defineWorkflow<DelegationSubject, DelegationStatus, DelegationAction>(wording, [
  {
    from: 'GRANTED',
    action: 'REVOKE',
    to: 'REVOKED',
    roles: [person(({ fromId, toId }) => [fromId, toId], 'one of the two'), role('OFFICE_DIRECTOR'), role('ADMIN')],
    guard: refuseOver,
  },
]);

/** The directory is open to all staff: no read rule asks these roles. */
export const delegationAccess: Access<DelegationSubject, DelegationStatus, DelegationAction> = {
  type: 'Delegation',
  roles: delegationWorkflow.roles,
  workflow: delegationWorkflow,
};

function refuseOver({ over }: DelegationSubject): void {
  if (over) throw guardFailed('O-9', { en: 'The delegation is over already.', zh: '该授权已到期。' });
}

export function revoke({ over: _, ...delegation }: DelegationSubject, { to, by, at }: Act<DelegationStatus>) {
  const changes = { status: to, revokedAt: at, revokedById: by };
  return { changes, events: [changed({ ...delegation, ...changes })] } satisfies Decision<Delegation>;
}

/** What is told of a delegation; whoever hears it knows its end, which nothing announces. */
export const changed = ({ id, ownerOrgId, fromId, toId, roles, validFrom, validTo, status }: Delegation) =>
  delegationChanged.create(
    { id, ownerOrgId, secrecyLevel: 'PUBLIC' },
    {
      id,
      fromId,
      toId,
      orgId: ownerOrgId,
      roles,
      validFrom: validFrom.toISOString(),
      validTo: validTo.toISOString(),
      revoked: status === 'REVOKED',
    },
  );
