import type { WorkingCalendar } from '@chengqi/office-kernel';
import type { ServiceKit } from '@chengqi/service-kit';
import type { SelectQueryBuilder } from 'typeorm';
import { InstructionReplicaEntity } from './instruction.entity.ts';
import type { InstructionReplica } from './instruction.ts';
import { adoptedBefore } from './orphans.repository.ts';

export interface OrphanInstructionFilter {
  readonly supervisingOrgId?: string | null | undefined;
  readonly leadOrgId?: string | null | undefined;
  readonly givenAt?: { gte?: Date | null | undefined; lt?: Date | null | undefined } | null | undefined;
}

/** All instructions; whoever asks narrows it. */
export const instructions = ({ db }: ServiceKit): SelectQueryBuilder<InstructionReplica> =>
  db.read.getRepository<InstructionReplica>(InstructionReplicaEntity).createQueryBuilder('n');

/** Each way not to be followed is a range of an index; an OR of them would read every instruction. */
const among = (followed: string): string =>
  `SELECT id FROM instruction_replica WHERE requires_action = :yes AND followed_at ${followed}`;

/**
 * Instructions that require action and that no registered item followed at that moment, two working days after they were
 * given; the office narrows it to what the viewer may have.
 */
export function orphanInstructions(
  kit: ServiceKit,
  calendar: WorkingCalendar,
  at: Date,
  { supervisingOrgId, leadOrgId, givenAt }: OrphanInstructionFilter,
): SelectQueryBuilder<InstructionReplica> {
  const query = instructions(kit)
    .where(`n.id IN (SELECT orphan.id FROM (${among('IS NULL')} UNION ALL ${among('> :at')}) orphan)`)
    .setParameters({ yes: true, at })
    .andWhere('n.givenAt < :before', { before: adoptedBefore(calendar, at) });
  if (supervisingOrgId) query.andWhere('n.ownerOrgId = :owner', { owner: supervisingOrgId });
  if (leadOrgId) query.andWhere('n.leadOrgId = :lead', { lead: leadOrgId });
  if (givenAt?.gte) query.andWhere('n.givenAt >= :gte', { gte: givenAt.gte });
  if (givenAt?.lt) query.andWhere('n.givenAt < :lt', { lt: givenAt.lt });
  return query;
}
