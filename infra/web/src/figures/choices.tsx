import { type ReactNode, useId } from 'react';
import { useSpeech } from '../speech.tsx';
import { type Day, isDay, movingPeriods, type Span, spanOf } from './periods.ts';
import { dimensionsOf, grains, type Question, views } from './question.ts';
import type { Metric } from './texts.ts';
import { type Unit, UnitField } from './unit-field.tsx';

interface ChoicesProps {
  readonly question: Question;
  readonly ask: (change: Partial<Question>) => void;
  /** The figures chosen, as the catalogue has them. */
  readonly chosen: readonly Metric[];
  /** Units that the viewer's posts cover. */
  readonly own: readonly Unit[];
  readonly today: Day;
}

/** How the chosen figures are cut and shown. */
export function Choices({ question, ask, chosen, own, today }: ChoicesProps) {
  const { words } = useSpeech();
  const offered = dimensionsOf(chosen);
  return (
    <form className="choices" onSubmit={(event) => event.preventDefault()}>
      <UnitField question={question} ask={ask} own={own} />
      <PeriodFields question={question} ask={ask} today={today} />
      <Select
        label={words.grain.legend}
        value={question.view === 'bar' ? 'whole' : question.grain}
        disabled={question.view === 'bar'}
        options={grains
          .filter((each) => each !== 'whole' || question.view !== 'line')
          .map((each) => [each, words.grain.of[each]])}
        choose={(grain) => ask({ grain })}
      />
      <Select
        label={words.by.legend}
        value={question.by !== null && offered.includes(question.by) ? question.by : ''}
        options={[['', words.by.none], ...offered.map((each) => [each, words.by.of[each]] as const)]}
        choose={(by) => ask({ by: by === '' ? null : by })}
      />
      <fieldset className="switch">
        <legend>{words.view.legend}</legend>
        {views.map((view) => (
          <label key={view}>
            <input type="radio" name="view" checked={question.view === view} onChange={() => ask({ view })} />
            <span>{words.view.of[view]}</span>
          </label>
        ))}
      </fieldset>
      <AsOfField question={question} ask={ask} />
    </form>
  );
}

interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, text: string])[];
  readonly disabled?: boolean;
  readonly choose: (value: T) => void;
}

function Select<T extends string>({ label, value, options, disabled = false, choose }: SelectProps<T>) {
  return (
    <Field label={label}>
      {(id) => (
        <select id={id} value={value} disabled={disabled} onChange={({ target }) => choose(target.value as T)}>
          {options.map(([each, text]) => (
            <option key={each} value={each}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

type PartProps = Pick<ChoicesProps, 'question' | 'ask'>;

function PeriodFields({ question, ask, today }: PartProps & Pick<ChoicesProps, 'today'>) {
  const { words } = useSpeech();
  const { period } = question;
  const moving = typeof period === 'string';
  const span = spanOf(period, today);
  const change = (ends: Partial<Span>) => {
    const { from, to } = { ...span, ...ends };
    // While somebody types, a date is not yet a day.
    if (!isDay(from) || !isDay(to)) return;
    const moved = ends.from ?? to;
    // A day beyond the other end takes it along.
    ask({ period: from <= to ? { from, to } : { from: moved, to: moved } });
  };
  return (
    <>
      <Select
        label={words.period.legend}
        value={moving ? period : 'days'}
        options={[
          ...movingPeriods.map((each) => [each, words.period.moving[each]] as const),
          ['days', words.period.days],
        ]}
        choose={(chosen) => ask({ period: chosen === 'days' ? span : chosen })}
      />
      {!moving && (
        <>
          <DayField label={words.period.from} day={span.from} choose={(from) => change({ from })} />
          <DayField label={words.period.to} day={span.to} choose={(to) => change({ to })} />
        </>
      )}
    </>
  );
}

function DayField({ label, day, choose }: { label: string; day: Day; choose: (day: Day) => void }) {
  return (
    <Field label={label}>
      {(id) => (
        // A key, so that the field shows what the address says, and keeps what is half typed.
        <input key={day} id={id} type="date" defaultValue={day} onChange={({ target }) => choose(target.value)} />
      )}
    </Field>
  );
}

function AsOfField({ question, ask }: PartProps) {
  const { words } = useSpeech();
  const { asOf } = question;
  return (
    <Field label={words.asOf.legend}>
      {(id) => (
        <div className="line">
          <input
            id={id}
            type="datetime-local"
            value={asOf ?? ''}
            onChange={({ target }) => ask({ asOf: target.value === '' ? null : target.value.slice(0, 16) })}
          />
          {asOf !== null && (
            <button type="button" onClick={() => ask({ asOf: null })}>
              {words.asOf.now}
            </button>
          )}
        </div>
      )}
    </Field>
  );
}
