import { cell, defineImport, type Foundation } from '@chengqi/office-kernel';
import { progressReported } from '@chengqi/schemas/events/supervision';
import { duplicate, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import { AssignmentEntity } from '../assignments/assignment.entity.ts';
import type { Assignment } from '../assignments/assignment.ts';
import { withWorker } from '../items/closing.workflow.ts';
import { SupervisionItemEntity } from '../items/item.entity.ts';
import { ProgressReportEntity } from '../progress/progress.entity.ts';
import type { ProgressReport } from '../progress/progress.ts';
import { importedItem } from './imported-item.repository.ts';

/** progress_reports.csv: what the units of imported items fed back; the item's own percentage is its row's. */
export function createProgressImport({ kit }: Foundation) {
  /** The unit's own percentage is that of its latest report, in whichever order they come. */
  async function store(tx: Transaction, part: Assignment, report: ProgressReport, percent: number): Promise<void> {
    const [latest] = await tx.manager.getRepository(ProgressReportEntity).find({
      where: { itemId: part.itemId, orgId: part.orgId },
      order: { at: 'DESC' },
      take: 1,
    });
    await tx.insert(ProgressReportEntity, report);
    if (latest && latest.at > report.at) return;
    await tx.manager.getRepository(AssignmentEntity).update({ id: part.id }, { progressPercent: percent });
  }

  return defineImport({
    act: 'importProgressReports',
    kind: 'fact',
    key: 'report_no',
    cells: {
      report_no: cell.key(),
      item_code: cell.code({ required: true }),
      org_code: cell.org({ required: true }),
      reporter: cell.person(),
      reported_at: cell.instant({ required: true }),
      percent: cell.int({ required: true, min: 0, max: 100 }),
      text: cell.text({ required: true, max: 10_000 }),
      problems: cell.text({ max: 10_000 }),
    },
    async apply(tx, row) {
      const item = await importedItem(tx, row.item_code);
      const part = await tx.manager.getRepository(AssignmentEntity).findOneBy({ itemId: item.id, orgId: row.org_code });
      if (!part) throw referenceUnknown('org_code', row.org_code);
      const taken = await tx.manager
        .getRepository(ProgressReportEntity)
        .findOneBy({ itemId: item.id, reportNo: row.report_no });
      if (taken) throw duplicate(taken.id, { en: 'This report is stored already.', zh: '该反馈已存在。' });
      const { reported_at: at, percent } = row;
      const report: ProgressReport = {
        id: kit.ids.next('prg'),
        itemId: item.id,
        kind: 'FEEDBACK',
        orgId: part.orgId,
        reporterId: row.reporter,
        at,
        percent,
        text: row.text,
        fallReason: null,
        problems: row.problems,
        evidence: [],
        ofLead: null,
        reportNo: row.report_no,
      };
      await store(tx, part, report, percent);
      const workerIds = withWorker(item, row.reporter);
      await tx.update(SupervisionItemEntity, item, { workerIds, lightNextAt: tx.now });
      const event = { itemId: item.id, percent, orgId: part.orgId, at: at.toISOString() };
      await tx.append(progressReported.create(item, event));
      return undefined;
    },
  });
}
