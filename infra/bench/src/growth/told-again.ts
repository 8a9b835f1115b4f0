const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const tail = 6;
const day = 86_400_000;
const anId = /^([a-z]{3})_[0-9a-z]{26}$/;
const idsInside = /[a-z]{3}_[0-9a-z]{26}/g;
const aDay = /^\d{4}-\d{2}-\d{2}$/;
const anInstant = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?$/;
const milliseconds = /^1[78]\d{11}$/;

/** A cell as the drivers of both engines give and take it. */
export type Cell = string | number | bigint | null | Date | Buffer;

/** How the story of the seed is told once more: of whom, of what, and how long ago. */
export interface Telling {
  /** Counted from 1; rows, people and units of different tellings differ by it. */
  readonly number: number;
  readonly unitOf: (orgId: string) => string;
  readonly personOf: (personId: string) => string;
  readonly daysAgo: number;
  readonly level: string | null;
}

/** The id with the end of another number; numbers up to 32^6 are told apart. */
export function numbered(id: string, number: number): string {
  let end = '';
  for (let left = number, place = 0; place < tail; place += 1, left = Math.floor(left / 32)) {
    end = alphabet[left % 32] + end;
  }
  return id.slice(0, -tail) + end;
}

/** A cell's value in a telling; null where it is the same in all of them. */
export type Retold = ((telling: Telling) => Cell) | null;

/** Only `kept` ids name what every telling shares, such as sites. */
export function retold(column: string, value: Cell, kept: ReadonlySet<string>, unique: boolean): Retold {
  if (value instanceof Date) return ({ daysAgo }) => new Date(value.getTime() - daysAgo * day);
  if (typeof value === 'number' || typeof value === 'bigint') return retoldNumber(Number(value), unique);
  if (typeof value !== 'string') return null;
  if (column === 'secrecy_level') return ({ level }) => level ?? value;
  if (anId.test(value)) return kept.has(value) ? null : (telling) => retoldId(value, telling);
  if (aDay.test(value)) return ({ daysAgo }) => moved(`${value} 00:00:00`, daysAgo).slice(0, 10);
  if (anInstant.test(value)) return ({ daysAgo }) => moved(value, daysAgo);
  if (milliseconds.test(value)) return ({ daysAgo }) => String(Number(value) - daysAgo * day);
  if (value.search(idsInside) >= 0) {
    return (telling) => value.replace(idsInside, (id) => (kept.has(id) ? id : retoldId(id, telling)));
  }
  if (!unique) return null;
  return ({ number }) => (/^[0-9a-f]{64}$/.test(value) ? value.slice(0, -8) + hex(number) : `${value}-${number}`);
}

function retoldNumber(value: number, unique: boolean): Retold {
  if (value > 1.7e12 && value < 1.9e12) return ({ daysAgo }) => value - daysAgo * day;
  return unique ? ({ number }) => value + number * 1000 : null;
}

function retoldId(id: string, { number, unitOf, personOf }: Telling): string {
  if (id.startsWith('org_')) return unitOf(id);
  return id.startsWith('psn_') ? personOf(id) : numbered(id, number);
}

const hex = (number: number): string => number.toString(16).padStart(8, '0');
const moved = (text: string, daysAgo: number): string => {
  const at = new Date(Date.parse(`${text.replace(' ', 'T')}Z`) - daysAgo * day).toISOString();
  return at.replace('T', ' ').slice(0, text.length);
};
