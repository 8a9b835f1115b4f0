import { cell, defineImport, type Foundation } from '@chengqi/office-kernel';
import type { DomainEvent } from '@chengqi/schemas';
import { inspectionClosed, inspectionMissed } from '@chengqi/schemas/events/security';
import { badInput, duplicate, referenceUnknown } from '@chengqi/service-kit';
import { InspectionTaskEntity } from './inspection.entity.ts';
import { type InspectionTask, inspectionKinds, inspectionStates } from './inspection.ts';

/** inspections.csv: which places were looked at, and which should have been. */
export const createInspectionImport = ({ kit, office }: Foundation) =>
  defineImport({
    act: 'importInspections',
    kind: 'fact',
    key: 'task_no',
    cells: {
      task_no: cell.key(),
      site_code: cell.site({ required: true }),
      kind: cell.enumeration(inspectionKinds, { required: true }),
      template: cell.name(),
      inspectors: cell.persons(),
      due_date: cell.day({ required: true }),
      started_at: cell.instant(),
      finished_at: cell.instant(),
      score: cell.int({ min: 0, max: 100 }),
      state: cell.enumeration(inspectionStates, { required: true }),
    },
    async apply(tx, { task_no, site_code, kind, template, inspectors, due_date, score, state, ...row }) {
      const { started_at: startedAt, finished_at: finishedAt } = row;
      if (startedAt !== null && finishedAt !== null && finishedAt < startedAt) {
        throw badInput('finished_at', { en: 'end before start', zh: '结束早于开始' });
      }
      if (finishedAt === null && (state === 'SUBMITTED' || state === 'CLOSED')) {
        throw badInput('finished_at', { en: 'asked for by the state', zh: '该状态须填写此项' });
      }
      const site = await office.sites.find(tx.manager, site_code);
      if (!site) throw referenceUnknown('site_code', site_code);
      const ownerOrgId = site.orgId;
      const tasks = tx.manager.getRepository(InspectionTaskEntity);
      const taken = await tasks.findOneBy({ taskNo: task_no, ownerOrgId });
      if (taken) throw duplicate(taken.id, { en: 'This inspection is stored already.', zh: '该检查任务已存在。' });
      const task: InspectionTask = {
        ...{ id: kit.ids.next('itk'), taskNo: task_no, status: state, version: 1 },
        ...{ ownerOrgId, secrecyLevel: 'INTERNAL', createdAt: startedAt ?? tx.now, updatedAt: tx.now },
        ...{ siteId: site.id, kind, template, inspectorIds: inspectors, dueOn: due_date },
        ...{ startedAt, finishedAt, score },
      };
      await tx.insert(InspectionTaskEntity, task);
      await office.parties.add(
        tx,
        task.id,
        inspectors.map((partyId) => ({ partyId, relation: 'INSPECTOR' })),
      );
      await tx.append(endOf(task));
      return undefined;
    },
  });

function endOf(task: InspectionTask): DomainEvent[] {
  const { id: inspectionId, taskNo, siteId, kind, dueOn, finishedAt, score, status } = task;
  const told = { inspectionId, taskNo, siteId, kind, dueOn, finishedAt: finishedAt?.toISOString() ?? null, score };
  if (status === 'MISSED') return [inspectionMissed.create(task, told)];
  return status === 'CLOSED' ? [inspectionClosed.create(task, told)] : [];
}
