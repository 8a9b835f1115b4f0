import { cell, defineImport, type Foundation, type ImportContext } from '@chengqi/office-kernel';
import { badInput, duplicate, guardFailed, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import { IsNull, Not } from 'typeorm';
import { HazardEntity, RecheckEntity } from './hazard.entity.ts';
import type { Hazard } from './hazard.ts';
import { rectifyingPersons } from './hazard.workflow.ts';
import { partyOf } from './new-hazard.ts';

/** rechecks.csv: who looked at the work of imported hazards; HAZ-1 holds for history too. */
export function createRecheckImport({ kit, office }: Foundation) {
  /** Equal numbers of two ledgers cannot be told apart. */
  async function hazardOf(tx: Transaction, code: string): Promise<Hazard> {
    const [hazard, other] = await tx.manager.getRepository(HazardEntity).findBy({ code, importedAt: Not(IsNull()) });
    if (!hazard || other) throw referenceUnknown('hazard_code', code);
    return hazard;
  }

  /** Whether a post of the person is in the responsible unit or a division of it. */
  async function insider(tx: Transaction, { responsibleOrgId }: Hazard, personId: string, { memo }: ImportContext) {
    const person = await memo(`person:${personId}`, () => office.people.find(tx.manager, personId));
    const posts = person?.posts ?? [];
    return posts.some(
      ({ orgId }) =>
        orgId !== null && responsibleOrgId !== null && office.orgs.tree.unitsOf(orgId).includes(responsibleOrgId),
    );
  }

  /** What HAZ-1 has against the checker. */
  async function objection(tx: Transaction, hazard: Hazard, checkerId: string, context: ImportContext) {
    if (rectifyingPersons(hazard).includes(checkerId)) return 'the rectifier may not recheck';
    const inside = hazard.level === 'MAJOR' && (await insider(tx, hazard, checkerId, context));
    return inside ? 'MAJOR is rechecked from outside the responsible unit' : null;
  }

  return defineImport({
    act: 'importRechecks',
    kind: 'fact',
    key: 'recheck_no',
    cells: {
      recheck_no: cell.key(),
      hazard_code: cell.code({ required: true, max: 40 }),
      round: cell.int({ required: true, min: 1, max: 1000 }),
      checker: cell.person({ required: true }),
      checked_at: cell.instant({ required: true }),
      result: cell.enumeration(['PASS', 'FAIL'], { required: true }),
      findings: cell.text(),
    },
    async apply(tx, { hazard_code, round, checker, checked_at, result, findings }, context) {
      const hazard = await hazardOf(tx, hazard_code);
      const rechecks = tx.manager.getRepository(RecheckEntity);
      const taken = await rechecks.findOneBy({ hazardId: hazard.id, round });
      if (taken) throw duplicate(taken.id, { en: 'This round is stored already.', zh: '该轮复查已存在。' });
      const against = await objection(tx, hazard, checker, context);
      if (against !== null) {
        return { outcome: 'QUARANTINED', column: 'checker', reason: `SEPARATION_OF_DUTIES (HAZ-1): ${against}` };
      }
      if (checked_at < hazard.reportedAt) throw badInput('checked_at', { en: 'before the report', zh: '早于上报时间' });
      if (result === 'PASS' && hazard.status !== 'CLOSED') {
        throw guardFailed('HAZ-1', { en: 'Passed, but the ledger has it open.', zh: '复查通过但台账未销号。' });
      }
      await tx.insert(RecheckEntity, {
        ...{ id: kit.ids.next('rck'), hazardId: hazard.id, round, byId: checker, at: checked_at },
        ...{ result, findings, evidence: [] },
      });
      await office.parties.add(tx, hazard.id, partyOf(checker, 'RECHECKER'));
      await tx.update(HazardEntity, hazard, {
        recheckerId: checker,
        failCount: hazard.failCount + (result === 'FAIL' ? 1 : 0),
      });
      return undefined;
    },
  });
}
