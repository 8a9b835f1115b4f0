import type { Span } from '../input.ts';

/** Whose ledgers are looked at, of what time, as of which moment. */
export interface DocumentBoard {
  readonly orgId: string;
  readonly asOf: Date;
  readonly year: number;
  readonly receivedAt: Span;
}
