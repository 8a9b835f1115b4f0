import { useId, useState } from 'react';
import { useSpeech } from '../speech.tsx';
import { familyOf } from './codes.ts';
import { mostFigures } from './question.ts';
import { definitionOf, labelOf, type Metric } from './texts.ts';

interface FigureListProps {
  readonly catalogue: readonly Metric[];
  readonly chosen: readonly string[];
  readonly choose: (names: readonly string[]) => void;
}

/** The catalogue by families, to search in either language or by name. */
export function FigureList({ catalogue, chosen, choose }: FigureListProps) {
  const { words } = useSpeech();
  const [sought, setSought] = useState('');
  // Open where there is room for it beside the answer, and where there is no answer yet.
  const [open, setOpen] = useState(() => chosen.length === 0 || matchMedia('(min-width: 60rem)').matches);
  const lower = sought.trim().toLowerCase();
  const found = catalogue.filter(({ name, labelEn, labelZh }) =>
    [name, labelEn, labelZh].some((text) => text.toLowerCase().includes(lower)),
  );
  const toggle = (name: string) =>
    choose(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]);
  return (
    <aside className="figure-list" aria-label={words.figures.legend}>
      <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          {words.figures.legend} <small>{words.figures.chosen(chosen.length, mostFigures)}</small>
        </summary>
        <div className="line">
          <input
            type="search"
            aria-label={words.figures.search}
            placeholder={words.figures.search}
            value={sought}
            onChange={({ target }) => setSought(target.value)}
          />
          <button type="button" disabled={chosen.length === 0} onClick={() => choose([])}>
            {words.figures.clear}
          </button>
        </div>
        {found.length === 0 && <p role="status">{words.figures.none}</p>}
        {[...Map.groupBy(found, ({ name }) => familyOf(name))].map(([family, metrics]) => (
          <fieldset key={family}>
            <legend>{words.figures.families[family] ?? family}</legend>
            {metrics.map((metric) => (
              <Choice
                key={metric.name}
                metric={metric}
                checked={chosen.includes(metric.name)}
                full={chosen.length >= mostFigures}
                toggle={() => toggle(metric.name)}
              />
            ))}
          </fieldset>
        ))}
      </details>
    </aside>
  );
}

interface ChoiceProps {
  readonly metric: Metric;
  readonly checked: boolean;
  readonly full: boolean;
  readonly toggle: () => void;
}

function Choice({ metric, checked, full, toggle }: ChoiceProps) {
  const { language, words } = useSpeech();
  const [defined, setDefined] = useState(false);
  const definition = useId();
  const label = labelOf(metric, language);
  return (
    <div className="figure">
      <label>
        <input type="checkbox" value={metric.name} checked={checked} disabled={full && !checked} onChange={toggle} />
        {label}
      </label>
      <button
        type="button"
        className="small"
        aria-label={words.figures.definition(label)}
        aria-expanded={defined}
        aria-controls={definition}
        onClick={() => setDefined(!defined)}
      >
        ?
      </button>
      <p id={definition} hidden={!defined}>
        {definitionOf(metric, language)}
      </p>
    </div>
  );
}
