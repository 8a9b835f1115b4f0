import type { Foundation } from '@chengqi/office-kernel';
import type { DomainEvent } from '@chengqi/schemas';
import { rosterPublished } from '@chengqi/schemas/events/security';
import type { Transaction } from '@chengqi/service-kit';
import { DutyAssignmentEntity, DutyShiftEntity } from './duty.entity.ts';
import { assignmentsOf } from './duty.repository.ts';
import type { DutyRoster, DutyShift } from './duty.ts';

export type NewShift = Pick<
  DutyShift,
  'shiftNo' | 'kind' | 'startAt' | 'endAt' | 'leaderId' | 'officerIds' | 'backupId' | 'phone'
> &
  Partial<Pick<DutyShift, 'phoneTested' | 'handoverOpenItems'>>;

export type DutyRoom = ReturnType<typeof createDutyRoom>;

/** What rosters made here and rosters of an export have in common. */
export function createDutyRoom({ kit, office }: Foundation) {
  /** The organisation for which a duty room answers: the scope of the office it belongs to, else itself. */
  async function servedBy(tx: Transaction, orgId: string): Promise<string> {
    const { path } = await office.orgs.require(tx, 'orgId', orgId);
    const line = path.split('/').filter(Boolean);
    const directors = await office.people.holding(tx.manager, 'OFFICE_DIRECTOR', orgId);
    const scopes = directors
      .flatMap(({ posts }) => posts)
      .filter((post) => post.roles.includes('OFFICE_DIRECTOR') && post.orgId !== null && line.includes(post.orgId))
      .flatMap(({ scopeOrgId }) => (scopeOrgId !== null && line.includes(scopeOrgId) ? [scopeOrgId] : []));
    return line.find((id) => scopes.includes(id)) ?? orgId;
  }

  /** Stores a shift with the state of its roster. */
  async function storeShift(tx: Transaction, roster: DutyRoster, given: NewShift): Promise<DutyShift> {
    const published = roster.status === 'PUBLISHED';
    const shift = await tx.insert(DutyShiftEntity, {
      phoneTested: null,
      handoverOpenItems: null,
      ...given,
      id: kit.ids.next('shf'),
      rosterId: roster.id,
      status: published ? 'PUBLISHED' : 'PLANNED',
      version: 1,
      ownerOrgId: roster.ownerOrgId,
      servesOrgId: roster.servesOrgId,
      secrecyLevel: roster.secrecyLevel,
      createdAt: tx.now,
      updatedAt: tx.now,
      officerMin: roster.rules.officerMin,
      checkIns: [],
      publishedAt: published ? roster.publishedAt : null,
    });
    for (const assignment of assignmentsOf(shift, () => kit.ids.next('das'), published)) {
      await tx.insert(DutyAssignmentEntity, assignment);
    }
    return shift;
  }

  /** DUTY-2: shifts come into force one transaction after the other; two that share a person must not both find that person free. */
  const takeTurn = (tx: Transaction): Promise<unknown> => office.serials.next(tx, 'roster-publication');

  return { servedBy, storeShift, takeTurn };
}

/** Everything a consumer has to know of shifts that count from now on. */
export const publishedEvent = (roster: DutyRoster, shifts: readonly DutyShift[]): DomainEvent =>
  rosterPublished.create(roster, {
    rosterId: roster.id,
    orgId: roster.ownerOrgId,
    from: roster.fromAt.toISOString(),
    to: roster.toAt.toISOString(),
    shifts: shifts.map((shift) => ({
      shiftId: shift.id,
      start: shift.startAt.toISOString(),
      end: shift.endAt.toISOString(),
      leaderId: shift.leaderId,
      officerIds: [...shift.officerIds],
      backupId: shift.backupId,
      line: shift.phone,
    })),
  });
