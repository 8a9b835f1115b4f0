import type { Access, Act, Decision } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { type Doer, defineWorkflow, guardFailed, refusal, role, system } from '@chengqi/service-kit';
import { ended, onSite } from './visit.events.ts';
import {
  isInHouse,
  isStatutory,
  maxPetitioners,
  mayBeReceived,
  type Visit,
  type VisitAction,
  type VisitCase,
  type VisitStatus,
  visitStatuses,
} from './visit.ts';

type Who = Doer<VisitCase>;

/** Of the unit visited, or of the place where the visitor stands. */
const window: Who = role('WINDOW', { of: ({ ownerOrgId, siteOrgId }) => [ownerOrgId, siteOrgId] });
const director: Who = role('OFFICE_DIRECTOR');
const keeper: Who = role('PII_READ');

/** Who counts the people of a place outside. */
export const evacuatingRoles = ['WINDOW', 'SAFETY_OFFICER', 'DUTY_OFFICER', 'DUTY_LEADER'] as const;

const wording = { states: words.values.VisitState, actions: words.values.VisitAction };

export const visitWorkflow = defineWorkflow<VisitCase, VisitStatus, VisitAction>(wording, [
  { from: ['INVITED', 'WALK_IN'], action: 'CHECK_IN', to: 'CHECKED_IN', roles: [window], guard: assertMayComeIn },
  { from: 'CHECKED_IN', action: 'RECEIVE', to: 'RECEIVED', roles: [window, director] },
  { from: ['CHECKED_IN', 'RECEIVED'], action: 'CHECK_OUT', to: 'LEFT', roles: [window] },
  { from: ['INVITED', 'WALK_IN', 'CHECKED_IN'], action: 'REFUSE', to: 'REFUSED', roles: [window, director] },
  { from: 'INVITED', action: 'MARK_NO_SHOW', to: 'NO_SHOW', roles: [system()] },
  // Erasing leaves the visit where it stands.
  ...visitStatuses.map((status) => ({
    ...{ from: status, action: 'ERASE' as const, to: status, roles: [keeper], guard: assertErasable },
    settled: ({ erasedAt }: VisitCase) => erasedAt !== null,
  })),
]);

export const visitAccess: Access<VisitCase, VisitStatus, VisitAction> = {
  type: 'Visit',
  roles: visitWorkflow.roles,
  workflow: visitWorkflow,
};

type VisitAct = Act<VisitStatus>;

/** `present` people of the same petition are in the house already. */
export function checkIn(
  visit: Visit,
  { to, at }: VisitAct,
  given: { readonly badge: string | null; readonly letterNo: string | null; readonly present: number },
): Decision<Visit> {
  if (visit.kind === 'PETITION') assertRoomForPetitioners(given.present, 1 + visit.companions);
  const letterNo = given.letterNo ?? visit.letterNo;
  return {
    changes: { status: to, arriveAt: at, listedAt: at, badge: given.badge, letterNo },
    events: [onSite(visit, at)],
  };
}

/** with the letter that the act brings, or with the word of a director that none is needed. */
export function receive(
  visit: Visit,
  { to, by, at }: VisitAct,
  given: { readonly letterNo: string | null; readonly waiver: string | null },
): Decision<Visit> {
  const letter = {
    letterNo: given.letterNo ?? visit.letterNo,
    ...(given.waiver !== null && { letterWaivedById: by, letterWaiverReason: given.waiver }),
  };
  assertLetter({ ...visit, ...letter });
  return { changes: { status: to, ...letter, receivedAt: at, receivedById: by }, events: [] };
}

export const checkOut = (visit: Visit, { to, at }: VisitAct): Decision<Visit> => ({
  changes: { status: to, leaveAt: at },
  events: [ended(visit, 'LEFT', at)],
});

export const refuse = (visit: Visit, { to, at }: VisitAct, refuseReason: string): Decision<Visit> => ({
  changes: { status: to, leaveAt: at, refuseReason },
  events: [ended(visit, 'REFUSED', at)],
});

export const erase = (
  { purpose, refuseReason, letterWaiverReason }: Visit,
  { by, at }: VisitAct,
  { reason, cover }: { readonly reason: string; readonly cover: (text: string) => string },
): Decision<Visit> => ({
  changes: {
    ...{ erasedAt: at, erasedById: by, eraseReason: reason },
    purpose: cover(purpose),
    refuseReason: refuseReason && cover(refuseReason),
    letterWaiverReason: letterWaiverReason && cover(letterWaiverReason),
  },
  events: [],
});

export const markNoShow = (visit: Visit, { to, at }: VisitAct): Decision<Visit> => ({
  changes: { status: to },
  events: [ended(visit, 'NO_SHOW', at)],
});

function assertMayComeIn({ block, erasedAt }: VisitCase): void {
  if (erasedAt !== null)
    throw guardFailed('R-ERASED', {
      en: 'The visitor was erased; register the visit anew.',
      zh: '来访人员信息已抹去，请重新登记。',
    });
  if (block === null) return;
  throw guardFailed('R-BLOCKED', {
    en: 'This visitor is not let in; turn the visitor away.',
    zh: '该来访人员在限制进入期内，请予谢绝。',
  });
}

/** The law keeps what belongs to a petition or a case; the house has to know who is in it and who is not to come. */
function assertErasable(visit: VisitCase): void {
  if (visit.erasedAt !== null)
    throw guardFailed('R-ERASED', { en: 'The visitor has been erased already.', zh: '来访人员信息已经抹去。' });
  if (isStatutory(visit))
    throw guardFailed('R-ERASED', {
      en: 'What belongs to a petition or a case is kept by law.',
      zh: '信访或与办件关联的来访须依法留存。',
    });
  if (isInHouse(visit)) throw guardFailed('R-ERASED', { en: 'The visitor is in the house.', zh: '来访人员尚未离开。' });
  if (visit.block !== null)
    throw guardFailed('R-ERASED', {
      en: 'The visitor is blocked until later; lift the block first.',
      zh: '来访人员在限制进入期内，须先解除限制。',
    });
}

/** */
export function assertLetter(visit: Pick<Visit, 'kind' | 'letterNo' | 'letterWaivedById'>): void {
  if (mayBeReceived(visit)) return;
  throw guardFailed('R-9', {
    en: 'An official visitor is not received without a letter.',
    zh: '公务来访须持公函；无公函的不予接待。',
  });
}

/** */
export function assertRoomForPetitioners(present: number, arriving: number): void {
  if (present + arriving <= maxPetitioners) return;
  throw refusal(
    'LIMIT_EXCEEDED',
    {
      en: `Of one petition at most ${maxPetitioners} representatives come in; please choose them.`,
      zh: `集体走访应推选不超过${maxPetitioners}名代表，请推选代表后登记。`,
    },
    { rule: 'R-6', present },
  );
}
