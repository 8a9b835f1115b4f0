import type { Access } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import {
  bothOf,
  type Doer,
  type Duty,
  defineWorkflow,
  guardFailed,
  notOfOrg,
  person,
  refusal,
  role,
  separate,
  system,
  type Transition,
} from '@chengqi/service-kit';
import { isOn } from '../assignments/assignment.ts';
import { isInTheWay } from '../progress/progress.ts';
import { isSettled } from '../rectification/hazard.ts';
import type { ItemAction, ItemDossier, ItemState, SupervisionItem } from './item.ts';

type Row = Transition<ItemDossier, ItemState, ItemAction>;
type Who = Doer<ItemDossier>;

const leadOrg = (item: ItemDossier) => item.assignments.find(({ lead }) => lead)?.orgId ?? item.leadOrgId;
const involvedOrgs = (item: ItemDossier): string[] =>
  item.assignments.length > 0
    ? item.assignments.filter(isOn).map(({ orgId }) => orgId)
    : [...(item.leadOrgId ? [item.leadOrgId] : []), ...item.coOrgIds];
const isMajor = ({ weight }: SupervisionItem) => weight === 'MAJOR';

const supervisor: Who = role('SUPERVISOR');
const signer: Who = role('SIGNER');
const director: Who = role('OFFICE_DIRECTOR');
const handler: Who = role('HANDLER', { of: involvedOrgs });
const orgHead: Who = role('ORG_HEAD', { of: involvedOrgs });
const leadHead: Who = role('ORG_HEAD', { of: leadOrg });
const leadHandler: Who = role('HANDLER', { of: leadOrg });
const minorDirector: Who = role('OFFICE_DIRECTOR', { when: (item) => !isMajor(item) });
const majorSigner: Who = role('SIGNER', { when: isMajor });
const registrars = [minorDirector, majorSigner];
const urged = (item: ItemDossier): string[] => item.notices.map(({ toOrgId }) => toOrgId);
const urgedUnits: Who[] = [role('HANDLER', { of: urged }), role('ORG_HEAD', { of: urged })];
const ownLeader: Who = person(({ leaderId }) => leaderId, 'LEADER');

/** SUP-3: who registered strikes off, or who stands in for that person, whatever it weighs now; the role decides when that person is unknown or has left. */
const again = (who: Who, otherwise: Who): Who => ({
  ...who,
  may: (actor, item) =>
    item.registeredById === null || item.registrarLeft
      ? otherwise.may(actor, item)
      : who.may(actor, item) && bothOf(actor).some(({ personId }) => personId === item.registeredById),
});
const registrarAgain = [again(director, minorDirector), again(signer, majorSigner)];

/** The part must be one the actor's role reaches, and in the state named. */
const ownPart =
  (state: 'SENT' | 'WORKING', as: readonly Who[], lead?: boolean): Duty<ItemDossier> =>
  (actor, item) => {
    const open = item.assignments.filter((part) => part.state === state && (lead === undefined || part.lead === lead));
    const own = open.some((part) => as.some((who) => who.may(actor, { ...item, assignments: [part] })));
    if (own) return null;
    return state === 'SENT'
      ? guardFailed('SUP-2', { en: 'This part is not waiting to be accepted.', zh: '该任务不在待签收状态。' })
      : guardFailed('SUP-2', {
          en: 'Only an accepted, unfinished part allows this.',
          zh: '仅已签收且未完成的任务可执行此操作。',
        });
  };

/** Once in the life of a part, whatever was decided. */
function notDisputedBefore({ assignments }: ItemDossier): void {
  if (assignments.some(({ state, dispute }) => state === 'SENT' && dispute === null)) return;
  throw guardFailed('dispute.once', { en: 'A part is disputed once.', zh: '同一任务只能提出一次异议。' });
}

function pendingDispute({ assignments }: ItemDossier): void {
  if (assignments.some(({ state }) => state === 'DISPUTED')) return;
  throw guardFailed('dispute.decided', { en: 'No dispute waits for a decision.', zh: '没有待裁定的异议。' });
}

