import { defineImport, type Foundation, type ImportContext } from '@chengqi/office-kernel';
import { duplicate, separationOfDuties, type Transaction } from '@chengqi/service-kit';
import type { EntitySchema } from 'typeorm';
import { InstructionReplicaEntity } from '../decisions/instruction.entity.ts';
import { ResolutionReplicaEntity } from '../decisions/resolution.entity.ts';
import { noteFollowed } from '../decisions/resolution.repository.ts';
import { SupervisionItemEntity } from '../items/item.entity.ts';
import { openStates, type SourceType, type SupervisionItem } from '../items/item.ts';
import { CaseReplicaEntity } from '../petitions/case.entity.ts';
import { HazardReplicaEntity } from '../rectification/hazard.entity.ts';
import { blankItem } from '../sources/proposals.commands.ts';
import { freeKey, type KnownSource, keptClose, linkCause } from '../sources/source-links.commands.ts';
import { historyOf } from './item-history.ts';
import { createItemParts } from './item-parts.ts';
import { completedAt, type ItemRow, isDone, itemCells, lastHeard } from './item-row.ts';

const sourceTypes: Record<NonNullable<ItemRow['source_type']>, SourceType> = {
  RESOLUTION: 'Resolution',
  INSTRUCTION: 'Instruction',
  HAZARD: 'Hazard',
  PETITION: 'ServiceCase',
};
const replicas: Partial<Record<SourceType, EntitySchema<KnownSource>>> = {
  Resolution: ResolutionReplicaEntity as unknown as EntitySchema<KnownSource>,
  Instruction: InstructionReplicaEntity as unknown as EntitySchema<KnownSource>,
  Hazard: HazardReplicaEntity as unknown as EntitySchema<KnownSource>,
  ServiceCase: CaseReplicaEntity,
};

/** supervision_items.csv: items as history left them; the number series continues after its highest. */
export function createItemImport(foundation: Foundation) {
  const { kit, office } = foundation;
  const storeParts = createItemParts(foundation);

  /** The supervisor's own bureau keeps the ledger; without a supervisor the head of the lead unit's line does. */
  async function ownerOf(tx: Transaction, { supervisor, lead_org }: ItemRow, { memo }: ImportContext): Promise<string> {
    const person = supervisor && (await memo(`person:${supervisor}`, () => office.people.find(tx.manager, supervisor)));
    const home = person ? person.primaryOrgId : null;
    if (home === null) return office.orgs.tree.rootOf(lead_org);
    return office.orgs.tree.unitsOf(home).at(-1) ?? home;
  }

  /** The source by its business number; null while it is not known here, or when two bear the number. */
  async function knownSource(tx: Transaction, { source_type, source_ref }: ItemRow): Promise<KnownSource | null> {
    const entity = source_type && replicas[sourceTypes[source_type]];
    if (!entity || source_ref === null) return null;
    const [source, another] = await tx.manager.getRepository(entity).findBy({ code: source_ref });
    return another ? null : (source ?? null);
  }

  /** SUP-3 for history: nobody of a unit at work verified it. */
  async function assertIndependent(tx: Transaction, { verifier, lead_org, co_orgs }: ItemRow): Promise<void> {
    const home = verifier && (await office.people.find(tx.manager, verifier))?.primaryOrgId;
    if (!home || !office.orgs.tree.lineOf(home).some((id) => id === lead_org || co_orgs.includes(id))) return;
    throw separationOfDuties({ en: 'The verifier is of a unit at work (SUP-3).', zh: '核查人来自承办单位（SUP-3）。' });
  }

  async function keepNumber(tx: Transaction, ownerOrgId: string, code: string): Promise<void> {
    const [, year, serial] = /^督〔(\d{4})〕(\d{1,6})号$/.exec(code) ?? [];
    if (serial) await office.serials.ensureAtLeast(tx, `supervision:${ownerOrgId}:${year}`, Number(serial));
  }

  async function store(tx: Transaction, item: SupervisionItem, row: ItemRow): Promise<void> {
    await tx.insert(SupervisionItemEntity, item);
    const obstacle = await storeParts(tx, item, row);
    if (item.sourceType === 'Hazard' && item.sourceId) await linkCause(foundation, tx, item.id, item.sourceId);
    const related = { assignee: [row.lead_org, ...item.coOrgIds], leader: [row.leader], supervisor: [row.supervisor] };
    await office.parties.add(
      tx,
      item.id,
      Object.entries(related).flatMap(([relation, ids]) =>
        ids.flatMap((partyId) => (partyId ? [{ partyId, relation }] : [])),
      ),
    );
    await tx.append(historyOf(item, row, obstacle), item.sourceId ? { within: item.sourceId } : {});
    await noteFollowed(foundation, tx, { item, sources: [item], since: row.registered_at });
  }

  return defineImport({
    act: 'importSupervisionItems',
    kind: 'fact',
    key: 'item_code',
    cells: itemCells,
    async apply(tx, row, context) {
      const ownerOrgId = await ownerOf(tx, row, context);
      const taken = await tx.manager
        .getRepository(SupervisionItemEntity)
        .findOneBy({ ownerOrgId, code: row.item_code });
      if (taken) throw duplicate(taken.id, { en: 'This item is stored already.', zh: '该督办事项已存在。' });
      await assertIndependent(tx, row);
      const source = await knownSource(tx, row);
      const item = itemOf(kit.ids.next('sup'), tx, ownerOrgId, row, {
        dueAt: office.calendar.endOf(row.due_date),
        originalDueAt: office.calendar.endOf(row.original_due_date ?? row.due_date),
        sourceId: source?.id ?? null,
        openedAt: openStates.includes(row.state) ? context.openedAt : null,
      });
      const kept = { ...item, ...(source && keptClose(item, source.secrecyLevel)) };
      await keepNumber(tx, ownerOrgId, row.item_code);
      await store(tx, { ...kept, openKey: await freeKey(tx, kept) }, row);
      return undefined;
    },
  });
}

