import { batch, batchMany, groupBy, type Request } from '@chengqi/service-kit';
import { In, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import type { Foundation } from '../context.ts';
import { CallbackTaskEntity, CallEntity, CallerEntity } from './call.entity.ts';
import { findLegsOfCalls, findNotes, owedAt } from './call.repository.ts';
import type { Call, CallbackTask, CallLeg, CallNote } from './call.ts';
import type { CallFigures } from './call-figures.ts';
import { callbackReading } from './callbacks.commands.ts';
import { callReading } from './calls.commands.ts';
import type { Confidence } from './confidence.ts';

const listLength = 100;

/** Look-ups of one request: one statement for all that a level of the query asks. */
export function createCallLoaders(
  request: Request,
  { kit, office }: Foundation,
  figures: CallFigures,
  confidence: Confidence,
) {
  const { db } = kit;
  const now = kit.clock.now();

  const at = <L>(make: (asOf: Date) => L) => {
    const made = new Map<number, L>();
    return (asOf: Date | null | undefined): L => {
      const moment = asOf ?? now;
      const loader = made.get(moment.getTime()) ?? make(moment);
      made.set(moment.getTime(), loader);
      return loader;
    };
  };

  const owed = (column: 'ownerOrgId' | 'shiftId') =>
    at((asOf) =>
      batchMany<CallbackTask>(async (ids) => {
        const query = owedAt(figures.tasks(request).andWhere(`k.${column} IN (:...ids)`, { ids }), asOf);
        return firstOf(await query.orderBy('k.openedAt').addOrderBy('k.id').getMany(), (task) => String(task[column]));
      }),
    );

  const callsBy = (
    column: 'callbackId' | 'shiftId',
    narrow: (query: SelectQueryBuilder<Call>) => unknown = () => null,
  ) =>
    batchMany<Call>(async (ids) => {
      const query = figures.calls(request).andWhere(`c.${column} IN (:...ids)`, { ids });
      narrow(query);
      return firstOf(await query.orderBy('c.ringAt').addOrderBy('c.id').getMany(), (call) => String(call[column]));
    });

  return {
    calls: batch<Call>((ids) => office.readByIds(request, CallEntity, ids, callReading)),
    callbacks: batch<CallbackTask>((ids) => office.readByIds(request, CallbackTaskEntity, ids, callbackReading)),
    callsOfTask: callsBy('callbackId'),
    missedOfShift: callsBy('shiftId', (query) =>
      query.andWhere(`c.outcome NOT IN ('ANSWERED', 'OVERFLOW_ANSWERED', 'SPAM')`),
    ),
    callNotes: batchMany<CallNote>(async (refs) => groupBy(await findNotes(db.read, refs), ({ callRef }) => callRef)),
    callLegs: batchMany<CallLeg>(async (refs) =>
      groupBy(await findLegsOfCalls(db.read, refs), ({ callRef }) => callRef),
    ),
    /** By the exchange's number: true where who rang, and what was said, is not for the viewer. */
    toldInConfidence: batch<boolean>(async (refs) => {
      const hidden = await confidence(db.read, request, refs);
      return new Map(refs.map((ref) => [ref, hidden.has(ref)]));
    }),
    /** Masked numbers. */
    callers: batch<string>(async (ids) => {
      const rows = await db.read.getRepository(CallerEntity).findBy({ id: In([...ids]) });
      return new Map(rows.map(({ id, phoneMasked }) => [id, phoneMasked]));
    }),
    callbacksOfOrg: owed('ownerOrgId'),
    callbacksOfShift: owed('shiftId'),
    /** The limit of each callback as it was known at a moment. */
    dueOfTask: at((asOf) =>
      batch<Date>(async (ids) => {
        const covered = await figures.coveredBy(
          [...ids].map((id) => ({ id })),
          asOf,
        );
        return new Map([...covered].map(([id, { dueAt }]) => [id, dueAt]));
      }),
    ),
  };
}

const firstOf = <T extends ObjectLiteral>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> =>
  new Map([...groupBy(rows, keyOf)].map(([key, group]) => [key, group.slice(0, listLength)]));
