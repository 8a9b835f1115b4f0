import { countOf, type OwnCountAsked, type OwnCounter, type OwnCounters } from '@chengqi/office-kernel';
import type { EntityManager } from 'typeorm';
import { gapsOf, minutesOf } from '../duty/coverage.ts';
import { DutyRosterEntity, DutyShiftEntity } from '../duty/duty.entity.ts';
import { inForce } from '../duty/duty.repository.ts';
import type { DutyRoster, DutyShift } from '../duty/duty.ts';

/** What the duty rooms count themselves. */
export function createDutyCounts(manager: () => EntityManager): OwnCounters {
  const rostersOf = ({ from, to, orgId }: OwnCountAsked): Promise<DutyRoster[]> => {
    const query = manager()
      .getRepository(DutyRosterEntity)
      .createQueryBuilder('r')
      .where(`r.status = 'PUBLISHED' AND r.fromAt < :to AND r.toAt > :from`, { from, to });
    return (orgId == null ? query : query.andWhere('r.ownerOrgId = :orgId', { orgId })).getMany();
  };

  const shiftsOf = ({ from, to }: OwnCountAsked, orgIds: readonly string[]): Promise<DutyShift[]> =>
    manager()
      .getRepository(DutyShiftEntity)
      .createQueryBuilder('s')
      .where('s.ownerOrgId IN (:...orgIds) AND s.startAt < :to AND s.endAt > :from', { orgIds, from, to })
      .andWhere('s.status IN (:...inForce)', { inForce })
      .getMany();

  /** Minutes of the period that a published roster promises to cover and no shift in force of its organisation does. */
  const gapMinutes: OwnCounter = async (question) => {
    const rosters = await rostersOf(question);
    if (rosters.length === 0) return countOf(0);
    const shifts = await shiftsOf(question, [...new Set(rosters.map(({ ownerOrgId }) => ownerOrgId))]);
    const gaps = new Map<string, { from: Date; to: Date }>();
    for (const { ownerOrgId, fromAt, toAt } of rosters) {
      const promised = { from: later(fromAt, question.from), to: earlier(toAt, question.to) };
      const own = shifts.filter((shift) => shift.ownerOrgId === ownerOrgId);
      // Rosters that overlap promise the same minutes; a gap counts once.
      for (const gap of gapsOf(own, promised)) gaps.set(`${ownerOrgId} ${gap.from.toISOString()}`, gap);
    }
    return countOf(minutesOf([...gaps.values()]));
  };

  return { 'duty.gapMinutes': gapMinutes };
}

const later = (a: Date, b: Date): Date => (a > b ? a : b);
const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
