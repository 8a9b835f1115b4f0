import type { ServiceName } from '@chengqi/schemas';
import type { EmbeddedOffice } from '@chengqi/stack';

/** A row as it lies in its database: columns by name, lists and objects as texts. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** Where the things of each type lie, in one service or in several; what is not named here is no thing of its own. */
const homes: Readonly<Record<string, readonly [ServiceName | readonly ServiceName[], string]>> = {
  Org: ['directory', 'orgs'],
  Person: ['directory', 'people'],
  Post: ['directory', 'posts'],
  Delegation: ['directory', 'delegations'],
  Site: ['directory', 'sites'],
  WorkCalendar: ['directory', 'work_calendars'],
  Document: ['documents', 'documents'],
  Delivery: ['documents', 'deliveries'],
  ArchiveRecord: ['documents', 'archive_records'],
  IncomingDocument: ['documents', 'incoming_documents'],
  Instruction: ['documents', 'instructions'],
  Meeting: ['meetings', 'meetings'],
  AgendaItem: ['meetings', 'agenda_items'],
  Attendee: ['meetings', 'attendees'],
  RecordNote: ['meetings', 'record_notes'],
  Minutes: ['meetings', 'minutes'],
  Resolution: ['meetings', 'resolutions'],
  Room: ['meetings', 'rooms'],
  RoomBooking: ['meetings', 'room_bookings'],
  SupervisionItem: ['supervision', 'supervision_items'],
  Assignment: ['supervision', 'assignments'],
  ProgressReport: ['supervision', 'progress_reports'],
  Obstacle: ['supervision', 'obstacles'],
  Milestone: ['supervision', 'milestones'],
  UrgeNotice: ['supervision', 'urge_notices'],
  Extension: ['supervision', 'extensions'],
  Verification: ['supervision', 'verifications'],
  HazardLink: ['supervision', 'hazard_links'],
  CoordinationCase: ['supervision', 'coordination_cases'],
  ReportingDuty: ['supervision', 'reporting_duties'],
  ReportSubmission: ['supervision', 'report_submissions'],
  ReportAttempt: ['supervision', 'report_attempts'],
  FocusTopic: ['supervision', 'focus_topics'],
  CoverageExpectation: ['supervision', 'coverage_expectations'],
  CoverageGap: ['supervision', 'coverage_gaps'],
  Deadline: [['supervision', 'security', 'meetings', 'documents', 'reception'], 'deadlines'],
  Hazard: ['security', 'hazards'],
  InspectionTask: ['security', 'inspection_tasks'],
  DutyRoster: ['security', 'duty_rosters'],
  DutyShift: ['security', 'duty_shifts'],
  Call: ['reception', 'calls'],
  CallNote: ['reception', 'call_notes'],
  CallbackTask: ['reception', 'callbacks'],
  ServiceCase: ['reception', 'service_cases'],
  Dispute: ['reception', 'disputes'],
  Rating: ['reception', 'ratings'],
  ServiceMatter: ['reception', 'matters'],
  RoutingRule: ['reception', 'routing_rules'],
  SurveyResult: ['reception', 'survey_results'],
  Visit: ['reception', 'visits'],
  BlockedVisitor: ['reception', 'blocked_visitors'],
};

/** All that the office keeps, as its databases have it. */
export interface Records {
  readonly types: readonly string[];
  of(type: string): readonly Row[];
  find(type: string, id: unknown): Row | undefined;
  /** Who has a relation to a thing, by the service that keeps it. */
  parties(type: string, id: string): ReadonlySet<string>;
}

/** Reads everything once; the office has to be settled. */
export async function readRecords(office: EmbeddedOffice): Promise<Records> {
  const query = async (service: ServiceName, sql: string): Promise<Row[]> =>
    (await office.services.get(service)?.kit.db.read.query<Row[]>(sql)) ?? [];
  const byType = new Map<string, Map<string, Row>>();
  for (const [type, [services, table]] of Object.entries(homes)) {
    const rows = await Promise.all([services].flat().map((service) => query(service, `SELECT * FROM ${table}`)));
    byType.set(type, new Map(rows.flat().map((row) => [row.id, row])));
  }
  const parties = new Map<string, Set<string>>();
  for (const service of new Set(Object.values(homes).flatMap(([names]) => names))) {
    if (service === 'directory') continue;
    for (const { subject_id, party_id } of await query(service, 'SELECT * FROM parties')) {
      const key = `${service} ${subject_id}`;
      parties.set(key, (parties.get(key) ?? new Set()).add(String(party_id)));
    }
  }
  const nobody = new Set<string>();
  return {
    types: [...byType.keys()],
    of: (type) => [...(byType.get(type)?.values() ?? [])],
    find: (type, id) => byType.get(type)?.get(String(id)),
    parties: (type, id) => parties.get(`${[homes[type]?.[0]].flat()[0]} ${id}`) ?? nobody,
  };
}

/** What a column with a list holds. */
export const listOf = (value: unknown): readonly unknown[] => {
  const list: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  return Array.isArray(list) ? list : [];
};
