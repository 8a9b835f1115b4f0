export interface CardRow {
  readonly metric: {
    readonly name: string;
    readonly labelEn: string;
    readonly labelZh: string;
    readonly unit: string;
    readonly kind: string;
  };
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly suppressed: boolean;
  readonly target: number | null;
  readonly rank: number | null;
  readonly ranked: number;
  readonly delta: number | null;
}

export interface Card {
  readonly org: { readonly name: string; readonly code: string } | null;
  readonly period: { readonly label: string };
  readonly rows: readonly CardRow[];
  readonly asOf: string;
}

const header = ['value', 'of', 'target', 'place', 'change', 'figure'];

/** A scorecard in columns. The labels come last, because their characters are of different widths. */
export function linesOf({ org, period, rows, asOf }: Card): string[] {
  const cells = [header, ...rows.map(cellsOf)];
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const labels = ['', ...rows.map(({ metric }) => `${metric.labelZh} ${metric.labelEn}`)];
  const lines = cells.map((row, at) => {
    const padded = row.map((cell, column) =>
      column === header.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return `${padded.join('  ')}  ${labels[at]}`.trimEnd();
  });
  return [`${org?.name ?? '-'} ${org?.code ?? ''}, ${period.label}, as of ${asOf}`, ...lines];
}

const cellsOf = ({ metric, value, numerator, denominator, suppressed, target, rank, ranked, delta }: CardRow) => [
  suppressed ? '*' : written(value, metric.unit),
  metric.kind === 'RATE' && !suppressed && denominator !== null ? `${numerator}/${denominator}` : '',
  target === null ? '' : written(target, metric.unit),
  rank === null ? '' : `${rank}/${ranked}`,
  delta === null ? '' : `${delta > 0 ? '+' : ''}${written(delta, metric.unit)}`,
  metric.name,
];

/** Shares in percent; nothing to measure is a dash and never a zero. */
function written(value: number | null, unit: string): string {
  if (value === null) return '-';
  if (unit === 'share') return `${rounded(value * 100)} %`;
  return unit === '1' ? rounded(value) : `${rounded(value)} ${unit}`;
}

const rounded = (value: number): string => String(Number(value.toFixed(1)));
