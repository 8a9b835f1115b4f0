import type { Evidence } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import type { Assignment } from '../assignments/assignment.ts';
import type { Extension } from '../extensions/extension.ts';
import type { Light, LightReason } from '../lights/light.ts';
import type { Milestone } from '../milestones/milestone.ts';
import type { UrgeNotice } from '../notices/notice.ts';
import type { Obstacle } from '../progress/progress.ts';
import type { HazardLink } from '../rectification/hazard.ts';

export type ItemState =
  | 'PROPOSED'
  | 'REGISTERED'
  | 'REJECTED'
  | 'MERGED'
  | 'ASSIGNED'
  | 'IN_PROGRESS'
  | 'SUSPENDED'
  | 'VERIFYING'
  | 'COMPLETED'
  | 'STRUCK_OFF'
  | 'FILED';

export type ItemAction =
  | 'REGISTER'
  | 'REJECT'
  | 'MERGE'
  | 'UNMERGE'
  | 'ASSIGN'
  | 'ACCEPT_ASSIGNMENT'
  | 'FINISH_ASSIGNMENT'
  | 'DISPUTE_ASSIGNMENT'
  | 'DECIDE_DISPUTE'
  | 'TRANSFER_LEAD'
  | 'REPORT_PROGRESS'
  | 'ADD_MILESTONE'
  | 'COMPLETE_MILESTONE'
  | 'DROP_MILESTONE'
  | 'RAISE_OBSTACLE'
  | 'ANALYSE_OBSTACLE'
  | 'ESCALATE_OBSTACLE'
  | 'ACCEPT_RISK'
  | 'RESOLVE_OBSTACLE'
  | 'ISSUE_NOTICE'
  | 'ANSWER_NOTICE'
  | 'SUSPEND'
  | 'RESUME'
  | 'REQUIRE_RECTIFICATION'
  | 'SUBMIT_COMPLETION'
  | 'VERIFY'
  | 'STRIKE_OFF'
  | 'REOPEN'
  | 'REQUEST_EXTENSION'
  | 'DECIDE_EXTENSION'
  | 'REQUEST_COORDINATION'
  | 'GIVE_FEEDBACK'
  | 'FILE';

export type ItemCategory =
  | 'DECISION'
  | 'LEADER_INSTRUCTION'
  | 'MEETING'
  | 'DOCUMENT'
  | 'KEY_WORK'
  | 'HAZARD'
  | 'PETITION'
  | 'PROPOSAL'
  | 'SELF_INITIATED';
export type ItemWeight = 'NORMAL' | 'IMPORTANT' | 'MAJOR';
export type FeedbackCycle = 'DAILY' | 'WEEKLY' | 'BIWEEKLY' | 'MONTHLY' | 'NONE';
export type SourceType = 'Resolution' | 'Hazard' | 'ServiceCase' | 'Instruction' | 'FocusTopic';
export type VerificationMethod = 'DESK' | 'ONSITE' | 'UNANNOUNCED' | 'SAMPLE_CALLBACK' | 'DATA';
export type VerificationResult = 'PASS' | 'FAIL' | 'PARTIAL';

/** A time in which the item's clock stood still: suspended, or closed until reopened; `to` is null while it lasts. */
export interface IdleSpan {
  readonly from: string;
  readonly to: string | null;
  /** The limit until the span ended, where its end moved it. */
  readonly dueAt?: string;
}

