import { notFound, type Request, type Transaction } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import type { ContactSubject } from '../contacts/contacts.commands.ts';
import type { Foundation } from '../context.ts';
import { ratedCall } from '../ratings/rated-services.ts';
import type { RatedService } from '../ratings/rating.ts';
import { CallEntity } from './call.entity.ts';
import { findCallsByRef, findNotes } from './call.repository.ts';
import { callReading } from './calls.commands.ts';
import type { Confidence } from './confidence.ts';

/** A call, to those who tell a case by it. */
export const callOrigins = ({ office }: Foundation) => ({
  require: (tx: Transaction, request: Request, id: string) => office.require(tx, request, CallEntity, id, callReading),
});

/** Opens callers' numbers to `revealContact`; not those of who told an accusation (R-7). */
export const callSubject = ({ office }: Foundation, confidence: Confidence): ContactSubject => ({
  prefix: 'cal',
  async require(tx, request, id) {
    const call = await office.require(tx, request, CallEntity, id, callReading);
    const hidden = await confidence(tx.manager, request, [call.callRef]);
    if (hidden.size > 0) throw notFound('Call');
    return { ownerOrgId: call.ownerOrgId, contactOf: call.callerId ?? call.id };
  },
});

export async function findRatedCall(manager: EntityManager, callRef: string): Promise<RatedService | null> {
  const [call] = await findCallsByRef(manager, [callRef]);
  if (!call) return null;
  const notes = await findNotes(manager, [callRef]);
  return ratedCall(
    call,
    notes.map(({ officerId }) => officerId),
  );
}

export const findCall = async (manager: EntityManager, callRef: string): Promise<{ readonly id: string } | null> =>
  (await findCallsByRef(manager, [callRef]))[0] ?? null;
