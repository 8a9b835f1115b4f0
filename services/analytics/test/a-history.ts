import { createHash } from 'node:crypto';
import { seedCounty } from '@chengqi/office-kernel/testing';
import type { Envelope, EventContract, ServiceName } from '@chengqi/schemas';
import type { TestService } from '@chengqi/service-kit/testing';
import { aLoop } from './a-loop.ts';
import { anEvent, type Told } from './matters.ts';
import { on, tellers } from './the-month.ts';

/** What the owners published in a month: all families of facts, chains from call to record, and an accusation. */
export async function aHistory(): Promise<Envelope[]> {
  const events: Envelope[] = [];
  const sequences = new Map<string, number>();
  const told = async <Data>(contract: EventContract<Data>, subject: string, data: Data, options: Told = {}) => {
    const sequence = (sequences.get(subject) ?? 0) + 1;
    sequences.set(subject, sequence);
    const event = anEvent(contract, subject, data as never, options, sequence) as Envelope<Data>;
    events.push(event);
    return event;
  };
  const county = await seedCounty({
    deliver: told as TestService['deliver'],
    db: { write: (work: () => unknown) => work() } as never,
  });
  const { orgs } = county;
  for (let day = 1; day <= 28; day += 1) await tellDay({ ...county, told: told as never }, day);
  const units = { officeId: orgs.governmentOffice.id, unitId: orgs.emergencyBureau.id };
  const loops = [aLoop(units), aLoop(units), aLoop({ ...units, told: { provenance: 'imported' } })];
  for (const loop of [...loops, aLoop({ ...units, kind: 'ACCUSATION' })]) events.push(...loop.histories().flat());
  return events;
}

