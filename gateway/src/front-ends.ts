import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refusal } from '@chengqi/service-kit';
import serveStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Pages for browsers, built beforehand; the gateway hands them out and knows nothing of what they show. */
export interface FrontEnds {
  /** Holds `figures.html`, and in `assets` what its pages need under names that change with their content. */
  readonly folder: string;
  /** Whom the page offers where anybody may sign in by a staff number. */
  readonly people?: readonly { readonly staffNo: string; readonly name: string; readonly title: string }[];
}

/** A page may run and ask what this house itself serves, and nothing else; no other page may frame it. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * `/figures`, what it needs under `/assets`, and at `/sign-in` how people sign in here. A page is looked for when it is
 * asked for: it may be built while the gateway runs.
 */
export async function addFrontEnds(
  app: FastifyInstance,
  { folder, people = [] }: FrontEnds,
  signsAnybodyIn: (request: FastifyRequest) => boolean,
): Promise<void> {
  await app.register(serveStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    index: false,
    redirect: false,
    dotfiles: 'deny',
    immutable: true,
    maxAge: '365d',
    suppressWarning: true,
    setHeaders: (reply) => protect(reply),
  });
  app.get('/figures', async (_request, reply) => {
    if (!existsSync(join(folder, 'figures.html'))) throw unbuilt();
    protect(reply);
    return reply.header('cache-control', 'no-cache').sendFile('figures.html', folder, { cacheControl: false });
  });
  app.get('/sign-in', async (request, reply) => {
    const development = signsAnybodyIn(request);
    return reply.header('cache-control', 'no-store').send({ development, people: development ? people : [] });
  });
}

const protect = (reply: FastifyReply): void =>
  void reply.headers({
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });

const unbuilt = () =>
  refusal('NOT_FOUND', {
    en: 'The board is not built here. Run "npm run build", and ask again.',
    zh: '看板尚未构建，请先运行 npm run build。',
  });
