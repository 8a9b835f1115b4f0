import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Frame } from '../frame.tsx';
import { Graph } from '../graph.tsx';
import { useSession } from '../session.ts';
import { SignIn } from '../sign-in.tsx';
import { SpeechProvider } from '../speech.tsx';
import '../page.css';
import { createCache } from './cache.ts';
import { Console } from './console.tsx';
import './console.css';
import { createLines } from './lines.ts';

const root = document.getElementById('root');
if (!root) throw new Error('no #root in console.html');
createRoot(root).render(
  <StrictMode>
    <SpeechProvider page="console">
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
        <Graph key={token} token={token} name="console" cache={createCache} lines={createLines}>
          <Console />
        </Graph>
      )}
    </Frame>
  );
}
