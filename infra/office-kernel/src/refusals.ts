import type { Database, Ids, Later, Request } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import { type AuditedAct, recordActs } from './audit.ts';

/** Says which of the ids that somebody asked for in vain are there and on record when refused. */
export type FindHidden = (manager: EntityManager) => Promise<readonly string[]>;

interface Pending {
  readonly request: Request;
  readonly at: Date;
  readonly find: FindHidden;
}

/**
 * Records refused reads. Whether an id is hidden or absent is looked up and written after the answer: either way the
 * viewer waits for one and the same query. A process that is killed loses the refusals of its last moment, and none of
 * the reads, which are written before anything is shown.
 */
export function createRefusals(db: Database, ids: Ids, clock: { now(): Date }, { later }: Later) {
  let pending: Pending[] = [];

  async function record(): Promise<void> {
    const taken = pending;
    pending = [];
    const refused: (Pending & { readonly acts: AuditedAct[] })[] = [];
    for (const one of taken) {
      const hidden = await one.find(db.read);
      if (hidden.length === 0) continue;
      refused.push({ ...one, acts: hidden.map((entityId) => ({ act: 'READ_REFUSED', entityId })) });
    }
    if (refused.length === 0) return;
    await db.write(async (manager) => {
      for (const { request, at, acts } of refused) await recordActs(manager, ids, at, request, acts);
    });
  }

  return (request: Request, find: FindHidden): void => {
    if (request.probing) return;
    pending.push({ request, at: clock.now(), find });
    if (pending.length === 1) later(record);
  };
}