const notOwnDispute = separate<ItemDossier>(
  ({ assignments }) =>
    assignments.flatMap(({ state, dispute }) => (state === 'DISPUTED' ? [dispute?.raisedById ?? null] : [])),
  { en: 'Who disputes a part does not decide on it.', zh: '提出异议的人不得裁定该异议。' },
);

const openNotice: Duty<ItemDossier> = (actor, item) =>
  item.notices.some(
    ({ toOrgId, answeredAt }) =>
      answeredAt === null && ['ORG_HEAD', 'HANDLER'].some((name) => actor.holds(name, toOrgId)),
  )
    ? null
    : guardFailed('notice.once', { en: 'There is no unanswered notice to you.', zh: '没有待您答复的督办单。' });

function openObstacle({ obstacles }: ItemDossier): void {
  if (obstacles.some(isInTheWay)) return;
  throw guardFailed('obstacle.open', { en: 'The obstacle is no longer in the way.', zh: '该梗阻已不在办理中。' });
}

/** A leader hears of what was thought about, once. */
function analysedObstacle(item: ItemDossier): void {
  if (!item.obstacles.some(({ state }) => state === 'ANALYSED')) {
    throw guardFailed('obstacle.analysed', {
      en: 'Only an analysed obstacle that was not escalated before is.',
      zh: '仅已分析且未上报的梗阻可上报。',
    });
  }
  leaderOf(item);
}

/** Who hears of its escalated obstacles. An item of an export may have none. */
export function leaderOf({ leaderId }: SupervisionItem): string {
  if (leaderId !== null) return leaderId;
  throw guardFailed('obstacle.leader', { en: 'The item has no leader.', zh: '该事项没有责任领导。' });
}

function escalatedObstacle({ obstacles }: ItemDossier): void {
  if (obstacles.some(({ state }) => state === 'ESCALATED')) return;
  throw guardFailed('obstacle.escalated', {
    en: 'Only the risk of an escalated obstacle is accepted.',
    zh: '仅已上报的梗阻可接受风险。',
  });
}

function openMilestone({ milestones }: ItemDossier): void {
  if (milestones.some(({ doneAt, droppedAt }) => doneAt === null && droppedAt === null)) return;
  throw guardFailed('milestone.open', { en: 'The milestone is done or dropped.', zh: '该节点已完成或已取消。' });
}

function coUnitsDone({ assignments }: ItemDossier): void {
  if (assignments.filter(isOn).every(({ lead, state }) => lead || state === 'DONE')) return;
  throw guardFailed('SUP-2', { en: 'Every co-unit has to finish its part first.', zh: '须待全部协办单位完成。' });
}

/** SUP-5: a pending link is an open hazard. */
function hazardsSettled({ hazards }: ItemDossier): void {
  if (hazards.every(isSettled)) return;
  throw guardFailed('SUP-5', { en: 'A linked hazard is still open.', zh: '关联隐患尚未闭环。' });
}

function passedAndSettled(item: ItemDossier): void {
  hazardsSettled(item);
  if (item.verifications.at(-1)?.result === 'PASS') return;
  throw guardFailed('SUP-5', { en: 'The last verification did not pass.', zh: '最近一次核查未通过。' });
}

/** SUP-4: at most two, one at a time; refused ones do not count. */
function roomForExtension({ extensions }: ItemDossier): void {
  if (extensions.some(({ decision }) => decision === 'PENDING')) {
    throw guardFailed('SUP-4', { en: 'One is still to be decided.', zh: '上一次延期申请尚未审批。' });
  }
  if (extensions.filter(({ decision }) => decision === 'APPROVED').length < 2) return;
  throw refusal('LIMIT_EXCEEDED', { en: 'At most two extensions (SUP-4).', zh: '延期最多两次（SUP-4）。' });
}

