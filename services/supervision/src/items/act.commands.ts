import { notFound, type Request, type Transaction } from '@chengqi/service-kit';
import type { EntitySchema } from 'typeorm';
import type { Foundation } from '../context.ts';
import type { Decision } from '../decision.ts';
import type { Act } from './closing.workflow.ts';
import { SupervisionItemEntity } from './item.entity.ts';
import { dossierOf } from './item.repository.ts';
import type { ItemDossier, SupervisionItem } from './item.ts';
import { itemAccess } from './item.workflow.ts';
import { staffOf } from './staff.ts';

export interface ActInput {
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

type Work<Part> = (tx: Transaction, item: ItemDossier, act: Act, part: Part) => Promise<Decision<SupervisionItem>>;

/** Every act on an item: hold its row, decide on the whole dossier, write row and events. Parts are changed under the same lock. */
export function createActs({ office }: Foundation) {
  async function perform<Part>(
    tx: Transaction,
    request: Request,
    input: ActInput,
    item: SupervisionItem,
    part: Part,
    work: Work<Part>,
  ) {
    const act = { actor: staffOf(office, request), now: tx.now, expectedVersion: input.expectedVersion ?? null };
    await settle(tx, item, await work(tx, await dossierOf(tx.manager, office, item), act, part));
    return item.id;
  }

  return {
    onItem: (request: Request, name: string, input: ActInput & { itemId: string }, work: Work<null>): Promise<string> =>
      office.execute(request, name, input, async (tx) => {
        const item = await office.require(tx, request, SupervisionItemEntity, input.itemId, itemAccess);
        return perform(tx, request, input, item, null, work);
      }),

    /** An act on a part (assignment, notice, obstacle) that is named by its own id; a part of a hidden item is not found either. */
    onPart: <Part extends { id: string; itemId: string }>(
      request: Request,
      name: string,
      input: ActInput,
      entity: EntitySchema<Part>,
      id: string,
      work: Work<Part>,
    ): Promise<string> =>
      office.execute(request, name, input, async (tx) => {
        const type = entity.options.name;
        const parts = tx.manager.getRepository(entity);
        const place = await parts.findOneBy({ id } as never);
        if (!place) throw notFound(type);
        const item = await office.require(tx, request, SupervisionItemEntity, place.itemId, { ...itemAccess, type });
        return perform(tx, request, input, item, await parts.findOneByOrFail({ id } as never), work);
      }),
  };
}

/** Writes what was decided; also for acts of the system inside consumers. */
export async function settle(
  tx: Transaction,
  item: SupervisionItem,
  { changes, events, role }: Decision<SupervisionItem>,
): Promise<SupervisionItem> {
  const after = await tx.update(SupervisionItemEntity, item, changes);
  await tx.append(events, { role });
  return after;
}
