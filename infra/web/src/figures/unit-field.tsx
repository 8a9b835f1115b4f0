import { useDeferredValue, useId, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { Figures_UnitDocument, Figures_UnitsDocument } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';
import type { Question } from './question.ts';

export interface Unit {
  readonly id: string;
  readonly name: string;
}

interface UnitFieldProps {
  readonly question: Question;
  readonly ask: (change: Partial<Question>) => void;
  /** Units that the viewer's posts cover. */
  readonly own: readonly Unit[];
}

/** The name of a unit; null while it is not known, and of none. */
export function useUnitName(id: string | null): string | null {
  const { words } = useSpeech();
  const [{ data, fetching }] = useQuery({
    query: Figures_UnitDocument,
    variables: { id: id ?? '' },
    pause: id === null,
  });
  if (id === null || fetching) return null;
  return data?.org?.id === id ? data.org.name : words.unit.unknown;
}

/** All, one of the viewer's own, or any that is found by its name. */
export function UnitField({ question, ask, own }: UnitFieldProps) {
  const { words } = useSpeech();
  const [sought, setSought] = useState('');
  const name = useUnitName(question.unit);
  const disclosure = useRef<HTMLDetailsElement>(null);
  const label = useId();
  const choose = (unit: string | null) => {
    ask({ unit });
    setSought('');
    if (!disclosure.current) return;
    disclosure.current.open = false;
    disclosure.current.querySelector('summary')?.focus();
  };
  return (
    <div className="field unit">
      <span id={label}>{words.unit.legend}</span>
      <details
        ref={disclosure}
        onKeyDown={({ key, currentTarget }) => {
          if (key !== 'Escape') return;
          currentTarget.open = false;
          currentTarget.querySelector('summary')?.focus();
        }}
      >
        <summary aria-describedby={label}>{question.unit === null ? words.unit.all : (name ?? '…')}</summary>
        <div className="drop">
          <input
            type="search"
            aria-label={words.unit.search}
            placeholder={words.unit.search}
            value={sought}
            onChange={({ target }) => setSought(target.value)}
          />
          <ul>
            {sought.trim() === '' ? (
              <>
                <Offer chosen={question.unit === null} name={words.unit.all} choose={() => choose(null)} />
                {own.map((unit) => (
                  <Offer
                    key={unit.id}
                    chosen={question.unit === unit.id}
                    name={unit.name}
                    choose={() => choose(unit.id)}
                  />
                ))}
              </>
            ) : (
              <Found sought={sought.trim()} chosen={question.unit} choose={choose} />
            )}
          </ul>
          {question.unit !== null && (
            <label>
              <input
                type="checkbox"
                checked={question.below}
                onChange={({ target }) => ask({ below: target.checked })}
              />
              {words.unit.below}
            </label>
          )}
        </div>
      </details>
    </div>
  );
}

function Found(props: { sought: string; chosen: string | null; choose: (id: string) => void }) {
  const { words } = useSpeech();
  const search = useDeferredValue(props.sought);
  const [{ data, error, fetching }] = useQuery({ query: Figures_UnitsDocument, variables: { search } });
  if (error) return <li role="alert">{error.graphQLErrors[0]?.message ?? words.errors.network}</li>;
  if (fetching) return <li role="status">{words.answer.loading}</li>;
  const units = data?.orgs?.nodes ?? [];
  if (units.length === 0) return <li role="status">{words.unit.none}</li>;
  return units.map(({ id, name }) => (
    <Offer key={id} chosen={props.chosen === id} name={name} choose={() => props.choose(id)} />
  ));
}

function Offer({ chosen, name, choose }: { chosen: boolean; name: string; choose: () => void }) {
  return (
    <li>
      <button type="button" aria-pressed={chosen} onClick={choose}>
        {name}
      </button>
    </li>
  );
}
