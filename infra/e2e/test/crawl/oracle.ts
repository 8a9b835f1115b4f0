import { listOf, type Records, type Row } from './records.ts';

/** Somebody at the graph, as the directory knows them. */
export interface Reader {
  readonly staffNo: string;
  readonly personId: string;
  readonly clearance: string;
  readonly posts: readonly HeldPost[];
}

interface HeldPost {
  readonly orgId: string | null;
  /** Null is every org. */
  readonly scopeOrgId: string | null;
  readonly roles: readonly string[];
}

type Rule = (reader: Reader, row: Row) => boolean;

export interface Oracle {
  readerOf(staffNo: string): Reader;
  /** Whether a thing is there for somebody; what is not there is there for nobody. */
  mayRead(reader: Reader, type: string, id: unknown): boolean;
  /** Whether its code, state and dates are: importers have those of what their scope covers (DOMAIN 3.2, IMPORTER). */
  mayCount(reader: Reader, type: string, id: unknown): boolean;
  /** Whether figures of a unit are (DOMAIN 4.7, A-5). */
  mayMeasure(reader: Reader, orgId: string): boolean;
}

/** DOMAIN 1.2, from below. */
const levels = ['PUBLIC', 'INTERNAL', 'WORK_SECRET', 'CONFIDENTIAL', 'SECRET', 'TOP_SECRET'];
const heightOf = (level: unknown): number => levels.indexOf(String(level));

/** DOMAIN 3.2: these roles serve the house and open no content. */
const contentless = ['ADMIN', 'IMPORTER', 'AUDITOR', 'ANALYST'];

/** These have no figures either. */
const administrative = ['ADMIN', 'AUDITOR'];

/** The roles that the transition table of each type names (DOMAIN 4; for calls and cases also who answers for them). */
const tableRoles: Readonly<Record<string, readonly string[]>> = {
  Document: ['REGISTRAR', 'OFFICE_DIRECTOR', 'ARCHIVIST'],
  Delivery: ['REGISTRAR'],
  ArchiveRecord: ['ARCHIVIST'],
  IncomingDocument: ['REGISTRAR', 'OFFICE_DIRECTOR', 'SIGNER', 'ARCHIVIST'],
  Instruction: ['REGISTRAR', 'OFFICE_DIRECTOR', 'SIGNER', 'SUPERVISOR'],
  Meeting: ['MEETING_SECRETARY', 'OFFICE_DIRECTOR'],
  Minutes: ['MEETING_SECRETARY', 'OFFICE_DIRECTOR'],
  Resolution: ['MEETING_SECRETARY', 'OFFICE_DIRECTOR'],
  RoomBooking: ['OFFICE_DIRECTOR'],
  SupervisionItem: ['OFFICE_DIRECTOR', 'SIGNER', 'SUPERVISOR', 'HANDLER', 'ORG_HEAD'],
  CoordinationCase: ['COORDINATOR', 'ORG_HEAD', 'SIGNER', 'PRINCIPAL'],
  ReportingDuty: ['OFFICE_DIRECTOR', 'SUPERVISOR'],
  ReportSubmission: ['ORG_HEAD', 'HANDLER', 'SUPERVISOR', 'OFFICE_DIRECTOR'],
  FocusTopic: ['SUPERVISOR', 'OFFICE_DIRECTOR'],
  CoverageExpectation: ['SUPERVISOR', 'OFFICE_DIRECTOR'],
  CoverageGap: ['ORG_HEAD', 'SUPERVISOR', 'OFFICE_DIRECTOR'],
  Hazard: ['SAFETY_OFFICER', 'RECTIFIER', 'ORG_HEAD', 'SIGNER', 'INSPECTOR'],
  InspectionTask: ['SAFETY_OFFICER', 'INSPECTOR'],
  DutyRoster: ['SAFETY_OFFICER', 'OFFICE_DIRECTOR'],
  DutyShift: ['SAFETY_OFFICER', 'OFFICE_DIRECTOR'],
  Call: ['DUTY_OFFICER', 'WINDOW', 'DUTY_LEADER', 'CASE_OFFICER', 'ORG_HEAD', 'SUPERVISOR'],
  CallbackTask: ['DUTY_OFFICER', 'WINDOW', 'DUTY_LEADER', 'ORG_HEAD', 'SUPERVISOR'],
  ServiceCase: [
    ...['WINDOW', 'CASE_OFFICER', 'ORG_HEAD', 'OFFICE_DIRECTOR'],
    ...['PRINCIPAL', 'SUPERVISOR', 'DUTY_OFFICER', 'DUTY_LEADER'],
  ],
  Rating: ['WINDOW', 'CASE_OFFICER', 'SUPERVISOR', 'ORG_HEAD'],
  ServiceMatter: ['ORG_HEAD', 'OFFICE_DIRECTOR'],
  RoutingRule: ['ADMIN'],
  SurveyResult: [],
  Visit: ['WINDOW', 'OFFICE_DIRECTOR', 'PII_READ'],
  BlockedVisitor: ['WINDOW', 'OFFICE_DIRECTOR', 'SAFETY_OFFICER'],
};

