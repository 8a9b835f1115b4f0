import type { Data, Desk } from '@chengqi/stack';
import type { Question, Values } from './questions.ts';

const day = 86_400_000;

/** The types of what an id names, by the argument without its Id. */
const types: Readonly<Record<string, string>> = {
  meeting: 'Meeting',
  room: 'Room',
  item: 'SupervisionItem',
  case: 'ServiceCase',
  shift: 'DutyShift',
  matter: 'ServiceMatter',
  document: 'Document',
  duty: 'ReportingDuty',
  officer: 'Person',
  leader: 'Person',
  supervisor: 'Person',
  mediator: 'Person',
  person: 'Person',
  subject: 'ServiceCase',
  site: 'Site',
  hazard: 'Hazard',
};

/** Values that lists can be narrowed by: of a row that they show, of one unit, of the last thirty days. */
export function knownValues(rows: ReadonlyMap<string, Data>, orgId: string, now: Date): Values {
  const before = new Date(now.getTime() - 30 * day);
  const months = { gte: before.toISOString(), lt: now.toISOString() };
  const days = { gte: months.gte.slice(0, 10), lte: months.lt.slice(0, 10) };
  const constant: Readonly<Record<string, unknown>> = {
    ...{
      from: months.gte,
      to: months.lt,
      asOf: months.lt,
      period: months,
      ring: months,
      opened: months,
      start: months,
    },
    ...{ registered: months, due: months, dueOn: days, mediationDueOn: days, date: days.lte, dueFrom: days.gte },
    ...{ dueBefore: days.lte, year: now.getUTCFullYear(), depth: 2, capacity: 10, n: 5, limit: 20 },
    ...{ metrics: 'call.total', metric: 'call.total', docCode: '云政办发', region: 'CN', where: null },
    hazardCodes: rows.get('Hazard')?.code ?? null,
    orgIds: orgId,
  };
  const idOf = (type: string): string | null => (type === 'Org' ? orgId : (rows.get(type)?.id ?? null));
  return {
    idOf,
    of(argument, listed) {
      if (Object.hasOwn(constant, argument)) return constant[argument] ?? null;
      if (/[aA]t$/.test(argument)) return months;
      if (/(^|O)org(Id)?$|OrgId$|^root$|^parentId$/.test(argument)) return orgId;
      if (argument.endsWith('Id')) return idOf(types[argument.slice(0, -2)] ?? listed);
      const row = rows.get(listed);
      if (argument === 'search') return wordOf(row);
      return row?.[argument] ?? row?.[argument.replace(/s$/, '')] ?? (argument === 'name' ? 'call.total' : null);
    },
  };
}

/** Two characters that stand in the row, as somebody would look for it; any two where it has no text. */
const wordOf = (row: Data | undefined): string =>
  /\p{Script=Han}{2}/u.exec([row?.title, row?.description, row?.name].join('，'))?.[0] ?? '会议';

/** A row of every type that is listed anywhere, as the desk sees it. */
export async function sampleRows(desk: Desk, questions: readonly Question[]): Promise<Map<string, Data>> {
  const rows = new Map<string, Data>();
  for (const { of, path, query, variables, isPaged } of questions) {
    if (rows.has(of)) continue;
    const { data } = await desk.ask(query, isPaged ? { ...variables, first: 20 } : variables);
    const found = path.reduce((value, key) => value?.[key], data as Data);
    const list = isPaged ? found?.nodes : found;
    if (Array.isArray(list) && list.length > 0) rows.set(of, list[Math.floor(list.length / 2)]);
  }
  return rows;
}
