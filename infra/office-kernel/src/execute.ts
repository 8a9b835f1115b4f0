import type { Request, ServiceKit, Transaction } from '@chengqi/service-kit';
import { type AuditedAct, digestOf, recordActs } from './audit.ts';
import type { Reading } from './reading.ts';

export interface CommandInput {
  readonly idempotencyKey?: string | null | undefined;
}

/** What a mutation answers and what its audit entry says beside. */
export interface Executed<R extends string = string> {
  readonly id: R;
  /** In which it was done; null where the SDL alone decides. */
  readonly role: string | null;
  /** Kept in clear. Null where the subject's level forbids text; the digest of the input proves it. */
  readonly reason?: string | null;
}

export type Execute = ReturnType<typeof createExecute>;

/** Runs a mutation with its audit row; refusals of hidden subjects are recorded although the command rolls back. */
export function createExecute({ ids, commands }: ServiceKit, reading: Reading) {
  return async <R extends string = string>(
    request: Request,
    name: string,
    input: CommandInput,
    work: (tx: Transaction) => Promise<Executed<R>>,
    { provenance = 'live' }: { readonly provenance?: 'live' | 'imported' } = {},
  ): Promise<R> => {
    const refused: AuditedAct[] = [];
    const attempt = async (tx: Transaction): Promise<R> => {
      refused.length = 0;
      reading.collectRefusals(tx, refused);
      const { id, role, reason = null } = await work(tx);
      const act = { act: name, entityId: id, role, digest: digestOf(input), reason };
      await recordActs(tx.manager, ids, tx.now, request, [act]);
      return id;
    };
    try {
      return (await commands.execute(request, name, input, attempt, { provenance })) as R;
    } finally {
      if (refused.length > 0) await reading.recordRefusals(request, refused);
    }
  };
}
