export type ExtensionState = 'PENDING' | 'APPROVED' | 'REFUSED';

/** A wish of the lead unit for more time; days granted are counted from `fromDueAt`, the limit before the decision. */
export interface Extension {
  readonly id: string;
  readonly itemId: string;
  readonly orgId: string;
  readonly fromDueAt: Date;
  readonly toDueAt: Date;
  readonly reason: string;
  readonly progress: string;
  readonly requestedById: string | null;
  readonly requestedAt: Date;
  readonly decideBy: Date;
  readonly decision: ExtensionState;
  readonly decidedById: string | null;
  readonly decidedAt: Date | null;
  readonly refusal: string | null;
  /** Number of an imported extension. */
  readonly extensionNo: string | null;
}