export interface SupervisionItem {
  readonly id: string;
  readonly status: ItemState;
  readonly version: number;
  /** The supervising organisation. */
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly code: string | null;
  readonly title: string | null;
  readonly category: ItemCategory;
  readonly weight: ItemWeight;
  readonly origin: 'ASSIGNED' | 'DETECTED';
  readonly sourceType: SourceType | null;
  readonly sourceId: string | null;
  /** Business number of the source of an imported item, which may become known by id later. */
  readonly sourceCode: string | null;
  /** Which event of the source proposed it; 0 when a person did. A replay of that event proposes nothing. */
  readonly sourceSequence: number;
  /** Unique while the item, or the one it is merged into, is open, null otherwise: SUP-1 in the database. */
  readonly openKey: string | null;
  readonly requirement: string | null;
  readonly measurableTarget: string | null;
  readonly leaderId: string | null;
  readonly leadOrgId: string | null;
  readonly coOrgIds: string[];
  readonly suggestedDueOn: string | null;
  readonly supervisorId: string | null;
  readonly registeredById: string | null;
  readonly registeredAt: Date | null;
  readonly dueAt: Date | null;
  readonly originalDueAt: Date | null;
  readonly feedbackCycle: FeedbackCycle;
  readonly progressPercent: number;
  readonly acceptedAt: Date | null;
  /** Everybody who did part of the work: none of them verifies it (SUP-3). */
  readonly workerIds: string[];
  readonly idle: IdleSpan[];
  readonly completedAt: Date | null;
  readonly struckOffAt: Date | null;
  readonly filedAt: Date | null;
  readonly result: string | null;
  readonly stateReason: string | null;
  /** The end of its chain, which is never merged itself. */
  readonly mergedIntoId: string | null;
  /** Since when it is part of that one. */
  readonly mergedAt: Date | null;
  /** Null on items of before there was history. */
  readonly imported: boolean | null;
  /** Imported as open at the end of a balance day, which this is: it runs like an own one. */
  readonly openedAt: Date | null;
  /** Kept through a relapse, unlike `struckOffAt`. */
  readonly firstStruckOffAt: Date | null;
  readonly reopenedAt: Date | null;
  /** The leader's opinion of the handling, 1 to 5. */
  readonly feedbackScore: number | null;
  readonly feedbackAt: Date | null;
  /** The light as of the last look at it: its place in `lights`. */
  readonly lightRank: number;
  readonly lightReason: LightReason | null;
  /** Since when the light is what it is; null until the first look after it was kept. */
  readonly lightSince: Date | null;
  /** When it may change though nobody acts; null when it does not. */
  readonly lightNextAt: Date | null;
}

export interface Verification {
  readonly id: string;
  readonly itemId: string;
  readonly method: VerificationMethod;
  readonly verifierId: string;
  readonly at: Date;
  readonly result: VerificationResult;
  readonly findings: string | null;
  readonly evidence: Evidence[];
}

/** An item with everything its transition table looks at. */
export interface ItemDossier extends SupervisionItem {
  readonly assignments: readonly Assignment[];
  readonly notices: readonly UrgeNotice[];
  readonly obstacles: readonly Obstacle[];
  readonly milestones: readonly Milestone[];
  readonly hazards: readonly HazardLink[];
  readonly verifications: readonly Verification[];
  readonly extensions: readonly Extension[];
  /** Who registered it has no post to register by any more, or did it for somebody else; the role alone may strike it off. */
  readonly registrarLeft: boolean;
}

/** Units that may work on one item. */
export const mostParts = 50;

/** Imported as it was, not to be worked on: it stands under no limit, and nothing is found in it. */
export const isHistory = ({ imported, openedAt }: Pick<SupervisionItem, 'imported' | 'openedAt'>): boolean =>
  imported === true && openedAt === null;

/** Off the open ledger. A merged one's source is held by the item it became part of, those of the others by none. */
export const closedStates: readonly ItemState[] = ['REJECTED', 'MERGED', 'STRUCK_OFF', 'FILED'];

/** Still on somebody's desk. */
export const openStates: readonly ItemState[] = [
  'PROPOSED',
  'REGISTERED',
  'ASSIGNED',
  'IN_PROGRESS',
  'SUSPENDED',
  'VERIFYING',
  'COMPLETED',
];

/** Value of the unique column that keeps one open item per source and supervising organisation. */
export const openKeyOf = ({
  sourceType,
  sourceId,
  ownerOrgId,
}: Pick<SupervisionItem, 'sourceType' | 'sourceId' | 'ownerOrgId'>) =>
  sourceType === null || sourceId === null ? null : `${sourceType}:${sourceId}:${ownerOrgId}`;

/** What has a text of its own that its owner keeps while it is classified. */
export const isDecision = (type: SourceType | null): type is 'Resolution' | 'Instruction' =>
  type === 'Resolution' || type === 'Instruction';

/** The source as events name it. */
export const sourceOf = ({ sourceType, sourceId }: Pick<SupervisionItem, 'sourceType' | 'sourceId'>) =>
  sourceType === null || sourceId === null ? null : { type: sourceType, id: sourceId };

/** An item at one moment, or as it stands. */
export interface ItemLight {
  readonly item: SupervisionItem;
  readonly asOf: Date | null;
}

/** By what an item is found. */
export const itemTexts = ({ code, title, requirement, measurableTarget, result, sourceCode }: SupervisionItem) => ({
  code,
  title,
  requirement,
  measurableTarget,
  result,
  sourceCode,
});

/** Items of one part, counted; one of the others says of which. */
export interface ItemCount {
  readonly light: Light | null;
  readonly state: ItemState | null;
  readonly orgId: string | null;
  readonly category: ItemCategory | null;
  readonly count: number;
}
