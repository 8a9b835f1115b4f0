import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { useAddress } from '../address.ts';
import { Figures_CatalogueDocument } from '../generated/graphql.ts';
import { Refusal } from '../graph.tsx';
import { useSpeech } from '../speech.tsx';
import { Answer } from './answer.tsx';
import { Choices } from './choices.tsx';
import { FigureList } from './figure-list.tsx';
import { dayOf } from './periods.ts';
import { askedOf, questionOf, searchOf } from './question.ts';
import { createTexts } from './texts.ts';

/** Who has only these counts and reads no content: nothing leads from a number to what it counts. */
const aggregating = new Set(['ANALYST', 'IMPORTER', 'ADMIN', 'AUDITOR']);

const inAddress = { read: questionOf, write: searchOf };

/** The board: what is asked to the left and above, the answer beneath. */
export function Board() {
  const { language, words } = useSpeech();
  const texts = useMemo(() => createTexts(language, words), [language, words]);
  const [question, ask] = useAddress(inAddress);
  // One day for as long as the page stands: what is shown must not move by itself at midnight.
  const [today] = useState(() => dayOf(new Date()));
  const [{ data, error, fetching }, again] = useQuery({ query: Figures_CatalogueDocument });
  // What nothing feeds is listed with its reason and has no value.
  const catalogue = data?.metrics?.filter(({ fed }) => fed);
  if (!data || !catalogue) {
    if (error && !fetching) return <Refusal error={error} retry={() => again()} />;
    return (
      <p className="waiting" role="status">
        {words.answer.loading}
      </p>
    );
  }
  const asked = askedOf(question, catalogue, today);
  const chosen = catalogue.filter(({ name }) => question.figures.includes(name));
  const scopes = (data.viewer?.roles ?? []).flatMap(({ scope }) => scope ?? []);
  const reads = (data.viewer?.roles ?? []).some(({ role }) => !aggregating.has(role));
  const own = [...new Map(scopes.map((scope) => [scope.id, scope])).values()];
  return (
    <div className="board">
      <FigureList catalogue={catalogue} chosen={question.figures} choose={(figures) => ask({ figures })} />
      <main>
        <Choices question={question} ask={ask} chosen={chosen} own={own} today={today} />
        <section id="answer" tabIndex={-1} aria-label={words.pages.figures}>
          {asked ? (
            <Answer question={question} asked={asked} catalogue={catalogue} today={today} texts={texts} reads={reads} />
          ) : (
            <>
              <h1 className="unseen">{words.pages.figures}</h1>
              <p className="waiting">{words.answer.nothing}</p>
            </>
          )}
        </section>
      </main>
    </div>
  );
}
