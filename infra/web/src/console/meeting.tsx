import { useEffect, useMemo, useRef } from 'react';
import { useQuery } from 'urql';
import { enumWord } from '../codes.ts';
import { type FragmentType, readFragment } from '../generated/fragment-masking.ts';
import {
  Console_MeetingDocument,
  ConsoleMeetingActsFragmentDoc,
  ConsoleMeetingFactsFragmentDoc,
} from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';
import { Acts } from './acts.tsx';
import { Attendees } from './attendees.tsx';
import { Go } from './go.tsx';
import { useLive } from './live.ts';
import { meetingActs } from './meeting-acts.ts';
import { startOf } from './place.ts';
import { MeetingRecord } from './record.tsx';
import { Fact, Shown } from './shown.tsx';
import { createTexts } from './texts.ts';

/** One meeting: what can be done with it, who comes, what is on the agenda, and what was said. */
export function Meeting({ id }: { readonly id: string }) {
  const { words } = useSpeech();
  const [{ data, error, fetching }, ask] = useQuery({
    query: Console_MeetingDocument,
    variables: { id },
    requestPolicy: 'cache-and-network',
  });
  const refresh = () => ask({ requestPolicy: 'network-only' });
  useLive({ on: 'meeting', id }, refresh);
  const heading = useRef<HTMLHeadingElement>(null);
  const meeting = data?.meeting;
  const named = meeting !== undefined;
  useEffect(() => {
    if (named) heading.current?.focus();
  }, [named]);
  return (
    <>
      <header className="title">
        <Go to={startOf('meeting')}>{words.console.back}</Go>
        {meeting && <p className="code">{meeting.meetingNo}</p>}
        <h1 ref={heading} tabIndex={-1}>
          {meeting ? meeting.title : words.console.views.meeting}
        </h1>
      </header>
      <Shown ready={named} {...{ fetching, error, refresh }}>
        {meeting ? (
          <div className="columns">
            <div>
              <MeetingActs meeting={meeting} />
              <Facts meeting={meeting} />
              <Attendees attendees={meeting.attendees} viewer={data?.viewer?.person?.id ?? null} />
            </div>
            <div>
              <Agenda meeting={meeting} />
              <MeetingRecord meeting={meeting} />
            </div>
          </div>
        ) : (
          <p className="waiting">{words.console.missing}</p>
        )}
      </Shown>
    </>
  );
}

interface ActsProps {
  readonly meeting: FragmentType<typeof ConsoleMeetingActsFragmentDoc>;
}

function MeetingActs({ meeting }: ActsProps) {
  const { words, language } = useSpeech();
  const subject = readFragment(ConsoleMeetingActsFragmentDoc, meeting);
  const { agenda, attendees, title, startAt, endAt, chair, secretary } = subject;
  return (
    <Acts
      names="MeetingAction"
      heading="h2"
      acts={meetingActs}
      subject={subject}
      state={enumWord('MeetingState', subject.state, language)}
      known={{
        given: { title, start: startAt, end: endAt },
        named: { chairId: chair, secretaryId: secretary },
        choices: {
          agendaItemId: agenda
            .filter(({ restricted }) => !restricted)
            .map((each) => ({
              id: each.id,
              label: `${each.number}. ${each.title ?? words.console.meetings.restricted}`,
            })),
          attendeeId: attendees.map(({ id, person }) => ({ id, label: person?.name ?? words.console.unknown })),
        },
      }}
    />
  );
}

interface PartProps {
  readonly meeting: FragmentType<typeof ConsoleMeetingFactsFragmentDoc>;
}

function Facts({ meeting }: PartProps) {
  const { words, language } = useSpeech();
  const texts = useMemo(() => createTexts(language), [language]);
  const of = readFragment(ConsoleMeetingFactsFragmentDoc, meeting);
  const { facts } = words.console;
  return (
    <section>
      <h2>{facts.title}</h2>
      <dl className="facts">
        <Fact label={facts.state}>{enumWord('MeetingState', of.state, language)}</Fact>
        <Fact label={facts.cancelled}>{of.cancelReason}</Fact>
        <Fact label={facts.time}>{texts.span(of.startAt, of.endAt)}</Fact>
        <Fact label={facts.mode}>{enumWord('MeetingMode', of.mode, language)}</Fact>
        <Fact label={facts.place}>{of.rooms.flatMap(({ room }) => room?.name ?? []).join(words.answer.joined)}</Fact>
        <Fact label={facts.category}>{enumWord('MeetingType', of.type, language)}</Fact>
        <Fact label={facts.organizer}>{of.organizer?.name}</Fact>
        <Fact label={facts.chair}>{of.chair?.name}</Fact>
        <Fact label={facts.secretary}>{of.secretary?.name}</Fact>
        <Fact label={facts.quorum}>{of.quorum}</Fact>
      </dl>
    </section>
  );
}

function Agenda({ meeting }: PartProps) {
  const { words, language } = useSpeech();
  const { agenda } = readFragment(ConsoleMeetingFactsFragmentDoc, meeting);
  const said = words.console.meetings;
  return (
    <section>
      <h2>{said.agenda}</h2>
      {agenda.length === 0 && <p className="note">{said.noAgenda}</p>}
      <ol className="agenda">
        {agenda.map(({ id, number, title, restricted, minutes, outcome, reporter }) => (
          <li key={id} value={number}>
            <span>{restricted ? said.restricted : title}</span>{' '}
            <small>
              {[
                reporter?.name,
                minutes === null ? null : said.minutes(minutes),
                restricted || outcome === 'NONE' ? null : enumWord('AgendaOutcome', outcome, language),
              ]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </li>
        ))}
      </ol>
    </section>
  );
}
