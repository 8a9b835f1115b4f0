import { useDeferredValue, useState } from 'react';
import { useQuery } from 'urql';
import { Console_MergeTargetsDocument, Console_PeopleDocument, Console_UnitsDocument } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';

/** A unit, a person or an item, to be chosen. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

interface FinderProps {
  readonly name: string;
  readonly of: 'unit' | 'units' | 'person' | 'item';
  readonly label: string;
  /** What stands when nothing is chosen. */
  readonly current: Named | null;
  readonly required: boolean;
}

/** Chooses one of those whose name has the text, of units several where asked for. */
export function Finder({ name, of, label, current, required }: FinderProps) {
  const { words } = useSpeech();
  const [sought, setSought] = useState('');
  const [chosen, choose] = useState<readonly Named[]>([]);
  const found = useFound(of, useDeferredValue(sought.trim()));
  const said = words.console.finder;
  const many = of === 'units';
  const isChosen = ({ id }: Named) => chosen.some((one) => one.id === id);
  const offered = [...chosen, ...(found ?? []).filter((each) => !isChosen(each))];
  const take = (each: Named) => {
    if (!many) return choose([each]);
    choose(isChosen(each) ? chosen.filter(({ id }) => id !== each.id) : [...chosen, each]);
  };
  return (
    <fieldset className="finder">
      <legend>
        {label} {!required && <small>{words.console.acts.optional}</small>}
      </legend>
      {current && (
        <label>
          <input type="radio" name={name} value="" checked={chosen.length === 0} onChange={() => choose([])} />
          {said.keep(current.name)}
        </label>
      )}
      <input
        type="search"
        aria-label={said.search(label)}
        placeholder={said.hint}
        maxLength={50}
        required={required && current === null && chosen.length === 0}
        value={sought}
        onChange={({ target }) => setSought(target.value)}
      />
      {offered.map((each) => (
        <label key={each.id}>
          <input
            type={many ? 'checkbox' : 'radio'}
            name={name}
            value={each.id}
            required={!many && required && current === null}
            checked={isChosen(each)}
            onChange={() => take(each)}
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
  const { words } = useSpeech();
  const variables = { search };
  const idle = search === '';
  const isUnit = of === 'unit' || of === 'units';
  const [units] = useQuery({ query: Console_UnitsDocument, variables, pause: !isUnit || idle });
  const [people] = useQuery({ query: Console_PeopleDocument, variables, pause: of !== 'person' || idle });
  const [items] = useQuery({ query: Console_MergeTargetsDocument, variables, pause: of !== 'item' || idle });
  if (idle) return null;
  if (isUnit) return units.data?.orgs?.nodes ?? null;
  if (of === 'person')
    return (
      people.data?.searchPeople?.nodes.map(({ id, name, staffNo }) => ({ id, name: `${name} ${staffNo}` })) ?? null
    );
  return (
    items.data?.supervisionItems?.edges.map(({ node: { id, code, title } }) => ({
      id,
      name: [code ?? words.console.board.unnumbered, title].filter(Boolean).join(' '),
    })) ?? null
  );
}
