import { cell, defineImport, type Foundation } from '@chengqi/office-kernel';
import { badInput, duplicate, type Transaction } from '@chengqi/service-kit';
import { findCase } from '../cases/case.repository.ts';
import type { Contacts } from '../contacts/contacts.repository.ts';
import { VisitEntity } from './visit.entity.ts';
import { ended, onSite } from './visit.events.ts';
import { blankVisit, mayBeReceived, partiesOf, type Visit, visitKinds } from './visit.ts';

/** visits.csv: who came, as history left it; a case not known yet is linked when it comes. */
export const createVisitImport = ({ kit, office }: Foundation, contacts: Contacts) =>
  defineImport({
    act: 'importVisits',
    kind: 'fact',
    key: 'visit_no',
    cells: {
      visit_no: cell.key(),
      kind: cell.enumeration(visitKinds, { required: true }),
      visitor_name: cell.text({ max: 50 }),
      phone: cell.phone(),
      companions: cell.int({ min: 0, max: 1000 }),
      host_org: cell.org({ required: true }),
      site_code: cell.site({ required: true }),
      purpose: cell.text({ required: true, max: 500 }),
      letter_no: cell.code(),
      arrive_at: cell.instant({ required: true }),
      leave_at: cell.instant(),
      first_responder: cell.person(),
      state: cell.enumeration(['CHECKED_IN', 'RECEIVED', 'LEFT', 'REFUSED'], { required: true }),
      case_code: cell.code(),
    },
    async apply(tx, row) {
      const { arrive_at: arriveAt, leave_at: leaveAt } = row;
      if (leaveAt && leaveAt < arriveAt)
        throw badInput('leave_at', { en: 'leaves before arriving', zh: '离开早于到达' });
      const taken = await tx.manager.getRepository(VisitEntity).findOneBy({ visitNo: row.visit_no, imported: true });
      if (taken) throw duplicate(taken.id, { en: 'This visit is stored already.', zh: '该来访已存在。' });
      const site = await office.sites.require(tx, 'site_code', row.site_code);
      const known = row.case_code === null ? null : await findCase(tx.manager, row.case_code);
      const visit: Visit = {
        ...blankVisit(tx.now, kit.ids.next('vst')),
        status: row.state,
        ownerOrgId: row.host_org,
        visitNo: row.visit_no,
        kind: row.kind,
        companions: row.companions ?? 0,
        siteId: site.id,
        siteOrgId: site.orgId,
        purpose: row.purpose,
        letterNo: row.letter_no,
        arriveAt,
        leaveAt,
        listedAt: arriveAt,
        firstResponderId: row.first_responder,
        caseId: known?.id ?? null,
        caseCode: row.case_code,
        imported: true,
      };
      if ((row.state === 'RECEIVED' || row.state === 'LEFT') && !mayBeReceived(visit)) return withoutLetter;
      await tx.insert(VisitEntity, visit);
      await contacts.keep(tx, { subjectType: 'Visit', subjectId: visit.id, name: row.visitor_name, phone: row.phone });
      await office.parties.add(tx, visit.id, partiesOf(visit));
      await announce(tx, visit, arriveAt);
      return undefined;
    },
  });

const withoutLetter = {
  outcome: 'QUARANTINED',
  column: 'letter_no',
  reason: 'GUARD_FAILED R-9: official visitor received without a letter',
} as const;

/** The events that the dates imply; who was turned away never was in the house. */
async function announce(tx: Transaction, visit: Visit, arriveAt: Date): Promise<void> {
  const { status, leaveAt } = visit;
  if (status !== 'REFUSED') await tx.append(onSite(visit, arriveAt));
  if (status === 'REFUSED' || status === 'LEFT') await tx.append(ended(visit, status, leaveAt ?? arriveAt));
}
