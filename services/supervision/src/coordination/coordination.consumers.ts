import type { Foundation } from '@chengqi/office-kernel';
import { documentSigned } from '@chengqi/schemas/events/documents';
import { type Consumer, on } from '@chengqi/service-kit';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import { CoordinationCaseEntity } from './coordination.entity.ts';
import { closeUp } from './coordination.workflow.ts';

/** A text that is signed anew may be of another level than the one that was coordinated. */
export function createCoordinationConsumers(foundation: Foundation): Consumer[] {
  const { keepCoordinations } = createKeeping(foundation);
  return [
    on(
      documentSigned,
      async ({ data: { documentId }, secrecylevel }, tx) => {
        for (const found of await tx.manager.getRepository(CoordinationCaseEntity).findBy({ documentId })) {
          const changes = closeUp(found, secrecylevel);
          if (changes) await keepCoordinations(tx, [await tx.update(CoordinationCaseEntity, found, changes)]);
        }
      },
      { imported: true },
    ),
  ];
}
