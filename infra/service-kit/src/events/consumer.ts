import type { Envelope, EventContract } from '@chengqi/schemas';
import type { Transaction } from '../transaction.ts';

/** Reacts to one type of event inside the consumer's own transaction. */
export interface Consumer {
  readonly contract: EventContract;
  readonly imported: boolean;
  handle(event: Envelope, tx: Transaction): Promise<void>;
}

/**
 * Registers a reaction. The kit has parsed the payload, dropped duplicates and kept the aggregate's order; the effect
 * and the inbox row commit together. Imported facts reach it only with `imported: true` (replicas and projections).
 */
export function on<Data>(
  contract: EventContract<Data>,
  handle: (event: Envelope<Data>, tx: Transaction) => Promise<void>,
  { imported = false }: { imported?: boolean } = {},
): Consumer {
  return { contract: contract as EventContract, imported, handle: handle as Consumer['handle'] };
}
