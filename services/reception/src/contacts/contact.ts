/** A name and a telephone number of somebody outside the office, kept apart from what they are about. */
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
  readonly createdAt: Date;
}

/** Digits of a number as people write it; the country's own prefix is left out. */
export const normalisePhone = (phone: string): string => phone.replace(/\D/g, '').replace(/^(?:00)?86(?=1\d{10}$)/, '');

/** First three and last four digits; short numbers show less. */
export function maskPhone(phone: string | null): string | null {
  if (phone === null) return null;
  const digits = normalisePhone(phone);
  if (digits.length < 7) return '*'.repeat(Math.max(digits.length, 1));
  return digits.length < 11
    ? `${digits.slice(0, 2)}${'*'.repeat(digits.length - 4)}${digits.slice(-2)}`
    : `${digits.slice(0, 3)}${'*'.repeat(digits.length - 7)}${digits.slice(-4)}`;
}

/** The family name, as far as a first character shows it: 张*. */
export function maskName(name: string | null): string | null {
  const [first] = name?.trim() ?? '';
  return first === undefined ? null : `${first}*`;
}

/** Eleven digits from 1, grouped or not: a number that reaches a private person's pocket. */
const mobile = /(?<!\d)(1\d{2})[- ]?\d{4}[- ]?(\d{4})(?!\d)/g;

/**
 * Free text without the names and numbers of those it is about, and without any mobile number. Where people are not to
 * be named at all, nothing is left of them.
 */
export function coverContacts(
  text: string,
  contacts: readonly Pick<Contact, 'name' | 'phone'>[],
  { named = true }: { named?: boolean } = {},
): string {
  const covered = contacts.reduce((left, contact) => {
    const [name, phone] = [contact.name?.trim() ?? '', contact.phone ?? ''];
    const nameless = name.length < 2 ? left : left.replaceAll(name, (named && maskName(name)) || '**');
    return phone.length < 5 ? nameless : nameless.replaceAll(phone, (named && maskPhone(phone)) || '***');
  }, text);
  return covered.replace(mobile, '$1****$2');
}
