import { refusal, systemViewer, unauthenticated } from '@chengqi/service-kit';
import type { FastifyInstance } from 'fastify';
import type { ReadLogout } from './bearer.ts';
import { type Subgraph, unavailable } from './subgraph.ts';
import type { ViewerTokens } from './viewer-tokens.ts';

const mostBytes = 16 * 1024;

interface SignOut {
  readonly directory: Subgraph;
  readonly tokens: ViewerTokens;
  /** @throws DomainError UNAUTHENTICATED for what is no logout token of the issuer */
  readonly readLogout: ReadLogout;
}

/**
 * `POST /oidc/back-channel-logout` with `logout_token` (OpenID Connect Back-Channel Logout 1.0): what the issuer gave the
 * subject until now is void, at every gateway as soon as it asks for the claims again, within 25 s.
 */
export function addSignOut(app: FastifyInstance, { directory, tokens, readLogout }: SignOut): void {
  // Forms are read here and nowhere else: a page of elsewhere can send them without asking.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: mostBytes },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    scope.post('/oidc/back-channel-logout', async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      const token = request.body instanceof URLSearchParams ? request.body.get('logout_token') : null;
      if (token === null) throw noToken();
      const subject = await readLogout(token).catch(() => {
        throw unauthenticated();
      });
      const authorization = `Bearer ${await tokens.of(systemViewer, directory.name)}`;
      const address = `http://${directory.name}/sessions/${encodeURIComponent(subject)}/end`;
      const answer = await directory.serve(new Request(address, { method: 'PUT', headers: { authorization } }));
      if (!answer.ok) throw unavailable(directory.name);
      return reply.send({});
    });
  });
}

const noToken = () =>
  refusal(
    'BAD_USER_INPUT',
    { en: 'Send a form with logout_token.', zh: '请以表单提交 logout_token。' },
    { field: 'logout_token' },
  );
