import { countStatements, type RunningService } from '@chengqi/service-kit';
import type { EmbeddedOffice } from '@chengqi/stack';

/**
 * SQL statements that the subgraphs of an office send to answer operations, from now on, and nothing that timers,
 * relays and consumers send beside them.
 */
export function countSubgraphStatements({ services }: EmbeddedOffice): () => number {
  let total = 0;
  for (const service of services.values()) {
    const { execute } = service;
    const counted: RunningService['execute'] = async (operation, headers) => {
      let answer: Awaited<ReturnType<typeof execute>> | undefined;
      total += await countStatements(async () => {
        answer = await execute(operation, headers);
      });
      if (answer === undefined) throw new Error('a subgraph answered nothing');
      return answer;
    };
    Object.assign(service, { execute: counted });
  }
  return () => total;
}

/** The least of a few runs: what the gateway or a service keeps for seconds may be read anew during one of them. */
export async function statementsOf(sql: () => number, work: () => Promise<void>): Promise<number> {
  const counts: number[] = [];
  while (counts.length < 5) {
    const before = sql();
    await work();
    counts.push(sql() - before);
  }
  return Math.min(...counts);
}