/**
 * Who may read what, said once more from ARCHITECTURE 7 and DOMAIN over nothing but rows: it shares no line with what
 * the services ask, so that it does not share their mistakes.
 */
export function createOracle(records: Records, today: string): Oracle {
  /** An org and those above it, the org first. */
  function lineOf(orgId: unknown): string[] {
    const org = records.find('Org', orgId);
    return org ? [org.id, ...lineOf(org.parent_id)] : [];
  }
  const covers = (scopeOrgId: string | null, orgId: unknown): boolean =>
    scopeOrgId === null || lineOf(orgId).includes(scopeOrgId);

  const holds = ({ posts }: Reader, roles: readonly string[], orgId: unknown): boolean =>
    posts.some((post) => post.roles.some((role) => roles.includes(role)) && covers(post.scopeOrgId, orgId));

  const working = ({ posts }: Reader): readonly HeldPost[] =>
    posts.filter(({ roles }) => roles.length === 0 || roles.some((role) => !contentless.includes(role)));

  /** What comes to a unit comes to its divisions, as far as their posts reach up (DOMAIN 3.2, scope rule). */
  function ownUnits({ orgId, scopeOrgId }: HeldPost): string[] {
    const line = lineOf(orgId);
    return scopeOrgId !== null && line.includes(scopeOrgId)
      ? line.slice(0, line.indexOf(scopeOrgId) + 1)
      : line.slice(0, 1);
  }

  const isRelated = (reader: Reader, type: string, id: string): boolean => {
    const parties = records.parties(type, id);
    return [reader.personId, ...working(reader).flatMap(ownUnits)].some((party) => parties.has(party));
  };

  /** The read rule of ARCHITECTURE 7. */
  const ofTheHouse =
    (type: string): Rule =>
    (reader, row) => {
      const level = row.secrecy_level ?? 'INTERNAL';
      const owner = row.owner_org_id;
      if (level === 'PUBLIC') return true;
      if (level === 'INTERNAL') {
        const covered = working(reader).some(({ scopeOrgId }) => covers(scopeOrgId, owner));
        const fromAbove = working(reader).some(({ orgId }) => lineOf(orgId).includes(String(owner)));
        return covered || fromAbove || isRelated(reader, type, row.id);
      }
      if (heightOf(reader.clearance) < heightOf(level)) return false;
      return isRelated(reader, type, row.id) || holds(reader, tableRoles[type] ?? [], owner);
    };

  /** Parts are read with what they are parts of. */
  const withParent =
    (type: string, column: string): Rule =>
    (reader, row) =>
      mayRead(reader, type, row[column]);

  const anybody: Rule = () => true;

  /** Own units and those above. */
  const ownLines = ({ posts }: Reader): string[] => posts.flatMap(({ orgId }) => lineOf(orgId));

  /** only the competent, and nobody accused or of the accused unit or one below it. */
  const caseRule: Rule = (reader, row) => {
    if (!ofTheHouse('ServiceCase')(reader, row)) return false;
    if (row.kind !== 'ACCUSATION') return true;
    const competent =
      row.officer_id === reader.personId || holds(reader, ['CASE_OFFICER', 'PRINCIPAL'], row.owner_org_id);
    const accused =
      row.accused_person_id === reader.personId || ownLines(reader).includes(String(row.accused_org_id ?? ''));
    return competent && !accused;
  };

  /** what rates an accusation is read with it. */
  const ratingRule: Rule = (reader, row) => {
    const rated = records.find('ServiceCase', row.subject_id);
    return ofTheHouse('Rating')(reader, row) && (rated?.kind !== 'ACCUSATION' || caseRule(reader, rated));
  };

  /** parties outside, mediator and AUDITOR only; nobody of the respondent. */
  const disputeRule: Rule = (reader, row) =>
    (row.mediator_id === reader.personId || holds(reader, ['AUDITOR'], row.owner_org_id)) &&
    !ownLines(reader).includes(String(row.respondent_org_id));

  /** The window of a unit knows the blocks made by it, below it and above it (`blockedVisitors` in the contract). */
  const blockRule: Rule = (reader, row) =>
    ofTheHouse('BlockedVisitor')(reader, row) &&
    reader.posts.some(
      ({ roles, scopeOrgId }) =>
        roles.some((role) => tableRoles.BlockedVisitor?.includes(role)) &&
        (covers(scopeOrgId, row.owner_org_id) || lineOf(scopeOrgId).includes(String(row.owner_org_id))),
    );

  /** MTG-9: an item above somebody's clearance is a number to those invited for it and nothing to others. */
  const agendaRule: Rule = (reader, row) =>
    mayRead(reader, 'Meeting', row.meeting_id) &&
    (heightOf(row.secrecy_level ?? 'PUBLIC') <= heightOf(reader.clearance) ||
      listOf(row.attendee_ids).includes(reader.personId));

  /** MTG-9: nor is what was said on it told to those below its level. */
  const noteRule: Rule = (reader, row) => {
    const item = records.find('AgendaItem', row.agenda_item_id);
    return (
      mayRead(reader, 'Meeting', row.meeting_id) &&
      (item === undefined || heightOf(item.secrecy_level ?? 'PUBLIC') <= heightOf(reader.clearance))
    );
  };

  /** Issue 15, 1.2: link rows to hidden things are absent. */
  const linkRule: Rule = (reader, row) =>
    mayRead(reader, 'SupervisionItem', row.item_id) &&
    (row.hazard_id === null || mayRead(reader, 'Hazard', row.hazard_id));

  /** Posts that wait for a second person are for who administers the unit or keeps its secrets (`proposedPosts`). */
  const postRule: Rule = (reader, row) =>
    row.confirmed_at !== null || holds(reader, ['ADMIN', 'SECRECY_OFFICER'], row.org_id);

  /** what was said on a call that told an accusation is for who may read the accusation. */
  const callNoteRule: Rule = (reader, row) => {
    const call = records.of('Call').find(({ call_ref }) => call_ref === row.call_ref);
    const told = records
      .of('ServiceCase')
      .filter(
        ({ kind, call_id, call_ref }) => kind === 'ACCUSATION' && (call_id === call?.id || call_ref === row.call_ref),
      );
    return mayRead(reader, 'Call', call?.id) && told.every((each) => caseRule(reader, each));
  };

  /** By how the id of the subject begins. */
  const limited: Readonly<Record<string, string>> = {
    sup: 'SupervisionItem',
    haz: 'Hazard',
    mtg: 'Meeting',
    res: 'Resolution',
    doc: 'Document',
    dlv: 'Delivery',
    crd: 'CoordinationCase',
    cas: 'ServiceCase',
  };
  const limitRule: Rule = (reader, { subject_id: id }) =>
    mayRead(reader, limited[String(id).split('_')[0] ?? ''] ?? '', id);

  const rules: Readonly<Record<string, Rule>> = {
    ...Object.fromEntries(Object.keys(tableRoles).map((type) => [type, ofTheHouse(type)])),
    // The directory is open to all staff (API.md), and so are the rooms of the house.
    ...{ Org: anybody, Person: anybody, Delegation: anybody, Site: anybody, WorkCalendar: anybody, Room: anybody },
    Post: postRule,
    AgendaItem: agendaRule,
    RecordNote: noteRule,
    Attendee: withParent('Meeting', 'meeting_id'),
    Assignment: withParent('SupervisionItem', 'item_id'),
    ProgressReport: withParent('SupervisionItem', 'item_id'),
    Obstacle: withParent('SupervisionItem', 'item_id'),
    Milestone: withParent('SupervisionItem', 'item_id'),
    UrgeNotice: withParent('SupervisionItem', 'item_id'),
    Extension: withParent('SupervisionItem', 'item_id'),
    Verification: withParent('SupervisionItem', 'item_id'),
    Deadline: limitRule,
    HazardLink: linkRule,
    ReportAttempt: withParent('ReportSubmission', 'submission_id'),
    CallNote: callNoteRule,
    ServiceCase: caseRule,
    Rating: ratingRule,
    Dispute: disputeRule,
    BlockedVisitor: blockRule,
  };

  const judged = new Map<string, boolean>();
  function mayRead(reader: Reader, type: string, id: unknown): boolean {
    const row = records.find(type, id);
    if (row === undefined) return false;
    const key = `${reader.staffNo} ${type} ${row.id}`;
    const known = judged.get(key) ?? rules[type]?.(reader, row) ?? false;
    judged.set(key, known);
    return known;
  }

  return {
    mayRead,
    mayCount: (reader, type, id) =>
      mayRead(reader, type, id) || holds(reader, ['IMPORTER'], records.find(type, id)?.owner_org_id),
    mayMeasure: ({ posts }, orgId) =>
      posts.some(({ orgId: own, scopeOrgId, roles }) => {
        if (roles.includes('ANALYST')) return true;
        if (roles.length === 0) return own !== null && covers(own, orgId);
        return roles.some((role) => !administrative.includes(role)) && covers(scopeOrgId, orgId);
      }),
    readerOf(staffNo) {
      const person = records.of('Person').find(({ staff_no }) => staff_no === staffNo);
      if (!person) throw new Error(`nobody has the number ${staffNo}`);
      const { clearance_valid_to: until } = person;
      const posts = records
        .of('Post')
        .filter(
          ({ person_id, ended_on, confirmed_at }) => person_id === person.id && ended_on === null && confirmed_at,
        );
      return {
        staffNo,
        personId: person.id,
        clearance: until === null || String(until) >= today ? String(person.clearance) : 'INTERNAL',
        posts: posts.map(({ org_id, scope_org_id, roles }) => ({
          orgId: org_id as string | null,
          scopeOrgId: scope_org_id as string | null,
          roles: listOf(roles).map(String),
        })),
      };
    },
  };
}
