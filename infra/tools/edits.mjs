import { existsSync, readFileSync } from 'node:fs';

/** Files as they will be: nothing is on disk before all of it is known to fit. */
export class Edits {
  #root;
  texts = new Map();
  created = new Set();
  /** Lines for which a file has no unambiguous place. */
  missing = [];

  constructor(root) {
    this.#root = root;
  }

  /** Null for a file that is not there. */
  read(file) {
    const known = this.texts.get(file);
    if (known !== undefined) return known;
    return existsSync(this.#root + file) ? readFileSync(this.#root + file, 'utf8') : null;
  }

  create(file, text) {
    if (this.read(file) !== null) throw new Error(`${file} is there already`);
    this.created.add(file);
    this.texts.set(file, text);
  }

  change(file, change) {
    this.texts.set(file, change(this.read(file)));
  }
}

/**
 * Puts an entry where the anchor ends, and its import on top; the formatter orders both. What knows the entry already, the file
 * or the one that `or` names, stays as it is; a file where the anchor is not there exactly once is told in `missing`.
 */
function add(edits, file, { known, anchor, entry, from, or = file }, joined) {
  const text = edits.read(file);
  if ([file, or].some((place) => known.test(edits.read(place) ?? ''))) return;
  const places = text === null ? [] : [...text.matchAll(new RegExp(anchor.source, `${anchor.flags}g`))];
  if (places.length !== 1) {
    edits.missing.push({ file, lines: [...(from?.split('\n') ?? []), entry.trimEnd()] });
    return;
  }
  const [{ index, 0: found }] = places;
  const end = index + found.length;
  const changed = text.slice(0, end) + joined(found, entry) + text.slice(end);
  const gap = changed.startsWith('import') ? '\n' : '\n\n';
  edits.texts.set(file, from === undefined ? changed : from + gap + changed);
}

/** Behind the opening that the anchor finds. */
export const addFirst = (edits, file, line) => add(edits, file, line, (_, entry) => ` ${entry}\n`);

/** Behind the last entry of what the anchor finds up to its end. */
export const addLast = (edits, file, line) =>
  add(edits, file, line, (before, entry) => (/[,[{\n]\s*$/.test(before) ? entry : `, ${entry}`));
