/** What can be done with a case. */
export type CaseAction =
  | 'ISSUE_ONE_TIME_NOTICE'
  | 'SUPPLEMENT'
  | 'DEMAND_SUPPLEMENT_AGAIN'
  | 'ACCEPT'
  | 'REFUSE'
  | 'TRANSFER'
  | 'ARBITRATE'
  | 'START_HANDLING'
  | 'EXTEND'
  | 'ANSWER'
  | 'SIGN_ANSWER'
  | 'CALL_BACK'
  | 'CLOSE'
  | 'REDO'
  | 'HAND_TO_SUPERVISION'
  | 'REQUEST_REVIEW'
  | 'REQUEST_RECHECK'
  | 'RECORD_HEARING'
  | 'DECIDE_REVIEW'
  | 'WITHDRAW'
  | 'HAND_FIRST_ASK'
  | 'ACCEPT_FIRST_ASK';

export const caseEventTypes = [
  'OPEN',
  'SUPPLEMENT_NOTICE',
  'SUPPLEMENT',
  'ACCEPT',
  'REFUSE',
  'TRANSFER',
  'ARBITRATE',
  'START',
  'EXTEND',
  'DRAFT_ANSWER',
  'ANSWER',
  'CALLBACK',
  'REDO',
  'TO_SUPERVISION',
  'CLOSE',
  'REVIEW',
  'HEARING',
  'DECIDE',
  'WITHDRAW',
  'FIRST_ASK',
  'VISIT',
  'HAZARD',
] as const;
export type CaseEventType = (typeof caseEventTypes)[number];

/** One entry of a journal. */
export interface CaseEvent {
  readonly id: string;
  readonly caseId: string;
  readonly seq: number;
  readonly type: CaseEventType;
  readonly at: Date;
  readonly byId: string | null;
  readonly toOrgId: string | null;
  readonly text: string | null;
}

/** Who was responsible first, and to whom it went. */
export interface FirstAsk {
  readonly id: string;
  readonly caseId: string;
  readonly fromPersonId: string;
  readonly toPersonId: string;
  readonly handedAt: Date;
  readonly acceptedAt: Date | null;
}
