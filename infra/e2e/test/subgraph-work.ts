import { countStatements, type RunningService } from '@chengqi/service-kit';
import type { EmbeddedOffice } from '@chengqi/stack';

/** What answering costs the subgraphs. */
export interface SubgraphWork {
  readonly statements: number;
  /** Operations that the gateway sends to subgraphs. */
  readonly calls: number;
}

/**
 * SQL statements of the subgraphs of an office to answer operations and the operations that they are sent, from now on,
 * and nothing that timers, relays and consumers send beside them.
 */
export function countSubgraphWork({ services }: EmbeddedOffice): () => SubgraphWork {
  let [statements, calls] = [0, 0];
  for (const service of services.values()) {
    const { execute } = service;
    const counted: RunningService['execute'] = async (operation, headers) => {
      let answer: Awaited<ReturnType<typeof execute>> | undefined;
      calls += 1;
      statements += await countStatements(async () => {
        answer = await execute(operation, headers);
      });
      if (answer === undefined) throw new Error('a subgraph answered nothing');
      return answer;
    };
    Object.assign(service, { execute: counted });
  }
  return () => ({ statements, calls });
}

/** The least of a few runs: what the gateway or a service keeps for seconds may be read anew during one of them. */
export async function workOf(soFar: () => SubgraphWork, run: () => Promise<void>): Promise<SubgraphWork> {
  const runs: SubgraphWork[] = [];
  while (runs.length < 5) {
    const before = soFar();
    await run();
    const { statements, calls } = soFar();
    runs.push({ statements: statements - before.statements, calls: calls - before.calls });
  }
  const least = (part: keyof SubgraphWork) => Math.min(...runs.map((one) => one[part]));
  return { statements: least('statements'), calls: least('calls') };
}
