import type { FastifyInstance } from 'fastify';
import type { createAdmission } from './admission/admission.ts';
import type { createBeside } from './beside.ts';
import { inTime } from './data-source.ts';
import { admitted } from './graph-route.ts';

/** What is asked of the audit, and what it costs: a page as a list does, a proof as so many entries read. */
const questions = { trail: 500, verify: 20_000 };

/** `/admin/audit/<service>/trail` and `/verify`: who asks is known as at the graph, what may be seen the service decides. */
export function addAuditRoutes(
  app: FastifyInstance,
  { subgraphOf, refuse }: ReturnType<typeof createBeside>,
  admission: ReturnType<typeof createAdmission>,
): void {
  for (const [question, cost] of Object.entries(questions)) {
    app.get<{ Params: { service: string } }>(
      `/admin/audit/:service/${question}`,
      admission.beside(cost),
      async (request, reply) => {
        const subgraph = subgraphOf(request.params.service);
        const { headersFor, work } = admitted(request);
        const { search } = new URL(request.url, 'http://gateway');
        const headers = await headersFor(subgraph.name);
        const asked = new Request(`http://${subgraph.name}/admin/audit/${question}${search}`, { headers });
        const answer = await inTime(subgraph, subgraph.serve(asked), work.signal);
        void reply.header('cache-control', 'no-store');
        return answer.ok ? answer.json() : refuse(reply, subgraph, answer);
      },
    );
  }
}
