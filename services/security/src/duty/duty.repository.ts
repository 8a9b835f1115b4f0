import { type EntityManager, In, LessThan, MoreThan } from 'typeorm';
import type { Span } from './coverage.ts';
import { DutyAssignmentEntity, DutyRosterEntity, DutyShiftEntity } from './duty.entity.ts';
import { type DutyShift, peopleOf, type ShiftStatus } from './duty.ts';
import { DutyLogEntity } from './duty-log.entity.ts';

export const inForce = ['PUBLISHED', 'ON_DUTY'] as const;

/** Shifts of rosters, by start. */
export const findShiftsOf = (manager: EntityManager, rosterIds: readonly string[]): Promise<DutyShift[]> =>
  manager.getRepository(DutyShiftEntity).find({
    where: { rosterId: In([...rosterIds]) },
    order: { startAt: 'ASC', id: 'ASC' },
  });

/** Shifts in force of an organisation that overlap a span and were published by then. */
export const findPublished = (
  manager: EntityManager,
  ownerOrgId: string,
  { from, to }: Span,
  by: Date,
): Promise<DutyShift[]> =>
  manager
    .getRepository(DutyShiftEntity)
    .createQueryBuilder('s')
    .where('s.ownerOrgId = :ownerOrgId AND s.startAt < :to AND s.endAt > :from', { ownerOrgId, from, to })
    .andWhere('s.status IN (:...inForce) AND s.publishedAt <= :by', { inForce, by })
    .orderBy('s.startAt')
    .addOrderBy('s.id')
    .getMany();

/** From the first start to the last end of what an organisation has published by then; null when nothing. */
export async function publishedSpan(manager: EntityManager, ownerOrgId: string, by: Date): Promise<Span | null> {
  const ends = (direction: 'ASC' | 'DESC', property: 'startAt' | 'endAt') =>
    manager
      .getRepository(DutyShiftEntity)
      .createQueryBuilder('s')
      .where('s.ownerOrgId = :ownerOrgId', { ownerOrgId })
      .andWhere('s.status IN (:...inForce) AND s.publishedAt <= :by', { inForce, by })
      .orderBy(`s.${property}`, direction)
      .limit(1)
      .getOne();
  const [first, last] = [await ends('ASC', 'startAt'), await ends('DESC', 'endAt')];
  return first && last ? { from: first.startAt, to: last.endAt } : null;
}

/** Shifts in force at a moment, and published by then as for the gaps of a roster, that any of the organisations has, or that serve one of them. */
export const findOnDuty = (manager: EntityManager, orgIds: readonly string[], at: Date): Promise<DutyShift[]> =>
  manager
    .getRepository(DutyShiftEntity)
    .createQueryBuilder('s')
    .where('s.startAt <= :at AND s.endAt > :at', { at })
    .andWhere('s.status IN (:...inForce) AND s.publishedAt <= :at', { inForce })
    .andWhere('(s.ownerOrgId IN (:...orgIds) OR s.servesOrgId IN (:...orgIds))', { orgIds })
    .orderBy('s.startAt')
    .addOrderBy('s.id')
    .getMany();

/** Shifts in force, of any organisation, in which one of the people works around a span. */
export async function findShiftsOfPeople(
  manager: EntityManager,
  personIds: readonly string[],
  { from, to }: Span,
): Promise<DutyShift[]> {
  if (personIds.length === 0) return [];
  const assignments = await manager.getRepository(DutyAssignmentEntity).findBy({
    personId: In([...personIds]),
    duty: In(['LEADER', 'OFFICER']),
    published: true,
    startAt: LessThan(to),
    endAt: MoreThan(from),
  });
  const ids = [...new Set(assignments.map(({ shiftId }) => shiftId))];
  return ids.length === 0 ? [] : manager.getRepository(DutyShiftEntity).findBy({ id: In(ids) });
}

/** Rosters of an organisation that overlap a period, by their beginning. */
export const rosterQuery = (manager: EntityManager, ownerOrgId: string, from: Date | null, to: Date | null) => {
  const query = manager
    .getRepository(DutyRosterEntity)
    .createQueryBuilder('r')
    .where('r.ownerOrgId = :ownerOrgId', { ownerOrgId });
  if (from) query.andWhere('r.toAt > :from', { from });
  if (to) query.andWhere('r.fromAt < :to', { to });
  return query.orderBy('r.fromAt').addOrderBy('r.id').limit(100);
};

/** Shifts in force in which the person leads, serves or stands by; only those in the states, when they are named. */
export const shiftsOfQuery = (
  manager: EntityManager,
  personId: string,
  from: Date | null,
  to: Date | null,
  states: readonly ShiftStatus[] | null | undefined,
) => {
  const query = manager
    .getRepository(DutyShiftEntity)
    .createQueryBuilder('s')
    .where('s.id IN (SELECT shift_id FROM duty_assignments WHERE person_id = :personId)', { personId })
    .andWhere('s.status IN (:...inForce)', { inForce });
  if (states) query.andWhere(states.length > 0 ? 's.status IN (:...states)' : '1 = 0', { states });
  if (from) query.andWhere('s.endAt > :from', { from });
  if (to) query.andWhere('s.startAt < :to', { to });
  return query;
};

/** The log of a shift: all of it, or what is still open, or what is not. */
export const logQuery = (manager: EntityManager, shiftId: string, open: boolean | null) => {
  const query = manager.getRepository(DutyLogEntity).createQueryBuilder('l').where('l.shiftId = :shiftId', { shiftId });
  const left = '(l.openItem = :left AND l.closedAt IS NULL)';
  return open === null ? query : query.andWhere(open ? left : `NOT ${left}`, { left: true });
};

/** Who is in the shift, as rows of their own. */
export const assignmentsOf = (shift: DutyShift, nextId: () => string, published: boolean) =>
  [
    { personId: shift.leaderId, duty: 'LEADER' as const },
    ...shift.officerIds.map((personId) => ({ personId, duty: 'OFFICER' as const })),
    ...(shift.backupId === null ? [] : [{ personId: shift.backupId, duty: 'BACKUP' as const }]),
  ].map((who) => ({
    ...who,
    id: nextId(),
    shiftId: shift.id,
    startAt: shift.startAt,
    endAt: shift.endAt,
    published,
  }));

export const everybodyIn = (shifts: readonly DutyShift[]): string[] => [...new Set(shifts.flatMap(peopleOf))];
