import { httpStatusOf, type Logger, notFound } from '@chengqi/service-kit';
import type { FastifyInstance } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { createAdmission } from './admission/admission.ts';
import { inTime } from './data-source.ts';
import { createFormatError } from './errors.ts';
import { admitted } from './graph-route.ts';
import { type Subgraph, unavailable } from './subgraph.ts';

/** What is asked of the audit, and what it costs: a page as a list does, a proof as so many entries read. */
const questions = { trail: 500, verify: 20_000 };

/** `/admin/audit/<service>/trail` and `/verify`: who asks is known as at the graph, what may be seen the service decides. */
export function addAuditRoutes(
  app: FastifyInstance,
  subgraphs: readonly Subgraph[],
  admission: ReturnType<typeof createAdmission>,
  log: Logger,
): void {
  const formatError = createFormatError(log);
  const byName = new Map(subgraphs.map((subgraph) => [subgraph.name as string, subgraph]));

  for (const [question, cost] of Object.entries(questions)) {
    app.get<{ Params: { service: string } }>(
      `/admin/audit/:service/${question}`,
      admission.beside(cost),
      async (request, reply) => {
        const subgraph = byName.get(request.params.service);
        if (!subgraph) throw notFound(request.params.service);
        const { headersFor, work } = admitted(request);
        const { search } = new URL(request.url, 'http://gateway');
        const headers = await headersFor(subgraph.name);
        const asked = new Request(`http://${subgraph.name}/admin/audit/${question}${search}`, { headers });
        const answer = await inTime(subgraph, subgraph.serve(asked), work.signal);
        void reply.header('cache-control', 'no-store');
        if (answer.ok) return answer.json();
        const errors = refusalsOf(await answer.json());
        if (!errors) throw unavailable(subgraph.name);
        const said = errors.map((error) => formatError(error, error));
        return reply.code(httpStatusOf(said[0]?.extensions?.code)).send({ errors: said });
      },
    );
  }
}

const refusalsOf = (body: unknown): readonly GraphQLFormattedError[] | undefined =>
  (body as { errors?: readonly GraphQLFormattedError[] } | null)?.errors;
