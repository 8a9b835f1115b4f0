import type { Call, CallState } from './call.ts';
import { isAnswered } from './derive-calls.ts';

/** Whoever a call's callback is owed to. */
export const callerKeyOf = ({ callerId, id }: Pick<Call, 'callerId' | 'id'>): string => callerId ?? id;

/** Where a call stands, given whether its callback is still owed. */
export function callState(call: Pick<Call, 'outcome' | 'classification' | 'readBackOwed'>, owed: boolean): CallState {
  if (isAnswered(call)) return call.classification === null || call.readBackOwed ? 'ANSWERED' : 'LOGGED';
  return owed && call.outcome !== 'SPAM' ? 'CALLBACK_PENDING' : 'CLOSED';
}

/** Whether any of the values is another one; instants and lists by what they hold. */
export const differs = <T extends object>(before: T, changes: Partial<T>): boolean =>
  Object.entries(changes).some(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof T]));
