import { foldWidth } from './codes.ts';

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

/** Before a figure with its own point or a year only the place in the list tells: 2.12.4, 3、2026年. */
const numberOfPlace = /^(?<place>[\d０-９]{1,2})[.、．](?=[\d０-９]+[.．][\d０-９]|[\d０-９]{4}年)/;

/** Without the number that a list gives it at its place, from 1. */
export function withoutListNumber(line: string, place: number): string {
  const written = numberOfPlace.exec(line);
  if (written && Number(foldWidth(written.groups?.place ?? '')) === place) return line.slice(written[0].length);
  return line.replace(listNumber, '');
}
