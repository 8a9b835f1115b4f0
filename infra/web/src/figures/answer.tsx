import { useState } from 'react';
import { useQuery } from 'urql';
import { readFragment } from '../generated/fragment-masking.ts';
import { FigureRowFragmentDoc, Figures_TableDocument } from '../generated/graphql.ts';
import { Refusal } from '../graph.tsx';
import { useSpeech } from '../speech.tsx';
import { Actions } from './actions.tsx';
import { Chart } from './chart.tsx';
import { Definitions } from './definitions.tsx';
import { Members } from './members.tsx';
import { type Day, periodsOf, spanOf } from './periods.ts';
import { type askedOf, membersWhere, type Question } from './question.ts';
import { barsOf, linesOf } from './series.ts';
import { Table } from './table.tsx';
import { labelOf, type Metric, type Row, type Texts } from './texts.ts';
import { useUnitName } from './unit-field.tsx';

interface AnswerProps {
  readonly question: Question;
  readonly asked: NonNullable<ReturnType<typeof askedOf>>;
  readonly catalogue: readonly Metric[];
  readonly today: Day;
  readonly texts: Texts;
  /** Whether the viewer reads what the numbers count. */
  readonly reads: boolean;
}

/** A number whose facts are shown beneath the table. */
interface Opened {
  /** What was asked when it was opened. */
  readonly about: string;
  readonly row: Row;
  readonly metric: Metric;
}

/** More figures than these make no title. */
const mostNamed = 5;

/** What was asked in words, as a chart and as a table, with how fresh it is. */
export function Answer({ question, asked, catalogue, today, texts, reads }: AnswerProps) {
  const { language, words } = useSpeech();
  const [{ data, error, fetching }, again] = useQuery({ query: Figures_TableDocument, variables: asked });
  const { input } = asked;
  const [opened, open] = useState<Opened | null>(null);
  // Another question has other numbers.
  const about = JSON.stringify(input);
  const shown = opened?.about === about ? opened : null;
  const metrics = input.metrics.flatMap((name) => catalogue.find((metric) => metric.name === name) ?? []);
  const labels = metrics.map((metric) => labelOf(metric, language));
  const named = labels.slice(0, mostNamed).join(words.answer.joined);
  const title = labels.length > mostNamed ? words.answer.more(named, labels.length) : named;
  const by = [input.by ?? []].flat()[0] ?? null;
  const span = spanOf(question.period, today);
  const periods = input.grain ? periodsOf(span, input.grain) : [];
  const table = fetching ? null : data?.table;
  const rows = readFragment(FigureRowFragmentDoc, table?.rows) ?? [];
  const [whole = null] = readFragment(FigureRowFragmentDoc, data?.whole?.rows) ?? [];
  const known = new Date(input.asOf ?? Date.now());
  return (
    <>
      <header className="answer-head">
        <div>
          <h1>{title}</h1>
          <p>
            <Place question={question} /> · {texts.span(span)}
            {by && ` · ${words.by.legend} ${words.by.of[by]}`}
          </p>
        </div>
        <Actions question={question} input={input} today={today} />
      </header>
      <p className="unseen" role="status">
        {table ? words.answer.loaded(rows.length) : fetching ? words.answer.loading : ''}
      </p>
      {error && !fetching && <Refusal error={error} retry={() => again()} />}
      {fetching && <p className="waiting">{words.answer.loading}</p>}
      {table && rows.length === 0 && <p className="waiting">{words.answer.empty}</p>}
      {table && rows.length > 0 && (
        <>
          {question.view === 'line' && (
            <Chart drawing={linesOf(rows, metrics, periods, known)} view="line" texts={texts} />
          )}
          {question.view === 'bar' && <Chart drawing={barsOf(rows, metrics)} view="bar" texts={texts} />}
          <Table
            rows={rows}
            whole={whole}
            metrics={metrics}
            by={by}
            byPeriod={by === null || periods.length > 0}
            sparse={rows.length < periods.length}
            caption={title}
            texts={texts}
            {...(reads && { open: (row: Row, metric: Metric) => open({ about, row, metric }) })}
          />
          {shown && (
            <Members
              key={`${shown.metric.name} ${shown.row.period.label} ${shown.row.dims.map(({ value }) => value).join()}`}
              metric={shown.metric}
              where={membersWhere(input.where, shown.row)}
              asOf={input.asOf ?? null}
              place={placeOf(shown.row, texts, shown.metric)}
              texts={texts}
              close={() => open(null)}
            />
          )}
          {table.truncated && <p className="note">{words.answer.truncated(rows.length, table.totalRows)}</p>}
        </>
      )}
      {table && (
        <>
          <p className="note">
            {words.answer.asOf(texts.moment(table.asOf))} ·{' '}
            {table.lagSeconds == null ? words.answer.lagUnknown : words.answer.lag(table.lagSeconds)}
          </p>
          <Definitions metrics={metrics} />
        </>
      )}
    </>
  );
}

/** Where a row stands, in words. */
const placeOf = (row: Row, texts: Texts, { name }: Metric): string =>
  [texts.period(row.period), ...row.dims.map((dim) => texts.place(dim, name))].join(' · ');

/** Whose figures they are. */
function Place({ question: { unit, below } }: Pick<AnswerProps, 'question'>) {
  const { words } = useSpeech();
  const name = useUnitName(unit);
  if (unit === null) return words.unit.all;
  if (name === null) return '…';
  return below ? words.answer.unitWithBelow(name) : name;
}
