import type { Access, Act, Decision } from '@chengqi/office-kernel';
import { type DomainEvent, words } from '@chengqi/schemas';
import { type Retention, recordCatalogued, recordPreFiled } from '@chengqi/schemas/events/documents';
import { defineWorkflow, guardFailed, role } from '@chengqi/service-kit';
import { isRegisterEntry, keptText } from '../secrecy.ts';
import type { ArchiveRecord, ArchiveRecordAction, ArchiveRecordState } from './archive-record.ts';

const archivist = [role<ArchiveRecord>('ARCHIVIST')];

const wording = { states: words.values.ArchiveRecordState, actions: words.values.ArchiveRecordAction };

export const archiveWorkflow = defineWorkflow<ArchiveRecord, ArchiveRecordState, ArchiveRecordAction>(wording, [
  { from: 'PRE_FILED', action: 'CATALOG', to: 'CATALOGUED', roles: archivist },
  { from: 'CATALOGUED', action: 'EXTEND_RETENTION', to: 'CATALOGUED', roles: archivist },
]);

export const archiveAccess: Access<ArchiveRecord, ArchiveRecordState, ArchiveRecordAction> = {
  type: 'ArchiveRecord',
  roles: archiveWorkflow.roles,
  workflow: archiveWorkflow,
};

export type ArchiveAct = Act<ArchiveRecordState>;

/** What the archivist decides when cataloguing. */
export interface Classing {
  readonly category: string;
  readonly retention: Retention;
  readonly orgSegment: string;
  readonly title: string | null;
  readonly pages: number | null;
}

/** Where the piece stands: the segments that share one run of item numbers (ARC-1). */
export interface Shelf extends Pick<Classing, 'category' | 'retention' | 'orgSegment'> {
  readonly fondsCode: string;
  readonly year: number;
}

/** One run of item numbers 1..n (ARC-1). */
export const shelfKey = ({ fondsCode, category, year, retention, orgSegment }: Shelf): string =>
  `archive:${fondsCode}:${category}:${year}:${retention}:${orgSegment}`;

/** `J002-WS·2025-Y-BGS-0001`: `-` joins levels, `·` segments of one level (DA/T 13-2022). */
export const archivalCode = ({ fondsCode, category, year, retention, orgSegment }: Shelf, itemNo: number): string =>
  `${fondsCode}-${category}·${year}-${retention}-${orgSegment}-${String(itemNo).padStart(4, '0')}`;

const years: Record<Retention, number | null> = { D10: 10, D30: 30, Y: null };

/** A term runs from the first day of the year after the piece's own. */
export const retentionStart = (year: number): string => `${year + 1}-01-01`;
export function retentionEnd(year: number, retention: Retention): string | null {
  const term = years[retention];
  return term === null ? null : `${year + term}-12-31`;
}

/** The item number must have been allocated in the same transaction; the code never changes afterwards (ARC-1). */
export function catalog(
  record: ArchiveRecord,
  act: ArchiveAct,
  classing: Classing,
  { fondsCode, itemNo }: { fondsCode: string; itemNo: number },
): Decision<ArchiveRecord> {
  const { category, retention, orgSegment, title, pages } = classing;
  const code = archivalCode({ fondsCode, category, year: record.year, retention, orgSegment }, itemNo);
  return {
    changes: {
      status: act.to,
      archivalCode: code,
      fondsCode,
      category,
      retention,
      orgSegment,
      itemNo,
      pages,
      title: record.title ?? keptText(record.secrecyLevel, title),
      retentionStart: retentionStart(record.year),
      retentionUntil: retentionEnd(record.year, retention),
      cataloguedAt: act.at,
      cataloguedById: act.by,
    },
    events: [cataloguedEvent(record, { archivalCode: code, retention, at: act.at })],
  };
}

/** The record has its code and its source may count as filed. */
export function cataloguedEvent(
  record: ArchiveRecord,
  { archivalCode, retention, at }: { archivalCode: string; retention: Retention; at: Date },
): DomainEvent {
  const dueAt = record.dueAt?.toISOString() ?? null;
  const told = { recordId: record.id, source: sourceOf(record), archivalCode, retention, dueAt };
  return recordCatalogued.create(record, { ...told, cataloguedAt: at.toISOString() });
}

/** It waits for its code; `dueAt` is until when. */
export const preFiledEvent = (record: ArchiveRecord, dueAt: Date): DomainEvent =>
  recordPreFiled.create(record, { recordId: record.id, source: sourceOf(record), dueAt: dueAt.toISOString() });

function sourceOf({ id, sourceType: type, sourceId }: ArchiveRecord) {
  if (sourceId === null) throw new Error(`${id} is told of a source that is not known`);
  return { type, id: sourceId };
}

const order: readonly Retention[] = ['D10', 'D30', 'Y'];

/** ARC-2: terms only D10 -> D30 -> Y, the end only later, for ever never ends; the code keeps its old segment. */
export function extendRetention(
  record: ArchiveRecord,
  act: ArchiveAct,
  given: { retention: Retention; retentionUntil: string | null; reason: string },
): Decision<ArchiveRecord> {
  const { retention: from, retentionUntil: end } = record;
  const { retention: to } = given;
  if (from === null || order.indexOf(to) < order.indexOf(from)) throw shorter();
  if (to === 'Y' && given.retentionUntil !== null) throw endless();
  const until = to === 'Y' ? null : (given.retentionUntil ?? retentionEnd(record.year, to));
  const later = end !== null && (until === null || until > end);
  if (!later) throw shorter();
  const reason = isRegisterEntry(record.secrecyLevel) ? null : given.reason;
  const change = { from, to, until, reason, byId: act.by, at: act.at.toISOString() };
  return {
    changes: {
      status: act.to,
      retention: to,
      retentionUntil: until,
      retentionChanges: [...record.retentionChanges, change],
    },
    events: [],
  };
}

const shorter = () =>
  guardFailed('ARC-2', { en: 'A term can only become longer.', zh: '保管期限只能延长，不能缩短。' });

const endless = () =>
  guardFailed('ARC-2', { en: 'What is kept for ever has no last day.', zh: '永久保管的档案不设截止日期。' });