async function tellDay(office: Parameters<typeof tellers>[0], day: number): Promise<void> {
  const tell = tellers(office);
  const { emergencyBureau, educationBureau, town } = office.orgs;
  const [date, next] = [`9-${day}`, `9-${day + 2}`];
  for (const [index, { id: orgId }] of [emergencyBureau, educationBureau, town].entries()) {
    await tell.call(on(date, '08:10'), 'ANSWERED', { orgId, wait: 5 + day + index });
    await tell.call(on(date, '23:50'), day % 5 === 0 ? 'SPAM' : 'MISSED', { orgId, shifted: day % 4 > 0 });
    await tell.rating(on(date, '17:00'), 1 + ((day + index) % 5), { orgId, dueAt: on(next), fedBackAt: on(next) });
  }
  await tell.callback(on(date, '23:51'), on(next, '00:21'), day % 3 === 0 ? null : on(next, '00:20'), 'REACHED', 2);
  await tell.roster(on(date, '00:00'), on(next, '00:00'), [[on(date, '08:00'), on(next, '00:00')]]);
  await tell.serviceCase(on(date), { dueAt: on(next), answers: [on(next, '09:00')], closedAt: on(next, '10:00') });
  await tell.serviceCase(on(date), {
    kind: 'PETITION',
    noticeDueAt: on(next),
    acceptedAt: on(next),
    demands: [on(date)],
  });
  await tell.document(on(date), { draftedAt: on(date, '07:00'), receipts: [on(next), on(next, '12:00')] });
  await tell.received(on(date), {
    dueAt: on(next),
    ...(day % 3 && { finishedAt: on(next, day % 2 ? '07:00' : '09:00') }),
  });
  await tell.preFiled(on(next), ...(day % 2 ? [on(date)] : []));
  await tell.filedLate(on(next), ...(day % 3 ? [on(next, '12:00')] : []));
  const minutes = {
    held: [
      { endedAt: on(next, '06:00'), people: [day, 1, 2] as const },
      {
        ...(day % 2 && { openedAt: on(next, '05:00') }),
        endedAt: on(next, '07:30'),
        people: [day % 4, day % 3, day] as const,
      },
    ],
    dueAt: on(next),
    late: day % 2 === 0,
    ...(day % 5 && { minutedAt: on(next, day % 2 ? '07:00' : '09:00') }),
  };
  await tell.meeting(on(date), day % 3 ? { movedTo: on(next), ...minutes } : { cancelled: day % 2 === 0 });
  await tell.booking(on(date), on(next), day % 3 ? 'FINISHED' : 'NO_SHOW');
  const due = `2026-09-${String(day).padStart(2, '0')}`;
  const resolutionId = await tell.decision(on(date), { requiresAction: day % 6 > 0, dueOn: day % 4 ? due : null });
  const itemId = await tell.item({
    ...{ dueAt: on(next), resolutionId, detected: day % 3 === 0, struckOffAt: on(next, '07:00') },
    ...{ failedAt: day % 2 ? [on(date, '20:00')] : [], completedAt: on(next, '06:30') },
  });
  await tell.followedBy({ type: 'Resolution', id: resolutionId }, itemId, on(date, '12:00'), on(next));
  await tell.instruction(on(date), {
    ...{ requiresAction: day % 4 > 0, orgId: educationBureau.id },
    followed: day % 3 ? [[itemId, on(next), on(date, day % 2 ? '20:00' : '07:00')]] : [],
  });
  await tell.topic(on(date), day % 2 ? { answeredAt: on(next) } : {});
  await tell.obstacle(itemId, on(date, '09:00'), { analysedAt: on(date, '10:00'), resolvedAt: on(next) });
  await tell.obstacle(itemId, on(date, '11:00'), day % 2 ? { acceptedAt: on(next) } : {});
  await tell.extension(itemId, on(date, '12:00'), day % 4 ? ['APPROVED', on(next)] : undefined);
  await tell.notice(itemId, day % 2 ? 'BLUE' : 'YELLOW', on(date, '13:00'));
  await tell.coordination(on(date), [[day % 2 ? 'AGREED' : 'NOT_AGREED', on(next)]]);
  await tell.gap(on(date), day % 2 ? 'REPORT' : 'DUTY', day % 3 ? on(next) : undefined);
  const hazardId = await tell.hazard(on(date), {
    dueAt: on(next),
    closedAt: on(next, '06:00'),
    recurrence: day % 7 === 0,
  });
  await tell.link(itemId, hazardId);
  await tell.filed('SupervisionItem', itemId, on(next, '15:00'));
  await tell.feedback(itemId, 4, on(next, '16:00'));
  const given = [on(date, '16:00'), on(next)] as const;
  await tell.report(date, day % 2 ? '2026-W38' : '2026-09', {
    due: day % 3 > 0,
    turns: day % 4 ? [given, [on(next, '09:00')]] : [[on(date)]],
    ...(day % 5 === 0 && { exemptedAt: on(next) }),
  });
  await tell.report(date, `2026-09-${String(day).padStart(2, '0')}`);
  await tell.dispute(on(date), day % 2 ? { settledAt: on(next), end: 'PERFORMED' } : { expiredAt: on(next) });
  await tell.visit(on(date), day % 2 ? 'PUBLIC' : 'MEDIA');
  await tell.inspection(`2026-09-${String(day).padStart(2, '0')}`, day % 3 ? on(date, '15:00') : null);
  await tell.survey(day % 2 ? 'STAFF' : 'LEADER', 60 + day, 5 + day, `2026-09-${String(day).padStart(2, '0')}`);
}

export const ownerOf = ({ type }: Envelope): ServiceName => type.split('.')[0] as ServiceName;

/** How many rows each table has and their digest, whatever the engine calls their types. */
export async function digestsOf(
  query: (sql: string) => Promise<Record<string, unknown>[]>,
  tables: readonly string[],
): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const table of tables) {
    const rows = await query(`SELECT * FROM ${table}`);
    const hash = createHash('sha256');
    for (const line of rows.map(lineOf).sort()) hash.update(line);
    digests[table] = `${rows.length} ${hash.digest('hex')}`;
  }
  return digests;
}

const lineOf = (row: Record<string, unknown>): string =>
  `${Object.keys(row)
    .sort()
    .map((column) => `${column}=${row[column]}`)
    .join('|')}\n`;
