import type { Envelope } from '@chengqi/schemas';
import { rosterPublished } from '@chengqi/schemas/events/security';
import { type Consumer, held, on, type Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { PhoneLineEntity, ShiftReplicaEntity } from '../calls/call.entity.ts';
import { callQuery } from '../calls/call.repository.ts';
import type { CallLedger } from '../calls/call-ledger.commands.ts';
import { neighbourhood, type ShiftReplica } from './placement.ts';
import { placeAgain, placeOutbound } from './placing.commands.ts';

type Roster = ReturnType<typeof rosterPublished.schema.parse>;

/** Rosters place calls in shifts; one that comes late places again what rang under it. */
export function createRosterConsumers(ledger: CallLedger): Consumer[] {
  async function publish({ data }: Envelope<Roster>, tx: Transaction): Promise<void> {
    const shifts = shiftsOf(data);
    if (shifts.length === 0) return;
    const replica = tx.manager.getRepository(ShiftReplicaEntity);
    const known = await replica.findBy({ id: In(shifts.map(({ id }) => id)) });
    await replica.upsert(shifts, ['id']);
    const renamed = await nameLines(tx, shifts);
    const spans = [...known, ...shifts];
    const from = new Date(Math.min(...spans.map(({ startAt }) => startAt.getTime())) - neighbourhood);
    const to = new Date(Math.max(...spans.map(({ endAt }) => endAt.getTime())) + neighbourhood);
    const touched = callQuery(tx.manager).where('(c.ringAt >= :from AND c.ringAt < :to)', { from, to });
    if (renamed.length > 0) touched.orWhere('(c.shiftId IS NULL AND c.lineNo IN (:...renamed))', { renamed });
    await placeAgain(tx, ledger, touched);
    await placeOutbound(tx, from, to);
  }

  return [on(rosterPublished, publish, { imported: true })];
}

const shiftsOf = ({ orgId, shifts }: Roster): ShiftReplica[] =>
  shifts.map(({ shiftId, start, end, leaderId, line }) => ({
    id: shiftId,
    ownerOrgId: orgId,
    startAt: new Date(start),
    endAt: new Date(end),
    leaderId,
    line,
  }));

/** Whose a line is, as the latest shift names it, in whatever order rosters come; answers the lines that changed hands. */
async function nameLines(tx: Transaction, shifts: readonly ShiftReplica[]): Promise<string[]> {
  const lines = tx.manager.getRepository(PhoneLineEntity);
  const changed: string[] = [];
  for (const { line, ownerOrgId, startAt } of shifts.toSorted((a, b) => a.startAt.getTime() - b.startAt.getTime())) {
    if (line === null) continue;
    const known = await held(lines.createQueryBuilder('l').where('l.lineNo = :line', { line })).getOne();
    if (known && known.namedAt >= startAt) continue;
    const named = { orgId: ownerOrgId, namedAt: startAt };
    if (known) await lines.update({ lineNo: line }, named);
    else await lines.insert({ lineNo: line, ...named });
    if (known?.orgId !== ownerOrgId) changed.push(line);
  }
  return changed;
}
