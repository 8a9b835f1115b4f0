import type { RecordedSpan } from './read-spans.ts';

const nanosecondsPerMillisecond = 1_000_000;
/** From so many alike beside each other on, they are one line. */
const fewestFolded = 4;

/** The spans of one trace, given by their beginnings, as a tree, a line each: what, who, when after the beginning, how long, and what it says of itself. */
export function linesOfTrace(spans: readonly RecordedSpan[]): readonly string[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const children = new Map<string | null, RecordedSpan[]>();
  for (const span of spans) {
    // What was recorded elsewhere, or is not over yet, is no reason to hide what came of it.
    const parent = span.parentSpanId !== null && known.has(span.parentSpanId) ? span.parentSpanId : null;
    children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const began = spans[0]?.startedAt ?? 0n;
  const lines: string[] = [];

  function draw(siblings: readonly RecordedSpan[], indent: string, isRoot: boolean): void {
    const groups = folded(siblings, (span) => (children.get(span.spanId) ?? []).length === 0);
    groups.forEach((group, index) => {
      const [span] = group;
      if (!span) return;
      const last = index === groups.length - 1;
      const branch = isRoot ? '' : last ? '└─ ' : '├─ ';
      lines.push(lineOf(`${indent}${branch}`, group, began));
      draw(children.get(span.spanId) ?? [], isRoot ? '' : `${indent}${last ? '   ' : '│  '}`, false);
    });
  }
  draw(children.get(null) ?? [], '', true);
  return lines;
}

/** Spans without children that are alike and follow each other, in one group from four on. */
function folded(siblings: readonly RecordedSpan[], isLeaf: (span: RecordedSpan) => boolean): RecordedSpan[][] {
  const runs: RecordedSpan[][] = [];
  for (const span of siblings) {
    const run = runs.at(-1);
    const [first] = run ?? [];
    const alike = first && first.name === span.name && first.by === span.by && isLeaf(first) && isLeaf(span);
    if (alike && !first.failed && !span.failed) run?.push(span);
    else runs.push([span]);
  }
  return runs.flatMap((run) => (run.length < fewestFolded ? run.map((span) => [span]) : [run]));
}

function lineOf(prefix: string, group: readonly RecordedSpan[], began: bigint): string {
  const [span] = group;
  if (!span) return prefix;
  const name = group.length === 1 ? span.name : `${group.length} × ${span.name}`;
  const took = group.reduce((sum, each) => sum + milliseconds(each.endedAt - each.startedAt), 0);
  const after = milliseconds(span.startedAt - began);
  const told = [span.failed && 'FAILED', ...tellsOf(span, group)].filter(Boolean);
  return [
    `${prefix}${name}`.padEnd(64),
    by(span).padEnd(12),
    `+${after.toFixed(1)}`.padStart(9),
    took.toFixed(1).padStart(9),
  ]
    .concat(told.length > 0 ? [`  ${told.join(', ')}`] : [])
    .join(' ');
}

const by = (span: RecordedSpan): string => (span.by === 'apollo/gateway-js' ? 'gateway' : span.by);

function tellsOf({ attributes }: RecordedSpan, group: readonly RecordedSpan[]): string[] {
  const rows = group.map((each) => each.attributes['db.response.returned_rows']).filter((value) => value !== undefined);
  const plain = [
    'chengqi.request_id',
    'chengqi.client',
    'chengqi.refusal',
    'chengqi.refusals',
    'chengqi.subject',
    'error.type',
  ];
  return [
    ...(rows.length > 0 ? [`${rows.reduce<number>((sum, value) => sum + Number(value), 0)} rows`] : []),
    ...(Number(attributes['chengqi.attempts'] ?? 1) > 1 ? [`${attributes['chengqi.attempts']} attempts`] : []),
    ...plain.filter((key) => attributes[key] !== undefined).map((key) => String(attributes[key])),
  ];
}

const milliseconds = (nanoseconds: bigint): number => Number(nanoseconds) / nanosecondsPerMillisecond;
