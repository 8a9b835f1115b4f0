import { systemIds, type Viewer } from '@chengqi/service-kit';
import type { SecurityOffice } from './office.ts';

type Cells = Readonly<Record<string, string>>;

/** Sends rows as a batch of an export; answers each row's outcome with what was noticed. */
export async function takeRows(
  office: Pick<SecurityOffice, 'execute' | 'people'>,
  mutation: string,
  header: readonly string[],
  rows: readonly Cells[],
  { from = 1, name = 'month', as, balanceDay }: { from?: number; name?: string; as?: Viewer; balanceDay?: string } = {},
): Promise<string[]> {
  const input = {
    export: name,
    file: `${mutation}.csv`,
    header: [...header],
    balanceDay,
    rows: rows.map((row, n) => ({
      record: from + n,
      line: from + n + 1,
      values: header.map((column) => row[column] ?? ''),
    })),
  };
  const answer = await office.execute(
    `mutation ($input: ImportInput!) { ${mutation}(input: $input) { rows { outcome remarks { column reason } } } }`,
    { input },
    as ?? office.people.importer,
  );
  if (answer.errors) return [answer.errors[0].extensions.code];
  return answer.data[mutation].rows.map(
    ({ outcome, remarks }: { outcome: string; remarks: { column: string | null; reason: string }[] }) =>
      [outcome, ...remarks.map(({ column, reason }) => `${column} ${reason}`)].join(' '),
  );
}

const hazardColumns =
  'hazard_code,site_code,category,description,level,source_type,source_ref,responsible_org,rectifier,reported_at,confirmed_at,due_date,original_due_date,state,listed,measures,funds_yuan,contingency,interim_controls,stop_use,root_cause,preventive,notified_staff_at,reported_to_regulator_at,closed_at,dismiss_reason,recurrence_of'.split(
    ',',
  );

export const takeHazards = (
  office: Pick<SecurityOffice, 'execute' | 'people'>,
  rows: readonly Cells[],
  options?: Parameters<typeof takeRows>[4],
) => takeRows(office, 'importHazards', hazardColumns, rows, options);

/** A hazard of the school, put right and closed in time. */
export const closedRow = ({ people }: SecurityOffice, no: number, changes: Cells = {}): Cells => ({
  hazard_code: `隐〔2026〕${no}号`,
  site_code: 'S-SCHOOL',
  category: 'ELECTRIC',
  description: '线路老化',
  level: 'GENERAL',
  source_type: 'STAFF_REPORT',
  responsible_org: 'JC11',
  rectifier: people.educationRectifier.staffNo ?? '',
  reported_at: '2026-09-01 09:00',
  confirmed_at: '2026-09-02 09:00',
  due_date: '2026-09-09',
  state: 'CLOSED',
  listed: 'N',
  measures: '更换线路；加装保护',
  stop_use: 'N',
  closed_at: '2026-09-05 17:00',
  ...changes,
});

export const history = { provenance: 'imported' } as const;

/** What reception tells of a case that came in by telephone. */
export const aCase = (changes: Record<string, unknown> = {}) => {
  const caseId = systemIds.next('cas');
  return {
    caseId,
    code: `霁办件2026-${caseId.slice(-5)}`,
    kind: 'HOTLINE' as const,
    channel: 'PHONE' as const,
    responsibleOrgId: null,
    siteId: null,
    safety: false,
    title: '校门口电线垂落',
    text: '校门口电线垂落\n请尽快处理。',
    callId: null,
    openedAt: '2026-09-14T00:30:00Z',
    dueAt: null,
    noticeDueAt: null,
    ...changes,
  };
};

/** What reception tells of a call that somebody answered. */
export const aCall = (callRef: string) => ({
  callId: systemIds.next('cal'),
  callRef,
  lineNo: '8222001',
  ringAt: '2026-09-01T00:30:00Z',
  answeredAt: '2026-09-01T00:30:10Z',
  endedAt: '2026-09-01T00:32:00Z',
  waitSeconds: 10,
  outcome: 'ANSWERED' as const,
  shiftId: null,
});

/** What supervision tells of a registered item. */
export const anItem = (code: string, leadOrgId: string) => ({
  itemId: systemIds.next('sup'),
  code,
  source: null,
  leadOrgId,
  dueAt: '2026-10-01T00:00:00Z',
  weight: 'NORMAL' as const,
});
