import { useId, useState } from 'react';
import { useSpeech } from '../speech.tsx';
import { definitionOf, labelOf, type Metric } from './texts.ts';

/** What the figures mean, on demand; always on paper. */
export function Definitions({ metrics }: { readonly metrics: readonly Metric[] }) {
  const { language, words } = useSpeech();
  const [shown, setShown] = useState(false);
  const list = useId();
  return (
    <section className="definitions">
      <h2>
        <button type="button" aria-expanded={shown} aria-controls={list} onClick={() => setShown(!shown)}>
          {words.answer.definitions}
        </button>
      </h2>
      <dl id={list} hidden={!shown}>
        {metrics.map((metric) => (
          <div key={metric.name}>
            <dt>{labelOf(metric, language)}</dt>
            <dd>{definitionOf(metric, language)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
