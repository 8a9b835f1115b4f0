import { type GraphQLField, getNamedType, isEnumType } from 'graphql';
import type { Ids } from './questions.ts';
import type { Records } from './records.ts';
import { isNeeded } from './selections.ts';

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

/** What a field can be asked about: all things that its arguments can name, and each value of an enum it needs. */
export function subjectsOf(field: Field, records: Records): Subjects[] {
  const asked = field.args.filter(({ name, type }) => name in subjectTypes && getNamedType(type).name === 'ID');
  const others = field.args.filter((argument) => isNeeded(argument) && !asked.includes(argument));
  const isPaged = field.args.some(({ name }) => name === 'first');
  const fixed = others.map(({ name, type }) => {
    const named = getNamedType(type);
    return isEnumType(named) ? named.getValues().map((value) => `${name}: ${value.name}`) : [];
  });
  const isLineage = field.name === 'lineage';
  if (fixed.some((texts) => texts.length === 0) && !isLineage) return [];
  const ids = (name: string) =>
    (name === 'id' ? lineageTypes.flatMap((type) => records.of(type)) : records.of(subjectTypes[name] ?? '')).map(
      ({ id }) => id,
    );
  const named = isLineage ? ['id'] : asked.map(({ name }) => name);
  const given = named.reduce<Ids[]>(
    (some, name) => some.flatMap((each) => ids(name).map((id) => ({ ...each, [name]: id }))),
    [{}],
  );
  return ((isLineage ? [] : fixed)[0] ?? ['']).map((text) => ({
    given,
    fixed: [text, isPaged ? 'first: 100' : ''].filter(Boolean).join(', '),
  }));
}
