import type { Data, Desk } from '@chengqi/stack';
import { type GraphQLField, type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import { askFilters, columnOf, filtersOf, saysOf } from './filters.ts';
import type { Findings } from './findings.ts';
import { isNeeded } from './literals.ts';
import type { Oracle, Reader } from './oracle.ts';
import { answered, askEach } from './questions.ts';
import type { Records, Row } from './records.ts';
import { expectedOf } from './references.ts';
import { type Branch, createSelections, innerOf, type Manner, selectionOf } from './selections.ts';
import { type Shown, shownIn, walk } from './shown.ts';
import { hasSubject, subjectsOf } from './subjects.ts';

export interface Ground {
  readonly schema: GraphQLSchema;
  readonly records: Records;
  readonly oracle: Oracle;
  readonly findings: Findings;
}

interface Asking {
  readonly desk: Desk;
  readonly reader: Reader;
  /** How references are asked for; by id when left out. */
  readonly manners?: readonly Manner[] | undefined;
}

type Field = GraphQLField<unknown, unknown>;

/** What the directory tells everybody: what leads from it to other services is listed there, and no id stands in its rows. */
const everybodys = new Set(['Org', 'Person', 'Site', 'WorkCalendar']);

/** All, for who reads on both sides of a level; the id alone gives away most. */
export const everyManner: readonly Manner[] = ['named', 'by id', 'with content'];
const byIdOnly: readonly Manner[] = ['by id'];

/** What tells codes, states and dates only, and is open to importers for it. */
const figures = new Set([
  'Query.callbacks',
  'Query.openCallbacks',
  'Query.itemLights',
  'Query.orphanDecisions',
  'Query.completeChains',
  'Query.reportingDuties',
  'Org.openCallbacks',
  'DutyShift.callbacksOpen',
  'DutyShift.missedCalls',
  'CallbackTask.calls',
]);

/** Rows of figures that bear the id of what they are about. */
const standsFor: Readonly<Record<string, string>> = { ItemLight: 'SupervisionItem', OrphanDecision: 'Resolution' };

type Member = (row: Row, reader: Reader) => boolean;

/** Which rows a list is about, in the words of the contract; every other list is about all rows of its type. */
const about: Readonly<Record<string, Member>> = {
  matters: ({ status }) => status === 'PUBLISHED',
  routingRules: ({ status }) => status === 'ACTIVE',
  orgTree: () => true,
  proposedPosts: ({ confirmed_at, ended_on }) => confirmed_at === null && ended_on === null,
};

/** Limits lie in several services, whose lists are about their own subjects: how the ids of those begin. */
const limited: Readonly<Record<string, readonly string[]>> = {
  supervisionDeadlines: ['sup', 'crd'],
  securityDeadlines: ['haz'],
  meetingDeadlines: ['mtg', 'res'],
  documentDeadlines: ['doc', 'dlv'],
  receptionDeadlines: ['cas'],
};
const isLimited = (list: string, { subject_id: id }: Row): boolean =>
  limited[list]?.includes(String(id).split('_')[0] ?? '') ?? true;

/** Lists about less than all rows, by what no column alone tells: they may leave out rows, and show none too many. */
const partial = new Set([
  'badRatingsOpen',
  'callbacks',
  'completeChains',
  'itemLights',
  'lateFacts',
  'metricMembers',
  'myCases',
  'myDocumentQueue',
  'myShifts',
  'mySupervision',
  'openCallbacks',
  'orphanDecisions',
  'proposedClearances',
  'searchPeople',
  'siteRestrictions',
]);

/** These are asked about facts that no database keeps: a number somebody dials, a matter somebody tells. */
const aboutFacts = new Set(['contactSearch', 'caseRouting']);

/** Asks everything, as one person, and compares. */
export async function crawl(ground: Ground, { desk, reader, manners = byIdOnly }: Asking): Promise<void> {
  const { schema, records, oracle, findings } = ground;
  const selections = createSelections(schema);
  const who = reader.staffNo;
  const mayShow = (type: string, id: string, path: string): boolean => {
    const known = standsFor[type] ?? (records.types.includes(type) ? type : typeOf(records, id));
    if (known === undefined) return false;
    return figures.has(path) ? oracle.mayCount(reader, known, id) : oracle.mayRead(reader, known, id);
  };

  /** Nothing hidden is shown; and what the databases name is shown when it may be. */
  function compare(shown: Shown): void {
    const { source, path, branch, things, totalCount } = shown;
    const line = `${who} ${branch.source}.${branch.name} ${source.id ?? ''}${path === branch.name ? '' : ` ${path}`}`;
    for (const { type, id } of things) {
      if (id === undefined || type === 'CompleteChain') continue;
      if (type === 'WorkItem') {
        findings.cell('nothing hidden', `${line} ${id}`, true, source.id === reader.personId);
        continue;
      }
      findings.met(type);
      // Worked out when asked: its id begins with its unit, and what it is about is compared by itself.
      const may =
        type === 'EarlyWarning'
          ? oracle.mayMeasure(reader, `org_${id.slice(4, 30)}`)
          : mayShow(type, id, `${branch.source}.${branch.name}`);
      findings.cell('nothing hidden', `${line} ${id}`, true, may);
    }
    if (totalCount != null && totalCount !== things.length)
      findings.note(`${line} counts ${totalCount}, not ${things.length}`);
    const right = expectedOf(ground, reader, shown);
    if (right === null) findings.count('references, not derived');
    if (right === null) return;
    const ids = things.flatMap(({ id }) => id ?? []);
    if (!right.isOneOf) findings.sets('references, derived', line, ids, right.ids);
    else findings.cell('references, derived', `${line} one of ${right.ids}`, ids.length > 0, right.ids.length > 0);
  }

  /** What is shown by name, by id and with content is the same. */
  function compareManners(byManner: readonly Shown[][]): void {
    const [named = [], byId = [], withContent = []] = byManner;
    const keyOf = ({ source, path, branch }: Shown) => `${source.type} ${source.id} ${branch.source}.${path}`;
    const group = (all: readonly Shown[]) => Map.groupBy(all, keyOf);
    const [byName, byContent] = [group(named), group(withContent)];
    for (const [key, all] of group(byId)) {
      const ids = all.flatMap(({ things }) => things.map(({ id }) => id));
      const counted = (byName.get(key) ?? []).flatMap(({ things }) => things).length;
      const told = (byContent.get(key) ?? []).flatMap(({ things }) => things.map(({ id }) => id));
      findings.count('manners');
      if (counted !== ids.length || told.join() !== ids.join())
        findings.note(`${who} ${key} by name ${counted}, by id ${ids.join()}, with content ${told.join()}`);
    }
  }

  /** Every thing of the type by its id: there when it may be, and then all it leads to. */
  async function crawlType(type: string, field: string): Promise<void> {
    const target = schema.getType(type);
    if (!isObjectType(target)) return;
    const rows = records.of(type);
    const given = { id: 'ID!' };
    const readable = rows.filter(({ id }) => oracle.mayRead(reader, type, id));
    const hidden = rows.filter((row) => !readable.includes(row));
    const bare = { field, given, selection: '{ id }' };
    const refused = await askEach(
      desk,
      bare,
      [...hidden, absentLike(rows)].flatMap((row) => (row ? [{ id: row.id }] : [])),
    );
    for (const [at, row] of hidden.entries())
      findings.cell('by id', `${who} Query.${field} ${row.id}`, refused[at] !== null, false);
    if (refused.at(-1) != null && rows.length > 0) findings.note(`${who} Query.${field} shows what is absent`);
    const branches = selections.branches(target);
    const byManner: Shown[][] = [];
    for (const manner of everybodys.has(type) ? byIdOnly : manners) {
      const selection = `{ id ${innerOf(branches, manner)} }`;
      const question = { field, given, selection };
      const found = await askEach(
        desk,
        question,
        readable.map(({ id }) => ({ id })),
      );
      for (const [at, { id }] of readable.entries())
        findings.cell('by id', `${who} Query.${field} ${id}`, found[at]?.id === id, true);
      byManner.push(found.flatMap((data) => (data ? shownIn(data, branches, { type, id: data.id }) : [])));
    }
    for (const shown of byManner.at(1) ?? byManner.at(0) ?? []) compare(shown);
    if (byManner.length > 1) compareManners(byManner);
  }

  /** By its code; false where the contract does not find it so. */
  async function crawlCodes(field: Field): Promise<boolean> {
    const type = getNamedType(field.type).name;
    const code = field.args.find(({ name }) => /^(code|docNumber|meetingNo|callRef|staffNo)$/.test(name));
    if (!code || !records.types.includes(type)) return false;
    const org = field.args.find(({ name }) => /^(org|orgId|organizerOrgId)$/.test(name));
    const rows = records.of(type).filter((row) => codeOf(row, code.name) !== null);
    const given = { [code.name]: 'String!', ...(org && { [org.name]: 'ID!' }) };
    const asked = rows.map((row) => ({
      [code.name]: String(codeOf(row, code.name)),
      ...(org && { [org.name]: String(row.ledger_org_id ?? row.owner_org_id) }),
    }));
    const found = await askEach(desk, { field: field.name, given, selection: '{ id }' }, asked);
    for (const [at, { id }] of rows.entries())
      findings.cell(
        'by code',
        `${who} Query.${field.name} ${id}`,
        found[at]?.id === id,
        oracle.mayRead(reader, type, id),
      );
    return true;
  }

  /** All pages of a list, and every value of its filters. */
  async function crawlList(field: Field, from: Branch): Promise<void> {
    const [type = ''] = from.targets;
    const open = (row: Row) =>
      figures.has(`Query.${field.name}`) ? oracle.mayCount(reader, type, row.id) : oracle.mayRead(reader, type, row.id);
    const right = records
      .of(type)
      .filter((row) => open(row) && isLimited(field.name, row) && (about[field.name]?.(row, reader) ?? true));
    const whole = await allPages(desk, field.name);
    const line = `${who} Query.${field.name}`;
    if (whole === null) findings.count('lists refused');
    if (whole === null) return;
    if (partial.has(field.name)) compare(listed(from, whole.ids));
    else
      findings.sets(
        'lists',
        line,
        whole.ids,
        right.map(({ id }) => id),
      );
    if (whole.totalCount != null && whole.totalCount !== whole.ids.length)
      findings.note(`${line} counts ${whole.totalCount}, not ${whole.ids.length}`);
    await crawlFilters(field, type, whole.ids, open);
  }

  async function crawlFilters(field: Field, type: string, all: readonly string[], open: (row: Row) => boolean) {
    const filters = filtersOf(field);
    const answers = await askFilters(desk, field.name, filters);
    const [sample] = records.of(type);
    for (const [at, { name, value }] of filters.entries()) {
      const page = answers[at];
      if (!page) continue;
      const ids: string[] = page.nodes.map(({ id }: { id: string }) => id);
      const line = `${who} Query.${field.name} ${name} ${value}`;
      if (page.totalCount !== ids.length) findings.note(`${line} counts ${page.totalCount}, not ${ids.length}`);
      const column = partial.has(field.name) ? undefined : sample && columnOf(sample, name);
      if (column !== undefined) {
        const right = records
          .of(type)
          .filter((row) => open(row) && isLimited(field.name, row) && saysOf(row[column]) === value);
        findings.sets(
          'filters',
          line,
          ids,
          right.map(({ id }) => id),
        );
      } else if (!(field.name in about)) {
        findings.sets(
          'filters, as parts of the list',
          line,
          ids,
          ids.filter((id) => all.includes(id)),
        );
      }
    }
  }

  /** What is asked about something else: for each of those in turn. */
  async function crawlSubjects(field: Field, from: Branch): Promise<void> {
    for (const { given, fixed } of subjectsOf(field, records)) {
      const [first] = given;
      if (!first) continue;
      const types = Object.fromEntries(Object.keys(first).map((name) => [name, 'ID!']));
      const byManner: Shown[][] = [];
      // Rows without parts are answered by who keeps them.
      for (const manner of from.inner.length === 0 ? byIdOnly : manners) {
        const question = { field: field.name, given: types, fixed, selection: selectionOf(from, manner) };
        const found = await askEach(desk, question, given);
        byManner.push(
          found.flatMap((data, at) => {
            const id = Object.values(given[at] ?? {}).join();
            return walk(data, from, { source: { type: 'Query', id }, prefix: '', isBlurred: false });
          }),
        );
      }
      for (const shown of byManner.at(1) ?? byManner.at(0) ?? []) compare(shown);
      if (byManner.length > 1) compareManners(byManner);
    }
  }

  for (const field of selections.roots) {
    const type = getNamedType(field.type).name;
    const from = selections.branch(field);
    if (!from || /ImportRows$/.test(field.name)) continue;
    const isById = selections.byId.get(type) === field.name;
    if (isById) await crawlType(type, field.name);
    const isByCode = await crawlCodes(field);
    if (isById || isByCode || aboutFacts.has(field.name)) continue;
    const isList = from.isPaged && from.hasId && !field.args.some(isNeeded);
    if (isList) await crawlList(field, from);
    if (!isList || from.inner.length > 0 || hasSubject(field)) await crawlSubjects(field, from);
  }
}

const listed = (branch: Branch, ids: readonly string[]): Shown => ({
  ...{ path: branch.name, branch, isBlurred: false, totalCount: undefined, source: { type: 'Query', id: '' } },
  things: ids.map((id) => ({ type: branch.targets[0] ?? '', id })),
});

const typeOf = (records: Records, id: string): string | undefined =>
  records.types.find((type) => records.find(type, id) !== undefined);

/** An id as good as the others, of nothing. */
function absentLike(rows: readonly Row[]): { id: string } | null {
  const [row] = rows;
  return row ? { id: `${row.id.split('_')[0]}_01h455vb4pex5vsknk084sn02q` } : null;
}

const codeColumns: Readonly<Record<string, readonly string[]>> = {
  code: ['code', 'archival_code'],
  docNumber: ['doc_number'],
  meetingNo: ['meeting_no'],
  callRef: ['call_ref'],
  staffNo: ['staff_no'],
};

function codeOf(row: Row, name: string): unknown {
  const column = codeColumns[name]?.find((each) => each in row);
  return column === undefined ? null : row[column];
}

async function allPages(desk: Desk, field: string): Promise<{ ids: string[]; totalCount: number | null } | null> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const query = `query ($after: String) { ${field}(first: 10, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`;
    const data: Data = await answered(desk, query, { after });
    const page: Data = data?.[field];
    if (!page) return null;
    ids.push(...page.nodes.map(({ id }: { id: string }) => id));
    if (!page.pageInfo.hasNextPage) return { ids, totalCount: page.totalCount };
    after = page.pageInfo.endCursor;
  }
}
