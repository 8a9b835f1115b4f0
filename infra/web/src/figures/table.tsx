import type { MetricDimension } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';
import { type Cell, labelOf, type Metric, type Row, type Texts } from './texts.ts';

interface TableProps {
  readonly rows: readonly Row[];
  /** The values over the whole period, where the rows are parts of it. */
  readonly whole: Row | null;
  readonly metrics: readonly Metric[];
  readonly by: MetricDimension | null;
  /** The rows differ in their periods; else all have that of the title. */
  readonly byPeriod: boolean;
  /** Periods are left out, because nothing happened in them. */
  readonly sparse: boolean;
  readonly caption: string;
  readonly texts: Texts;
  /** Shows the facts behind a number; left out for who reads none. */
  readonly open?: (row: Row, metric: Metric) => void;
}

/** The numbers themselves; whoever cannot see the chart misses nothing. */
export function Table({ rows, whole, metrics, by, byPeriod, sparse, caption, texts, open }: TableProps) {
  const { language, words } = useSpeech();
  const hidden = rows.some(({ cells }) => cells.some(({ suppressed }) => suppressed));
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must scroll by keys, too */}
      <section className="scroll" tabIndex={0} aria-label={caption}>
        <table>
          <caption className="unseen">{caption}</caption>
          <thead>
            <tr>
              {byPeriod && <th scope="col">{words.answer.period}</th>}
              {by && <th scope="col">{words.by.of[by]}</th>}
              {metrics.map((metric) => (
                <th key={metric.name} scope="col" className="number">
                  {labelOf(metric, language)} <small>{words.units[metric.unit] ?? metric.unit}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.period.label + row.dims.map(({ value }) => value).join()}>
                {byPeriod && <th scope="row">{texts.period(row.period)}</th>}
                {row.dims.map((dim) => (
                  <th key={dim.dimension} scope="row">
                    {texts.place(dim, metrics[0]?.name ?? '')}
                  </th>
                ))}
                <Values row={row} metrics={metrics} texts={texts} {...(open && isNamed(row) && { open })} />
              </tr>
            ))}
          </tbody>
          {whole && (
            <tfoot>
              <tr>
                <th scope="row" colSpan={by && byPeriod ? 2 : 1}>
                  {by ? words.answer.all : words.answer.whole}
                </th>
                <Values row={whole} metrics={metrics} texts={texts} {...(open && { open })} />
              </tr>
            </tfoot>
          )}
        </table>
      </section>
      {sparse && <p className="note">{words.answer.sparse}</p>}
      {hidden && <p className="note">{words.answer.withheldNote}</p>}
    </>
  );
}

function Values({ row, metrics, texts, open }: Pick<TableProps, 'metrics' | 'texts' | 'open'> & { readonly row: Row }) {
  return metrics.map((metric) => {
    const cell = row.cells.find(({ metric: name }) => name === metric.name);
    return (
      <td key={metric.name} className={cell?.suppressed ? 'number withheld' : 'number'}>
        {cell ? (
          <Value cell={cell} metric={metric} texts={texts} {...(open && { open: () => open(row, metric) })} />
        ) : (
          '–'
        )}
      </td>
    );
  });
}

interface ValueProps {
  readonly cell: Cell;
  readonly metric: Metric;
  readonly texts: Texts;
  readonly open?: () => void;
}

function Value({ cell, metric, texts, open }: ValueProps) {
  const { words } = useSpeech();
  const parts = cell.suppressed ? null : texts.parts(cell, metric);
  return (
    <>
      {parts && <small>{parts}</small>}{' '}
      {open && metric.hasMembers && isCounted(cell) ? (
        <button type="button" className="opens" title={words.members.open} onClick={open}>
          {texts.cell(cell, metric.unit)}
        </button>
      ) : (
        texts.cell(cell, metric.unit)
      )}
    </>
  );
}

/** What facts do not name cannot be asked for. */
const isNamed = ({ dims }: Row): boolean => dims.every(({ value }) => value != null);

/** Whether there is any fact behind it that may be told. */
const isCounted = ({ suppressed, value, denominator }: Cell): boolean => !suppressed && Boolean(denominator ?? value);
