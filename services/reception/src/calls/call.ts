import type { SecrecyLevel } from '@chengqi/schemas';
import type { CallbackEnd, CallOutcome } from '@chengqi/schemas/events/reception';

export const legCauses = ['NORMAL', 'NO_ANSWER', 'CALLER_HANGUP', 'USER_BUSY', 'VOICEMAIL'] as const;
export type LegCause = (typeof legCauses)[number];

export const classifications = [
  'CONSULT',
  'HELP',
  'COMPLAINT',
  'REPORT_INCIDENT',
  'OFFICIAL_NOTICE',
  'TRANSFER',
  'SPAM',
] as const;
export type Classification = (typeof classifications)[number];

export const attemptResults = ['REACHED', 'NO_ANSWER', 'BUSY', 'WRONG'] as const;
export type AttemptResult = (typeof attemptResults)[number];

/** One record of the exchange. Records are only added; calls and callbacks follow from them. */
export interface CallLeg {
  readonly id: string;
  readonly cdrNo: string;
  readonly callRef: string;
  readonly lineNo: string;
  readonly direction: 'IN' | 'OUT';
  /** The person outside, on either side of the record; null when withheld. */
  readonly callerId: string | null;
  /** Whose duty room the record is counted for. */
  readonly ownerOrgId: string;
  readonly hop: number;
  readonly ringAt: Date;
  readonly answerAt: Date | null;
  readonly endAt: Date;
  readonly cause: LegCause;
}

/** A number that rings: all that is known of it is worked out together, behind the lock of this row. */
export interface Caller {
  readonly id: string;
  readonly phoneHash: string;
  readonly phoneMasked: string;
}

/** What an officer wrote down; a note may come before its call. */
export interface CallNote {
  readonly id: string;
  /** Number in an export; null for notes made here. */
  readonly noteNo: string | null;
  readonly callRef: string;
  readonly officerId: string | null;
  readonly notedAt: Date;
  readonly classification: Classification;
  readonly urgent: boolean;
  readonly summary: string | null;
  /** Of an official notice: the unit that gave it. */
  readonly noticeFrom: string | null;
  /** Whether it was read back and found right. */
  readonly readBack: boolean | null;
  readonly caseCode: string | null;
  readonly spamApprovedById: string | null;
}

/** An attempt that an officer noted; the exchange's own records of attempts are legs. */
export interface NotedAttempt {
  readonly id: string;
  /** The caller's number, or the call when it was withheld. */
  readonly callerKey: string;
  readonly at: Date;
  readonly byId: string | null;
  readonly result: AttemptResult;
}

/** Whom a late callback is brought before, one after the other. */
export const escalationRoles = ['DUTY_LEADER', 'ORG_HEAD'] as const;
export type EscalationRole = (typeof escalationRoles)[number];

interface Stored {
  readonly id: string;
  readonly version: number;
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type CallState = 'ANSWERED' | 'LOGGED' | 'CALLBACK_PENDING' | 'CLOSED';

/** An inbound call as all records, notes and rosters of today tell it. */
export interface Call extends Stored {
  readonly status: CallState;
  readonly callRef: string;
  readonly lineNo: string;
  readonly callerId: string | null;
  readonly ringAt: Date;
  readonly answeredAt: Date | null;
  readonly endedAt: Date;
  readonly waitSeconds: number;
  readonly outcome: CallOutcome;
  readonly shiftId: string | null;
  /** The duty room that answers the line has rosters, so that no shift is an alarm; null in what came before this was kept. */
  readonly watched: boolean | null;
  /** An official notice was taken down and not read back yet; null as false. */
  readonly readBackOwed: boolean | null;
  readonly callbackId: string | null;
  readonly classification: Classification | null;
  readonly urgent: boolean;
}

/** Instants as text, as JSON keeps them. */
export interface StoredAttempt {
  readonly at: string;
  readonly byId: string | null;
  readonly result: AttemptResult;
}

export type CallbackState = 'OPEN' | 'CLOSED';

/** A callback that is owed; its first call gives it its identity. */
export interface CallbackTask extends Stored {
  readonly status: CallbackState;
  readonly firstCallId: string;
  readonly callerId: string | null;
  readonly lineNo: string;
  readonly shiftId: string | null;
  /** First ring of the first call. */
  readonly ringAt: Date;
  readonly openedAt: Date;
  readonly dueAt: Date;
  readonly attempts: readonly StoredAttempt[];
  readonly firstAttemptAt: Date | null;
  readonly closedAt: Date | null;
  readonly end: CallbackEnd;
  /** Given up by an officer, after the attempts that the rule asks for. */
  readonly givenUpAt: Date | null;
  readonly closeReason: string | null;
  readonly escalatedTo: EscalationRole | null;
  readonly escalatedAt: Date | null;
  /** The people who were told, leaders before heads. */
  readonly escalatedToIds: readonly string[] | null;
  /** The limit whose passing was announced; each is announced once. */
  readonly overdueFor: Date | null;
  readonly imported: boolean;
}

/** What was answered to one sending of the exchange, so that the same key gets the same answer. */
export interface LegBatch {
  readonly id: string;
  readonly at: Date;
  readonly recorded: number;
  readonly callRefs: readonly string[];
  readonly refused: readonly { readonly cdrNo: string; readonly code: string; readonly reason: string }[];
  /** Calls that were known and are told otherwise now; null in answers given before this was kept. */
  readonly resettled:
    | readonly { readonly callId: string; readonly from: CallOutcome; readonly to: CallOutcome }[]
    | null;
}

export const shiftStub = (id: string | null) => (id === null ? null : { __typename: 'DutyShift' as const, id });
