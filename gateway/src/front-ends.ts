import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refusal } from '@chengqi/service-kit';
import serveStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { landingPage } from './landing.ts';

/** Pages for browsers, built beforehand; the gateway hands them out and knows nothing of what they show. */
export interface FrontEnds {
  /** Holds `figures.html`, `explorer.html` and `console.html`, and in `assets` what they need under names that change with their content. */
  readonly folder: string;
  /** Whom the pages offer where anybody may sign in by a staff number. */
  readonly people?: readonly { readonly staffNo: string; readonly name: string; readonly title: string }[];
  /** Whether the explorer is served outside development, too; false when left out. */
  readonly explorer?: boolean;
  /** Whether the console is, too; false when left out. */
  readonly console?: boolean;
}

/** A page may run and ask what this house itself serves, and nothing else; no other page may frame it. */
const policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'font-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** Monaco writes colours and places of its lines into style elements and attributes; what runs is as strict as anywhere. */
const explorerPolicy = { ...policy, 'style-src': "'self' 'unsafe-inline'", 'font-src': "'self' data:" };

/**
 * `/figures`, the explorer, the console, what they need under `/assets`, and at `/sign-in` how people sign in here. A page is looked
 * for when it is asked for: it may be built while the gateway runs. In development the explorer is what `/` answers.
 */
export async function addFrontEnds(
  app: FastifyInstance,
  { folder, people = [], explorer = false, console = false }: FrontEnds,
  developing: boolean,
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
    setHeaders: (reply, path) => protect(reply, path.endsWith('/explorer.html') ? explorerPolicy : policy),
  });
  const isBuilt = (name: string) => existsSync(join(folder, name));
  const send = (reply: FastifyReply, name: string) => {
    if (!isBuilt(name)) throw unbuilt();
    return reply.header('cache-control', 'no-cache').sendFile(name, folder, { cacheControl: false });
  };
  app.get('/figures', async (_request, reply) => send(reply, 'figures.html'));
  if (developing || console) app.get('/console', async (_request, reply) => send(reply, 'console.html'));
  if (developing || explorer) app.get('/graphiql', async (_request, reply) => send(reply, 'explorer.html'));
  if (developing)
    app.get('/', async (request, reply) =>
      isBuilt('explorer.html') ? send(reply, 'explorer.html') : landingPage(request, reply),
    );
  app.get('/sign-in', async (request, reply) => {
    const development = signsAnybodyIn(request);
    return reply.header('cache-control', 'no-store').send({ development, people: development ? people : [] });
  });
}

const protect = (reply: Pick<FastifyReply, 'headers'>, allowed: typeof policy): void =>
  void reply.headers({
    'content-security-policy': Object.entries(allowed)
      .map(([what, from]) => `${what} ${from}`)
      .join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });

const unbuilt = () =>
  refusal('NOT_FOUND', {
    en: 'The page is not built here. Run "npm run build", and ask again.',
    zh: '页面尚未构建，请先运行 npm run build。',
  });
