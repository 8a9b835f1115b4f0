import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Graph } from '../graph.tsx';
import { useSession } from '../session.ts';
import { SignIn } from '../sign-in.tsx';
import { SpeechProvider } from '../speech.tsx';
import '../page.css';
import { Board } from './board.tsx';
import './figures.css';
import { Frame } from '../frame.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('no #root in figures.html');
createRoot(root).render(
  <StrictMode>
    <SpeechProvider page="figures">
      <Page />
    </SpeechProvider>
  </StrictMode>,
);

function Page() {
  const { token, refused } = useSession();
  return (
    <Frame>
      {token === null ? (
        <SignIn refused={refused} />
      ) : (
        <Graph key={token} token={token} name="figures">
          <Board />
        </Graph>
      )}
    </Frame>
  );
}
