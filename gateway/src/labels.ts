import { documentIdOf, type RegisteredOperation } from '@chengqi/schemas';
import type { DocumentNode } from 'graphql';

/** What a metric tells of a request; each value stands in the registry of operations, or in this file. */
export interface RequestLabels {
  /** The name of a registered operation, or `other`. */
  readonly operation: string;
  /** `query`, `mutation`, `subscription`, or `none` where the text held no such operation. */
  readonly type: string;
  /** A client that has registered operations, or `other`. */
  readonly client: string;
}

export interface AskedOperation {
  /** As the client calls itself. */
  readonly client: string | null;
  /** As the caller calls it; null where he does not. */
  readonly name: string | null;
  readonly type: string;
  /** Undefined where the text could not be read. */
  readonly document: DocumentNode | undefined;
}

const other = 'other';

/**
 * Names for series, which are kept as long as the process lives: so whoever invents names makes none. An operation is
 * told by its name when its client has registered this very text.
 */
export function createLabels(operations: readonly RegisteredOperation[]) {
  const byClient = new Map<string, Map<string, string>>();
  for (const { client, name, documentId } of operations) {
    const ids = byClient.get(client) ?? new Map<string, string>();
    byClient.set(client, ids.set(name, documentId));
  }
  const known = new WeakMap<DocumentNode, string>();

  const idOf = (document: DocumentNode): string => {
    const id = known.get(document) ?? documentIdOf(document);
    known.set(document, id);
    return id;
  };
  const clientOf = (name: string | null): string => (name !== null && byClient.has(name) ? name : other);

  return {
    clientOf,
    requestOf({ client, name, type, document }: AskedOperation): RequestLabels {
      const registered = name === null ? undefined : byClient.get(client ?? '')?.get(name);
      // Only what bears a registered name is worth a digest.
      const same = registered !== undefined && document !== undefined && idOf(document) === registered;
      return { operation: same && name !== null ? name : other, type, client: clientOf(client) };
    },
  };
}
