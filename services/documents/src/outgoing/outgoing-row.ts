import { type Cell, cell } from '@chengqi/office-kernel';
import { documentKinds, documentUrgencies } from '@chengqi/schemas/events/documents';
import { badInput, guardFailed, separationOfDuties } from '@chengqi/service-kit';
import type { DocumentState } from './document.ts';

/** In the order of the chain. */
const unsigned = ['DRAFT', 'REVIEW', 'COUNTERSIGN', 'SIGNOFF'] as const;
const signed = ['SIGNED', 'RECHECKED'] as const;
const numbered = ['NUMBERED', 'PRINTED', 'ISSUED', 'CLOSED', 'VOIDED', 'FILED'] as const;

/** Columns of outgoing_documents.csv. */
export const outgoingCells = {
  draft_no: cell.key(),
  issuing_org: cell.org({ required: true }),
  kind: cell.enumeration(documentKinds, { required: true }),
  doc_code: cell.code({ required: true, max: 12 }),
  year: cell.int({ min: 1900, max: 2200 }),
  serial: cell.int({ min: 1, max: 999_999 }),
  doc_number: cell.code({ max: 40 }),
  title: cell.title({ required: true }),
  main_recipients: cell.orgs(),
  cc_recipients: cell.orgs(),
  urgency: cell.enumeration(documentUrgencies, { required: true }),
  level: cell.level({ required: true }),
  drafter: cell.person(),
  reviewer: cell.person(),
  signer: cell.person(),
  drafted_at: cell.instant({ required: true }),
  signed_at: cell.instant(),
  registered_at: cell.instant(),
  issued_at: cell.instant(),
  state: cell.enumeration([...unsigned, ...signed, ...numbered], { required: true }),
  void_reason: cell.text({ max: 500 }),
};

type ValuesOf<C> = { readonly [K in keyof C]: C[K] extends Cell<infer V> ? V : never };
export type OutgoingRow = ValuesOf<typeof outgoingCells>;

/** The number a row carries; null while it has none. */
export interface GivenNumber {
  readonly year: number;
  readonly serial: number;
  readonly docNumber: string;
}

const among = (states: readonly DocumentState[], state: DocumentState): boolean => states.includes(state);

export const isSigned = ({ state }: Pick<OutgoingRow, 'state'>): boolean => !among(unsigned, state);

/** Whether its recipients have it: a filed one may have been voided before it went out. */
export const isIssued = ({ state, issued_at }: OutgoingRow): boolean =>
  state === 'ISSUED' || state === 'CLOSED' || (state === 'FILED' && issued_at !== null);

/**
 * What the state of a row asks of it; `yearOf` is that of the business zone.
 * @throws DomainError BAD_USER_INPUT, GUARD_FAILED or SEPARATION_OF_DUTIES
 */
export function checkRow(row: OutgoingRow, yearOf: (at: Date) => number): GivenNumber | null {
  checkOrder(row);
  if (row.drafter !== null && row.drafter === row.reviewer) {
    throw separationOfDuties({ en: 'Nobody reviews an own draft (DOC-3).', zh: '不得核稿本人拟稿（DOC-3）。' });
  }
  if (isSigned(row) && (row.signed_at === null || row.signer === null)) throw unsignedPaper();
  const number = numberOf(row);
  if (number !== null && row.signed_at !== null && number.year !== yearOf(row.signed_at)) throw otherYear();
  if (row.state === 'ISSUED' && row.issued_at === null) {
    throw badInput('issued_at', { en: 'asked for by the state', zh: '该状态须填写此项' });
  }
  return number;
}

/** Nothing happens before what it follows. */
function checkOrder({ drafted_at, signed_at, registered_at, issued_at }: OutgoingRow): void {
  let last = drafted_at;
  for (const [field, at] of Object.entries({ signed_at, registered_at, issued_at })) {
    if (at && at < last) throw badInput(field, { en: 'before what it follows', zh: '早于前一环节' });
    last = at ?? last;
  }
}

/** All parts of a number or none, and each from the state on in which it is given (DOC-1). */
function numberOf({ state, doc_code, year, serial, doc_number: docNumber }: OutgoingRow): GivenNumber | null {
  const parts = [year, serial, docNumber];
  if (!among(numbered, state)) {
    if (parts.some((part) => part !== null)) throw earlyNumber();
    return null;
  }
  if (year === null || serial === null || docNumber === null) throw noNumber();
  if (docNumber !== `${doc_code}〔${year}〕${serial}号`) throw otherNumber();
  return { year, serial, docNumber };
}

const unsignedPaper = () =>
  guardFailed('DOC-2', {
    en: 'Its state asks for a signature: who signed it and when.',
    zh: '该状态须有签发人和签发日期。',
  });
const earlyNumber = () =>
  guardFailed('DOC-1', { en: 'A number is given at the registration only.', zh: '文号仅在登记编号时产生。' });
const noNumber = () => guardFailed('DOC-1', { en: 'Its state asks for a number.', zh: '该状态须有发文字号。' });
const otherNumber = () =>
  guardFailed('DOC-1', { en: 'The number is not that of its parts.', zh: '发文字号与各段不符。' });
const otherYear = () =>
  guardFailed('DOC-1', { en: 'The year is not that of the signature.', zh: '文号年份与签发年份不符。' });
