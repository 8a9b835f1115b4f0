import { httpStatusOf, type Logger, notFound } from '@chengqi/service-kit';
import type { FastifyReply } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import { createFormatError } from './errors.ts';
import { type Subgraph, unavailable } from './subgraph.ts';

/** How services are asked beside the graph: found by their name in the address, their refusals told as the graph tells them. */
export function createBeside(subgraphs: readonly Subgraph[], log: Logger) {
  const formatError = createFormatError(log);
  const byName = new Map(subgraphs.map((subgraph) => [subgraph.name as string, subgraph]));

  return {
    /** @throws DomainError NOT_FOUND */
    subgraphOf(name: string): Subgraph {
      const subgraph = byName.get(name);
      if (!subgraph) throw notFound(name);
      return subgraph;
    },
    /** Of an answer that is not ok. @throws DomainError SUBGRAPH_UNAVAILABLE where it is no refusal */
    async refuse(reply: FastifyReply, { name }: Subgraph, answer: Response): Promise<FastifyReply> {
      const errors = refusalsOf(await answer.json().catch(() => null));
      if (!errors) throw unavailable(name);
      const said = errors.map((error) => formatError(error, error));
      return reply.code(httpStatusOf(said[0]?.extensions?.code)).send({ errors: said });
    },
  };
}

const refusalsOf = (body: unknown): readonly GraphQLFormattedError[] | undefined =>
  (body as { errors?: readonly GraphQLFormattedError[] } | null)?.errors;
