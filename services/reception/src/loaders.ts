import type { Foundation } from '@chengqi/office-kernel';
import { batch, batchMany, groupBy, type Request } from '@chengqi/service-kit';
import { CallbackTaskEntity, CallEntity } from './calls/call.entity.ts';
import { callsOf, findLegsOfCalls, findNotes, maskedNumbers, missed, owedFor } from './calls/call.repository.ts';
import type { CallbackTask } from './calls/call.ts';
import { callAccess, callbackAccess } from './calls/call.workflow.ts';
import { findEvents } from './cases/case.repository.ts';
import type { Commands } from './commands.ts';
import { MatterEntity } from './matters/matter.entity.ts';
import { matterAccess } from './matters/matter.workflow.ts';
import type { FiguresAsked } from './ratings/rating-figures.repository.ts';
import { RoutingRuleEntity } from './routing/routing-rule.entity.ts';
import { routingRuleAccess } from './routing/routing-rule.workflow.ts';
import { SurveyResultEntity } from './surveys/survey.entity.ts';
import { suppressedOf } from './surveys/survey.repository.ts';
import { surveyReading } from './surveys/survey.ts';
import { VisitEntity } from './visits/visit.entity.ts';
import { visitAccess } from './visits/visit.workflow.ts';

export type Loaders = ReturnType<typeof createLoaders>;

const listLength = 100;

/** Look-ups of one request: one statement for all that a level of the query asks. */
export function createLoaders(request: Request, { kit, office }: Foundation, commands: Commands) {
  const { blockedVisitors, contacts, callFigures, confidence, caseRegister, disputeReading } = commands;
  const { ratingReading, ratingFigures } = commands;
  const { read } = kit.db;
  const now = kit.clock.now();

  const at = <L>(make: (asOf: Date) => L) =>
    keyed(
      (asOf: Date | null | undefined) => make(asOf ?? now),
      (asOf) => (asOf ?? now).getTime(),
    );

  const owed = (column: 'ownerOrgId' | 'shiftId') =>
    at((asOf) =>
      batchMany<CallbackTask>(async (ids) => {
        const found = await office.list(request, owedFor(read, column, ids, asOf), callbackAccess, 'countable');
        return firstOf(found, (task) => String(task[column]));
      }),
    );

  /** Counted by more people than may read them. */
  const callsBy = (column: 'callbackId' | 'shiftId', condition = '1 = 1') =>
    batchMany(async (ids) => {
      const query = callsOf(read, column, ids).andWhere(condition);
      return firstOf(await office.list(request, query, callAccess, 'countable'), (call) => String(call[column]));
    });

  const figures = keyed(
    (asked: FiguresAsked) => batch((orgIds) => ratingFigures(request, orgIds, asked)),
    (asked) => JSON.stringify(asked),
  );

  const visits = batch((ids) => office.readByIds(request, VisitEntity, ids, visitAccess));

  return {
    calls: batch((ids) => office.readByIds(request, CallEntity, ids, callAccess)),
    callbacks: batch((ids) => office.readByIds(request, CallbackTaskEntity, ids, callbackAccess)),
    callsOfTask: callsBy('callbackId'),
    missedOfShift: callsBy('shiftId', missed),
    callNotes: batchMany(async (refs) => groupBy(await findNotes(read, refs), ({ callRef }) => callRef)),
    callLegs: batchMany(async (refs) => groupBy(await findLegsOfCalls(read, refs), ({ callRef }) => callRef)),
    /** By the exchange's number: true where who rang, and what was said, is not for the viewer. */
    toldInConfidence: batch(async (refs) => {
      const hidden = await confidence(read, request, refs);
      return new Map(refs.map((ref) => [ref, hidden.has(ref)]));
    }),
    callers: batch((ids) => maskedNumbers(read, ids)),
    callbacksOfOrg: owed('ownerOrgId'),
    callbacksOfShift: owed('shiftId'),
    /** The limit of each callback as it was known at a moment. */
    dueOfTask: at((asOf) =>
      batch(async (ids) => {
        const covered = await callFigures.coveredBy(ids, asOf);
        return new Map([...covered].map(([id, { dueAt }]) => [id, dueAt]));
      }),
    ),
    /** In clear, for masking only; the subject has passed its own read rule. */
    contacts: batchMany((ids) => contacts.of(read, ids)),
    cases: batch((ids) => caseRegister.readByIds(request, ids)),
    /** By rule; in one statement for all cases of a list. */
    originalEnds: batch((ids) => office.deadlines.originalEnds(read, ids)),
    caseEvents: batchMany(async (ids) => groupBy(await findEvents(read, ids), ({ caseId }) => caseId)),
    matters: batch((ids) => office.readByIds(request, MatterEntity, ids, matterAccess)),
    routingRules: batch((ids) => office.readByIds(request, RoutingRuleEntity, ids, routingRuleAccess)),
    visits,
    blockedVisitors: batch((ids) => blockedVisitors.readByIds(request, ids)),
    /** By visit: what keeps its visitor out now. */
    blocks: batch(async (ids) => {
      const found = await Promise.all(ids.map((id) => visits.load(id)));
      return blockedVisitors.onVisits(
        read,
        found.filter((visit) => visit !== null),
        now,
      );
    }),
    ratings: batch(async (ids) => byKey(await ratingReading.byIds(request, ids), ({ id }) => id)),
    /** The rating of a service. */
    ratingsOf: batch(async (ids) =>
      byKey(await ratingReading.byIds(request, ids, 'subjectId'), ({ subjectId }) => subjectId),
    ),
    ratingFigures: figures,
    disputes: batch((ids) => disputeReading.byIds(request, ids)),
    surveyResults: batch((ids) => office.readByIds(request, SurveyResultEntity, ids, surveyReading)),
    suppressedResults: batch(async (surveys) => suppressedOf(read, await office.orgs.freshTree(), surveys)),
  };
}

/** The same for equal arguments. */
function keyed<A, L>(make: (asked: A) => L, keyOf: (asked: A) => unknown): (asked: A) => L {
  const made = new Map<unknown, L>();
  return (asked) => {
    const known = made.get(keyOf(asked)) ?? make(asked);
    made.set(keyOf(asked), known);
    return known;
  };
}

const byKey = <T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T> =>
  new Map(rows.map((row) => [keyOf(row), row]));

const firstOf = <T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> =>
  new Map([...groupBy(rows, keyOf)].map(([key, group]) => [key, group.slice(0, listLength)]));
