import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { mostFileBytes, refusal, tooLarge } from '@chengqi/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { createAdmission } from './admission/admission.ts';
import type { createBeside } from './beside.ts';
import { inTime } from './data-source.ts';
import { admitted } from './graph-route.ts';
import { timedOut } from './subgraph.ts';

/** What a file costs, either way, of the allowance of who asks: some ninety at once, and four a second on and on. */
const cost = 10_000;
/** So long may a file be on its way; 50 MiB take it at 175 KB a second. */
export const longestTransfer = 300_000;
/** Who takes nothing of a download for so long has gone. */
const longestSilence = 30_000;
/** Who is refused while sending reads the answer meanwhile; what comes until then is thrown away. */
const longestFarewell = 5_000;
/** On their way at once, of one person and of all: a slow line costs a person's own places, and nobody the graph. */
const mostOfOne = 4;
const mostOfAll = 200;

const address = '/files/:service/:file';
interface Addressed {
  Params: { service: string; file: string };
}
type Asking = FastifyRequest<Addressed>;

/**
 * `PUT` and `GET /files/<service>/<file>`: who asks is known as at the graph, bytes pass as they come and are never held,
 * and the service that keeps the file decides everything else.
 */
export function addFileRoutes(
  app: FastifyInstance,
  { subgraphOf, refuse }: ReturnType<typeof createBeside>,
  admission: ReturnType<typeof createAdmission>,
): void {
  const onTheWay = createPlaces();

  async function ask(request: Asking, reply: FastifyReply, init: RequestInit = {}) {
    const { params, method } = request;
    const subgraph = subgraphOf(params.service);
    const { headersFor, work, viewer } = admitted(request);
    onTheWay.enter(viewer.staffNo ?? '', reply);
    const late = setTimeout(() => work.abort(), longestTransfer);
    reply.raw.once('close', () => {
      clearTimeout(late);
      work.abort();
    });
    const own = `http://${subgraph.name}/files/${encodeURIComponent(params.file)}`;
    const headers = await headersFor(subgraph.name);
    const asked = new Request(own, { ...init, method, headers, signal: work.signal });
    return { subgraph, signal: work.signal, answer: subgraph.serve(asked) };
  }

  async function receive(request: Asking, reply: FastifyReply): Promise<unknown> {
    if (Number(request.headers['content-length']) > mostFileBytes) throw tooLarge();
    const body = limited(request.raw);
    const { subgraph, signal, answer } = await ask(request, reply, {
      body: body.stream,
      duplex: 'half',
    } as RequestInit);
    const late = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => late.reject(timedOut(subgraph.name)), { once: true });
    const received = await Promise.race([answer, late.promise]).catch((error: unknown) => {
      throw body.isTooLarge() ? tooLarge() : error;
    });
    if (body.isTooLarge()) throw tooLarge();
    return received.ok ? reply.code(received.status).send(await received.json()) : refuse(reply, subgraph, received);
  }

  async function give(request: Asking, reply: FastifyReply): Promise<unknown> {
    const { subgraph, signal, answer } = await ask(request, reply);
    const given = await inTime(subgraph, answer, signal);
    if (!given.ok || !given.body) return refuse(reply, subgraph, given);
    reply.raw.setTimeout(longestSilence, () => reply.raw.destroy());
    for (const name of passedOn) {
      const value = given.headers.get(name);
      if (value !== null) void reply.header(name, value);
    }
    return reply.send(Readable.fromWeb(given.body as Parameters<typeof Readable.fromWeb>[0]));
  }

  void app.register(async (files) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser('*', (_request, body, done) => done(null, body));
    files.addHook('onResponse', async ({ raw }) => letGo(raw));
    const route = { url: address, compress: false, ...admission.transfer(cost) } as const;
    files.route<Addressed>({ ...route, method: 'PUT', handler: receive });
    files.route<Addressed>({ ...route, method: 'GET', exposeHeadRoute: false, handler: give });
  });
}

/** Whether the request is a file on its way in, which may take longer than a question. */
export const bringsFile = ({ method, routeOptions }: FastifyRequest): boolean =>
  method === 'PUT' && routeOptions.url === address;

const passedOn = [
  'content-type',
  'content-length',
  'content-disposition',
  'x-content-type-options',
  'content-security-policy',
  'cache-control',
];

/** The bytes as a stream that ends in an error beyond the limit; the request goes on being one that can be answered. */
function limited(bytes: Readable) {
  let size = 0;
  async function* counted() {
    for await (const chunk of bytes.iterator({ destroyOnReturn: false })) {
      size += (chunk as Uint8Array).byteLength;
      if (size > mostFileBytes) throw tooLarge();
      yield chunk as Uint8Array;
    }
  }
  return { stream: ReadableStream.from(counted()), isTooLarge: () => size > mostFileBytes };
}

/** A request that was answered before all of it came would stand in the way of its connection. */
function letGo(request: IncomingMessage): void {
  if (request.complete) return;
  request.resume();
  const late = setTimeout(() => request.destroy(), longestFarewell).unref();
  request.once('close', () => clearTimeout(late));
}

function createPlaces() {
  const taken = new Map<string, number>();
  let all = 0;
  return {
    /** @throws DomainError RATE_LIMITED */
    enter(who: string, reply: FastifyReply): void {
      const own = taken.get(who) ?? 0;
      if (own >= mostOfOne || all >= mostOfAll) throw tooMany();
      taken.set(who, own + 1);
      all += 1;
      reply.raw.once('close', () => {
        all -= 1;
        const left = (taken.get(who) ?? 1) - 1;
        if (left > 0) taken.set(who, left);
        else taken.delete(who);
      });
    },
  };
}

const tooMany = () =>
  refusal(
    'RATE_LIMITED',
    { en: `At most ${mostOfOne} files at once.`, zh: `同时传输的文件不得超过 ${mostOfOne} 个。` },
    { retryable: true, retryAfterSeconds: 1 },
  );
