import { documentIdOf, type RegisteredOperation } from '@chengqi/schemas';
import { type Logger, refusal } from '@chengqi/service-kit';
import type { DocumentNode } from 'graphql';

/** What becomes of an operation that nobody has registered: it is answered, answered and logged, or refused. */
export const trustModes = ['off', 'log', 'enforce'] as const;
export type TrustMode = (typeof trustModes)[number];

/** A client is who it says it is, so a mode of its own is no lock: what must hold for everybody is `otherwise`. */
export interface TrustPolicy {
  readonly otherwise: TrustMode;
  /** By name of the client, as its folder in `schemas/operations`. */
  readonly byClient: Readonly<Record<string, TrustMode>>;
}

export type ObserveUnregistered = (client: string | null, mode: TrustMode) => void;

interface TrustOptions {
  readonly policy: TrustPolicy;
  readonly operations: readonly RegisteredOperation[];
  readonly log: Logger;
  readonly observe: ObserveUnregistered;
}

const mostLogged = 1000;

/** Tells registered operations from others, and finds their texts. */
export function createTrust({ policy, operations, log, observe }: TrustOptions) {
  const byId = new Map(operations.map((operation) => [operation.documentId, operation]));
  const ids = new WeakMap<DocumentNode, string>();
  const logged = new Set<string>();

  const idOf = (document: DocumentNode): string => {
    const id = ids.get(document) ?? documentIdOf(document);
    ids.set(document, id);
    return id;
  };

  return {
    /**
     * The text that an id stands for.
     * @throws DomainError NOT_FOUND for an id that nobody has registered
     */
    textOf(documentId: string): string {
      const found = byId.get(documentId);
      if (found) return found.text;
      throw refusal(
        'NOT_FOUND',
        { en: 'No operation is registered under this documentId.', zh: '该 documentId 未登记任何操作。' },
        { field: 'documentId' },
      );
    },

    /** @throws DomainError PERSISTED_QUERY_REQUIRED where the client may send nothing but what is registered */
    judge(document: DocumentNode, client: string | null): void {
      const mode = policy.byClient[client ?? ''] ?? policy.otherwise;
      if (mode === 'off' || byId.has(idOf(document))) return;
      observe(client, mode);
      if (mode === 'enforce') throw unregistered();
      const documentId = idOf(document);
      if (logged.has(documentId) || logged.size >= mostLogged) return;
      logged.add(documentId);
      log.warn({ client, documentId }, 'an operation is not registered');
    },
  };
}

const unregistered = () =>
  refusal('PERSISTED_QUERY_REQUIRED', {
    en: 'Only registered operations are answered here: add it to schemas/operations, and send it, or its documentId.',
    zh: '此处只执行已登记的操作：请先在 schemas/operations 中登记，再发送原文或其 documentId。',
  });
