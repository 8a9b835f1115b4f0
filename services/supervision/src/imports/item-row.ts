import { type Cell, cell } from '@chengqi/office-kernel';

/** Columns of supervision_items.csv. */
export const itemCells = {
  item_code: cell.key(64),
  title: cell.title({ required: true }),
  category: cell.enumeration(
    [
      'DECISION',
      'LEADER_INSTRUCTION',
      'MEETING',
      'DOCUMENT',
      'KEY_WORK',
      'HAZARD',
      'PETITION',
      'PROPOSAL',
      'SELF_INITIATED',
    ],
    { required: true },
  ),
  weight: cell.enumeration(['NORMAL', 'IMPORTANT', 'MAJOR'], { required: true }),
  source_type: cell.enumeration(['RESOLUTION', 'INSTRUCTION', 'HAZARD', 'PETITION']),
  source_ref: cell.code(),
  requirement: cell.text({ required: true, max: 10_000 }),
  leader: cell.person(),
  supervisor: cell.person(),
  lead_org: cell.org({ required: true }),
  co_orgs: cell.orgs(),
  registered_at: cell.instant({ required: true }),
  accepted_at: cell.instant(),
  due_date: cell.day({ required: true }),
  original_due_date: cell.day(),
  feedback_cycle: cell.enumeration(['DAILY', 'WEEKLY', 'BIWEEKLY', 'MONTHLY', 'NONE'], { required: true }),
  progress_percent: cell.int({ min: 0, max: 100 }),
  state: cell.enumeration(['ASSIGNED', 'IN_PROGRESS', 'SUSPENDED', 'VERIFYING', 'COMPLETED', 'STRUCK_OFF', 'FILED'], {
    required: true,
  }),
  verify_method: cell.enumeration(['DESK', 'ONSITE', 'UNANNOUNCED', 'SAMPLE_CALLBACK', 'DATA']),
  verifier: cell.person(),
  verified_at: cell.instant(),
  verify_fail_count: cell.int({ min: 0, max: 100 }),
  struck_off_at: cell.instant(),
  notice_color: cell.enumeration(['BLUE', 'YELLOW', 'ORANGE', 'RED']),
  notice_issued_at: cell.instant(),
  notice_answered_at: cell.instant(),
  obstacle_text: cell.text({ max: 2000 }),
  obstacle_raised_at: cell.instant(),
  obstacle_resolved_at: cell.instant(),
  leader_feedback_score: cell.int({ min: 1, max: 5 }),
};

type ValuesOf<C> = { readonly [K in keyof C]: C[K] extends Cell<infer V> ? V : never };
export type ItemRow = ValuesOf<typeof itemCells>;

export const isDone = ({ state }: Pick<ItemRow, 'state'>): boolean =>
  state === 'COMPLETED' || state === 'STRUCK_OFF' || state === 'FILED';

/** The latest instant the row tells of, its end apart. */
export const lastHeard = (row: ItemRow): Date => {
  const told = [
    row.registered_at,
    row.accepted_at,
    row.notice_issued_at,
    row.notice_answered_at,
    row.obstacle_raised_at,
    row.obstacle_resolved_at,
  ];
  return new Date(Math.max(...told.map((at) => at?.getTime() ?? 0)));
};

/** When it passed its verification; null while it has not. */
export const completedAt = (row: ItemRow): Date | null =>
  isDone(row) ? (row.verified_at ?? row.struck_off_at ?? lastHeard(row)) : null;

/** The date of the last verification; the export tells of no other. */
export const lastVerifiedAt = (row: ItemRow): Date => completedAt(row) ?? row.verified_at ?? row.registered_at;
