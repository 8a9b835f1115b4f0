import { useGraphiQL } from '@graphiql/react';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { type ComponentProps, useEffect, useMemo, useState } from 'react';
import { storageOfSession, tokenRefused } from '../session.ts';
import { useSpeech } from '../speech.tsx';
import { AtHandContent, AtHandIcon } from './operations.tsx';
import { operationsAtHand } from './sources.ts';
import { useTypes } from './use-types.ts';

type Fetcher = ComponentProps<typeof GraphiQL>['fetcher'];

const [first] = operationsAtHand;
/** Named in both languages: GraphiQL goes back to its first plugin whenever a plugin becomes another one. */
const atHand = { title: '常用查询 (operations at hand)', icon: AtHandIcon, content: AtHandContent };
const plugins = [atHand, HISTORY_PLUGIN];

/** GraphiQL over this office, asking as whoever the token names; what was written stays in this tab, as the token does. */
export function Explorer({ token }: { readonly token: string }) {
  const { language, words } = useSpeech();
  const types = useTypes(token, language);
  const [storage] = useState(storageOfSession);
  const fetcher: Fetcher = useMemo(
    () =>
      async ({ query, variables, operationName }) => {
        const answer = await fetch('/graphql', {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'accept-language': language,
            accept: 'application/graphql-response+json, application/json;q=0.9',
            'content-type': 'application/json',
          },
          body: JSON.stringify({ query, variables, operationName: namedIn(query, operationName) }),
        });
        if (answer.status === 401) tokenRefused(token);
        return answer.json();
      },
    [token, language],
  );
  return (
    <main id="answer" className="explorer" tabIndex={-1} aria-label={words.pages.explorer}>
      <h1 className="unseen">{words.pages.explorer}</h1>
      {(types.state === 'withheld' || types.state === 'failed') && (
        <p className="note" role="status">
          {words.explorer.types[types.state]}
        </p>
      )}
      <GraphiQL
        fetcher={fetcher}
        schema={types.state === 'known' ? types.schema : null}
        dangerouslyAssumeSchemaIsValid
        plugins={plugins}
        visiblePlugin={atHand}
        defaultQuery={first?.query ?? ''}
        defaultEditorToolsVisibility="variables"
        isHeadersEditorEnabled={false}
        showPersistHeadersSettings={false}
        storage={storage}
        forcedTheme="light"
      >
        <GraphiQL.Logo>{null}</GraphiQL.Logo>
        <Ready />
      </GraphiQL>
    </main>
  );
}

/** GraphiQL learns the name of an operation a moment after its text: one that no longer stands there is left out. */
const namedIn = (query: string, name: string | null | undefined): string | undefined =>
  name && new RegExp(`\\b(query|mutation)\\s+${name}\\b`).test(query) ? name : undefined;

/** Puts the cursor where the first key press runs what is there. */
function Ready() {
  const editor = useGraphiQL(({ queryEditor }) => queryEditor);
  useEffect(() => editor?.focus(), [editor]);
  return null;
}
