import { formatShortcutForOS, KEY_MAP, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { dayOf } from '../figures/periods.ts';
import { Explorer_ExamplesDocument } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';
import type { AtHand, Source } from './at-hand.ts';
import { examplesFor } from './examples.ts';
import { operationsAtHand } from './sources.ts';

const sources: readonly Source[] = ['readme', 'office', 'figures', 'anonymous'];

/** A list, as the sidebar draws it. */
export function AtHandIcon() {
  return (
    <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M2 3h2M2 8h2M2 13h2M6.5 3H14M6.5 8H14M6.5 13H14" />
    </svg>
  );
}

/** The operations at hand, each opened in a tab with variables by which it can be tried. */
export function AtHandContent() {
  const { words } = useSpeech();
  const [today] = useState(() => dayOf(new Date()));
  const [{ data, fetching }] = useQuery({ query: Explorer_ExamplesDocument });
  const { queryEditor, variableEditor } = useGraphiQL((state) => state);
  const { addTab } = useGraphiQLActions();
  const seen = {
    org: data?.viewer?.orgs[0]?.id ?? data?.orgs?.nodes[0]?.id ?? null,
    meeting: data?.meetings?.nodes[0]?.id ?? null,
  };

  function open({ query }: AtHand) {
    if (queryEditor?.getValue().trim() !== '') addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(examplesFor(query, seen, today));
    queryEditor?.focus();
  }

  return (
    <section className="at-hand">
      <h2>{words.explorer.atHand}</h2>
      {data?.viewer?.person && <p>{words.explorer.asking(data.viewer.person.name)}</p>}
      <p>{words.explorer.run(formatShortcutForOS(KEY_MAP.runQuery.key))}</p>
      {sources.map((source) => (
        <div key={source}>
          <h3>{words.explorer.sources[source]}</h3>
          <ul>
            {operationsAtHand
              .filter((each) => each.source === source)
              .map((each) => (
                <li key={each.name}>
                  <button type="button" disabled={fetching} onClick={() => open(each)}>
                    {words.explorer.operations[each.name] ?? each.name}
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
