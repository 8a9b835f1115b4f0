import { type CallbackTask, type EscalationRole, escalationRoles } from '../calls/call.ts';

const minute = 60_000;

/** How long after its limit an open callback is brought before each, in milliseconds. */
export const escalatesAfter: Readonly<Record<EscalationRole, number>> = {
  DUTY_LEADER: 15 * minute,
  ORG_HEAD: 30 * minute,
};

/** Who is to be told now; after a standstill both, so that the leader hears of it too. */
export function escalationsDue(
  { dueAt, escalatedTo }: Pick<CallbackTask, 'dueAt' | 'escalatedTo'>,
  now: Date,
): EscalationRole[] {
  const told = escalatedTo === null ? 0 : escalationRoles.indexOf(escalatedTo) + 1;
  return escalationRoles.slice(told).filter((role) => now.getTime() - dueAt.getTime() >= escalatesAfter[role]);
}
