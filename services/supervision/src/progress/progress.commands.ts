import { evidenceListOf, type Foundation } from '@chengqi/office-kernel';
import { fieldsOf, idsOf, numberOf, optionalText, type Request, refusal, textOf } from '@chengqi/service-kit';
import { AssignmentEntity } from '../assignments/assignment.entity.ts';
import type {
  AcceptRiskInput,
  AnalyseObstacleInput,
  EscalateObstacleInput,
  RaiseObstacleInput,
  ReportProgressInput,
  ResolveObstacleInput,
} from '../generated/graphql.ts';
import { createItemActs } from '../items/act.commands.ts';
import { mostParts } from '../items/item.ts';
import { itemAccess } from '../items/item.workflow.ts';
import {
  analysedEvent,
  escalatedEvent,
  raisedEvent,
  resolvedEvent,
  riskAcceptedEvent,
  storeObstacle,
} from './obstacles.repository.ts';
import { ObstacleEntity, ProgressReportEntity } from './progress.entity.ts';
import { mostWayOuts, type Obstacle } from './progress.ts';
import { reportProgress } from './progress.workflow.ts';

/** Feedback of the units, and what blocks them. */
export function createProgressCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem, onPart } = createItemActs(foundation);
  const obstacleOf = (id: string) => ({
    entity: ObstacleEntity,
    id,
    narrow: (obstacle: Obstacle) => ({ obstacles: [obstacle] }),
  });

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
            evidence: await office.files.keep(tx, itemAccess, item, report.evidence),
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
        const obstacle = await storeObstacle(tx, {
          ...fields,
          ...{ id: kit.ids.next('obs'), itemId: item.id, kind: input.kind, raisedById: act.by, raisedAt: tx.now },
          ...{ state: 'OPEN', rule: null, occurrence: null, rootCause: null, wayOuts: null },
          ...{ escalatedById: null, escalatedAt: null, escalationReason: null },
          ...{ resolvedById: null, resolvedAt: null, resolution: null },
        });
        return { changes: {}, events: [raisedEvent(item, obstacle)] };
      }),

    /** Judged on that obstacle alone: another open one does not make a resolved one open. */
    resolveObstacle: (request: Request, input: ResolveObstacleInput) =>
      onPart(
        request,
        {
          ...obstacleOf(input.obstacleId),
          name: 'resolveObstacle',
          input,
          action: 'RESOLVE_OBSTACLE',
        },
        async (item, act, obstacle, tx) => {
          const resolution = textOf('resolution', input.resolution, 2000);
          await tx.manager
            .getRepository(ObstacleEntity)
            .update({ id: obstacle.id }, { state: 'RESOLVED', resolvedById: act.by, resolvedAt: tx.now, resolution });
          return { changes: {}, events: [resolvedEvent(item, obstacle, tx.now)] };
        },
      ),

    analyseObstacle: (request: Request, input: AnalyseObstacleInput) =>
      onPart(
        request,
        { ...obstacleOf(input.obstacleId), name: 'analyseObstacle', input, action: 'ANALYSE_OBSTACLE' },
        async (item, act, obstacle, tx) => {
          const { id, state, wayOuts } = obstacle;
          const { rootCause, wayOut: text } = fieldsOf({
            rootCause: () => textOf('rootCause', input.rootCause, 2000),
            wayOut: () => textOf('wayOut', input.wayOut, 2000),
          });
          const before = wayOuts ?? [];
          if (before.length >= mostWayOuts) {
            throw refusal('LIMIT_EXCEEDED', { en: 'At most twenty ways out.', zh: '每个梗阻最多提出二十条建议。' });
          }
          const kind = input.kind ?? obstacle.kind;
          const proposed = [...before, { text, by: act.by, at: tx.now.toISOString() }];
          await tx.manager.getRepository(ObstacleEntity).update(
            { id },
            {
              state: state === 'ESCALATED' ? state : 'ANALYSED',
              ...{ rootCause, wayOuts: proposed, kind },
            },
          );
          return { changes: {}, events: [analysedEvent(item, { ...obstacle, kind }, tx.now)] };
        },
      ),

    escalateObstacle: (request: Request, input: EscalateObstacleInput) =>
      onPart(
        request,
        { ...obstacleOf(input.obstacleId), name: 'escalateObstacle', input, action: 'ESCALATE_OBSTACLE' },
        async (item, act, obstacle, tx) => {
          const escalationReason = textOf('reason', input.reason, 2000);
          await tx.manager
            .getRepository(ObstacleEntity)
            .update(
              { id: obstacle.id },
              { state: 'ESCALATED', escalatedById: act.by, escalatedAt: tx.now, escalationReason },
            );
          return { changes: {}, events: [escalatedEvent(item, obstacle, tx.now)] };
        },
      ),

    acceptRisk: (request: Request, input: AcceptRiskInput) =>
      onPart(
        request,
        { ...obstacleOf(input.obstacleId), name: 'acceptRisk', input, action: 'ACCEPT_RISK' },
        async (item, act, obstacle, tx) => {
          const resolution = textOf('reason', input.reason, 2000);
          await tx.manager
            .getRepository(ObstacleEntity)
            .update(
              { id: obstacle.id },
              { state: 'ACCEPTED_RISK', resolvedById: act.by, resolvedAt: tx.now, resolution },
            );
          return { changes: {}, events: [riskAcceptedEvent(item, obstacle, tx.now)] };
        },
      ),
  };
}
