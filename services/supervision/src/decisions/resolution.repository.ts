import type { Foundation } from '@chengqi/office-kernel';
import { decisionFollowed } from '@chengqi/schemas/events/supervision';
import type { Transaction } from '@chengqi/service-kit';
import { type EntityManager, type EntitySchema, In } from 'typeorm';
import type { SupervisionItem } from '../items/item.ts';
import { InstructionReplicaEntity } from './instruction.entity.ts';
import { registerBy } from './orphans.repository.ts';
import { ResolutionReplicaEntity } from './resolution.entity.ts';

/** The item was proposed for a decision that was waived meanwhile. */
export async function isWaived(manager: EntityManager, { sourceType, sourceId }: SupervisionItem): Promise<boolean> {
  if (sourceType !== 'Resolution' || sourceId === null) return false;
  return manager.getRepository(ResolutionReplicaEntity).existsBy({ id: sourceId, waived: true });
}

/** The decisions among these sources, which a registered item follows from now on, since a moment. */
interface Following {
  readonly item: SupervisionItem;
  readonly sources: readonly Pick<SupervisionItem, 'sourceType' | 'sourceId'>[];
  readonly since: Date;
}

/**
 * Notes and tells that a registered item follows the decisions among these sources, since the moment or since an earlier
 * one.
 */
export async function noteFollowed(foundation: Foundation, tx: Transaction, following: Following): Promise<void> {
  await noteResolutions(foundation, tx, following);
  await noteInstructions(foundation, tx, following);
}

/** The same of decisions that are kept in a table of their own. */
const noting =
  <D extends { id: string }>(
    type: 'Resolution' | 'Instruction',
    decisions: EntitySchema<D>,
    decidedAt: (decision: D) => Date,
  ) =>
  async ({ office }: Foundation, tx: Transaction, { item, sources, since }: Following): Promise<void> => {
    const ids = sources.flatMap(({ sourceType, sourceId }) =>
      sourceType === type && sourceId !== null ? [sourceId] : [],
    );
    if (ids.length === 0) return;
    await tx.manager
      .createQueryBuilder()
      .update(decisions)
      .set({ followedAt: since } as never)
      .where('id IN (:...ids) AND (followed_at IS NULL OR followed_at > :since)', { ids, since })
      .execute();
    const days = await office.calendar.days();
    const known = await tx.manager.getRepository(decisions).findBy({ id: In(ids) } as never);
    await tx.append(
      known.map((decision) =>
        decisionFollowed.create(item, {
          itemId: item.id,
          decision: { type, id: decision.id },
          followedAt: since.toISOString(),
          followBy: registerBy(days, decidedAt(decision)).toISOString(),
        }),
      ),
    );
  };

const noteResolutions = noting('Resolution', ResolutionReplicaEntity, ({ adoptedAt }) => adoptedAt);
const noteInstructions = noting('Instruction', InstructionReplicaEntity, ({ givenAt }) => givenAt);
