import type { SecrecyLevel } from '@chengqi/schemas';

/** What supervision knows of a leader's instruction, from the documents' events; its owner is who should supervise it. */
export interface InstructionReplica {
  readonly id: string;
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly code: string | null;
  readonly documentId: string;
  /** Null above INTERNAL: read from the owner when it is needed. */
  readonly text: string | null;
  readonly requiresAction: boolean;
  readonly leadOrgId: string | null;
  readonly coOrgIds: string[];
  readonly leaderId: string | null;
  readonly dueOn: string | null;
  readonly givenAt: Date;
  /** Since when a registered item follows it: its own, or one that that was merged into. Once and for all. */
  readonly followedAt: Date | null;
}

/** As it was given. */
export type GivenInstruction = Omit<InstructionReplica, 'followedAt'>;
