import { useDeferredValue, useState } from 'react';
import { useQuery } from 'urql';
import { Console_PeopleDocument, Console_UnitsDocument } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';

/** A unit or a person, to be chosen. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

interface FinderProps {
  readonly name: string;
  readonly of: 'unit' | 'person';
  readonly label: string;
  /** What stands when nothing is chosen. */
  readonly current: Named | null;
  readonly required: boolean;
}

/** Chooses one of those whose name has the text. */
export function Finder({ name, of, label, current, required }: FinderProps) {
  const { words } = useSpeech();
  const [sought, setSought] = useState('');
  const [chosen, choose] = useState<Named | null>(null);
  const found = useFound(of, useDeferredValue(sought.trim()));
  const said = words.console.finder;
  const offered = [...(chosen ? [chosen] : []), ...(found ?? []).filter(({ id }) => id !== chosen?.id)];
  return (
    <fieldset className="finder">
      <legend>{label}</legend>
      {current && (
        <label>
          <input type="radio" name={name} value="" checked={chosen === null} onChange={() => choose(null)} />
          {said.keep(current.name)}
        </label>
      )}
      <input
        type="search"
        aria-label={said.search(label)}
        placeholder={said.hint}
        maxLength={50}
        required={required && current === null && chosen === null}
        value={sought}
        onChange={({ target }) => setSought(target.value)}
      />
      {offered.map((each) => (
        <label key={each.id}>
          <input
            type="radio"
            name={name}
            value={each.id}
            required={required && current === null}
            checked={chosen?.id === each.id}
            onChange={() => choose(each)}
          />
          {each.name}
        </label>
      ))}
      {found?.length === 0 && <p role="status">{said.nothing}</p>}
    </fieldset>
  );
}

/** What is called so; null while nothing is sought or known. */
function useFound(of: FinderProps['of'], search: string): readonly Named[] | null {
  const variables = { search };
  const [units] = useQuery({ query: Console_UnitsDocument, variables, pause: of !== 'unit' || search === '' });
  const [people] = useQuery({ query: Console_PeopleDocument, variables, pause: of !== 'person' || search === '' });
  if (search === '') return null;
  if (of === 'unit') return units.data?.orgs?.nodes ?? null;
  return people.data?.searchPeople?.nodes.map(({ id, name, staffNo }) => ({ id, name: `${name} ${staffNo}` })) ?? null;
}
