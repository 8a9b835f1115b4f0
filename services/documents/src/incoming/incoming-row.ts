import { type Cell, cell } from '@chengqi/office-kernel';
import { documentKinds, documentUrgencies } from '@chengqi/schemas/events/documents';
import { badInput } from '@chengqi/service-kit';
import { type IncomingState, incomingStates } from './incoming.ts';

/** Columns of incoming_documents.csv. */
export const incomingCells = {
  register_no: cell.key(),
  sender_text: cell.name(),
  sender_org_code: cell.org(),
  sender_number: cell.code(),
  kind: cell.enumeration(documentKinds, { required: true }),
  title: cell.title({ required: true }),
  urgency: cell.enumeration(documentUrgencies, { required: true }),
  level: cell.level({ required: true }),
  received_at: cell.instant({ required: true }),
  received_by: cell.person(),
  action: cell.enumeration(['ACTION', 'READ_ONLY'], { required: true }),
  handling_org: cell.org(),
  co_orgs: cell.orgs(),
  proposed_opinion: cell.text({ max: 2000 }),
  instruction_no: cell.code(),
  instruction_leader: cell.person(),
  instruction_text: cell.text({ max: 2000 }),
  instruction_at: cell.instant(),
  instruction_requires_action: cell.yesNo(),
  due_date: cell.day(),
  finished_at: cell.instant(),
  state: cell.enumeration(incomingStates, { required: true }),
  return_reason: cell.text({ max: 500 }),
  result: cell.text({ max: 2000 }),
};

type ValuesOf<C> = { readonly [K in keyof C]: C[K] extends Cell<infer V> ? V : never };
export type IncomingRow = ValuesOf<typeof incomingCells>;

const handled: readonly IncomingState[] = ['HANDLING', 'DONE', 'REPLIED'];

/** Whether a leader wrote on it: the text of a register entry above the ceiling is not there to tell. */
const isInstructed = ({ instruction_no, instruction_leader, instruction_at, instruction_text }: IncomingRow) =>
  [instruction_no, instruction_leader, instruction_at, instruction_text].some((part) => part !== null);

/**
 * What the state of a row asks of it.
 * @throws DomainError BAD_USER_INPUT
 */
export function checkRow(row: IncomingRow): void {
  const { received_at, finished_at, instruction_at } = row;
  if (row.sender_text === null && row.sender_org_code === null) throw missing('sender_text');
  if (row.action === 'ACTION' && handled.includes(row.state) && row.handling_org === null)
    throw missing('handling_org');
  if (isInstructed(row) && instruction_at === null) throw missing('instruction_at');
  if (row.state === 'HANDLING' && finished_at !== null) {
    throw badInput('finished_at', { en: 'does not fit the state', zh: '与状态不符' });
  }
  if (finished_at && finished_at < received_at) throw early('finished_at');
  if (instruction_at && instruction_at < received_at) throw early('instruction_at');
}

const missing = (field: string) => badInput(field, { en: 'asked for by the state', zh: '该状态须填写此项' });
const early = (field: string) => badInput(field, { en: 'before the receipt', zh: '早于收文时间' });
