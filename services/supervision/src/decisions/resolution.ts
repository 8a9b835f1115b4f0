import type { SecrecyLevel } from '@chengqi/schemas';

/** What supervision knows of an adopted resolution, from the meetings' events; its owner is who should supervise it. */
export interface ResolutionReplica {
  readonly id: string;
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly code: string;
  readonly meetingId: string;
  /** Null above INTERNAL: read from the owner when it is needed. */
  readonly text: string | null;
  readonly requiresAction: boolean;
  readonly waived: boolean;
  readonly leadOrgId: string | null;
  readonly coOrgIds: string[];
  readonly leaderId: string | null;
  readonly dueOn: string | null;
  readonly adoptedAt: Date;
  /** Since when a registered item follows it: its own, or one that that was merged into. Once and for all. */
  readonly followedAt: Date | null;
}

/** As its adoption tells it. */
export type AdoptedResolution = Omit<ResolutionReplica, 'followedAt'>;
