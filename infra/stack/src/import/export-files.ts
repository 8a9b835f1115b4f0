import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { ServiceName } from '@chengqi/schemas';
import { afterNamed, byInstant, type SendingOrder } from './sending-order.ts';

export interface ExportFile {
  readonly name: string;
  readonly owner: ServiceName;
  readonly mutation: string;
  /** Where the fate of a row hangs on other rows; the file's own order otherwise. */
  readonly order?: SendingOrder;
}

/** Files whose owners take them, in an order in which what a row names is there before the row. */
export const exportFiles: readonly ExportFile[] = [
  { name: 'orgs.csv', owner: 'directory', mutation: 'importOrgs', order: afterNamed('org_code', 'parent_code') },
  { name: 'people.csv', owner: 'directory', mutation: 'importPeople' },
  { name: 'sites.csv', owner: 'directory', mutation: 'importSites' },
  { name: 'calendar.csv', owner: 'directory', mutation: 'importCalendar' },
  { name: 'rooms.csv', owner: 'meetings', mutation: 'importRooms' },
  { name: 'meetings.csv', owner: 'meetings', mutation: 'importMeetings' },
  { name: 'attendees.csv', owner: 'meetings', mutation: 'importAttendees' },
  { name: 'resolutions.csv', owner: 'meetings', mutation: 'importResolutions' },
  { name: 'room_bookings.csv', owner: 'meetings', mutation: 'importRoomBookings', order: byInstant('booked_at') },
  { name: 'duty_roster.csv', owner: 'security', mutation: 'importDutyRoster', order: byInstant('start_at') },
  { name: 'calls_cdr.csv', owner: 'reception', mutation: 'importCallsCdr' },
  { name: 'cases.csv', owner: 'reception', mutation: 'importCases' },
  { name: 'case_events.csv', owner: 'reception', mutation: 'importCaseEvents' },
  { name: 'call_notes.csv', owner: 'reception', mutation: 'importCallNotes' },
  { name: 'visits.csv', owner: 'reception', mutation: 'importVisits' },
  { name: 'ratings.csv', owner: 'reception', mutation: 'importRatings', order: byInstant('rated_at', 'rating_no') },
  { name: 'disputes.csv', owner: 'reception', mutation: 'importDisputes' },
  { name: 'survey_results.csv', owner: 'reception', mutation: 'importSurveyResults' },
  { name: 'inspections.csv', owner: 'security', mutation: 'importInspections' },
  {
    name: 'hazards.csv',
    owner: 'security',
    mutation: 'importHazards',
    order: afterNamed('hazard_code', 'recurrence_of'),
  },
  { name: 'findings.csv', owner: 'security', mutation: 'importFindings' },
  { name: 'rechecks.csv', owner: 'security', mutation: 'importRechecks', order: byInstant('checked_at') },
  { name: 'duty_log.csv', owner: 'security', mutation: 'importDutyLog' },
  {
    name: 'incoming_documents.csv',
    owner: 'documents',
    mutation: 'importIncomingDocuments',
    order: byInstant('received_at', 'register_no'),
  },
  { name: 'circulations.csv', owner: 'documents', mutation: 'importCirculations' },
  { name: 'supervision_items.csv', owner: 'supervision', mutation: 'importSupervisionItems' },
  {
    name: 'progress_reports.csv',
    owner: 'supervision',
    mutation: 'importProgressReports',
    order: byInstant('reported_at'),
  },
  { name: 'extensions.csv', owner: 'supervision', mutation: 'importExtensions', order: byInstant('requested_at') },
  {
    name: 'weekly_reports.csv',
    owner: 'supervision',
    mutation: 'importWeeklyReports',
    order: byInstant('submitted_at'),
  },
  {
    name: 'outgoing_documents.csv',
    owner: 'documents',
    mutation: 'importOutgoingDocuments',
    order: byInstant('registered_at', 'draft_no'),
  },
  { name: 'deliveries.csv', owner: 'documents', mutation: 'importDeliveries' },
  { name: 'archive_records.csv', owner: 'documents', mutation: 'importArchiveRecords' },
];

export interface ExportFolder {
  readonly present: readonly ExportFile[];
  readonly missing: readonly string[];
  /** Tables nobody takes yet. */
  readonly unknown: readonly string[];
  /** What is no table at all. */
  readonly others: readonly string[];
}

export async function openFolder(folder: string): Promise<ExportFolder> {
  const names = (await readdir(folder, { withFileTypes: true }).catch(explain(folder)))
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
  return sortOut(names);
}

export function sortOut(names: readonly string[]): ExportFolder {
  const known = new Set(exportFiles.map(({ name }) => name));
  const strangers = names.filter((name) => !known.has(name));
  return {
    present: exportFiles.filter(({ name }) => names.includes(name)),
    missing: [...known].filter((name) => !names.includes(name)),
    unknown: strangers.filter((name) => /\.csv$/i.test(name)),
    others: strangers.filter((name) => !/\.csv$/i.test(name)),
  };
}

const explain =
  (folder: string) =>
  (error: NodeJS.ErrnoException): Dirent[] => {
    throw new Error(`${folder}: ${error.code === 'ENOENT' ? 'no such folder' : error.message}`);
  };