type Found = Pick<SupervisionItem, 'dueAt' | 'originalDueAt' | 'sourceId' | 'openedAt'>;

function itemOf(id: string, tx: Transaction, ownerOrgId: string, row: ItemRow, found: Found): SupervisionItem {
  const doneAt = completedAt(row);
  const stoppedAt = row.state === 'SUSPENDED' ? lastHeard(row) : doneAt;
  const struckOffAt = row.state === 'STRUCK_OFF' || row.state === 'FILED' ? (row.struck_off_at ?? doneAt) : null;
  return {
    ...blankItem,
    ...found,
    id,
    ownerOrgId,
    status: row.state,
    secrecyLevel: 'INTERNAL',
    createdAt: row.registered_at,
    updatedAt: tx.now,
    code: row.item_code,
    title: row.title,
    category: row.category,
    weight: row.weight,
    origin: row.category === 'SELF_INITIATED' ? 'DETECTED' : 'ASSIGNED',
    sourceType: row.source_type && sourceTypes[row.source_type],
    sourceCode: row.source_ref,
    sourceSequence: 0,
    openKey: null,
    requirement: row.requirement,
    leaderId: row.leader,
    leadOrgId: row.lead_org,
    coOrgIds: row.co_orgs.filter((orgId) => orgId !== row.lead_org),
    suggestedDueOn: null,
    supervisorId: row.supervisor,
    registeredAt: row.registered_at,
    feedbackCycle: row.feedback_cycle,
    progressPercent: row.progress_percent ?? 0,
    acceptedAt: row.accepted_at,
    idle: stoppedAt ? [{ from: stoppedAt.toISOString(), to: null }] : [],
    completedAt: doneAt,
    struckOffAt,
    firstStruckOffAt: struckOffAt,
    feedbackScore: isDone(row) ? row.leader_feedback_score : null,
    feedbackAt: row.leader_feedback_score === null ? null : (struckOffAt ?? doneAt),
    imported: true,
    lightNextAt: tx.now,
  };
}
