import { cell, defineImport, type Foundation, type ImportVerdict, type PersonReplica } from '@chengqi/office-kernel';
import { disputeKinds, disputeRegimes } from '@chengqi/schemas/events/reception';
import { badInput, duplicate } from '@chengqi/service-kit';
import { DisputeEntity } from './dispute.entity.ts';
import { historyOf } from './dispute.events.ts';
import { type Dispute, type DisputeStatus, disputeStates, openStates } from './dispute.ts';

const cells = {
  dispute_code: cell.key(),
  kind: cell.enumeration(disputeKinds, { required: true }),
  regime: cell.enumeration(disputeRegimes, { required: true }),
  applicants_count: cell.int({ required: true, min: 1, max: 100_000 }),
  respondent_org: cell.org({ required: true }),
  opened_at: cell.instant({ required: true }),
  mediator: cell.person({ required: true }),
  mediation_due: cell.day(),
  state: cell.enumeration(disputeStates, { required: true }),
  closed_at: cell.instant(),
  claim: cell.text({ required: true, max: 1000 }),
};

/** disputes.csv: staff against their units, as facts; nothing runs and nobody is warned. */
export const createDisputeImport = ({ kit, office }: Foundation) =>
  defineImport({
    act: 'importDisputes',
    kind: 'fact',
    key: 'dispute_code',
    cells,
    async apply(tx, row) {
      checkOrder(row, kit.clock.today(row.opened_at));
      const taken = await tx.manager.getRepository(DisputeEntity).findOneBy({ code: row.dispute_code });
      if (taken) throw duplicate(taken.id, { en: 'This dispute is stored already.', zh: '该争议已存在。' });
      const mediator = await office.people.find(tx.manager, row.mediator);
      const ownerOrgId = mediator?.primaryOrgId ?? null;
      if (mediator === null || ownerOrgId === null) return withoutUnit;
      const tree = await office.orgs.freshTree();
      if (unitsOf(mediator).some((orgId) => tree.covers(row.respondent_org, orgId))) return interested;
      const mediationDueAt = row.mediation_due === null ? null : office.calendar.endOf(row.mediation_due);
      const contradiction = contradictionOf(row, mediationDueAt);
      if (contradiction) return contradiction;
      const dispute: Dispute = {
        ...stated(row),
        id: kit.ids.next('dsp'),
        version: 1,
        ownerOrgId,
        secrecyLevel: 'INTERNAL',
        createdAt: tx.now,
        updatedAt: tx.now,
        mediationDueAt,
        imported: true,
      };
      await tx.insert(DisputeEntity, dispute);
      await tx.append(historyOf(dispute));
      return undefined;
    },
  });

type Row = Parameters<ReturnType<typeof createDisputeImport>['apply']>[1];

function checkOrder({ opened_at: openedAt, closed_at: closedAt, mediation_due: dueOn }: Row, openedOn: string): void {
  if (closedAt && closedAt < openedAt) throw badInput('closed_at', { en: 'closes before opening', zh: '办结早于登记' });
  if (dueOn && dueOn < openedOn) throw badInput('mediation_due', { en: 'ends before opening', zh: '调解期限早于登记' });
}

const stated = (row: Row) => ({
  code: row.dispute_code,
  kind: row.kind,
  regime: row.regime,
  status: row.state,
  applicantsCount: row.applicants_count,
  respondentOrgId: row.respondent_org,
  openedAt: row.opened_at,
  mediatorId: row.mediator,
  closedAt: row.closed_at,
  claim: row.claim,
});

const unitsOf = ({ primaryOrgId, posts }: PersonReplica): string[] =>
  [primaryOrgId, ...posts.map(({ orgId }) => orgId)].filter((orgId) => orgId !== null);

const aside = (column: keyof typeof cells, reason: string): ImportVerdict => ({
  outcome: 'QUARANTINED',
  column,
  reason,
});

/** Nobody could keep the record. */
const withoutUnit = aside('mediator', 'REFERENCE_UNKNOWN: the mediator belongs to no unit');
/** Who is of the respondent may neither mediate nor keep what is said of it. */
const interested = aside('mediator', 'GUARD_FAILED R-12: the mediator belongs to the respondent');

const mediated: readonly DisputeStatus[] = [
  'MEDIATING',
  'AGREED',
  'PERFORMED',
  'BREACHED',
  'FAILED',
  'EXPIRED',
  'REFERRED',
];
const reviewed: readonly DisputeStatus[] = ['REVIEW_ASKED', 'APPEALED', 'DECIDED'];
const limited: readonly DisputeStatus[] = ['MEDIATING', 'EXPIRED'];

/** What the state cannot be true with, for a person to decide; undefined when the row is of one piece. */
function contradictionOf(
  { regime, state, closed_at: closedAt }: Row,
  mediationDueAt: Date | null,
): ImportVerdict | undefined {
  const faults: readonly (readonly [boolean, keyof typeof cells, string])[] = [
    [regime !== 'LABOUR' && mediated.includes(state), 'state', 'only labour disputes are mediated'],
    [regime !== 'LABOUR' && mediationDueAt !== null, 'mediation_due', 'only labour disputes are mediated'],
    [regime !== 'CIVIL_SERVANT' && reviewed.includes(state), 'state', 'only civil servants ask for review'],
    [mediationDueAt === null && limited.includes(state), 'mediation_due', 'mediation without its limit'],
    [closedAt === null && !openStates.includes(state), 'closed_at', 'over, but not when'],
    [closedAt !== null && openStates.includes(state), 'closed_at', 'closed, but in an open state'],
    [
      state === 'EXPIRED' && closedAt !== null && mediationDueAt !== null && closedAt < mediationDueAt,
      'closed_at',
      'expired before its limit',
    ],
  ];
  const [fault] = faults.filter(([broken]) => broken);
  return fault && aside(fault[1], `ILLEGAL_TRANSITION: ${fault[2]}`);
}
