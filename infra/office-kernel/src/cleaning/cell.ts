import { type SecrecyLevel, secrecyLevels } from '@chengqi/schemas';
import { cleanDay, cleanInstant } from './clean-date.ts';
import { cleanNumber, type NumberLimits } from './clean-number.ts';
import { cleanPhone } from './clean-phone.ts';
import { cleanChoice, cleanCode, cleanList, cleanText, cleanTitle, levelWords, yesNoWords } from './clean-text.ts';
import { type Cleaned, isFault } from './cleaned.ts';

/** What a column of codes names; the import turns the codes into ids. */
export type Reference = 'org' | 'person' | 'site';

/** One column of an export and how its cells are read; `V` is what `apply` is given. */
export interface Cell<V = unknown> {
  readonly required: boolean;
  /** What an empty cell stands for. */
  readonly empty: V;
  /** `text` is never shown to importers again, `private` not even in the answer; both vanish above the ceiling or are kept clear. */
  readonly privacy: 'open' | 'text' | 'private';
  readonly isLevel: boolean;
  readonly reference: Reference | null;
  clean(written: string, zone: string): Cleaned<V>;
}

interface Presence {
  /** An empty cell refuses the row. */
  readonly required?: boolean;
}
type Given<V, O extends Presence> = O extends { readonly required: true } ? V : V | null;

type Facts = Partial<Pick<Cell, 'privacy' | 'isLevel' | 'reference'>>;

function cellOf<V, O extends Presence>(options: O, read: Cell<V>['clean'], facts: Facts = {}): Cell<Given<V, O>> {
  return {
    required: options.required ?? false,
    empty: null as Given<V, O>,
    privacy: 'open',
    isLevel: false,
    reference: null,
    ...facts,
    clean: read as Cell<Given<V, O>>['clean'],
  };
}

const none = {};
const codeLength = 64;
const readLevel = (written: string) => cleanChoice<SecrecyLevel>(written, secrecyLevels, levelWords);
const readCode = (written: string) => cleanCode(written, { max: codeLength });

function listCell(reference: Reference | null, max = codeLength): Cell<string[]> {
  return {
    required: false,
    empty: [],
    privacy: 'open',
    isLevel: false,
    reference,
    clean: (written) => cleanList(written, { max }),
  };
}

/** Builders of columns; an optional column gives null for an empty cell, a list gives an empty one. */
export const cell = {
  /** The row's own business key. */
  key: (max = codeLength): Cell<string> => cellOf({ required: true }, (written) => cleanCode(written, { max })),
  code: <const O extends Presence & { max?: number }>(options: O = none as O) =>
    cellOf<string, O>(options, (written) => cleanCode(written, { max: options.max ?? codeLength })),
  /** Free text; numbers of people in it are masked. */
  text: <const O extends Presence & { max?: number }>(options: O = none as O) =>
    cellOf<string, O>(options, (written) => cleanText(written, { max: options.max ?? 2000 }), { privacy: 'text' }),
  /** What a thing is about: content, which above the ceiling is not kept. */
  title: <const O extends Presence & { max?: number }>(options: O = none as O) =>
    cellOf<string, O>(options, (written) => cleanTitle(written, { max: options.max ?? 200 }), { privacy: 'text' }),
  /** What somebody or something is called: kept at every level, because a register entry needs it. */
  name: <const O extends Presence & { max?: number }>(options: O = none as O) =>
    cellOf<string, O>(options, (written) => cleanTitle(written, { max: options.max ?? 200 })),
  instant: <const O extends Presence & { precision?: 'minute' | 'second' }>(options: O = none as O) =>
    cellOf<Date, O>(options, (written, zone) => cleanInstant(written, zone, options.precision ?? 'minute')),
  day: <const O extends Presence>(options: O = none as O) => cellOf<string, O>(options, cleanDay),
  int: <const O extends Presence & NumberLimits>(options: O = none as O) =>
    cellOf<number, O>(options, (written) => cleanNumber(written, options, true)),
  number: <const O extends Presence & NumberLimits>(options: O = none as O) =>
    cellOf<number, O>(options, (written) => cleanNumber(written, options, false)),
  yesNo: <const O extends Presence>(options: O = none as O) => cellOf<boolean, O>(options, cleanYesNo),
  enumeration: <const V extends string, const O extends Presence & { words?: Readonly<Record<string, V>> }>(
    values: readonly V[],
    options: O = none as O,
  ) => cellOf<V, O>(options, (written) => cleanChoice(written, values, options.words ?? {})),
  /** The secrecy of the row itself; without it, where it cannot be read, text of the row is not kept. */
  level: <const O extends Presence>(options: O = none as O) =>
    cellOf<SecrecyLevel, O>(options, readLevel, { isLevel: true }),
  /** A level that is not the row's own, such as what a person may read. */
  clearance: <const O extends Presence>(options: O = none as O) => cellOf<SecrecyLevel, O>(options, readLevel),
  phone: <const O extends Presence>(options: O = none as O) =>
    cellOf<string, O>(options, cleanPhone, { privacy: 'private' }),
  list: (options: { max?: number } = {}): Cell<string[]> => listCell(null, options.max),
  /** An org by its code; gives its id. */
  org: <const O extends Presence>(options: O = none as O) => cellOf<string, O>(options, readCode, { reference: 'org' }),
  orgs: (): Cell<string[]> => listCell('org'),
  /** A person by staff number; gives the id. */
  person: <const O extends Presence>(options: O = none as O) =>
    cellOf<string, O>(options, readCode, { reference: 'person' }),
  persons: (): Cell<string[]> => listCell('person'),
  /** A site by its code; gives its id. */
  site: <const O extends Presence>(options: O = none as O) =>
    cellOf<string, O>(options, readCode, { reference: 'site' }),
};

function cleanYesNo(written: string): Cleaned<boolean> {
  const answer = cleanChoice(written, ['Y', 'N'], yesNoWords);
  return isFault(answer) ? answer : { ...answer, value: answer.value === 'Y' };
}
