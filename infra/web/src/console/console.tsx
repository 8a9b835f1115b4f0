import { useSpeech } from '../speech.tsx';
import { Board } from './board.tsx';
import { Go, usePlace } from './go.tsx';
import { Meeting } from './meeting.tsx';
import { Meetings } from './meetings.tsx';
import { startOf, views } from './place.ts';
import { Work } from './work.tsx';

/** The console: its three parts, and the one that the address names. */
export function Console() {
  const { words } = useSpeech();
  const [{ view, id }] = usePlace();
  return (
    <>
      <nav className="parts" aria-label={words.console.parts}>
        {views.map((each) => (
          <Go key={each} to={startOf(each)} current={each === view ? 'page' : undefined}>
            {words.console.views[each]}
          </Go>
        ))}
      </nav>
      <main id="answer" className={`console ${view}`} tabIndex={-1}>
        {view === 'work' && <Work />}
        {view === 'board' && <Board />}
        {view === 'meeting' && (id === null ? <Meetings /> : <Meeting key={id} id={id} />)}
      </main>
    </>
  );
}
