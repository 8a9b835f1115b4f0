import type { Envelope, EventContract } from '@chengqi/schemas';
import type { EntityManager } from 'typeorm';
import type { Transaction } from '../transaction.ts';

/** Reacts to events inside the consumer's own transaction, to one after the other or to all of a batch at once. */
export type Consumer = SingleConsumer | BatchConsumer;

export interface SingleConsumer {
  readonly contract: EventContract;
  readonly imported: boolean;
  handle(event: Envelope, tx: Transaction): Promise<void>;
}

export interface BatchConsumer {
  readonly contracts: readonly EventContract[];
  readonly imported: boolean;
  handleAll(events: readonly Envelope[], manager: EntityManager): Promise<void>;
}

/**
 * Registers a reaction. The kit has parsed the payload, dropped duplicates and kept the aggregate's order; the effect
 * and the inbox row commit together. Imported facts reach it only with `imported: true` (replicas and projections).
 */
export function on<Data>(
  contract: EventContract<Data>,
  handle: (event: Envelope<Data>, tx: Transaction) => Promise<void>,
  { imported = false }: { imported?: boolean } = {},
): SingleConsumer {
  return { contract: contract as EventContract, imported, handle: handle as SingleConsumer['handle'] };
}

/**
 * Registers a projection: it gets the events of its contracts that were delivered together, live and imported, in
 * their order, after the single reactions to them, and writes rows only. A batch may be a single event.
 */
export function onBatch(contracts: readonly EventContract[], handleAll: BatchConsumer['handleAll']): BatchConsumer {
  return { contracts, imported: true, handleAll };
}

export const contractsOf = (consumer: Consumer): readonly EventContract[] =>
  'contracts' in consumer ? consumer.contracts : [consumer.contract];
