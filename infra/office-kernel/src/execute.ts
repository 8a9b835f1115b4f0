import type { Request, ServiceKit, Transaction } from '@chengqi/service-kit';
import { digestOf, recordActs } from './audit.ts';

export interface CommandInput {
  readonly idempotencyKey?: string | null | undefined;
}

/** What a mutation answers and what its audit entry says beside. */
export interface Executed<R extends string = string> {
  readonly id: R;
  /** Further ones that a mutation of many concerned: each has its entry in the audit. */
  readonly others?: readonly string[];
  /** In which it was done; null where the SDL alone decides. */
  readonly role: string | null;
  /** Kept in clear. Null where the subject's level forbids text; the digest of the input proves it. */
  readonly reason?: string | null;
  /** What a correction replaced, as `wasOf` tells it. */
  readonly was?: string | null;
}

export type Execute = ReturnType<typeof createExecute>;

/** Runs a mutation with its audit row. */
export function createExecute({ ids, commands }: ServiceKit) {
  return async <R extends string = string>(
    request: Request,
    name: string,
    input: CommandInput,
    work: (tx: Transaction) => Promise<Executed<R>>,
    { provenance = 'live' }: { readonly provenance?: 'live' | 'imported' } = {},
  ): Promise<R> => {
    const attempt = async (tx: Transaction): Promise<R> => {
      const { id, others = [], role, reason = null, was = null } = await work(tx);
      const act = { act: name, role, digest: digestOf(input), reason, was };
      const acts = [id, ...others].map((entityId) => ({ ...act, entityId }));
      await recordActs(tx.manager, ids, tx.now, request, acts);
      return id;
    };
    return (await commands.execute(request, name, input, attempt, { provenance })) as R;
  };
}
