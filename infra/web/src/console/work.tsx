import { useMemo } from 'react';
import { useQuery } from 'urql';
import { enumWord } from '../codes.ts';
import { type FragmentType, readFragment } from '../generated/fragment-masking.ts';
import { Console_WorkDocument, type ConsoleWorkRowFragment, ConsoleWorkRowFragmentDoc } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';
import type { ConsoleWords } from '../words/console.en.ts';
import { Go, usePlace } from './go.tsx';
import { useLive } from './live.ts';
import { startOf, workKinds } from './place.ts';
import { Light, Shown, usePages } from './shown.tsx';
import { createTexts, type Texts } from './texts.ts';

/** What waits for whoever is signed in, of one kind or of all. */
export function Work() {
  const { words, language } = useSpeech();
  const [{ kind }, go] = usePlace();
  return (
    <>
      <h1 className="unseen">{words.console.views.work}</h1>
      <div className="choices">
        <label className="field">
          <span>{words.console.work.kind}</span>
          <select
            value={kind ?? ''}
            onChange={({ target }) => go({ kind: workKinds.find((each) => each === target.value) ?? null })}
          >
            <option value="">{words.console.work.all}</option>
            {workKinds.map((each) => (
              <option key={each} value={each}>
                {enumWord('WorkKind', each, language)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <WorkList key={kind} />
    </>
  );
}

function WorkList() {
  const { words } = useSpeech();
  const [{ kind }] = usePlace();
  const { after, pager } = usePages();
  const [{ data, error, fetching }, ask] = useQuery({
    query: Console_WorkDocument,
    variables: { kinds: kind && [kind], after },
    requestPolicy: 'cache-and-network',
  });
  const refresh = () => ask({ requestPolicy: 'network-only' });
  useLive({ on: 'work' }, refresh);
  const work = data?.viewer?.person?.work;
  return (
    <Shown ready={data?.viewer !== undefined && data.viewer !== null} {...{ fetching, error, refresh }}>
      <p className="count" role="status">
        {work && work.nodes.length > 0
          ? words.console.work.waiting(words.console.count(work.totalCount ?? 0))
          : words.console.work.nothing}
      </p>
      <ul className="rows">
        {work?.nodes.map((row) => (
          <WorkRow key={row.id} row={row} />
        ))}
      </ul>
      {pager(work?.pageInfo)}
    </Shown>
  );
}

function WorkRow({ row }: { readonly row: FragmentType<typeof ConsoleWorkRowFragmentDoc> }) {
  const { words, language } = useSpeech();
  const texts = useMemo(() => createTexts(language), [language]);
  const { kind, action, waitingSince, dueAt, dueOn, light, org, subject } = readFragment(
    ConsoleWorkRowFragmentDoc,
    row,
  );
  const { code, text, itemId } = knownOf(subject, texts, words.console);
  const due = dueOn ? texts.day(dueOn) : dueAt ? texts.moment(dueAt) : null;
  const name = text ?? enumWord('WorkKind', kind, language);
  return (
    <li>
      <Light light={light}>{words.console.work.lights[light]}</Light>
      <strong className="does">{enumWord('WorkAction', action, language)}</strong>
      <span className="what">
        {itemId ? <Go to={{ ...startOf('board'), id: itemId }}>{name}</Go> : name}
        <small>{[enumWord('WorkKind', kind, language), code, org?.shortName].filter(Boolean).join(' · ')}</small>
      </span>
      <span className="when">
        {due === null ? words.console.work.noLimit : words.console.work.due(due)}
        <small>{words.console.work.since(texts.moment(waitingSince))}</small>
      </span>
    </li>
  );
}

interface Known {
  readonly code?: string | null;
  readonly text?: string | null;
  /** The item on the board that it leads to. */
  readonly itemId?: string | undefined;
}

/** What a piece of work is known by; its owner may keep all of it to itself. */
function knownOf(subject: ConsoleWorkRowFragment['subject'], texts: Texts, words: ConsoleWords): Known {
  switch (subject?.__typename) {
    case 'SupervisionItem':
      return { code: subject.itemCode, text: subject.itemTitle ?? words.board.untitled, itemId: subject.id };
    case 'CoordinationCase':
      return { text: subject.matter, itemId: subject.item?.id };
    case 'Hazard':
      return { code: subject.hazardCode, text: subject.description };
    case 'CallbackTask':
      return { text: words.work.line(subject.lineNo, subject.callerMasked ?? words.unknown) };
    case 'ServiceCase':
      return { code: subject.caseCode, text: subject.caseTitle };
    case 'Rating':
      return { text: words.work.rating(subject.score) };
    case 'DutyShift':
      return { code: subject.shiftNo, text: words.work.shift(texts.span(subject.start, subject.end)) };
    case 'Document':
      return { code: subject.docNumber, text: subject.documentTitle };
    default:
      return { text: words.unknown };
  }
}
