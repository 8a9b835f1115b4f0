import type { Access } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import {
  badInput,
  type Doer,
  type Duty,
  defineWorkflow,
  guardFailed,
  person,
  refusal,
  role,
  separate,
  separationOfDuties,
} from '@chengqi/service-kit';
import {
  type HazardAction,
  type HazardCase,
  type HazardLevel,
  type HazardStatus,
  type RectificationPlan,
  relapseEnd,
} from './hazard.ts';

type Who = Doer<HazardCase>;

/** A bureau's officer acts at the bureau's places, one whose scope is the county everywhere in it. */
const safetyOfficer: Who = role('SAFETY_OFFICER', { of: (hazard) => hazard.siteOrgId });
const upperSafetyOfficer: Who = role('SAFETY_OFFICER');
const upperSigner: Who = role('SIGNER');
const orgHead: Who = role('ORG_HEAD', { of: (hazard) => hazard.responsibleOrgId });
const rectifier: Who = role('RECTIFIER', { of: (hazard) => hazard.responsibleOrgId });
const responsiblePerson: Who = person((hazard) => hazard.plan?.responsibleId ?? null, 'responsible person');
const inspector: Who = role('INSPECTOR', { of: (hazard) => hazard.siteOrgId });
const namedRechecker: Who = person((hazard) => hazard.recheckerId, 'named rechecker');
const extending: readonly Who[] = [
  role('SAFETY_OFFICER', { of: (hazard) => hazard.siteOrgId, when: (hazard) => !hazard.listed }),
  role('SAFETY_OFFICER', { when: (hazard) => hazard.listed }),
];

const notSubmitter = separate<HazardCase>((hazard) => [hazard.plan?.submittedById ?? null], {
  en: 'Who handed in the plan does not approve it.',
  zh: '提交整改方案者不得审批本方案。',
});

/** HAZ-1. */
const notRectifier = separate<HazardCase>(rectifyingPersons, {
  en: 'Who put the hazard right does not recheck it.',
  zh: '整改人不得复查本人整改的隐患。',
});

/** HAZ-1, for MAJOR. */
const outsider: Duty<HazardCase> = (actor, { level, responsibleOrgId }) =>
  level === 'MAJOR' && responsibleOrgId !== null && actor.belongsTo(responsibleOrgId)
    ? separationOfDuties({
        en: 'A MAJOR hazard is rechecked by somebody from outside the responsible unit.',
        zh: '重大隐患须由责任单位以外的人员复查。',
      })
    : null;

const rechecking = { roles: [inspector, namedRechecker], duties: [notRectifier, outsider] };
const noticing = { action: 'RECORD_NOTICES', roles: [safetyOfficer, orgHead] } as const;
const listing = {
  action: 'LIST',
  roles: [upperSigner, upperSafetyOfficer],
  guard: ({ level, listed }: HazardCase) => {
    if (level !== 'MAJOR') {
      throw guardFailed('HAZ-LIST', { en: 'Only MAJOR hazards are listed.', zh: '仅重大隐患可挂牌。' });
    }
    if (listed) throw guardFailed('HAZ-LIST', { en: 'It is listed already.', zh: '该隐患已挂牌。' });
  },
} as const;

const wording = { states: words.values.HazardState, actions: words.values.HazardAction };

export const hazardWorkflow = defineWorkflow<HazardCase, HazardStatus, HazardAction>(wording, [
  { from: 'REPORTED', action: 'CONFIRM', to: 'CONFIRMED', roles: [safetyOfficer] },
  { from: 'REPORTED', action: 'DISMISS', to: 'DISMISSED', roles: [safetyOfficer] },
  { from: 'CONFIRMED', action: 'FIX_ON_SPOT', to: 'RECHECK', roles: [rectifier], guard: onlyGeneral },
  { from: 'CONFIRMED', action: 'SUBMIT_PLAN', to: 'CONFIRMED', roles: [orgHead] },
  {
    from: 'CONFIRMED',
    action: 'APPROVE_PLAN',
    to: 'RECTIFYING',
    roles: [safetyOfficer],
    duties: [notSubmitter],
    guard: fiveInPlace,
  },
  { from: 'CONFIRMED', to: 'CONFIRMED', ...listing },
  { from: 'RECTIFYING', to: 'RECTIFYING', ...listing },
  { from: 'RECTIFYING', action: 'EXTEND_DEADLINE', to: 'RECTIFYING', roles: extending, guard: extendable },
  { from: 'CONFIRMED', to: 'CONFIRMED', ...noticing },
  { from: 'RECTIFYING', to: 'RECTIFYING', ...noticing },
  { from: 'RECHECK', to: 'RECHECK', ...noticing },
  { from: 'RECTIFYING', action: 'SUBMIT_RECTIFICATION', to: 'RECHECK', roles: [rectifier, responsiblePerson] },
  { from: 'RECHECK', action: 'RECHECK', outcome: 'PASS', to: 'CLOSED', ...rechecking, guard: mayClose },
  { from: 'RECHECK', action: 'RECHECK', outcome: 'FAIL', to: 'RECTIFYING', ...rechecking },
  { from: 'CLOSED', action: 'REOPEN', to: 'CONFIRMED', roles: [safetyOfficer], guard: relapsedInTime },
]);

