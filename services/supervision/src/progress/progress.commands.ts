import { badInput, optionalText, type Request, referenceUnknown, textOf } from '@chengqi/service-kit';
import { AssignmentEntity } from '../assignments/assignment.entity.ts';
import type { Foundation } from '../context.ts';
import type { RaiseObstacleInput, ReportProgressInput, ResolveObstacleInput } from '../generated/graphql.ts';
import { evidenceOf } from '../input.ts';
import { createActs } from '../items/act.commands.ts';
import { mostParts } from '../items/item.ts';
import { itemWorkflow } from '../items/item.workflow.ts';
import { ObstacleEntity, ProgressReportEntity } from './progress.entity.ts';
import { raiseObstacle, reportProgress, resolveObstacle } from './progress.workflow.ts';

export type ProgressCommands = ReturnType<typeof createProgressCommands>;

/** Feedback of the units, and what blocks them. */
export function createProgressCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem, onPart } = createActs(foundation);

  return {
    reportProgress: (request: Request, input: ReportProgressInput): Promise<string> =>
      onPart(request, 'reportProgress', input, AssignmentEntity, input.assignmentId, async (tx, item, act, part) => {
        const narrowed = { ...item, assignments: [part] };
        itemWorkflow.permit(act.actor, narrowed, 'REPORT_PROGRESS', { expectedVersion: act.expectedVersion });
        const report = {
          percent: input.percent,
          text: textOf('text', input.text, 10_000),
          fallReason: optionalText('fallReason', input.fallReason, 2000),
          problems: optionalText('problems', input.problems, 10_000),
          evidence: evidenceOf(input.evidence),
        };
        const decision = reportProgress(item, act, part, report);
        await tx.manager.getRepository(AssignmentEntity).update({ id: part.id }, { progressPercent: report.percent });
        await tx.insert(ProgressReportEntity, {
          ...report,
          id: kit.ids.next('prg'),
          itemId: item.id,
          kind: 'FEEDBACK',
          orgId: part.orgId,
          reporterId: act.actor.personId,
          at: tx.now,
          reportNo: null,
        });
        return decision;
      }),

    raiseObstacle: (request: Request, input: RaiseObstacleInput): Promise<string> =>
      onItem(request, 'raiseObstacle', input, async (tx, item, act) => {
        const decision = raiseObstacle(item, act);
        const affectedOrgIds = [...new Set(input.affectedOrgIds ?? [])];
        if (affectedOrgIds.length > mostParts)
          throw badInput('affectedOrgIds', { en: `At most ${mostParts} units.`, zh: `最多 ${mostParts} 个单位。` });
        for (const orgId of affectedOrgIds) {
          if (!(await office.orgs.find(tx.manager, orgId))) throw referenceUnknown('affectedOrgIds', orgId);
        }
        await tx.insert(ObstacleEntity, {
          id: kit.ids.next('obs'),
          itemId: item.id,
          kind: input.kind,
          description: textOf('description', input.description, 2000),
          proposal: textOf('proposal', input.proposal, 2000),
          affectedOrgIds,
          raisedById: act.actor.personId,
          raisedAt: tx.now,
          state: 'OPEN',
          resolvedById: null,
          resolvedAt: null,
          resolution: null,
        });
        return decision;
      }),

    resolveObstacle: (request: Request, input: ResolveObstacleInput): Promise<string> =>
      onPart(request, 'resolveObstacle', input, ObstacleEntity, input.obstacleId, async (tx, item, act, obstacle) => {
        const decision = resolveObstacle(item, act, obstacle);
        await tx.manager.getRepository(ObstacleEntity).update(
          { id: obstacle.id },
          {
            state: 'RESOLVED',
            resolvedById: act.actor.personId,
            resolvedAt: tx.now,
            resolution: textOf('resolution', input.resolution, 2000),
          },
        );
        return decision;
      }),
  };
}
