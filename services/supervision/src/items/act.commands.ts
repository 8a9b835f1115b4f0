import type { Foundation, Outcome } from '@chengqi/office-kernel';
import { notFound, type Request, type Transaction } from '@chengqi/service-kit';
import type { EntitySchema } from 'typeorm';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import type { ItemAct } from './closing.workflow.ts';
import { SupervisionItemEntity } from './item.entity.ts';
import { dossierOf } from './item.repository.ts';
import type { ItemAction, ItemDossier, SupervisionItem } from './item.ts';
import { itemAccess } from './item.workflow.ts';

interface ActInput {
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

interface Named<I extends ActInput> {
  readonly name: string;
  readonly input: I;
  readonly action: ItemAction;
  readonly outcome?: string | ((item: ItemDossier) => string);
}

interface OnPart<I extends ActInput, Part> extends Named<I> {
  readonly entity: EntitySchema<Part>;
  readonly id: string;
  /** What the table looks at when it is asked about this part alone. */
  readonly narrow: (part: Part) => Partial<ItemDossier>;
}

type Decided = Outcome<SupervisionItem> | Promise<Outcome<SupervisionItem>>;

/** Acts on an item: its row is held, and the table sees the whole dossier. Parts are changed under the same lock. */
export function createItemActs(foundation: Foundation) {
  const { office } = foundation;
  const { follow } = createKeeping(foundation);
  const dossier = (item: SupervisionItem, tx: Transaction) => dossierOf(tx.manager, office, item);

  /** Each act leaves the limits and the light that follow from it. */
  async function lit(decided: Decided, row: SupervisionItem, tx: Transaction): Promise<Outcome<SupervisionItem>> {
    const outcome = await decided;
    if (outcome.changes === null) return outcome;
    const [light] = await follow(tx, [{ ...row, ...outcome.changes }]);
    return { ...outcome, changes: { ...outcome.changes, ...light } };
  }

  return {
    onItem: <I extends ActInput & { itemId: string }>(
      request: Request,
      named: Named<I>,
      decide: (item: ItemDossier, act: ItemAct, tx: Transaction) => Decided,
      weigh: (item: ItemDossier) => ItemDossier = (item) => item,
    ): Promise<string> =>
      office.act(
        {
          ...named,
          request,
          id: named.input.itemId,
          entity: SupervisionItemEntity,
          access: itemAccess,
          subject: async (item, tx) => weigh(await dossier(item, tx)),
        },
        (item, act, tx, row) => lit(decide(item, act, tx), row, tx),
      ),

    /** An act on a part (assignment, notice, obstacle) that is named by its own id; a part of a hidden item is not found either. */
    onPart: <I extends ActInput, Part extends { id: string; itemId: string }>(
      request: Request,
      { entity, id, narrow, ...named }: OnPart<I, Part>,
      decide: (item: ItemDossier, act: ItemAct, part: Part, tx: Transaction) => Decided,
    ): Promise<string> => {
      const find = (tx: Transaction) => tx.manager.getRepository(entity).findOneBy({ id } as never);
      const held = async (tx: Transaction): Promise<Part> => {
        const part = await find(tx);
        if (part === null) throw notFound(entity.options.name);
        return part;
      };
      return office.act(
        {
          ...named,
          request,
          entity: SupervisionItemEntity,
          access: itemAccess,
          id: async (tx) => {
            const access = { ...itemAccess, type: entity.options.name };
            return office.require(tx, request, SupervisionItemEntity, (await held(tx)).itemId, access);
          },
          subject: async (item, tx) => ({ ...(await dossier(item, tx)), ...narrow(await held(tx)) }),
        },
        async (item, act, tx, row) => lit(decide(item, act, await held(tx), tx), row, tx),
      );
    },

    /** The system moves an item that the caller holds. */
    bySystem: (
      tx: Transaction,
      row: SupervisionItem,
      action: ItemAction,
      decide: (item: ItemDossier, act: ItemAct) => Decided,
    ): Promise<SupervisionItem> =>
      office.actAsSystem(
        tx,
        { entity: SupervisionItemEntity, access: itemAccess, row, action, subject: dossier },
        (item, act) => lit(decide(item, act), row, tx),
      ),
  };
}
