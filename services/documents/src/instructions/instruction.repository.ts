import { foldedCode } from '@chengqi/office-kernel';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { Span } from '../input.ts';
import { InstructionEntity } from './instruction.entity.ts';
import type { Instruction } from './instruction.ts';

export interface InstructionFilter {
  readonly leader?: string | null | undefined;
  readonly leadOrg?: string | null | undefined;
  readonly code?: string | null | undefined;
  readonly requiresAction?: boolean | null | undefined;
  readonly givenAt?: Span | null | undefined;
}

/** What the filter leaves; the office narrows it to what the viewer may see. */
export function instructionsWhere(manager: EntityManager, where: InstructionFilter): SelectQueryBuilder<Instruction> {
  const query = manager.getRepository(InstructionEntity).createQueryBuilder('n');
  const { leader, leadOrg, code, requiresAction, givenAt } = where;
  if (leader) query.andWhere('n.leaderId = :leader', { leader });
  if (leadOrg) query.andWhere('n.leadOrgId = :leadOrg', { leadOrg });
  if (code) query.andWhere('n.code = :code', { code: foldedCode(code) });
  if (requiresAction != null) query.andWhere('n.requiresAction = :requiresAction', { requiresAction });
  if (givenAt?.gte) query.andWhere('n.createdAt >= :givenFrom', { givenFrom: givenAt.gte });
  if (givenAt?.lt) query.andWhere('n.createdAt < :givenBefore', { givenBefore: givenAt.lt });
  return query;
}

/** Instructions on many documents in one look-up, in the order in which they were given. */
export const instructionsOnDocuments = (manager: EntityManager, documentIds: readonly string[]) =>
  instructionsWhere(manager, {})
    .andWhere('n.documentId IN (:...documentIds)', { documentIds })
    .orderBy('n.createdAt', 'ASC')
    .addOrderBy('n.id', 'ASC');
