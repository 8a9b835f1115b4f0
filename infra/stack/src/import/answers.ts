export type Outcome = 'ACCEPTED' | 'NORMALISED' | 'REMARKED' | 'REJECTED' | 'QUARANTINED';

export interface Remark {
  readonly column: string | null;
  readonly reason: string;
  readonly raw: string | null;
  readonly clean: string | null;
}

/** `ImportRow` of the graph. */
export interface RowAnswer {
  readonly file: string;
  readonly record: number;
  readonly line: number;
  readonly key: string | null;
  readonly outcome: Outcome;
  readonly remarks: readonly Remark[];
}

/** How the county counts a file; `accepted` are all stored rows. */
export interface FileCounts {
  readonly records: number;
  readonly accepted: number;
  readonly normalised: number;
  readonly accepted_with_remark: number;
  readonly rejected: number;
  readonly quarantined: number;
}

export function countAnswers(answers: readonly Pick<RowAnswer, 'outcome'>[]): FileCounts {
  const count = (...outcomes: Outcome[]): number => answers.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    records: answers.length,
    accepted: count('ACCEPTED', 'NORMALISED', 'REMARKED'),
    normalised: count('NORMALISED'),
    accepted_with_remark: count('REMARKED'),
    rejected: count('REJECTED'),
    quarantined: count('QUARANTINED'),
  };
}

/** Says of a row with unmatched quotes what its owner cannot know: why it is too short. */
export const withFault = (answer: RowAnswer, fault: string | undefined): RowAnswer =>
  fault === undefined
    ? answer
    : { ...answer, remarks: [{ column: null, reason: fault, raw: null, clean: null }, ...answer.remarks] };

export const isPlain = ({ outcome, remarks }: RowAnswer): boolean => outcome === 'ACCEPTED' && remarks.length === 0;

const words: Record<Outcome, string> = {
  ACCEPTED: 'accepted',
  NORMALISED: 'normalised',
  REMARKED: 'remarked',
  REJECTED: 'rejected',
  QUARANTINED: 'quarantined',
};

/** One line a remark: where, what became of the row, which column, why, and the value. */
export function describeAnswer({ file, line, outcome, remarks }: RowAnswer): string[] {
  const where = `${file}:${line}`.padEnd(22);
  const told = remarks.length > 0 ? remarks : [{ column: null, reason: '', raw: null, clean: null }];
  return told.map(({ column, reason, raw, clean }) => {
    const change = raw !== null && clean !== null && clean !== raw ? ` -> ${printable(clean)}` : '';
    const value = raw === null ? '' : `  ${printable(raw)}${change}`;
    return `${where} ${words[outcome].padEnd(11)} ${(column ?? '(row)').padEnd(17)} ${reason}${value}`;
  });
}

export function describeCounts(file: string, counts: FileCounts): string {
  const { records, accepted, normalised, accepted_with_remark: remarked, rejected, quarantined } = counts;
  const parts = [
    `${String(records).padStart(5)} records, ${String(accepted).padStart(5)} accepted`,
    normalised > 0 && `${normalised} normalised`,
    remarked > 0 && `${remarked} with remark`,
    rejected > 0 && `${rejected} rejected`,
    quarantined > 0 && `${quarantined} quarantined`,
  ];
  return `${file.padEnd(22)} ${parts.filter(Boolean).join(', ')}`;
}

const longest = 60;

/** A value of somebody else's file may hold anything, also what a terminal would obey. */
export function printable(value: string): string {
  const text = [...value].slice(0, longest).join('');
  const cut = text.length < value.length ? ` (${[...value].length} characters)` : '';
  const shown = JSON.stringify(text).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u3000]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${shown}${cut}`;
}