function pendingExtension({ extensions }: ItemDossier): void {
  if (extensions.some(({ decision }) => decision === 'PENDING')) return;
  throw guardFailed('SUP-4', { en: 'It is decided already.', zh: '该延期申请已审批。' });
}

const notOwnWish = separate<ItemDossier>(
  ({ extensions }) =>
    extensions.filter(({ decision }) => decision === 'PENDING').map(({ requestedById }) => requestedById),
  { en: 'Who asked for more time does not grant it.', zh: '申请人不得审批本人的延期申请。' },
);

function noFeedbackYet({ feedbackAt }: ItemDossier): void {
  if (feedbackAt === null) return;
  throw guardFailed('feedback.once', { en: 'The leader has said so already.', zh: '领导已评价。' });
}

const independent: Duty<ItemDossier>[] = [
  separate((item) => [...item.workerIds, ...item.assignments.map(({ handlerId }) => handlerId)], {
    en: 'Who did the work does not verify it (SUP-3).',
    zh: '承办人不得核查本人承办事项（SUP-3）。',
  }),
  notOfOrg((item) => item.assignments.map(({ orgId }) => orgId), {
    en: 'The verifier comes from a unit without a part in the work (SUP-3).',
    zh: '核查人不得来自承办单位（SUP-3）。',
  }),
];

/** One row for each state that the action leaves as it is. */
const stay = (states: readonly ItemState[], row: Omit<Row, 'from' | 'to'>): Row[] =>
  states.map((state) => ({ ...row, from: state, to: state }));

const whilePlanned = ['REGISTERED', 'ASSIGNED', 'IN_PROGRESS'] as const;
const whileRunning = ['IN_PROGRESS', 'SUSPENDED', 'VERIFYING'] as const;
const units = [handler, orgHead];

const wording = { states: words.values.SupervisionItemState, actions: words.values.SupervisionItemAction };

