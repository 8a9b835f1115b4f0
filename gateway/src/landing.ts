import type { FastifyInstance } from 'fastify';

const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Chengqi 承启</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem}pre{background:#f4f4f2;padding:1rem;overflow:auto}</style>
<h1>Chengqi 承启</h1>
<p>One graph over the work of a government office. It answers <code>POST /graphql</code>; two things to try:</p>
<pre>npm run -s token -- admin</pre>
<pre>curl -s http://HOST/graphql -H "authorization: Bearer $(npm run -s token -- admin)" \\
  -H 'content-type: application/json' -d '{"query":"{ viewer { person { name } roles { role } } }"}'</pre>
FIGURES<p>Health: <a href="/readyz">/readyz</a>. The schema is <code>schemas/api.graphql</code>.</p>
</html>
`;

const figures = '<p>Figures for analysts: <a href="/figures">/figures</a>.</p>\n';

/** Two things to try and the board, where there is one; shown in development only. */
export function addLandingPage(app: FastifyInstance, board: boolean): void {
  app.get('/', async (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .send(
        page
          .replace('HOST', /^[\w.:[\]-]+$/.test(request.host) ? request.host : '127.0.0.1:4000')
          .replace('FIGURES', board ? figures : ''),
      ),
  );
}
