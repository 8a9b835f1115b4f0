import { cell, defineImport, type Foundation } from '@chengqi/office-kernel';
import { duplicate, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import type { HazardSources } from '../origins/hazard-sources.commands.ts';
import { FindingEntity, InspectionTaskEntity } from './inspection.entity.ts';
import type { InspectionTask } from './inspection.ts';

/** findings.csv: what imported inspections found; the hazards that came of it name the finding. */
export function createFindingImport({ kit }: Foundation, sources: HazardSources) {
  /** Equal numbers of two organisations cannot be told apart. */
  async function taskOf(tx: Transaction, taskNo: string): Promise<InspectionTask> {
    const [task, other] = await tx.manager.getRepository(InspectionTaskEntity).findBy({ taskNo });
    if (!task || other) throw referenceUnknown('task_no', taskNo);
    return task;
  }

  return defineImport({
    act: 'importFindings',
    kind: 'fact',
    key: 'finding_no',
    cells: {
      finding_no: cell.key(),
      task_no: cell.code({ required: true }),
      item_key: cell.code({ required: true }),
      text: cell.text(),
      level: cell.enumeration(['GENERAL', 'MAJOR'], { required: true }),
      fixed_on_spot: cell.yesNo({ required: true }),
      hazard_code: cell.code({ max: 40 }),
    },
    async apply(tx, { finding_no, task_no, item_key, text, level, fixed_on_spot }) {
      const task = await taskOf(tx, task_no);
      const taken = await tx.manager.getRepository(FindingEntity).findOneBy({ taskId: task.id, itemKey: item_key });
      if (taken) throw duplicate(taken.id, { en: 'INS-1: found once an item.', zh: 'INS-1：同一检查项仅登记一次。' });
      const { id } = await tx.insert(FindingEntity, {
        ...{ id: kit.ids.next('fnd'), findingNo: finding_no, taskId: task.id, itemKey: item_key },
        ...{ text, level, fixedOnSpot: fixed_on_spot },
      });
      await sources.learn(tx, { id, type: 'Finding', code: finding_no, orgId: task.ownerOrgId });
      return undefined;
    },
  });
}
