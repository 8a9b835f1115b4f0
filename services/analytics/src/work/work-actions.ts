import type { WorkAction, WorkKind } from '../generated/graphql.ts';

/** Who may do it: a role, and for some actions only on matters that weigh this much. */
export interface WorkDoer {
  readonly role: string;
  readonly major?: boolean;
}

interface Definition {
  readonly kind: WorkKind;
  readonly doers: readonly WorkDoer[];
}

const by = (kind: WorkKind, ...roles: readonly string[]): Definition => ({
  kind,
  doers: roles.map((role) => ({ role })),
});

/** Who registered decides: the director, for major items a leader who signs. */
const registrars: readonly WorkDoer[] = [
  { role: 'OFFICE_DIRECTOR', major: false },
  { role: 'SIGNER', major: true },
];

/** For whom each action waits, as the owners' transition tables say; nobody by role where a person is named. */
export const workActions: Readonly<Record<WorkAction, Definition>> = {
  REGISTER: by('SUPERVISION', 'OFFICE_DIRECTOR'),
  ASSIGN: by('SUPERVISION', 'SUPERVISOR'),
  ACCEPT: by('SUPERVISION', 'HANDLER', 'ORG_HEAD'),
  REPORT: by('SUPERVISION', 'HANDLER', 'ORG_HEAD'),
  VERIFY: by('SUPERVISION', 'SUPERVISOR'),
  STRIKE_OFF: { kind: 'SUPERVISION', doers: registrars },
  ANSWER_NOTICE: by('SUPERVISION', 'HANDLER', 'ORG_HEAD'),
  DECIDE_EXTENSION: { kind: 'SUPERVISION', doers: registrars },
  STATE_POSITION: by('COORDINATION', 'ORG_HEAD'),
  DECIDE_COORDINATION: by('COORDINATION', 'COORDINATOR'),
  CONFIRM: by('HAZARD', 'SAFETY_OFFICER'),
  PLAN: { kind: 'HAZARD', doers: [{ role: 'ORG_HEAD' }, { role: 'RECTIFIER', major: false }] },
  RECTIFY: by('HAZARD', 'RECTIFIER'),
  RECHECK: by('HAZARD', 'INSPECTOR'),
  CALL_BACK: by('CALLBACK', 'DUTY_OFFICER', 'WINDOW'),
  PRESS_CALLBACK: by('CALLBACK'),
  ACCEPT_CASE: by('CASE', 'CASE_OFFICER'),
  ANSWER_CASE: by('CASE', 'CASE_OFFICER'),
  FOLLOW_UP: by('CASE', 'WINDOW'),
  CLOSE_CASE: by('CASE', 'WINDOW'),
  REVISIT: by('RATING', 'WINDOW', 'CASE_OFFICER', 'SUPERVISOR'),
  STAND_DUTY: by('DUTY'),
  NUMBER: by('DOCUMENT', 'REGISTRAR'),
  ISSUE: by('DOCUMENT', 'REGISTRAR'),
  CATALOGUE: by('ARCHIVE', 'ARCHIVIST'),
};

/** Roles that serve their own unit: a post reaches up to its scope, and not to the units beside and below. */
export const servesOwnUnit: ReadonlySet<string> = new Set(['HANDLER', 'ORG_HEAD', 'RECTIFIER', 'CASE_OFFICER']);

export const actionsOfKinds = (kinds: readonly WorkKind[]): WorkAction[] =>
  (Object.keys(workActions) as WorkAction[]).filter((action) => kinds.includes(workActions[action].kind));
