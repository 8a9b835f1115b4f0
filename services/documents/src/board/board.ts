/** Whose ledgers are looked at, as of which moment. */
export interface DocumentBoard {
  readonly orgId: string;
  readonly asOf: Date;
}
