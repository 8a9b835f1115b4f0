import { type GraphQLArgument, type GraphQLField, getNamedType } from 'graphql';
import { isNeeded, literalsOf } from './literals.ts';
import type { Ids } from './questions.ts';
import type { Records } from './records.ts';

type Field = GraphQLField<unknown, unknown>;

/** What the contract says a lineage can begin with. */
const lineageTypes = [
  ...['Call', 'ServiceCase', 'Hazard', 'Meeting', 'Minutes', 'Resolution'],
  ...['Document', 'SupervisionItem', 'ArchiveRecord', 'Rating'],
];

/** Of which type the things are that an argument names. */
const subjectTypes: Readonly<Record<string, string>> = {
  orgId: 'Org',
  org: 'Org',
  organizerOrgId: 'Org',
  root: 'Org',
  siteId: 'Site',
  documentId: 'Document',
  caseId: 'ServiceCase',
  dutyId: 'ReportingDuty',
};

/** Whether it can be asked about something else. */
export const hasSubject = ({ args }: Field): boolean => args.some(({ name }) => name in subjectTypes);

export interface Subjects {
  readonly given: readonly Ids[];
  readonly fixed: string;
}

/** What a field can be asked about: all things that its arguments can name, with each value of an enum it needs. */
export function subjectsOf(field: Field, records: Records): Subjects[] {
  const asked = field.args.filter((argument) => typesOf(field, argument).length > 0);
  const others = field.args.filter((argument) => isNeeded(argument) && !asked.includes(argument));
  const given = asked.reduce<Ids[]>(
    (some, argument) =>
      some.flatMap((each) => idsOf(field, argument, records).map((id) => ({ ...each, [argument.name]: id }))),
    [{}],
  );
  const paged = field.args.some(({ name }) => name === 'first') ? ['first: 100'] : [];
  const fixed = others.reduce<string[][]>(
    (some, argument) =>
      some.flatMap((each) => literalsOf(argument).map((text) => [...each, `${argument.name}: ${text}`])),
    [paged],
  );
  return fixed.map((texts) => ({ given, fixed: texts.join(', ') }));
}

function typesOf(field: Field, { name, type }: GraphQLArgument): readonly string[] {
  if (getNamedType(type).name !== 'ID') return [];
  if (field.name === 'lineage') return lineageTypes;
  const subject = subjectTypes[name];
  return subject === undefined ? [] : [subject];
}

const idsOf = (field: Field, argument: GraphQLArgument, records: Records): string[] =>
  typesOf(field, argument).flatMap((type) => records.of(type).map(({ id }) => id));
