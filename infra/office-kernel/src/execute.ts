import type { Request, ServiceKit, Transaction } from '@chengqi/service-kit';
import { type Act, digestOf, recordActs } from './audit.ts';
import type { Reading } from './reading.ts';

interface CommandInput {
  readonly idempotencyKey?: string | null | undefined;
}

export interface ExecuteOptions {
  readonly provenance?: 'live' | 'imported';
  /** Asked after the work: the reason to keep in clear. Leave it out where the subject's level forbids text; the digest proves it. */
  readonly reason?: () => string | null;
}

/** Runs a mutation with its audit row; refusals of hidden subjects are recorded although the command rolls back. */
export function createExecute({ ids, commands }: ServiceKit, reading: Reading) {
  return async <R extends string = string>(
    request: Request,
    name: string,
    input: CommandInput,
    work: (tx: Transaction) => Promise<R>,
    { provenance = 'live', reason = () => null }: ExecuteOptions = {},
  ): Promise<R> => {
    const refused: Act[] = [];
    const roles: string[] = [];
    const attempt = (tx: Transaction): Promise<R> => {
      refused.length = 0;
      roles.length = 0;
      const watched = watchRoles(tx, roles);
      reading.collectRefusals(watched, refused);
      return work(watched);
    };
    const record = (tx: Transaction, entityId: string): Promise<void> => {
      const act = { act: name, entityId, role: roles[0] ?? null, digest: digestOf(input), reason: reason() };
      return recordActs(tx.manager, ids, tx.now, request, [act]);
    };
    try {
      return (await commands.execute(request, name, input, attempt, { provenance, record })) as R;
    } finally {
      if (refused.length > 0) await reading.recordRefusals(request, refused);
    }
  };
}

/** The role an act was done in is named when its events are appended. */
const watchRoles = (tx: Transaction, roles: string[]): Transaction => ({
  ...tx,
  append: (events, options) => {
    if (options?.role) roles.push(options.role);
    return tx.append(events, options);
  },
});
