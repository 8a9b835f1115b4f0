import type { Foundation } from '@chengqi/office-kernel';
import type { Envelope } from '@chengqi/schemas';
import {
  caseOpened,
  caseRedoExhausted,
  caseTransferred,
  groupPetitionOpened,
  reviewRequested,
} from '@chengqi/schemas/events/reception';
import { type Consumer, on, type Transaction } from '@chengqi/service-kit';
import { isFollowed, itemsOfSource } from '../items/item.repository.ts';
import { type CaseTrouble, propose, proposedForCase, toldBy } from '../sources/proposals.commands.ts';
import { nameSource } from '../sources/source-links.commands.ts';
import { CaseReplicaEntity } from './case.entity.ts';

const replica = { imported: true };

/**
 * Keeps the cases by which imported items name their sources, and proposes items for those that reception cannot settle
 * by itself. SUP-10: an accusation is never kept, and so never a source.
 */
export function createCaseConsumers(foundation: Foundation): Consumer[] {
  const { office } = foundation;

  /** SUP-1: an open item has the case already, and an event proposes once. */
  async function takeUp(event: Envelope<{ caseId: string }>, tx: Transaction, trouble: CaseTrouble): Promise<void> {
    const { caseId } = event.data;
    const found = await tx.manager.getRepository(CaseReplicaEntity).findOneBy({ id: caseId });
    if (found === null || found.responsibleOrgId === null) return;
    const before = await itemsOfSource(tx.manager, 'ServiceCase', caseId);
    if (before.some(({ sourceSequence }) => sourceSequence >= event.sequence)) return;
    if (await isFollowed(tx.manager, before)) return;
    const ownerOrgId = office.orgs.tree.rootOf(found.responsibleOrgId);
    await propose(foundation, tx, proposedForCase(found, ownerOrgId, trouble), toldBy(event.sequence));
  }

  return [
    on(
      caseOpened,
      async ({ data: { caseId: id, code, kind, responsibleOrgId, title }, secrecylevel: secrecyLevel }, tx) => {
        if (kind === 'ACCUSATION') return;
        const row = { id, code, secrecyLevel, responsibleOrgId, title };
        await tx.manager.getRepository(CaseReplicaEntity).upsert(row, ['id']);
        await nameSource(foundation, tx, 'ServiceCase', { id, code, secrecyLevel });
      },
      replica,
    ),
    on(
      caseTransferred,
      async ({ data: { caseId: id, toOrgId: responsibleOrgId } }, tx) => {
        if (responsibleOrgId !== null)
          await tx.manager.getRepository(CaseReplicaEntity).update({ id }, { responsibleOrgId });
      },
      replica,
    ),
    on(caseRedoExhausted, (event, tx) => takeUp(event, tx, 'REDO_EXHAUSTED')),
    on(reviewRequested, (event, tx) => takeUp(event, tx, 'REVIEW_REQUESTED')),
    on(groupPetitionOpened, (event, tx) => takeUp(event, tx, 'GROUP_PETITION')),
  ];
}
