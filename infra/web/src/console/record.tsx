import { useMemo } from 'react';
import { type FragmentType, readFragment } from '../generated/fragment-masking.ts';
import { ConsoleMeetingFactsFragmentDoc } from '../generated/graphql.ts';
import { useSpeech } from '../speech.tsx';
import { createTexts } from './texts.ts';

interface RecordProps {
  readonly meeting: FragmentType<typeof ConsoleMeetingFactsFragmentDoc>;
}

/** What was said, in order, and whether it is sealed. */
export function MeetingRecord({ meeting }: RecordProps) {
  const { words, language } = useSpeech();
  const texts = useMemo(() => createTexts(language), [language]);
  const { record } = readFragment(ConsoleMeetingFactsFragmentDoc, meeting);
  const said = words.console.meetings;
  const sealed = record?.sealedAt
    ? [said.sealed(texts.moment(record.sealedAt)), record.intact ? said.intact : said.broken].join(words.answer.joined)
    : said.open;
  return (
    <section>
      <h2>{said.record}</h2>
      <p className="note">{record ? sealed : said.noRecord}</p>
      {record?.notes.length === 0 && <p className="note">{said.empty}</p>}
      <ol className="notes">
        {record?.notes.map(({ id, at, text, dissent, correction, speaker, agendaItem }) => (
          <li key={id}>
            <small>
              <time dateTime={at}>{texts.clock(at)}</time>{' '}
              {[
                speaker?.name,
                agendaItem && said.item(agendaItem.number),
                dissent && said.dissent,
                correction && said.correction,
              ]
                .filter(Boolean)
                .join(' · ')}
            </small>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
