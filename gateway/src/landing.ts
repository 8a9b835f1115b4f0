import type { FastifyReply, FastifyRequest } from 'fastify';

const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Chengqi 承启</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem}pre{background:#f4f4f2;padding:1rem;overflow:auto}</style>
<h1>Chengqi 承启</h1>
<p>One graph over the work of a government office. It answers <code>POST /graphql</code>; two things to try:</p>
<pre>npm run -s token -- admin</pre>
<pre>curl -s http://HOST/graphql -H "authorization: Bearer $(npm run -s token -- admin)" \\
  -H 'content-type: application/json' -d '{"query":"{ viewer { person { name } roles { role } } }"}'</pre>
<p>After <code>npm run build</code> the explorer stands here. Health: <a href="/readyz">/readyz</a>.</p>
</html>
`;

/** What a development office without its built pages shows at `/`: two things to try. */
export const landingPage = ({ host }: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply
    .type('text/html; charset=utf-8')
    .send(page.replace('HOST', /^[\w.:[\]-]+$/.test(host) ? host : '127.0.0.1:4000'));
