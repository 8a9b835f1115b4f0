import type { Oracle, Reader } from './oracle.ts';
import { listOf, type Records, type Row } from './records.ts';
import type { Shown, Thing } from './shown.ts';

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`);
const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/s$/, '');

/** Columns whose names do not follow from the field: the owner under the name that people use, and shorter ones. */
const columns: Readonly<Record<string, string>> = {
  'Assignment.org': 'org_id',
  'CallNote.spamApprovedBy': 'spam_approved_by_id',
  'CoverageGap.org': 'owner_org_id',
  'CoverageGap.site': 'cell_id',
  'Delivery.org': 'owner_org_id',
  'Document.issuingOrg': 'owner_org_id',
  'DutyRoster.org': 'owner_org_id',
  'DutyShift.org': 'owner_org_id',
  'Hazard.reportedBy': 'reporter_id',
  'Hazard.reportedIn': 'source_id',
  'Hazard.sourceItem': 'source_id',
  'Minutes.issuedDocument': 'document_id',
  'LineageNode.entity': 'entity_id',
  'MetricMember.entity': 'entity_id',
  'Meeting.organizer': 'owner_org_id',
  'Meeting.plannedRoom': 'room_id',
  'Rating.org': 'owner_org_id',
  'ReportSubmission.org': 'owner_org_id',
  'ReportingDuty.collector': 'owner_org_id',
  'RoomBooking.org': 'owner_org_id',
  'RoutingRule.area': 'area_org_id',
  'ServiceCase.responsibleOrg': 'owner_org_id',
  'ServiceCase.routedBy': 'routing_rule_id',
  'SurveyResult.org': 'owner_org_id',
  'Visit.hostOrg': 'owner_org_id',
  'Post.scope': 'scope_org_id',
  'CoordinationCase.requester': 'requester_org_id',
};

/** Columns by which a row names what it is a part of, where the name is not the type's. */
const parents: Readonly<Record<string, string>> = {
  SupervisionItem: 'item_id',
  CallbackTask: 'callback_id',
  DutyShift: 'shift_id',
  DutyRoster: 'roster_id',
  InspectionTask: 'task_id',
  ReportingDuty: 'duty_id',
  ReportSubmission: 'submission_id',
};

type Member = (row: Row) => boolean;

/** Rows that belong to one by other columns than the name of its type: theirs, its own, and which of them. */
const joins: Readonly<Record<string, readonly [column: string, own: string, member?: Member]>> = {
  'Call.notes': ['call_ref', 'call_ref'],
  'Call.rating': ['subject_id', 'id'],
  'ServiceCase.rating': ['subject_id', 'id'],
  'Visit.rating': ['subject_id', 'id'],
  'ServiceCase.hazard': ['source_id', 'id'],
  'Document.archiveRecord': ['source_id', 'id'],
  'Hazard.archiveRecord': ['source_id', 'id'],
  'SupervisionItem.archiveRecord': ['source_id', 'id'],
  'FocusTopic.items': ['source_id', 'id'],
  'Minutes.resolutions': ['meeting_id', 'meeting_id'],
  'Org.children': ['parent_id', 'id', ({ status }) => status === 'ACTIVE'],
  'Person.posts': ['person_id', 'id', ({ ended_on, confirmed_at }) => ended_on === null && confirmed_at !== null],
  'Person.proposedPosts': [
    'person_id',
    'id',
    ({ ended_on, confirmed_at }) => ended_on === null && confirmed_at === null,
  ],
};

/** Lists that leave out rows by what no column alone tells: these may show less. */
const narrowed = new Set([
  'DutyShift.callbacksOpen',
  'DutyShift.missedCalls',
  'Org.openCallbacks',
  'Org.people',
  'Org.assignments',
  'Person.assignedItems',
  'Person.cases',
  'Person.ledItems',
  'Person.shifts',
  'Person.calendar',
  'Person.work',
]);

/** What a column names and nobody is shown. */
const withheld: Readonly<Record<string, (row: Row) => boolean>> = {
  /** Who reports anonymously is named to nobody (DOMAIN 4.5, `anonymous`). */
  'Hazard.reportedBy': ({ anonymous }) => anonymous === 1,
  /** a rating of an accusation names no unit. */
  'Rating.org': ({ restricted }) => restricted === 1,
};

export interface Expected {
  readonly ids: readonly string[];
  /** One of several, where the field has room for one. */
  readonly isOneOf: boolean;
}

/** What a field of a row leads to as the databases have it, for somebody; null where no column tells. */
export function expectedOf(
  { records, oracle }: { readonly records: Records; readonly oracle: Oracle },
  reader: Reader,
  { source, path, branch, isBlurred }: Shown,
): Expected | null {
  const row = isEach(source) ? asRow(source) : records.find(source.type, source.id);
  const name = `${branch.source}.${branch.name}`;
  if (!row || isBlurred || narrowed.has(name)) return null;
  if (withheld[name]?.(row)) return { ids: [], isOneOf: false };
  const open = (things: readonly Thing[]) =>
    things.flatMap(({ type, id }) => (id !== undefined && oracle.mayRead(reader, type, id) ? [id] : []));
  const named = namedBy(row, name, path, branch.isMany);
  if (named) return { ids: open(named.flatMap((id) => thingsOf(records, branch.targets, id))), isOneOf: false };
  const [target] = branch.targets;
  if (branch.targets.length > 1 || target === undefined) return null;
  const parts = partsOf(records, target, row, { type: source.type, name });
  return parts && { ids: open(parts.map(({ id }) => ({ type: target, id }))), isOneOf: !branch.isMany };
}

/** Ids that a column of the row names. */
function namedBy(row: Row, name: string, path: string, isMany: boolean): readonly unknown[] | null {
  const [outer = '', field = outer] = path.split('.').slice(-2);
  const part = outer === field ? null : objectIn(row[snake(outer)]);
  if (part) return isMany ? null : [part[`${field}Id`]];
  const column = columns[name];
  if (column !== undefined && column in row) return [row[column]];
  const stems = isMany ? [snake(singular(field)), snake(field)] : [snake(field)];
  const suffix = isMany ? '_ids' : '_id';
  const found = stems.flatMap((stem) => [`${stem}${suffix}`, `${stem}_org${suffix}`]).find((each) => each in row);
  return found === undefined ? null : isMany ? listOf(row[found]) : [row[found]];
}

/** A part that lies in a column as a whole. */
function objectIn(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'string' || !value.startsWith('{')) return null;
  return JSON.parse(value) as Record<string, unknown>;
}

/** A node of a lineage, or a member of a figure, is the thing whose id it bears. */
const isEach = ({ type }: Thing): boolean => type === 'LineageNode' || type === 'MetricMember';
const asRow = ({ id }: Thing): Row => ({ id: String(id), entity_id: String(id) });

const thingsOf = (records: Records, types: readonly string[], id: unknown): Thing[] =>
  types.flatMap((type) => (records.find(type, id) ? [{ type, id: String(id) }] : []));

/** Rows of a type that name this one as what they belong to. */
function partsOf(
  records: Records,
  target: string,
  row: Row,
  { type, name }: { readonly type: string; readonly name: string },
): readonly Row[] | null {
  const rows = records.of(target);
  const join = joins[name];
  if (join) {
    const [column, own, member = () => true] = join;
    return rows.filter((each) => each[column] === row[own] && member(each));
  }
  const column = [parents[type] ?? `${snake(type).slice(1)}_id`].find((each) => rows[0] && each in rows[0]);
  if (column === undefined) return null;
  return rows.filter((each) => each[column] === row.id);
}
