import { referenceUnknown, type Transaction } from '@chengqi/service-kit';
import { SupervisionItemEntity } from '../items/item.entity.ts';
import type { SupervisionItem } from '../items/item.ts';

/**
 * The imported item of that number; two offices' equal numbers cannot be told apart.
 * @throws DomainError REFERENCE_UNKNOWN, which keeps the row aside
 */
export async function importedItem(tx: Transaction, code: string): Promise<SupervisionItem> {
  const [item, another] = await tx.manager.getRepository(SupervisionItemEntity).findBy({ code, imported: true });
  if (!item || another) throw referenceUnknown('item_code', code);
  return item;
}