/** Who may see hazards follows from who may act on them. */
export const hazardAccess: Access<HazardCase, HazardStatus, HazardAction> = {
  type: 'Hazard',
  roles: hazardWorkflow.roles,
  workflow: hazardWorkflow,
};

/** Everybody whom HAZ-1 keeps from the recheck: who said it is done, and who answers for it. */
export function rectifyingPersons({ rectifierIds, plan }: Pick<HazardCase, 'rectifierIds' | 'plan'>): string[] {
  return [...rectifierIds, ...(plan ? [plan.responsibleId] : [])];
}

function onlyGeneral({ level }: HazardCase): void {
  if (level === 'MAJOR') {
    throw guardFailed('HAZ-2', { en: 'A MAJOR hazard is never fixed on the spot.', zh: '重大隐患不得当场整改了结。' });
  }
}

/** What HAZ-2 still misses; GENERAL needs only what every plan has. */
export function missingOfPlan(level: HazardLevel | null, plan: RectificationPlan | null): string[] {
  if (plan === null) return ['plan'];
  const required = {
    responsible: plan.responsibleId,
    measures: plan.measures.length > 0 ? plan.measures : null,
    deadline: plan.deadline,
    ...(level === 'MAJOR' && {
      funds: plan.funds,
      contingency: plan.contingency,
      interimControls: plan.interimControls,
      stopUse: plan.stopUse,
    }),
  };
  return Object.entries(required).flatMap(([part, value]) => (value == null ? [part] : []));
}

function fiveInPlace({ level, plan }: HazardCase): void {
  const missing = missingOfPlan(level, plan);
  if (missing.length === 0) return;
  throw refusal(
    'GUARD_FAILED',
    { en: `Not in place: ${missing.join(', ')}.`, zh: `“五落实”不全：${missing.join('、')}。` },
    { rule: 'HAZ-2', missing },
  );
}

function extendable({ extensions, dueAt, at }: HazardCase): void {
  if (extensions >= 1) throw refusal('LIMIT_EXCEEDED', { en: 'The limit moves once.', zh: '整改期限只能延长一次。' });
  if (dueAt === null || at.getTime() > dueAt.getTime()) {
    throw refusal('DEADLINE_PASSED', { en: 'The limit has passed.', zh: '整改期限已过，不得延期。' });
  }
}

function mayClose({ level, notifiedStaffAt, reportedToRegulatorAt, preventive, recurrenceOfId }: HazardCase): void {
  if (level === 'MAJOR' && (notifiedStaffAt === null || reportedToRegulatorAt === null)) {
    throw guardFailed('HAZ-3', {
      en: 'Staff and regulator have to be told of a MAJOR hazard before it is closed.',
      zh: '重大隐患销号前须告知职工并报告监管部门。',
    });
  }
  if (preventive === null && (level === 'MAJOR' || recurrenceOfId !== null)) {
    throw guardFailed('HAZ-PREVENTIVE', {
      en: 'What keeps it from coming back is not stated.',
      zh: '未填写防范措施。',
    });
  }
}

function relapsedInTime({ closedAt, at }: HazardCase): void {
  if (closedAt !== null && at.getTime() < relapseEnd(closedAt).getTime()) return;
  throw refusal('DEADLINE_PASSED', {
    en: 'After 90 days a relapse is reported as a new hazard with recurrenceOfId.',
    zh: '超过90天的复发须作为新隐患上报，并注明原隐患。',
  });
}

/** Each measure of the plan is proved; a repair on the spot that failed has no measures, so anything proved will do. */
export function assertEveryMeasureProved(plan: RectificationPlan | null, proved: readonly (number | null)[]): void {
  const count = plan?.measures.length ?? 0;
  if (
    proved.length === 0 ||
    proved.some((measure) => measure !== null && (measure < 1 || measure > Math.max(count, 1)))
  ) {
    throw badInput('results', { en: 'One result for each measure of the plan.', zh: '须逐项填写整改措施的完成情况。' });
  }
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((measure) => !proved.includes(measure));
  if (missing.length === 0) return;
  throw refusal(
    'GUARD_FAILED',
    { en: `No evidence for measure ${missing.join(', ')}.`, zh: `第 ${missing.join('、')} 项措施缺少佐证。` },
    { rule: 'HAZ-EVIDENCE', missing },
  );
}
