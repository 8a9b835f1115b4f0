import { badInput } from '@chengqi/service-kit';
import { type Document, publicKinds } from '../outgoing/document.ts';

export interface Distribution {
  readonly mainRecipientIds: string[];
  readonly ccRecipientIds: string[];
}

/** Everybody once, main recipients before copies; only public kinds go out without an addressee. */
export function distribute(document: Document, given: Partial<Distribution>): Distribution {
  const mainRecipientIds = [...new Set(given.mainRecipientIds ?? document.mainRecipientIds)];
  const ccRecipientIds = [...new Set(given.ccRecipientIds ?? document.ccRecipientIds)].filter(
    (org) => !mainRecipientIds.includes(org),
  );
  if (mainRecipientIds.length === 0 && !publicKinds.includes(document.kind)) {
    throw badInput('mainRecipientIds', { en: 'Name at least one main recipient.', zh: '至少指定一个主送机关。' });
  }
  return { mainRecipientIds, ccRecipientIds };
}

/** Names the row of `serials` that counts up. */
export const seriesOf = (orgId: string, docCode: string, year: number): string =>
  `document:${orgId}:${docCode}:${year}`;

const numberPattern = /^\S{1,12}〔\d{4}〕[1-9]\d*号$/;

/** `县政办发〔2026〕17号`: six-angle brackets, no leading zeros (DOC-1). */
export function documentNumber(docCode: string, year: number, serial: number): string {
  const docNumber = `${docCode}〔${year}〕${serial}号`;
  if (!numberPattern.test(docNumber)) throw new Error(`${docNumber} is not a document number`);
  return docNumber;
}
