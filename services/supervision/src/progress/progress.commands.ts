import { evidenceListOf, type Foundation } from '@chengqi/office-kernel';
import { fieldsOf, idsOf, numberOf, optionalText, type Request, textOf } from '@chengqi/service-kit';
import { AssignmentEntity } from '../assignments/assignment.entity.ts';
import type { RaiseObstacleInput, ReportProgressInput, ResolveObstacleInput } from '../generated/graphql.ts';
import { createItemActs } from '../items/act.commands.ts';
import { mostParts } from '../items/item.ts';
import { ObstacleEntity, ProgressReportEntity } from './progress.entity.ts';
import { reportProgress } from './progress.workflow.ts';

/** Feedback of the units, and what blocks them. */
export function createProgressCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem, onPart } = createItemActs(foundation);

  return {
    reportProgress: (request: Request, input: ReportProgressInput) =>
      onPart(
        request,
        {
          name: 'reportProgress',
          input,
          action: 'REPORT_PROGRESS',
          entity: AssignmentEntity,
          id: input.assignmentId,
          narrow: (part) => ({ assignments: [part] }),
        },
        async (item, act, part, tx) => {
          const report = fieldsOf({
            percent: () => numberOf('percent', input.percent, 0, 100),
            text: () => textOf('text', input.text, 10_000),
            fallReason: () => optionalText('fallReason', input.fallReason, 2000),
            problems: () => optionalText('problems', input.problems, 10_000),
            evidence: () => evidenceListOf('evidence', input.evidence),
          });
          const decision = reportProgress(item, act, part, report);
          await tx.manager.getRepository(AssignmentEntity).update({ id: part.id }, { progressPercent: report.percent });
          await tx.insert(ProgressReportEntity, {
            ...report,
            id: kit.ids.next('prg'),
            itemId: item.id,
            kind: 'FEEDBACK',
            orgId: part.orgId,
            reporterId: act.by,
            at: tx.now,
            ofLead: part.lead,
            reportNo: null,
          });
          return decision;
        },
      ),

    raiseObstacle: (request: Request, input: RaiseObstacleInput) =>
      onItem(request, { name: 'raiseObstacle', input, action: 'RAISE_OBSTACLE' }, async (item, act, tx) => {
        const fields = fieldsOf({
          affectedOrgIds: () => idsOf('affectedOrgIds', input.affectedOrgIds, mostParts),
          description: () => textOf('description', input.description, 2000),
          proposal: () => textOf('proposal', input.proposal, 2000),
        });
        await office.orgs.requireMany(tx, 'affectedOrgIds', fields.affectedOrgIds);
        await tx.insert(ObstacleEntity, {
          ...fields,
          id: kit.ids.next('obs'),
          itemId: item.id,
          kind: input.kind,
          raisedById: act.by,
          raisedAt: tx.now,
          state: 'OPEN',
          resolvedById: null,
          resolvedAt: null,
          resolution: null,
        });
        return { changes: {}, events: [] };
      }),

    /** Judged on that obstacle alone: another open one does not make a resolved one open. */
    resolveObstacle: (request: Request, input: ResolveObstacleInput) =>
      onPart(
        request,
        {
          name: 'resolveObstacle',
          input,
          action: 'RESOLVE_OBSTACLE',
          entity: ObstacleEntity,
          id: input.obstacleId,
          narrow: (obstacle) => ({ obstacles: [obstacle] }),
        },
        async (_, act, { id }, tx) => {
          const resolution = textOf('resolution', input.resolution, 2000);
          await tx.manager
            .getRepository(ObstacleEntity)
            .update({ id }, { state: 'RESOLVED', resolvedById: act.by, resolvedAt: tx.now, resolution });
          return { changes: {}, events: [] };
        },
      ),
  };
}
