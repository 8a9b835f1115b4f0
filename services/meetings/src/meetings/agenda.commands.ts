import type { Foundation } from '@chengqi/office-kernel';
import { eachOf, fieldsOf, lineOf, numberOf, type Transaction } from '@chengqi/service-kit';
import type { AgendaItemInput } from '../generated/graphql.ts';
import { AgendaItemEntity } from './meeting.entity.ts';
import type { AgendaItem, Meeting } from './meeting.ts';
import { withinLevel } from './meeting.workflow.ts';

export const mostItems = 100;

export type AgendaEntry = ReturnType<typeof agendaOf>[number];

/** An agenda as it was given, in order. */
export const agendaOf = (agenda: readonly AgendaItemInput[] | null | undefined) =>
  eachOf('agenda', agenda, { max: mostItems }, ({ minutes, reporterId, secrecyLevel, attendeeIds, title }, path) => ({
    ...fieldsOf({
      title: () => lineOf(`${path}.title`, title, 200),
      minutes: () => (minutes == null ? null : numberOf(`${path}.minutes`, minutes, 1, 1440)),
    }),
    path,
    reporterId: reporterId ?? null,
    secrecyLevel: secrecyLevel ?? null,
    attendeeIds: [...new Set(attendeeIds ?? [])],
  }));

/**
 * Stores the entries as the agenda of the meeting, numbered from 1, and `kept` after them; an entry that carries on an
 * item of `before`, at its place, keeps its id. Reporters are cleared for the meeting (MTG-9).
 */
export async function layAgenda(
  { kit, office }: Foundation,
  tx: Transaction,
  meeting: Pick<Meeting, 'id' | 'secrecyLevel'>,
  entries: readonly AgendaEntry[],
  before: readonly (AgendaItem | undefined)[] = [],
  kept: readonly AgendaItem[] = [],
): Promise<void> {
  const reported = entries.flatMap(({ path, reporterId }) => (reporterId === null ? [] : [{ path, reporterId }]));
  await office.people.requireCleared(
    tx,
    (at) => `${reported[at]?.path}.reporterId`,
    reported.map(({ reporterId }) => reporterId),
    meeting.secrecyLevel,
    kit.clock.today(tx.now),
  );
  const items = entries.map(({ path: _, ...entry }, at) => {
    const item: AgendaItem = {
      ...entry,
      id: before[at]?.id ?? kit.ids.next('agd'),
      version: (before[at]?.version ?? 0) + 1,
      meetingId: meeting.id,
      number: at + 1,
      outcome: 'NONE',
      secrecyLevel: entry.secrecyLevel ?? before[at]?.secrecyLevel ?? meeting.secrecyLevel,
    };
    withinLevel(item, meeting);
    return item;
  });
  const after = kept.map((item, at) => ({ ...item, version: item.version + 1, number: entries.length + at + 1 }));
  await tx.manager.getRepository(AgendaItemEntity).delete({ meetingId: meeting.id });
  await tx.insertAll(AgendaItemEntity, [...items, ...after]);
}
