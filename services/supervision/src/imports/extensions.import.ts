import { cell, defineImport, type Foundation } from '@chengqi/office-kernel';
import { extensionDecided, extensionRequested } from '@chengqi/schemas/events/supervision';
import { badInput, duplicate, refusal, type Transaction } from '@chengqi/service-kit';
import { ExtensionEntity } from '../extensions/extension.entity.ts';
import type { Extension } from '../extensions/extension.ts';
import { assertInTime } from '../extensions/extension.workflow.ts';
import type { SupervisionItem } from '../items/item.ts';
import { lookSoon } from '../lights/lights.repository.ts';
import { importedItem } from './imported-item.repository.ts';

/** extensions.csv: changes of limits; the item's limit is its own row's, these tell how it came about (SUP-4). */
export function createExtensionImport({ kit, office }: Foundation) {
  async function assertRoom(tx: Transaction, item: SupervisionItem, extensionNo: string, decision: string) {
    const known = await tx.manager.getRepository(ExtensionEntity).findBy({ itemId: item.id });
    const taken = known.find((extension) => extension.extensionNo === extensionNo);
    if (taken) throw duplicate(taken.id, { en: 'This extension is stored already.', zh: '该延期已存在。' });
    if (decision === 'REFUSED' || known.filter((extension) => extension.decision !== 'REFUSED').length < 2) return;
    throw refusal('LIMIT_EXCEEDED', { en: 'At most two extensions (SUP-4).', zh: '延期最多两次（SUP-4）。' });
  }

  return defineImport({
    act: 'importExtensions',
    kind: 'fact',
    key: 'extension_no',
    cells: {
      extension_no: cell.key(),
      item_code: cell.code({ required: true }),
      from_due: cell.day({ required: true }),
      to_due: cell.day({ required: true }),
      reason: cell.text({ required: true }),
      progress: cell.text(),
      requested_by: cell.person(),
      requested_at: cell.instant({ required: true }),
      decided_by: cell.person(),
      decided_at: cell.instant(),
      decision: cell.enumeration(['APPROVED', 'REFUSED', 'PENDING'], { required: true }),
    },
    async apply(tx, row) {
      const item = await importedItem(tx, row.item_code);
      const fromDueAt = office.calendar.endOf(row.from_due);
      const toDueAt = office.calendar.endOf(row.to_due);
      if (toDueAt <= fromDueAt) throw badInput('to_due', { en: 'not after the limit', zh: '不晚于原时限' });
      if ((row.decision === 'PENDING') !== (row.decided_at === null))
        throw badInput('decided_at', { en: 'does not fit the decision', zh: '与审批结果不符' });
      assertInTime(fromDueAt, row.requested_at);
      await assertRoom(tx, item, row.extension_no, row.decision);
      const extension: Extension = {
        id: kit.ids.next('ext'),
        itemId: item.id,
        orgId: item.leadOrgId ?? item.ownerOrgId,
        fromDueAt,
        toDueAt,
        reason: row.reason,
        progress: row.progress ?? '',
        requestedById: row.requested_by,
        requestedAt: row.requested_at,
        decideBy: (await office.calendar.days()).addWorkingDays(row.requested_at, 2),
        decision: row.decision,
        decidedById: row.decided_by,
        decidedAt: row.decided_at,
        refusal: null,
        extensionNo: row.extension_no,
      };
      await tx.insert(ExtensionEntity, extension);
      await lookSoon(tx, item.id);
      await tx.append(historyOf(item, extension));
      return undefined;
    },
  });
}

/** The limit told is the item's as it stands after all of them. */
function historyOf(item: SupervisionItem, { id: extensionId, orgId, toDueAt, decision, ...at }: Extension) {
  const itemId = item.id;
  const { requestedAt, decidedAt } = at;
  const asked = extensionRequested.create(item, {
    ...{ itemId, extensionId, orgId },
    ...{ toDueAt: toDueAt.toISOString(), at: requestedAt.toISOString() },
  });
  if (decision === 'PENDING' || decidedAt === null) return [asked];
  const dueAt = (item.dueAt ?? toDueAt).toISOString();
  return [asked, extensionDecided.create(item, { itemId, extensionId, decision, dueAt, at: decidedAt.toISOString() })];
}
