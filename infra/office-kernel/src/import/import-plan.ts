import type { Transaction } from '@chengqi/service-kit';
import type { Cell } from '../cleaning/cell.ts';

export type ImportOutcome = 'ACCEPTED' | 'NORMALISED' | 'REMARKED' | 'REJECTED' | 'QUARANTINED';

/** One thing noticed in a row, as the graph shows it. */
export interface ImportRemark {
  readonly column: string | null;
  readonly reason: string;
  readonly raw: string | null;
  readonly clean: string | null;
}

/** The fate of a row, as the graph shows it. */
export interface ImportedRow {
  readonly file: string;
  readonly record: number;
  readonly line: number;
  readonly key: string | null;
  readonly outcome: ImportOutcome;
  readonly remarks: readonly ImportRemark[];
}

/** `ImportInput` of the shared contract. */
export interface ImportInput {
  readonly export: string;
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: readonly {
    readonly record: number;
    readonly line: number;
    readonly values: readonly string[];
    readonly defect?: 'INVALID_ENCODING' | null | undefined;
  }[];
  readonly balanceDay?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

export type Cells = Readonly<Record<string, Cell>>;
export type ValuesOf<C extends Cells> = { readonly [K in keyof C]: C[K] extends Cell<infer V> ? V : never };

/** What `apply` found out about a row that the cells alone did not show. */
export interface ImportVerdict {
  readonly outcome: Exclude<ImportOutcome, 'ACCEPTED'>;
  readonly column: string | null;
  readonly reason: string;
  readonly clean?: string | null;
}

export interface ImportContext {
  readonly record: number;
  readonly line: number;
  /** End of the day whose open rows enter live; null where all is history. */
  readonly openedAt: Date | null;
  /** Looks something up once for the whole batch. */
  memo<T>(key: string, load: () => Promise<T>): Promise<T>;
}

/** How a service takes one file of an export. */
export interface ImportPlan<C extends Cells = Cells> {
  /** Name of the mutation, for the audit log. */
  readonly act: string;
  /** Master data is updated when it comes again with other content; facts are refused as DUPLICATE. */
  readonly kind: 'master' | 'fact';
  /** The columns of the export, by name; more or fewer columns refuse the file. */
  readonly cells: C;
  readonly key: keyof C & string;
  /**
   * Stores one row. Whatever refuses it is thrown as DomainError or answered as a verdict before anything is written,
   * because the rows of a batch share one transaction. References not known: `referenceUnknown(column, code)`.
   */
  apply(
    tx: Transaction,
    values: ValuesOf<C>,
    context: ImportContext,
  ): Promise<ImportVerdict | readonly ImportVerdict[] | undefined>;
  /** Runs once a batch, after its rows and in their transaction: what is worked out from all of them together. */
  finish?(tx: Transaction, context: Pick<ImportContext, 'memo'>): Promise<void>;
}

/** Types `values` of `apply` by the cells. */
export const defineImport = <const C extends Cells>(plan: ImportPlan<C>): ImportPlan<C> => plan;
