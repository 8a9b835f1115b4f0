import { isUtf8 } from 'node:buffer';

/** The text of an export, and which of its physical lines (first = 1) had bytes that say nothing. */
export interface ExportText {
  readonly text: string;
  readonly encoding: 'UTF-8' | 'GB18030' | 'UTF-16LE' | 'UTF-16BE';
  readonly byteOrderMark: boolean;
  readonly damagedLines: ReadonlySet<number>;
}

const marks = [
  { encoding: 'UTF-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'UTF-16LE', bytes: [0xff, 0xfe] },
  { encoding: 'UTF-16BE', bytes: [0xfe, 0xff] },
] as const;

/**
 * Tells the encoding by the whole file: one broken row does not make a Chinese encoding of a UTF-8 file, it is marked
 * instead.
 */
export function decodeExport(bytes: Uint8Array): ExportText {
  const mark = marks.find((candidate) => candidate.bytes.every((byte, index) => bytes[index] === byte));
  const body = bytes.subarray(mark?.bytes.length ?? 0);
  const byteOrderMark = mark !== undefined;
  if (mark && mark.encoding !== 'UTF-8') {
    const text = new TextDecoder(mark.encoding).decode(body);
    return { text, encoding: mark.encoding, byteOrderMark, damagedLines: new Set() };
  }
  const encoding = mark || isUtf8(body) || mostLinesAreUtf8(body) ? 'UTF-8' : 'GB18030';
  return { ...decodeLines(body, encoding), encoding, byteOrderMark };
}

/** Only lines with other than ASCII tell; in GB18030 hardly one of them is UTF-8 by chance. */
function mostLinesAreUtf8(bytes: Uint8Array): boolean {
  const telling = [...linesOf(bytes)].filter((line) => line.some((byte) => byte >= 0x80));
  return telling.filter((line) => isUtf8(line)).length * 2 > telling.length;
}

function decodeLines(bytes: Uint8Array, encoding: 'UTF-8' | 'GB18030'): Pick<ExportText, 'text' | 'damagedLines'> {
  const strict = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const lenient = new TextDecoder(encoding, { ignoreBOM: true });
  const damagedLines = new Set<number>();
  const texts: string[] = [];
  for (const line of linesOf(bytes)) {
    try {
      texts.push(strict.decode(line));
    } catch {
      texts.push(lenient.decode(line));
      damagedLines.add(texts.length);
    }
  }
  return { text: texts.join(''), damagedLines };
}

/** Neither encoding has the byte of a line feed inside another character, so bytes can be cut at it. */
function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    yield bytes.subarray(start, end);
    start = end;
  }
}
