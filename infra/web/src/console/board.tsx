import { useEffect, useMemo, useRef } from 'react';
import { useQuery } from 'urql';
import { enumWord } from '../codes.ts';
import { type FragmentType, readFragment } from '../generated/fragment-masking.ts';
import { Console_ItemsDocument, ConsoleItemRowFragmentDoc } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';
import { Filters } from './filters.tsx';
import { Go, usePlace } from './go.tsx';
import { Item } from './item.tsx';
import { useLive } from './live.ts';
import { Light, Shown, usePages } from './shown.tsx';
import { createTexts } from './texts.ts';

/** Supervised items with their lights, and beside them the one that is open. */
export function Board() {
  const { words } = useSpeech();
  const [{ id, light, state, search, order }] = usePlace();
  const last = useRef(id);
  // Whoever closes an item goes on where it was opened.
  useEffect(() => {
    if (id === null && last.current !== null) document.getElementById(`row-${last.current}`)?.focus();
    last.current = id;
  }, [id]);
  return (
    <div className={id === null ? 'items' : 'items opened'}>
      <h1 className="unseen">{words.console.views.board}</h1>
      <section className="list" aria-label={words.console.views.board}>
        <ItemList key={[light, state, search, order].join()} />
      </section>
      {id !== null && <Item key={id} id={id} />}
    </div>
  );
}

function ItemList() {
  const { words } = useSpeech();
  const [{ light, state, search, order }] = usePlace();
  const { after, pager } = usePages();
  const counted = { states: state && [state], search: search === '' ? null : search };
  const [{ data, error, fetching }, ask] = useQuery({
    query: Console_ItemsDocument,
    variables: { where: { ...counted, lights: light && [light] }, counted, orderBy: order, after },
    requestPolicy: 'cache-and-network',
  });
  const refresh = () => ask({ requestPolicy: 'network-only' });
  useLive({ on: 'items' }, refresh);
  const items = data?.supervisionItems;
  return (
    <>
      <Filters counts={data?.supervisionItemCounts ?? []} />
      <Shown ready={items !== undefined && items !== null} {...{ fetching, error, refresh }}>
        <p className="count" role="status">
          {items && items.edges.length > 0
            ? words.console.board.items(words.console.count(items.totalCount ?? 0))
            : words.console.board.nothing}
        </p>
        <ul className="rows">
          {items?.edges.map(({ node, highlights }) => (
            <ItemRow key={node.id} row={node} highlights={highlights} />
          ))}
        </ul>
        {pager(items?.pageInfo)}
      </Shown>
    </>
  );
}

interface Highlight {
  readonly field: string;
  readonly parts: readonly { readonly text: string; readonly found: boolean }[];
}

interface ItemRowProps {
  readonly row: FragmentType<typeof ConsoleItemRowFragmentDoc>;
  readonly highlights: readonly Highlight[];
}

function ItemRow({ row, highlights }: ItemRowProps) {
  const { words, language } = useSpeech();
  const [place] = usePlace();
  const texts = useMemo(() => createTexts(language), [language]);
  const item = readFragment(ConsoleItemRowFragmentDoc, row);
  const { id, code, title, state, light, lightText, dueOn, progressPercent, leadOrg } = item;
  const [hit] = highlights.filter(({ field }) => field !== 'title' && field !== 'code');
  return (
    <li data-open={place.id === id || undefined}>
      <Light light={light}>{words.console.board.lights[light]}</Light>
      <strong className="does">{enumWord('SupervisionItemState', state, language)}</strong>
      <span className="what">
        <Go id={`row-${id}`} to={{ ...place, id }} current={place.id === id ? 'true' : undefined}>
          {title ?? words.console.board.untitled}
        </Go>
        <small>{[code ?? words.console.board.unnumbered, leadOrg?.shortName].filter(Boolean).join(' · ')}</small>
        {hit && (
          <small className="hit">
            {hit.parts.map(({ text, found }, index) =>
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name, and never move
              found ? <mark key={index}>{text}</mark> : text,
            )}
          </small>
        )}
      </span>
      <span className="when" title={lightText}>
        {dueOn ? words.console.board.due(texts.day(dueOn)) : words.console.board.noLimit}
        <small>{words.console.board.progress(progressPercent)}</small>
      </span>
    </li>
  );
}
