import { CsvError, type InfoRecord, type Options, parse } from 'csv-parse/sync';

/** A row as `ImportRowInput` wants it. */
export interface ExportRow {
  /** Row number, header 0, blank lines not counted. */
  readonly record: number;
  /** Physical line of the row's start, header 1. */
  readonly line: number;
  readonly values: readonly string[];
  readonly defect?: 'INVALID_ENCODING';
}

export interface ExportTable {
  readonly header: readonly string[];
  readonly rows: readonly ExportRow[];
  /** Rows whose quotes do not match, by record: their line was taken for itself, without what follows the quote. */
  readonly misquoted: ReadonlyMap<number, string>;
}

/** Nothing longer is a row of an office; longer means that a quote was never closed. */
const longestRow = 128_000;

interface Piece {
  readonly line: number;
  readonly endLine: number;
  readonly values: readonly string[];
  readonly fault?: string;
}

/**
 * Cuts an export into rows by RFC 4180. Fields may hold line breaks; a quote that is never closed costs its own line and
 * not the rows below it.
 */
export function readRows(text: string, damagedLines: ReadonlySet<number> = new Set()): ExportTable {
  const [first, ...pieces] = cutPieces(text);
  if (!first || first.fault) return { header: [], rows: [], misquoted: new Map() };
  const isDamaged = ({ line, endLine }: Piece): boolean => {
    for (let number = line; number <= endLine; number += 1) if (damagedLines.has(number)) return true;
    return false;
  };
  return {
    header: first.values,
    rows: pieces.map((piece, index) => ({
      record: index + 1,
      line: piece.line,
      values: piece.values,
      ...(isDamaged(piece) ? { defect: 'INVALID_ENCODING' as const } : {}),
    })),
    misquoted: new Map(pieces.flatMap(({ fault }, index) => (fault ? [[index + 1, fault] as const] : []))),
  };
}

function cutPieces(text: string): Piece[] {
  const feed = text.includes('\n') ? '\n' : '\r';
  const place = createPlace(Buffer.from(text), feed);
  const pieces: Piece[] = [];
  while (!place.atEnd()) {
    const { records, broken } = parseFrom(place.rest(), feed);
    const start = place.offset();
    const swallowed = records.some(({ values, end }) => {
      place.skipBlankLines();
      const raw = place.peek(start + end);
      if (swallows(raw, values, pieces[0]?.values.length ?? values.length, feed)) return true;
      const lines = place.pass(start + end);
      if (!isBlank(values)) pieces.push({ ...lines, values });
      return false;
    });
    if (!broken && !swallowed) break;
    place.skipBlankLines();
    const end = place.endOfLine();
    const fault = swallowed ? notClosed : faultOf(broken);
    const alone = readAlone(place.peek(end).trimEnd(), pieces[0]?.values.length ?? 0, fault);
    pieces.push({ ...place.pass(end), ...alone });
  }
  return pieces;
}

/** A line of blanks and delimiters alone, those of other exports among them, is as good as an empty one. */
const isBlank = (values: readonly string[]): boolean =>
  values.every((value) => /^[\s\u200b\u2060\ufeff,，;；|、]*$/.test(value));

/** Where reading stands, as bytes and as physical lines. */
function createPlace(bytes: Buffer, feed: string) {
  let at = 0;
  let line = 1;
  return {
    atEnd: () => at >= bytes.length,
    offset: () => at,
    rest: () => bytes.subarray(at),
    peek: (end: number) => bytes.toString('utf8', at, end),
    pass(end: number): Pick<Piece, 'line' | 'endLine'> {
      const start = line;
      const raw = bytes.toString('utf8', at, end);
      at = end;
      line += raw.split(feed).length - 1;
      return { line: start, endLine: raw.endsWith(feed) ? line - 1 : line };
    },
    skipBlankLines(): void {
      for (; bytes[at] === 0x0a || bytes[at] === 0x0d; at += 1) if (bytes[at] === feed.charCodeAt(0)) line += 1;
    },
    endOfLine(): number {
      const end = bytes.indexOf(feed, at);
      return end < 0 ? bytes.length : end + 1;
    },
  };
}

interface Parsed {
  readonly records: readonly { readonly values: string[]; readonly end: number }[];
  readonly broken: CsvError | null;
}

function parseFrom(bytes: Buffer, feed: string): Parsed {
  const records: { values: string[]; end: number }[] = [];
  const options: Options = {
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
    record_delimiter: feed === '\n' ? ['\r\n', '\n'] : feed,
    on_record: (values: string[], { bytes: end }: InfoRecord) => {
      records.push({ values, end });
      return null;
    },
  };
  try {
    parse(bytes, options);
    return { records, broken: null };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { records, broken: error };
  }
}

/** A row over several lines with the wrong number of fields, one line of which is a whole row: its quote was not closed. */
function swallows(raw: string, values: readonly string[], width: number, feed: string): boolean {
  if (values.length === width || width < 2) return false;
  const [, ...later] = raw.trimEnd().split(feed);
  return later.some((line) => fieldsOf(line, {})?.length === width);
}

const fieldsOf = (line: string, options: Options): string[] | null => {
  try {
    return parse(line.trimEnd(), { ...options, relax_column_count: true, record_delimiter: '\n' })[0] ?? null;
  } catch {
    return null;
  }
};

/** A quote amid an unquoted field is text when the line reads well with it; otherwise the row is left too short to pass. */
function readAlone(line: string, width: number, fault: string): Pick<Piece, 'values' | 'fault'> {
  if (fault === quoteInside) {
    const values = fieldsOf(line, { relax_quotes: true });
    if (values && values.length === width) return { values };
  }
  const parts = line.split(',');
  const broken = parts.findIndex((part) => part.includes('"'));
  return { values: parts.slice(0, Math.max(0, Math.min(broken, width - 1))), fault };
}

const notClosed = 'quote not closed';
const quoteInside = 'quote inside a field without quotes';

function faultOf(error: CsvError | null): string {
  if (error?.code === 'INVALID_OPENING_QUOTE') return quoteInside;
  if (error?.code === 'CSV_MAX_RECORD_SIZE') return `quote not closed, or a row longer than ${longestRow} bytes`;
  return error?.code === 'CSV_INVALID_CLOSING_QUOTE' ? 'quote not closed before the end of the field' : notClosed;
}
