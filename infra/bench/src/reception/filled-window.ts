import { deliverOrg, deliverPerson } from '@chengqi/office-kernel/testing';
import {
  CallbackTaskEntity,
  CallEntity,
  CallerEntity,
  CallNoteEntity,
  ShiftReplicaEntity,
} from '@chengqi/reception/calls/call.entity';
import { ServiceCaseEntity } from '@chengqi/reception/cases/case.entity';
import { openWindow, type Window } from '@chengqi/reception/test/window';
import type { Dialect, Viewer } from '@chengqi/service-kit';
import type { EntitySchema, ObjectLiteral } from 'typeorm';
import { idOf } from '../facts/generated-facts.ts';
import { callsOfCase } from './density.ts';
import { generatedCalls } from './generated-calls.ts';
import { type CaseStaff, generatedCases } from './generated-cases.ts';

const bureaus = 30;
const rowsOfInsert = 500;
const halfDay = 43_200_000;

export interface FilledWindow extends AsyncDisposable {
  readonly window: Window;
  /** A bureau and one of its officers. */
  readonly bureau: { readonly orgId: string; readonly officer: Viewer };
}

/** Reception with so many calls and a third as many cases, in a county of thirty bureaus; rows come by SQL, not by acts. */
export async function fillWindow(dialect: Dialect, calls: number): Promise<FilledWindow> {
  const window = await openWindow(dialect);
  const { service, orgs } = window;
  const officers = await deliverOfficers(window);
  const [first] = officers;
  if (!first?.post) throw new Error('the county has no bureau');
  const staff: CaseStaff = {
    ledgerOrgId: orgs.county.id,
    officers: officers.map(({ viewer, post }) => ({ personId: viewer.personId, orgId: post.id })),
    windows: [window.people.window.personId, ...Array.from({ length: 9 }, (_, index) => idOf('psn', index))],
  };
  const now = service.clock.now();
  const room = orgs.governmentOffice.id;
  const book = generatedCalls(calls, now, [...Array(9).fill(room), orgs.town.id]);
  await insert(window, ShiftReplicaEntity, shiftsOf(book.calls, room));
  await insert(window, CallerEntity, book.callers);
  await insert(window, CallEntity, book.calls);
  await insert(window, CallbackTaskEntity, book.callbacks);
  await insert(window, CallNoteEntity, book.notes);
  await insert(window, ServiceCaseEntity, generatedCases(Math.floor(calls / callsOfCase), now, staff));
  await refreshStatistics(window);
  return {
    window,
    bureau: { orgId: first.post.id, officer: first.viewer },
    [Symbol.asyncDispose]: () => service.close(),
  };
}

/** Two officers in each bureau. */
const deliverOfficers = ({ service, orgs }: Window) =>
  service.db.write(async () => {
    const officers = [];
    for (let index = 0; index < bureaus; index += 1) {
      const code = `B${index}`;
      const post = await deliverOrg(service, { code, name: `第${index}局`, level: 'DEPT', parent: orgs.county });
      for (const staffNo of [`${code}a`, `${code}b`]) {
        const facts = { staffNo, name: '经办', roles: ['CASE_OFFICER'], org: post };
        officers.push({ post, viewer: await deliverPerson(service, facts) });
      }
    }
    return officers;
  });

const shiftsOf = (calls: readonly { readonly shiftId: string | null; readonly ringAt: Date }[], ownerOrgId: string) =>
  [...new Map(calls.map(({ shiftId, ringAt }) => [shiftId ?? '', ringAt])).entries()].map(([id, ringAt]) => {
    const start = Math.floor(ringAt.getTime() / halfDay) * halfDay;
    return { id, ownerOrgId, startAt: new Date(start), endAt: new Date(start + halfDay), leaderId: null, line: null };
  });

async function insert<T extends ObjectLiteral>(
  { service }: Window,
  entity: EntitySchema<T>,
  rows: readonly T[],
): Promise<void> {
  await service.db.write(async (manager) => {
    for (let from = 0; from < rows.length; from += rowsOfInsert) {
      const values = rows.slice(from, from + rowsOfInsert) as never;
      await manager.createQueryBuilder().insert().into(entity).values(values).updateEntity(false).execute();
    }
  });
}

/** As the engines do by themselves once a table has grown. */
async function refreshStatistics({ service }: Window): Promise<void> {
  const { db } = service;
  if (db.dialect === 'sqlite') return;
  const tables = [CallEntity, CallbackTaskEntity, CallerEntity, CallNoteEntity, ServiceCaseEntity];
  await db.writer.query(`ANALYZE TABLE ${tables.map(({ options }) => options.tableName).join(', ')}`);
}
