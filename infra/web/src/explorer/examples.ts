import { print } from 'graphql';
import { addDays, type Day, startOf } from '../figures/periods.ts';
import { operationOf } from './at-hand.ts';

/** What the viewer sees, to try operations on; null where there is nothing. */
export interface Seen {
  readonly org: string | null;
  readonly meeting: string | null;
}

/**
 * Variables with which an operation can be tried today, by their names and types; one that may be left out is left out.
 * As the text of a JSON object; empty where the operation needs none.
 */
export function examplesFor(query: string, { org, meeting }: Seen, today: Day): string {
  const from = startOf(addDays(today, -30));
  const to = startOf(addDays(today, 1));
  const figures = { metrics: ['call.total', 'call.connectRate'], where: { from, to } };
  const known: Readonly<Record<string, unknown>> = {
    'org: ID!': org ?? '',
    'id: ID!': org ?? '',
    'meeting: ID!': meeting ?? '',
    'from: DateTime!': from,
    'to: DateTime!': to,
    'search: String!': '办公室',
    'metric: String!': 'call.connectRate',
    'where: MetricFilter!': figures.where,
    'whole: MetricQueryInput!': figures,
    'input: MetricQueryInput!': { ...figures, grain: 'WEEK' },
    'cut: Boolean!': false,
    'format: ExportFormat!': 'CSV',
    'input: RateServiceInput!': { code: 'ABCD-EFGH', score: 5 },
  };
  const needed = (operationOf(query).variableDefinitions ?? []).flatMap(({ variable, type, defaultValue }) => {
    const key = `${variable.name.value}: ${print(type)}`;
    return type.kind === 'NonNullType' && !defaultValue ? [[variable.name.value, known[key]] as const] : [];
  });
  return needed.length === 0 ? '' : JSON.stringify(Object.fromEntries(needed), null, 2);
}
