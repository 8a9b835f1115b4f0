import { defineImport, type Foundation } from '@chengqi/office-kernel';
import type { DomainEvent } from '@chengqi/schemas';
import { badInput, duplicate, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import type { HazardSources } from '../origins/hazard-sources.commands.ts';
import { HazardEntity } from './hazard.entity.ts';
import { closedEvent, confirmedEvent, dismissedEvent, reportedEvent } from './hazard.events.ts';
import { type Hazard, type HazardSourceType, isOpen } from './hazard.ts';
import type { HazardLedger } from './hazard-ledger.commands.ts';
import { hazardCells, judgementOf, planOf } from './hazard-row.ts';
import { partyOf, unjudged } from './new-hazard.ts';

const sourceTypes = {
  FINDING: 'Finding',
  CALL: 'Call',
  CASE: 'ServiceCase',
  STAFF_REPORT: 'StaffReport',
  SUPERVISION: 'SupervisionItem',
} as const satisfies Record<string, HazardSourceType>;

/** hazards.csv: the ledger as history left it; its numbers continue after the last imported one (HAZ-4). */
export function createHazardImport(foundation: Foundation, ledger: HazardLedger, sources: HazardSources) {
  const { kit, office } = foundation;
  const { keep } = createKeeping(foundation);

  async function recurrenceOf(tx: Transaction, ownerOrgId: string, code: string | null) {
    if (code === null) return { recurrenceOfId: null, recurrenceOfCode: null };
    const earlier = await tx.manager.getRepository(HazardEntity).findOneBy({ ownerOrgId, code });
    return earlier
      ? { recurrenceOfId: earlier.id, recurrenceOfCode: null }
      : { recurrenceOfId: null, recurrenceOfCode: code };
  }

  async function store(tx: Transaction, hazard: Hazard, rectifierId: string | null): Promise<void> {
    await tx.insert(HazardEntity, hazard);
    await office.parties.add(tx, hazard.id, [
      ...partyOf(hazard.responsibleOrgId, 'RESPONSIBLE_ORG'),
      ...partyOf(rectifierId, 'RESPONSIBLE'),
    ]);
    if (hazard.openedAt !== null) await keep(tx, [hazard]);
    await tx.append(historyOf(hazard));
  }

  return defineImport({
    act: 'importHazards',
    kind: 'fact',
    key: 'hazard_code',
    cells: hazardCells,
    async apply(tx, row, { openedAt }) {
      const { year, serial } = numberOf(row.hazard_code);
      const judged = judgementOf(row, office.calendar.endOf);
      const site = await office.sites.find(tx.manager, row.site_code);
      if (!site) throw referenceUnknown('site_code', row.site_code);
      const ownerOrgId = await ledger.ledgerOrgOf(tx, site.orgId);
      const taken = await tx.manager.getRepository(HazardEntity).findOneBy({ ownerOrgId, code: row.hazard_code });
      if (taken) throw duplicate(taken.id, { en: 'This hazard is in the ledger already.', zh: '该隐患已在台账中。' });
      const sourceType = sourceTypes[row.source_type];
      const source = row.source_ref === null ? null : await sources.find(tx, sourceType, row.source_ref);
      const hazard: Hazard = {
        ...unjudged,
        ...judged,
        ...(await recurrenceOf(tx, ownerOrgId, row.recurrence_of)),
        id: kit.ids.next('haz'),
        code: row.hazard_code,
        ownerOrgId,
        secrecyLevel: 'INTERNAL',
        createdAt: row.reported_at,
        updatedAt: tx.now,
        siteId: site.id,
        siteOrgId: site.orgId,
        description: row.description,
        category: row.category,
        sourceType,
        sourceId: source?.id ?? null,
        sourceCode: row.source_ref,
        sourceLinkId: null,
        reporterId: null,
        anonymous: false,
        reportedAt: row.reported_at,
        plan: planOf(row),
        importedAt: tx.now,
        openedAt: isOpen({ status: row.state }) ? openedAt : null,
      };
      await store(tx, hazard, row.rectifier);
      await office.serials.ensureAtLeast(tx, ledger.series(ownerOrgId, year), serial);
      if (source) await sources.answer(tx, hazard, source);
      return undefined;
    },
  });
}

function numberOf(code: string): { year: string; serial: number } {
  const [, year, serial] = /^隐〔(\d{4})〕([1-9]\d{0,8})号$/.exec(code) ?? [];
  if (!year || !serial) throw badInput('hazard_code', { en: 'not a number of the ledger', zh: '不是隐患台账编号' });
  return { year, serial: Number(serial) };
}

/** What the dates of a hazard imply, in order; the last event carries the state in which the export left it. */
function historyOf(hazard: Hazard): DomainEvent[] {
  const { status, closedAt } = hazard;
  if (status === 'REPORTED') return [reportedEvent(hazard)];
  const reported = reportedEvent({ ...hazard, status: 'REPORTED' });
  if (status === 'DISMISSED') return [reported, dismissedEvent(hazard)];
  if (closedAt === null) return [reported, confirmedEvent(hazard)];
  return [reported, confirmedEvent({ ...hazard, status: 'CONFIRMED' }), closedEvent(hazard, closedAt)];
}
