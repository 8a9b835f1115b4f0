import type { Foundation } from '@chengqi/office-kernel';
import { caseOpened } from '@chengqi/schemas/events/reception';
import { type Consumer, on } from '@chengqi/service-kit';
import { nameSource } from '../sources/source-links.commands.ts';
import { CaseReplicaEntity } from './case.entity.ts';

/** Keeps the numbers of cases, by which imported items name them. SUP-10: an accusation is never a source here. */
export function createCaseConsumers(foundation: Foundation): Consumer[] {
  return [
    on(
      caseOpened,
      async ({ data: { caseId: id, code, kind }, secrecylevel: secrecyLevel }, tx) => {
        if (kind === 'ACCUSATION') return;
        await tx.manager.getRepository(CaseReplicaEntity).upsert({ id, code, secrecyLevel }, ['id']);
        await nameSource(foundation, tx, 'ServiceCase', { id, code, secrecyLevel });
      },
      { imported: true },
    ),
  ];
}
