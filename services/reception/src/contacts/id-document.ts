import { optionalCode } from '@chengqi/office-kernel';
import { badInput } from '@chengqi/service-kit';

/** Weights of GB 11643: an ISO 7064 MOD 11-2 sign follows seventeen digits. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkSigns = '10X98765432';

/** Whether the last sign of a resident identity number follows from the others, and its day of birth exists. */
export function isResidentNumber(signs: string): boolean {
  if (!/^\d{17}[\dX]$/.test(signs)) return false;
  const sum = weights.reduce((total, weight, at) => total + weight * Number(signs[at]), 0);
  return checkSigns[sum % 11] === signs[17] && isDay(signs.slice(6, 14));
}

function isDay(digits: string): boolean {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}

/** The signs of an id document alone: eighteen are a resident's and must check, others are of a passport or the like. */
export function idNumberOf(field: string, given: string | null | undefined): string | null {
  const line = optionalCode(field, given, 60);
  if (line === null) return null;
  const signs = line.replace(/[\s-]/g, '').toUpperCase();
  if (!/^[\dA-Z]{5,20}$/.test(signs))
    throw badInput(field, {
      en: 'An id document has 5 to 20 letters and digits.',
      zh: '证件号码须为 5 至 20 位字母或数字。',
    });
  if (/^\d{17}[\dX]$/.test(signs) && !isResidentNumber(signs))
    throw badInput(field, { en: 'This is no resident identity number.', zh: '居民身份证号码有误，请核对。' });
  return signs;
}
