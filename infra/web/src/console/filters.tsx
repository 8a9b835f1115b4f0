import { enumWord } from '../codes.ts';
import type { Console_ItemsQuery } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';
import { usePlace } from './go.tsx';
import { itemStates, lights, orders } from './place.ts';

interface FiltersProps {
  /** How many items show each light under the other conditions. */
  readonly counts: NonNullable<Console_ItemsQuery['supervisionItemCounts']>;
}

/** Which items are shown, and in which order. */
export function Filters({ counts }: FiltersProps) {
  const { words, language } = useSpeech();
  const [{ light, state, search, order }, go] = usePlace();
  const { board } = words.console;
  const countOf = (each: (typeof lights)[number]) => counts.find((count) => count.light === each)?.count ?? 0;
  return (
    <form
      className="choices"
      onSubmit={(event) => {
        event.preventDefault();
        go({ search: String(new FormData(event.currentTarget).get('search') ?? '').trim() });
      }}
    >
      <fieldset className="switch">
        <legend>{board.light}</legend>
        {[null, ...lights].map((each) => (
          <label key={each}>
            <input type="radio" name="light" checked={light === each} onChange={() => go({ light: each })} />
            <span>
              {each === null ? (
                board.all
              ) : (
                <>
                  <i className="dot" data-light={each} />
                  {board.lights[each]} {countOf(each)}
                </>
              )}
            </span>
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span>{board.state}</span>
        <select
          value={state ?? ''}
          onChange={({ target }) => go({ state: itemStates.find((each) => each === target.value) ?? null })}
        >
          <option value="">{board.anyState}</option>
          {itemStates.map((each) => (
            <option key={each} value={each}>
              {enumWord('SupervisionItemState', each, language)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{board.order}</span>
        <select
          value={order}
          onChange={({ target }) => go({ order: orders.find((each) => each === target.value) ?? 'LIGHT_ASC' })}
        >
          {orders.map((each) => (
            <option key={each} value={each}>
              {board.orders[each]}
            </option>
          ))}
        </select>
      </label>
      <div className="field search">
        <label htmlFor="search">{board.search}</label>
        <div className="line">
          <input id="search" key={search} type="search" name="search" maxLength={50} defaultValue={search} />
          <button type="submit">{board.find}</button>
        </div>
      </div>
    </form>
  );
}
