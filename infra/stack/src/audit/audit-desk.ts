import type { ServiceName } from '@chengqi/schemas';
import { type AnswerError, createClient, Refused } from '../client.ts';

export interface AuditDeskOptions {
  readonly url: string;
  /** Whom the development issuer signs in where no bearer is given. */
  readonly staffNo: string;
  readonly bearer?: string | undefined;
}

export interface TrailEntry {
  readonly at: string;
  readonly person: { readonly id: string; readonly staffNo: string | null; readonly name: string | null } | null;
  readonly role: string | null;
  readonly act: string;
  readonly entityId: string;
  readonly reason: string | null;
  /** What a correction replaced, as JSON; of what is classified its digest. */
  readonly was: string | null;
  readonly outcome: 'DONE' | 'REFUSED';
}

export interface Verdict {
  readonly entries: number;
  readonly firstBreak: { readonly seq: number; readonly id: string | null; readonly reason: string } | null;
  readonly unsealed: number;
  /** Where to go on; null at the end. */
  readonly next: string | null;
}

interface Answers {
  readonly trail: {
    readonly entries: readonly TrailEntry[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
  readonly verify: Verdict;
}

/** The audit of each service as an auditor is told it. */
export interface AuditDesk {
  /** @throws Refused with the code of the refusal */
  ask<Q extends keyof Answers>(
    service: ServiceName,
    question: Q,
    query?: Readonly<Record<string, string>>,
  ): Promise<Answers[Q]>;
}

/** An auditor at the gateway, signed in once. */
export async function createAuditDesk({ url, staffNo, bearer }: AuditDeskOptions): Promise<AuditDesk> {
  const authorization = `Bearer ${bearer ?? (await createClient(url).token(staffNo))}`;
  return {
    async ask(service, question, query = {}) {
      const address = new URL(`/admin/audit/${service}/${question}?${new URLSearchParams(query)}`, url);
      const headers = { authorization, 'accept-language': 'en' };
      const response = await fetch(address, { headers, signal: AbortSignal.timeout(30_000) });
      const body = await response.json();
      if (!response.ok) throw new Refused((body as { errors: readonly AnswerError[] }).errors);
      return body as Answers[typeof question];
    },
  };
}
