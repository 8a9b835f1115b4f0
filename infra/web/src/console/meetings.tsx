import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { enumWord } from '../codes.ts';
import { type FragmentType, readFragment } from '../generated/fragment-masking.ts';
import { Console_MeetingsDocument, ConsoleMeetingRowFragmentDoc, type MeetingState } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';
import { Go } from './go.tsx';
import { useLive } from './live.ts';
import { startOf } from './place.ts';
import { Shown, usePages } from './shown.tsx';
import { createTexts } from './texts.ts';

const ahead: readonly MeetingState[] = ['DRAFT', 'SCHEDULED', 'IN_PROGRESS'];

/** Meetings that name the viewer; those that are not over, the next first, or all, the last first. */
export function Meetings() {
  const { words } = useSpeech();
  const [all, setAll] = useState(false);
  const said = words.console.meetings;
  return (
    <>
      <h1 className="unseen">{words.console.views.meeting}</h1>
      <div className="choices">
        <fieldset className="switch">
          <legend>{said.state}</legend>
          {[false, true].map((each) => (
            <label key={String(each)}>
              <input type="radio" name="all" checked={all === each} onChange={() => setAll(each)} />
              <span>{each ? said.all : said.ahead}</span>
            </label>
          ))}
        </fieldset>
      </div>
      <MeetingList key={String(all)} states={all ? null : ahead} />
    </>
  );
}

function MeetingList({ states }: { readonly states: readonly MeetingState[] | null }) {
  const { words } = useSpeech();
  const { after, pager } = usePages();
  const [{ data, error, fetching }, ask] = useQuery({
    query: Console_MeetingsDocument,
    variables: { states, orderBy: states ? 'START_ASC' : 'START_DESC', after },
    requestPolicy: 'cache-and-network',
  });
  const refresh = () => ask({ requestPolicy: 'network-only' });
  useLive({ on: 'work' }, refresh);
  const meetings = data?.meetings;
  const said = words.console.meetings;
  return (
    <Shown ready={meetings !== undefined && meetings !== null} {...{ fetching, error, refresh }}>
      <p className="count" role="status">
        {meetings && meetings.nodes.length > 0
          ? said.mine(words.console.count(meetings.totalCount ?? 0))
          : said.nothing}
      </p>
      <ul className="rows">
        {meetings?.nodes.map((row) => (
          <MeetingRow key={row.id} row={row} />
        ))}
      </ul>
      {pager(meetings?.pageInfo)}
    </Shown>
  );
}

function MeetingRow({ row }: { readonly row: FragmentType<typeof ConsoleMeetingRowFragmentDoc> }) {
  const { language } = useSpeech();
  const texts = useMemo(() => createTexts(language), [language]);
  const { id, title, meetingNo, state, startAt, endAt, organizer } = readFragment(ConsoleMeetingRowFragmentDoc, row);
  return (
    <li>
      <strong className="does">{enumWord('MeetingState', state, language)}</strong>
      <span className="what">
        <Go to={{ ...startOf('meeting'), id }}>{title}</Go>
        <small>{[meetingNo, organizer?.shortName].filter(Boolean).join(' · ')}</small>
      </span>
      <span className="when">{texts.span(startAt, endAt)}</span>
    </li>
  );
}
