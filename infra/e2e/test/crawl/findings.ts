/** What the product answered otherwise than the oracle, in lines, and how much was compared. */
export interface Findings {
  readonly differences: readonly string[];
  /** Something is shown or not: equal to what is right, or a line. `what` counts the comparison. */
  cell(what: string, line: string, shown: boolean, right: boolean): void;
  /** Two sets of ids, cell by cell. */
  sets(what: string, line: string, shown: Iterable<string>, right: Iterable<string>): void;
  note(line: string): void;
  count(what: string): void;
  /** Something of a type was met. */
  met(type: string): void;
  /** In one line: how many cells, and of what. */
  summary(): string;
}

export function createFindings(): Findings {
  const differences = new Set<string>();
  const cells = new Map<string, number>();
  const types = new Set<string>();
  const count = (what: string) => void cells.set(what, (cells.get(what) ?? 0) + 1);
  const cell: Findings['cell'] = (what, line, shown, right) => {
    count(what);
    if (shown !== right) differences.add(`${line} ${shown ? 'shown' : 'hidden'}`);
  };
  return {
    get differences() {
      return [...differences];
    },
    cell,
    count,
    met: (type) => void types.add(type),
    summary() {
      const all = [...cells.values()].reduce((sum, each) => sum + each, 0);
      return `${all} cells, ${types.size} types; ${[...cells].map(([what, many]) => `${what} ${many}`).join('; ')}`;
    },
    note: (line) => void differences.add(line),
    sets(what, line, shown, right) {
      const [has, should] = [new Set(shown), new Set(right)];
      for (const id of new Set([...has, ...should])) cell(what, `${line} ${id}`, has.has(id), should.has(id));
      if (has.size + should.size === 0) count(what);
    },
  };
}
