import { useMemo } from 'react';
import { enumWord } from '../codes.ts';
import { type FragmentType, readFragment } from '../generated/fragment-masking.ts';
import { ConsoleAttendeeFragmentDoc } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';
import { nothingKnown } from './act-form.tsx';
import { Acts } from './acts.tsx';
import { attendeeActs } from './meeting-acts.ts';
import { createTexts } from './texts.ts';

interface AttendeesProps {
  readonly attendees: readonly FragmentType<typeof ConsoleAttendeeFragmentDoc>[];
  /** The person who looks, to find the own invitation. */
  readonly viewer: string | null;
}

/** Who is invited, with their answers, and what the viewer may do for each. */
export function Attendees({ attendees, viewer }: AttendeesProps) {
  const { words } = useSpeech();
  return (
    <section>
      <h2>{words.console.meetings.attendees}</h2>
      <ul className="attendees">
        {readFragment(ConsoleAttendeeFragmentDoc, attendees).map((attendee) => (
          <Invitation key={attendee.id} attendee={attendee} own={attendee.person?.id === viewer} />
        ))}
      </ul>
    </section>
  );
}

interface InvitationProps {
  readonly attendee: ReturnType<typeof readAttendee>;
  readonly own: boolean;
}

const readAttendee = (attendee: AttendeesProps['attendees'][number]) =>
  readFragment(ConsoleAttendeeFragmentDoc, attendee);

function Invitation({ attendee, own }: InvitationProps) {
  const { words, language } = useSpeech();
  const texts = useMemo(() => createTexts(language), [language]);
  const { id, person, role, partstat, comment, signInAt, delegateTo, leaveApprovedBy } = attendee;
  const { allowedActions, blockedActions } = attendee;
  const said = words.console.meetings;
  const name = person?.name ?? words.console.unknown;
  const answer = enumWord('ParticipationStatus', partstat, language);
  const more = [
    said.roles[role],
    answer,
    delegateTo && said.instead(delegateTo.name),
    leaveApprovedBy && said.leave(leaveApprovedBy.name),
    signInAt && said.signedIn(texts.moment(signInAt)),
    comment,
  ];
  return (
    <li>
      <p>
        <strong>{name}</strong> {own && <em>{said.you}</em>} <small>{more.filter(Boolean).join(' · ')}</small>
      </p>
      {allowedActions.length + blockedActions.length > 0 && (
        <Acts
          names="AttendeeAction"
          heading="h3"
          acts={attendeeActs}
          subject={{ id, version: 0, updatedAt: '', allowedActions, blockedActions }}
          state={answer}
          known={nothingKnown}
          title={said.actsFor(name)}
        />
      )}
    </li>
  );
}
