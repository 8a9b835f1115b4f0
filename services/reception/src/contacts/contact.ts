import { coverIdNumber, coverNumber, coverNumbers, coverPhone, signsOf } from '@chengqi/office-kernel';

/** A name, a telephone number and an id document of somebody outside the office, kept apart from what they are about. */
export interface Contact {
  readonly id: string;
  /** `ServiceCase`, `Visit`, `Caller` …: what kind of thing the contact belongs to. */
  readonly subjectType: string;
  readonly subjectId: string;
  /** 0 for who comes first; representatives of a joint petition follow. */
  readonly position: number;
  readonly name: string | null;
  readonly phone: string | null;
  /** Keyed digest of the normalised number: equal numbers can be found, a number cannot be guessed from it. */
  readonly phoneHash: string | null;
  /** Number of an id document, its signs alone. */
  readonly idNumber: string | null;
  /** As `phoneHash`; a document and a telephone of the same digits have different digests. */
  readonly idHash: string | null;
  readonly createdAt: Date;
}

/** Digits of a number, however it is written: without the country's prefix, a landline with the zero of its area. */
export const normalisePhone = (phone: string): string =>
  signsOf(phone)
    .replace(/\D/g, '')
    .replace(/^(?:(?:00)?86)?0?(?=1[3-9]\d{9}$)/, '')
    .replace(/^(?:00)?86(?=1\d{10}$)/, '')
    .replace(/^(?:00)?860?(?=(?:10|[2-9]\d)\d{8,9}$)/, '0');

/** First three and last four digits; shorter numbers show less. */
export function maskPhone(phone: string | null): string | null {
  if (phone === null) return null;
  const digits = normalisePhone(phone);
  if (digits.length < 7) return '*'.repeat(Math.max(digits.length, 1));
  return coverPhone(digits);
}

/** First three and last two signs of an id document. */
export const maskIdNumber = (idNumber: string | null): string | null =>
  idNumber === null ? null : coverIdNumber(idNumber);

/** The family name, as far as a first character shows it: 张*. */
export function maskName(name: string | null): string | null {
  const [first] = name?.trim() ?? '';
  return first === undefined ? null : `${first}*`;
}

/** What of a contact may stand in a text. */
type Named = Pick<Contact, 'name' | 'phone'> & Partial<Pick<Contact, 'idNumber'>>;

/**
 * Free text without the names and numbers of those it is about, and without any number of a person. Where people are
 * not to be named at all, nothing is left of them.
 */
export function coverContacts(
  text: string,
  contacts: readonly Named[],
  { named = true }: { named?: boolean } = {},
): string {
  const covered = contacts.reduce((left, contact) => {
    const [name, phone, idNumber] = [contact.name?.trim() ?? '', contact.phone ?? '', contact.idNumber ?? ''];
    const masked = (mask: string | null) => (named && mask) || '***';
    const nameless = name.length < 2 ? left : left.replaceAll(name, (named && maskName(name)) || '**');
    const phoneless = phone.length < 5 ? nameless : nameless.replaceAll(phone, masked(maskPhone(phone)));
    const numberless = coverNumber(phoneless, normalisePhone(phone), masked(maskPhone(phone)));
    return coverNumber(numberless, idNumber, masked(maskIdNumber(contact.idNumber ?? null)));
  }, text);
  return coverNumbers(covered);
}
