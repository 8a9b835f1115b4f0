import type { Foundation } from '@chengqi/office-kernel';
import { badInput, groupBy, type Request } from '@chengqi/service-kit';
import type { SelectQueryBuilder } from 'typeorm';
import { dueAsOf } from '../callbacks/derive-callbacks.ts';
import { CallLegEntity } from '../calls/call.entity.ts';
import { callbackQuery, callQuery, counted, findCallsOfTasks, findNotes } from '../calls/call.repository.ts';
import type { Call, CallbackTask, CallLeg } from '../calls/call.ts';
import { callAccess, callbackAccess } from '../calls/call.workflow.ts';
import { type CountedTask, figuresOf } from './figures.ts';

interface Period {
  readonly gte?: Date | null | undefined;
  readonly lt?: Date | null | undefined;
}

/** Which rings; `to` is the last moment of them. */
interface RingsAsked {
  readonly orgId: string;
  readonly lineNo?: string | null | undefined;
  readonly from: Date | null;
  readonly to: Date;
}

const longest = 367 * 24 * 3_600_000;

/** Counts of calls, with whom and what they were about left out. */
export function createCallFigures({ kit, office }: Foundation) {
  const calls = ({ viewer }: Request): SelectQueryBuilder<Call> => {
    const { sql, params } = office.countable(viewer, { alias: 'c', roles: callAccess.roles });
    return callQuery(kit.db.read).where(sql, params);
  };

  const tasks = ({ viewer }: Request): SelectQueryBuilder<CallbackTask> => {
    const { sql, params } = office.countable(viewer, { alias: 'k', roles: callbackAccess.roles });
    return callbackQuery(kit.db.read).where(sql, params);
  };

  /** Callbacks as they stood at the moment. */
  async function standing(rows: readonly CallbackTask[], asOf: Date): Promise<CountedTask[]> {
    const covered = await coveredBy(
      rows.map(({ id }) => id),
      asOf,
    );
    return rows.map((task) => {
      const own = covered.get(task.id);
      const closed = task.closedAt !== null && task.closedAt <= asOf;
      return {
        ...task,
        dueAt: own?.dueAt ?? task.dueAt,
        calls: own?.calls.length ?? 1,
        closedAt: closed ? task.closedAt : null,
        end: closed ? task.end : 'OPEN',
      };
    });
  }

  /** The calls of each callback that had rung by the moment, and the limit as it was known. */
  async function coveredBy(taskIds: readonly string[], asOf: Date) {
    const all = await findCallsOfTasks(kit.db.read, taskIds);
    const rung = groupBy(
      all.filter(({ ringAt }) => ringAt <= asOf),
      ({ callbackId }) => callbackId ?? '',
    );
    const firsts = [...rung.values()].flatMap(([first]) => first?.callRef ?? []);
    const notes = groupBy(await findNotes(kit.db.read, firsts), ({ callRef }) => callRef);
    return new Map(
      [...rung].map(([id, own]) => [
        id,
        { calls: own, dueAt: dueAsOf(own, notes.get(own[0]?.callRef ?? '') ?? [], asOf) },
      ]),
    );
  }

  /** Records of the exchange within the period, by direction. */
  async function countLegs(orgId: string, from: Date, to: Date): Promise<Map<string, number>> {
    const rows = await kit.db.read
      .getRepository(CallLegEntity)
      .createQueryBuilder('l')
      .select('l.direction', 'direction')
      .addSelect('COUNT(*)', 'count')
      .where('l.ownerOrgId = :orgId AND l.ringAt >= :from AND l.ringAt < :to', { orgId, from, to })
      .groupBy('l.direction')
      .getRawMany<{ direction: string; count: unknown }>();
    return new Map(rows.map(({ direction, count }) => [direction, Number(count)]));
  }

  async function figures(request: Request, orgId: string, period: Period, asOf: Date) {
    const { from, to } = spanOf(period, asOf);
    const inPeriod = { orgId, from, to };
    const found = await calls(request)
      .andWhere('c.ownerOrgId = :orgId AND c.ringAt >= :from AND c.ringAt < :to', inPeriod)
      .select(['c.id', 'c.callRef', 'c.ringAt', 'c.outcome', 'c.waitSeconds', 'c.shiftId', 'c.watched', 'c.callbackId'])
      .orderBy('c.ringAt')
      .getMany();
    const owed = await tasks(request)
      .andWhere(`k.ownerOrgId = :orgId AND k.ringAt >= :from AND k.ringAt < :to AND ${counted}`, inPeriod)
      .getMany();
    const legs = found.length === 0 ? new Map<string, number>() : await countLegs(orgId, from, to);
    const [inbound, outbound] = [legs.get('IN') ?? 0, legs.get('OUT') ?? 0];
    return {
      cdrRows: inbound + outbound,
      outboundCalls: outbound,
      ...figuresOf(found, await standing(owed, asOf), asOf, kit.clock.today),
    };
  }

  /** Inbound records of the exchange, beside the calls that were made of them. */
  const legs = ({ viewer }: Request): SelectQueryBuilder<CallLeg> => {
    const { sql, params } = office.countable(viewer, { alias: 'l', roles: callAccess.roles, levelColumn: null });
    return kit.db.read
      .getRepository(CallLegEntity)
      .createQueryBuilder('l')
      .leftJoin('calls', 'c', 'c.call_ref = l.call_ref')
      .where(sql, params)
      .andWhere("l.direction = 'IN'");
  };

  /** A record belongs to the moment at which its call began to ring. */
  function legsWhere(request: Request, { orgId, lineNo, from, to }: RingsAsked): SelectQueryBuilder<CallLeg> {
    const query = legs(request).andWhere('l.ownerOrgId = :legOrg', { legOrg: orgId });
    if (lineNo != null) query.andWhere('COALESCE(c.lineNo, l.lineNo) = :legLine', { legLine: lineNo });
    query.andWhere('l.ringAt <= :legTo AND COALESCE(c.ringAt, l.ringAt) <= :legTo', { legTo: to });
    if (from) query.andWhere('l.ringAt >= :legFrom AND COALESCE(c.ringAt, l.ringAt) >= :legFrom', { legFrom: from });
    return query;
  }

  return { calls, legsWhere, coveredBy, figures };
}

/** The period, cut where the moment's knowledge ends. */
function spanOf({ gte, lt }: Period, asOf: Date): { from: Date; to: Date } {
  if (!gte || !lt || lt <= gte || lt.getTime() - gte.getTime() > longest)
    throw badInput('period', {
      en: 'A period of up to 366 days, both ends given.',
      zh: '须给出不超过366天的起止时间。',
    });
  const known = new Date(asOf.getTime() + 1);
  return { from: gte, to: lt < known ? lt : known };
}
