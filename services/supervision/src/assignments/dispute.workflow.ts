import type { Decision, WorkingCalendar } from '@chengqi/office-kernel';
import { assignmentDisputed, disputeDecided, leadTransferred } from '@chengqi/schemas/events/supervision';
import { badInput, refusal } from '@chengqi/service-kit';
import type { ItemAct } from '../items/closing.workflow.ts';
import type { ItemDossier, SupervisionItem } from '../items/item.ts';
import type { Assignment, Dispute } from './assignment.ts';

const workingDaysToDispute = 2;

/** Within two working days of the sending (DOMAIN 4.4); what is sent again is not disputed again. */
export function disputeAssignment(
  item: ItemDossier,
  { by, at }: ItemAct,
  part: Assignment,
  reason: string,
  calendar: Pick<WorkingCalendar, 'addWorkingDays'>,
): Decision<SupervisionItem> & { readonly dispute: Dispute } {
  if (at > calendar.addWorkingDays(part.sentAt, workingDaysToDispute)) {
    throw refusal('DEADLINE_PASSED', {
      en: 'A part is disputed within two working days of its sending.',
      zh: '异议须在交办后2个工作日内提出。',
    });
  }
  return {
    dispute: {
      ...{ reason, raisedById: by, raisedAt: at.toISOString() },
      ...{ decision: 'PENDING', answer: null, decidedById: null, decidedAt: null },
    },
    changes: {},
    events: [assignmentDisputed.create(item, { itemId: item.id, orgId: part.orgId, at: at.toISOString() })],
  };
}

interface Ruling {
  readonly uphold: boolean;
  readonly answer: string;
  readonly toOrgId: string | null;
}

/** SUP-2: a lead that is right needs a successor; a co-unit may be let go without one. */
export function decideDispute(
  item: ItemDossier,
  { by, at }: ItemAct,
  part: Assignment,
  { uphold, answer, toOrgId }: Ruling,
): Decision<SupervisionItem> & { readonly dispute: Dispute } {
  if (part.dispute === null) throw new Error(`${part.id} was never disputed`);
  if (!uphold && toOrgId !== null) {
    throw badInput('toOrgId', {
      en: 'A part that stays with its unit goes to no other.',
      zh: '维持原交办的，不得改派。',
    });
  }
  if (uphold && part.lead && toOrgId === null) {
    throw badInput('toOrgId', { en: 'Somebody has to lead: say who.', zh: '牵头任务须指定新的牵头单位。' }, 'SUP-2');
  }
  const decision = uphold ? 'UPHELD' : 'DISMISSED';
  return {
    dispute: { ...part.dispute, decision, answer, decidedById: by, decidedAt: at.toISOString() },
    changes: uphold ? unitsAfter(item, part, toOrgId) : {},
    events: [
      disputeDecided.create(item, { itemId: item.id, orgId: part.orgId, decision, toOrgId, at: at.toISOString() }),
    ],
  };
}

/** The item waits for its new lead unit to accept, whatever was done before. */
export function transferLead(
  item: ItemDossier,
  { to, at }: ItemAct,
  lead: Assignment,
  toOrgId: string,
  reason: string,
): Decision<SupervisionItem> {
  return {
    changes: { ...unitsAfter(item, lead, toOrgId), status: to, stateReason: reason },
    events: [leadTransferred.create(item, { itemId: item.id, fromOrgId: lead.orgId, toOrgId, at: at.toISOString() })],
  };
}

/** The units of the item once the part is another one's, or nobody's. */
function unitsAfter(
  { coOrgIds }: SupervisionItem,
  { orgId, lead }: Assignment,
  toOrgId: string | null,
): Pick<SupervisionItem, 'coOrgIds'> & Partial<Pick<SupervisionItem, 'leadOrgId'>> {
  if (lead) return { leadOrgId: toOrgId, coOrgIds: coOrgIds.filter((id) => id !== toOrgId) };
  const others = coOrgIds.filter((id) => id !== orgId);
  return { coOrgIds: toOrgId === null ? others : [...others, toOrgId] };
}