export const itemWorkflow = defineWorkflow<ItemDossier, ItemState, ItemAction>(wording, [
  { from: 'PROPOSED', action: 'REGISTER', to: 'REGISTERED', roles: registrars },
  { from: 'PROPOSED', action: 'REJECT', to: 'REJECTED', roles: [director, system()] },
  { from: 'PROPOSED', action: 'MERGE', to: 'MERGED', roles: [director, system()] },
  { from: 'MERGED', action: 'UNMERGE', to: 'PROPOSED', roles: [system()] },
  { from: 'REGISTERED', action: 'ASSIGN', to: 'ASSIGNED', roles: [supervisor] },
  {
    from: 'ASSIGNED',
    action: 'ACCEPT_ASSIGNMENT',
    outcome: 'LEAD',
    to: 'IN_PROGRESS',
    roles: units,
    duties: [ownPart('SENT', units, true)],
  },
  ...stay(['ASSIGNED', 'IN_PROGRESS'], {
    action: 'ACCEPT_ASSIGNMENT',
    outcome: 'CO',
    roles: units,
    duties: [ownPart('SENT', units, false)],
  }),
  ...stay(['IN_PROGRESS'], { action: 'FINISH_ASSIGNMENT', roles: units, duties: [ownPart('WORKING', units, false)] }),
  ...stay(['ASSIGNED', 'IN_PROGRESS'], {
    action: 'DISPUTE_ASSIGNMENT',
    roles: [orgHead],
    duties: [ownPart('SENT', [orgHead])],
    guard: notDisputedBefore,
  }),
  ...stay(['ASSIGNED', 'IN_PROGRESS'], {
    action: 'DECIDE_DISPUTE',
    roles: [director],
    duties: [notOwnDispute],
    guard: pendingDispute,
  }),
  { from: ['ASSIGNED', 'IN_PROGRESS'], action: 'TRANSFER_LEAD', to: 'ASSIGNED', roles: registrars },
  ...stay(['IN_PROGRESS'], { action: 'REPORT_PROGRESS', roles: [handler], duties: [ownPart('WORKING', [handler])] }),
  ...stay(whilePlanned, { action: 'ADD_MILESTONE', roles: [supervisor, leadHead] }),
  ...stay(['IN_PROGRESS'], { action: 'COMPLETE_MILESTONE', roles: [leadHandler, leadHead], guard: openMilestone }),
  ...stay([...whilePlanned, 'SUSPENDED'], { action: 'DROP_MILESTONE', roles: [supervisor], guard: openMilestone }),
  ...stay(['IN_PROGRESS'], { action: 'RAISE_OBSTACLE', roles: [handler, supervisor] }),
  ...stay(whileRunning, { action: 'ANALYSE_OBSTACLE', roles: [supervisor, handler], guard: openObstacle }),
  ...stay(whileRunning, { action: 'ESCALATE_OBSTACLE', roles: [supervisor, orgHead], guard: analysedObstacle }),
  ...stay(whileRunning, { action: 'ACCEPT_RISK', roles: [minorDirector, signer], guard: escalatedObstacle }),
  ...stay(whileRunning, { action: 'RESOLVE_OBSTACLE', roles: [supervisor, handler], guard: openObstacle }),
  ...stay(['IN_PROGRESS'], { action: 'ISSUE_NOTICE', outcome: 'URGE', roles: [supervisor] }),
  ...stay(['IN_PROGRESS'], { action: 'ISSUE_NOTICE', outcome: 'RED', roles: [director] }),
  ...stay(whileRunning, { action: 'ANSWER_NOTICE', roles: urgedUnits, duties: [openNotice] }),
  ...stay(['IN_PROGRESS'], { action: 'REQUIRE_RECTIFICATION', roles: [supervisor] }),
  ...stay(['IN_PROGRESS'], { action: 'REQUEST_EXTENSION', roles: [leadHead], guard: roomForExtension }),
  ...stay(['IN_PROGRESS'], {
    action: 'DECIDE_EXTENSION',
    roles: registrars,
    duties: [notOwnWish],
    guard: pendingExtension,
  }),
  ...stay(['IN_PROGRESS'], { action: 'REQUEST_COORDINATION', roles: [handler, supervisor], guard: openObstacle }),
  { from: 'IN_PROGRESS', action: 'SUSPEND', to: 'SUSPENDED', roles: [signer] },
  { from: 'SUSPENDED', action: 'RESUME', to: 'IN_PROGRESS', roles: [signer] },
  { from: 'IN_PROGRESS', action: 'SUBMIT_COMPLETION', to: 'VERIFYING', roles: [leadHead], guard: coUnitsDone },
  {
    from: 'VERIFYING',
    action: 'VERIFY',
    outcome: 'PASS',
    to: 'COMPLETED',
    roles: [supervisor],
    duties: independent,
    guard: hazardsSettled,
  },
  { from: 'VERIFYING', action: 'VERIFY', outcome: 'FAIL', to: 'IN_PROGRESS', roles: [supervisor], duties: independent },
  {
    from: 'VERIFYING',
    action: 'VERIFY',
    outcome: 'PARTIAL',
    to: 'IN_PROGRESS',
    roles: [supervisor],
    duties: independent,
  },
  { from: 'COMPLETED', action: 'STRIKE_OFF', to: 'STRUCK_OFF', roles: registrarAgain, guard: passedAndSettled },
  { from: ['COMPLETED', 'STRUCK_OFF', 'FILED'], action: 'REOPEN', to: 'IN_PROGRESS', roles: [signer, system()] },
  { from: 'STRUCK_OFF', action: 'FILE', to: 'FILED', roles: [system()] },
  ...stay(['STRUCK_OFF', 'FILED'], { action: 'GIVE_FEEDBACK', roles: [ownLeader], guard: noFeedbackYet }),
]);

/** Who may see items follows from who may act on them. */
export const itemAccess: Access<ItemDossier, ItemState, ItemAction> = {
  type: 'SupervisionItem',
  roles: itemWorkflow.roles,
  workflow: itemWorkflow,
};
