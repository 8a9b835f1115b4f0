const closings: Readonly<Record<string, string>> = {
  '(': ')',
  '（': ')',
  '[': ']',
  '［': ']',
  '{': '}',
  '〔': '〕',
  '【': '】',
  '〖': '〗',
  '《': '》',
  '〈': '〉',
  '「': '」',
  '『': '』',
  '“': '”',
  '‘': '’',
};
const half = (sign: string): string => ({ '）': ')', '］': ']' })[sign] ?? sign;

interface Bracket {
  readonly from: number;
  readonly to: number;
}

/** Brackets and quotation marks that are closed again, whatever their width. */
function bracketsOf(text: string): Bracket[] {
  const open: { readonly from: number; readonly closing: string }[] = [];
  const found: Bracket[] = [];
  for (let to = 0; to < text.length; to += 1) {
    const sign = text[to] ?? '';
    const closing = closings[sign];
    const at = open.findLastIndex((bracket) => bracket.closing === half(sign));
    if (closing) open.push({ from: to, closing });
    else if (at >= 0) found.push({ from: open.splice(at)[0]?.from ?? to, to });
  }
  return found;
}

/** What stands between separators of one sign; one inside brackets or quotation marks that are closed is text. */
export function partsOf(text: string, separator: RegExp): string[] {
  const brackets = bracketsOf(text);
  const cuts = [...text.matchAll(new RegExp(separator, 'g'))]
    .map(({ index }) => index)
    .filter((index) => !brackets.some(({ from, to }) => from < index && index < to));
  return [...cuts, text.length].map((end, at) => text.slice(at === 0 ? 0 : (cuts[at - 1] ?? 0) + 1, end));
}

/** The things a cell lists, one a line or parted by `；`, as people write agendas and measures. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .flatMap((line) => partsOf(line, /[；;]/))
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `1.`, `1、`, `（1）`, `一、`, `（一）`, `①`; a figure follows where it is no number of the list: 12.4, 3.5. */
const listNumber =
  /^(?:[（(](?:[\d０-９]{1,2}|[一二三四五六七八九十]{1,3})[）)]|[\d０-９]{1,2}[)）.、．](?![\d０-９])|[一二三四五六七八九十]{1,3}[)）、](?![一二三四五六七八九十])|[\u2460-\u2473])\s*/;

/** Without the number that a list gives it. */
export const withoutListNumber = (line: string): string => line.replace(listNumber, '');
