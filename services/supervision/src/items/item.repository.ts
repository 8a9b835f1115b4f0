import type { Office } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { type EntityManager, In, Not } from 'typeorm';
import { AssignmentEntity } from '../assignments/assignment.entity.ts';
import { ExtensionEntity } from '../extensions/extension.entity.ts';
import { UrgeNoticeEntity } from '../notices/notice.entity.ts';
import { ObstacleEntity } from '../progress/progress.entity.ts';
import { HazardLinkEntity } from '../rectification/hazard.entity.ts';
import { SupervisionItemEntity, VerificationEntity } from './item.entity.ts';
import { closedStates, type ItemDossier, openKeyOf, type SourceType, type SupervisionItem } from './item.ts';

/** Everything the transition table looks at, read after the item's row is held. */
export async function dossierOf(manager: EntityManager, office: Office, item: SupervisionItem): Promise<ItemDossier> {
  const itemId = item.id;
  const registrar = item.registeredById === null ? null : await office.people.find(manager, item.registeredById);
  return {
    ...item,
    registrarLeft: registrar !== null && !registrar.active,
    assignments: await manager
      .getRepository(AssignmentEntity)
      .find({ where: { itemId }, order: { lead: 'DESC', id: 'ASC' } }),
    notices: await manager.getRepository(UrgeNoticeEntity).find({ where: { itemId }, order: { serial: 'ASC' } }),
    obstacles: await manager
      .getRepository(ObstacleEntity)
      .find({ where: { itemId }, order: { raisedAt: 'ASC', id: 'ASC' } }),
    hazards: await manager
      .getRepository(HazardLinkEntity)
      .find({ where: { itemId }, order: { createdAt: 'ASC', id: 'ASC' } }),
    verifications: await manager
      .getRepository(VerificationEntity)
      .find({ where: { itemId }, order: { at: 'ASC', id: 'ASC' } }),
    extensions: await manager
      .getRepository(ExtensionEntity)
      .find({ where: { itemId }, order: { requestedAt: 'ASC', id: 'ASC' } }),
  };
}

/** The row, held until the transaction ends where the engine locks rows. */
export async function lockItem(tx: Transaction, id: string): Promise<SupervisionItem | null> {
  const query = tx.manager
    .getRepository(SupervisionItemEntity)
    .createQueryBuilder('item')
    .where('item.id = :id', { id });
  if (tx.manager.connection.options.type === 'mysql') query.setLock('pessimistic_write');
  return query.getOne();
}

export const itemsOfSource = (
  manager: EntityManager,
  sourceType: SourceType,
  sourceId: string,
): Promise<SupervisionItem[]> => manager.getRepository(SupervisionItemEntity).findBy({ sourceType, sourceId });

/** Items still on the open ledger that the hazard caused or that demand its removal, answered or not. */
export async function openItemsWithHazard(manager: EntityManager, hazardId: string): Promise<SupervisionItem[]> {
  const links = await manager
    .getRepository(HazardLinkEntity)
    .find({ where: [{ hazardId }, { requestedHazardId: hazardId }] });
  if (links.length === 0) return [];
  const id = In([...new Set(links.map(({ itemId }) => itemId))]);
  return manager.getRepository(SupervisionItemEntity).findBy({ id, status: Not(In([...closedStates])) });
}

/** The open imported item of a source, in whichever office's ledger history has it. */
export async function importedItemOf(
  manager: EntityManager,
  { sourceType, sourceId }: Pick<SupervisionItem, 'sourceType' | 'sourceId'>,
): Promise<SupervisionItem | null> {
  if (sourceType === null || sourceId === null) return null;
  const status = Not(In([...closedStates]));
  return manager.getRepository(SupervisionItemEntity).findOneBy({ sourceType, sourceId, status, imported: true });
}

/** The open item that keeps this one's source; there is at most one (SUP-1). */
export async function rivalOf(manager: EntityManager, item: SupervisionItem): Promise<SupervisionItem | null> {
  const openKey = openKeyOf(item);
  const open = openKey && (await manager.getRepository(SupervisionItemEntity).findOneBy({ openKey }));
  return open && open.id !== item.id ? open : null;
}

/** Items that were closed while the hazard was, held; one whose verification commits just now is waited for. */
export async function lockFinishedItemsWithHazard(tx: Transaction, hazardId: string): Promise<SupervisionItem[]> {
  const links = await tx.manager.getRepository(HazardLinkEntity).findBy({ hazardId });
  const finished: SupervisionItem[] = [];
  for (const itemId of new Set(links.map((link) => link.itemId))) {
    const item = await lockItem(tx, itemId);
    if (item && ['COMPLETED', 'STRUCK_OFF', 'FILED'].includes(item.status)) finished.push(item);
  }
  return finished;
}
