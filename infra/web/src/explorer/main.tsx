import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Frame } from '../frame.tsx';
import { Graph } from '../graph.tsx';
import { useSession } from '../session.ts';
import { SignIn } from '../sign-in.tsx';
import { SpeechProvider } from '../speech.tsx';
import '../page.css';
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './explorer.css';
import { Explorer } from './explorer.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('no #root in explorer.html');
createRoot(root).render(
  <StrictMode>
    <SpeechProvider page="explorer">
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
        <Graph key={token} token={token} name="explorer">
          <Explorer token={token} />
        </Graph>
      )}
    </Frame>
  );
}
