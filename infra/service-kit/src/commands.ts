import { createHash } from 'node:crypto';
import { isUniqueViolation, LostRace } from './database/errors.ts';
import { IdempotencyEntity, type IdempotencyRow } from './database/tables.ts';
import { badInput, DomainError, type ErrorCode, refusal } from './errors.ts';
import { createTransaction, type Transaction, type TransactionSource } from './transaction.ts';
import type { Request } from './viewer.ts';

export interface CommandOptions {
  readonly provenance?: 'live' | 'imported';
}

export type Commands = ReturnType<typeof createCommands>;

/**
 * Runs mutations: one transaction for rows, events, audit and the idempotency key. The same key with the same input
 * gets the first answer again for seven days, be it the aggregate's id or the refusal; retryable refusals are not kept, nor is
 * FORBIDDEN: the same person may do it on behalf of somebody else, or tomorrow by a post.
 */
export function createCommands(source: TransactionSource) {
  const { db, clock } = source;

  /** @throws DomainError IDEMPOTENCY_MISMATCH when the key was used with another input */
  async function execute(
    request: Request,
    name: string,
    input: { readonly idempotencyKey?: string | null | undefined },
    work: (tx: Transaction) => Promise<string>,
    { provenance = 'live' }: CommandOptions = {},
  ): Promise<string> {
    const ticket = ticketOf(request, name, input);
    const stored = ticket && (await recall(ticket));
    if (stored) return stored;
    const transact = () =>
      db.write(async (manager) => {
        const tx = createTransaction(source, manager, { request, provenance });
        const aggregateId = await work(tx);
        if (ticket) await remember(ticket, { aggregateId, refusal: null });
        return aggregateId;
      });
    try {
      return await againOnUniqueViolation(transact, async () => (ticket ? recall(ticket) : null));
    } catch (error) {
      if (ticket && error instanceof DomainError && error.details.retryable !== true && error.code !== 'FORBIDDEN') {
        const { code, text, details } = error;
        await remember(ticket, { aggregateId: null, refusal: { code, text, details } }).catch(ignoreUniqueViolation);
      }
      throw error;
    }
  }

  async function recall(ticket: Ticket): Promise<string | null> {
    const { person, mutation, key, inputHash } = ticket;
    const row = await db.read.getRepository(IdempotencyEntity).findOneBy({ person, mutation, key });
    if (!row) return null;
    if (row.inputHash !== inputHash) throw mismatch();
    if (row.refusal) throw refusal(row.refusal.code as ErrorCode, row.refusal.text, row.refusal.details);
    return row.aggregateId;
  }

  const remember = (ticket: Ticket, answer: Pick<IdempotencyRow, 'aggregateId' | 'refusal'>) =>
    db.write(async (manager) => {
      await manager.getRepository(IdempotencyEntity).insert({ ...ticket, ...answer, createdAt: clock.now() } as never);
    });

  return { execute };
}

type Ticket = Pick<IdempotencyRow, 'person' | 'mutation' | 'key' | 'inputHash'>;

function ticketOf(
  request: Request,
  mutation: string,
  input: { readonly idempotencyKey?: string | null | undefined },
): Ticket | null {
  const { idempotencyKey: key } = input;
  if (key == null) return null;
  if (key.length === 0 || key.length > 100) {
    throw badInput('idempotencyKey', {
      en: 'An idempotency key has 1 to 100 characters.',
      zh: '幂等键为 1 至 100 个字符。',
    });
  }
  const inputHash = createHash('sha256').update(canonicalJson(input)).digest('hex');
  return { person: request.viewer.personId ?? request.viewer.kind, mutation, key, inputHash };
}

/** JSON with sorted keys, so that equal inputs have equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner) && !(inner instanceof Date)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

const mismatch = () =>
  refusal('IDEMPOTENCY_MISMATCH', {
    en: 'This idempotency key was used with another input.',
    zh: '该幂等键已用于不同的输入。',
  });

function ignoreUniqueViolation(error: unknown): void {
  if (!isUniqueViolation(error)) throw error;
}

/** Two writers met on a unique key: the loser looks again and then finds what the winner stored. */
async function againOnUniqueViolation(
  transact: () => Promise<string>,
  recall: () => Promise<string | null>,
): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transact();
    } catch (error) {
      if (error instanceof LostRace)
        throw refusal(
          'CONFLICT_VERSION',
          { en: 'Too many people change this at once; try again.', zh: '同时修改者过多，请重试。' },
          { retryable: true },
        );
      if (!isUniqueViolation(error) || attempt === 4) throw error;
      const stored = await recall();
      if (stored) return stored;
    }
  }
}
