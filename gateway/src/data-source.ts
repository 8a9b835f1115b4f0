import type { GraphQLDataSource } from '@apollo/gateway';
import { DomainError, inSpan, SpanKind } from '@chengqi/service-kit';
import { type DocumentNode, Kind, parse, type SelectionNode } from 'graphql';
import { subgraphTimeoutMilliseconds } from './config.ts';
import type { GatewayContext } from './context.ts';
import { type Subgraph, type SubgraphResult, timedOut } from './subgraph.ts';

export type ObserveFetch = (subgraph: string, outcome: string, seconds: number) => void;

/** What the query plan fetches through; a subgraph that does not answer costs its fields, with an error that names them. */
export function createDataSource(subgraph: Subgraph, observe: ObserveFetch): GraphQLDataSource {
  return {
    async process(options) {
      const { query, variables, operationName } = options.request;
      const context = options.context as GatewayContext;
      if (context.rehearsal) return { data: null };
      const document = 'document' in options ? options.document : undefined;
      const started = performance.now();
      const result = await inSpan(`fetch ${subgraph.name}`, { by: 'gateway', kind: SpanKind.CLIENT }, fetchOrExplain);
      observe(subgraph.name, outcomeOf(result), (performance.now() - started) / 1000);
      return result as Awaited<ReturnType<GraphQLDataSource['process']>>;

      async function fetchOrExplain(): Promise<SubgraphResult> {
        const request = {
          query: query ?? '',
          ...(variables ? { variables } : {}),
          ...(operationName ? { operationName } : {}),
        };
        try {
          const { signal } = context.work;
          const given = await context.headersFor(subgraph.name);
          return await inTime(subgraph, subgraph.execute(request, given, signal), signal);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          const path = fetchedPath(document ?? parse(request.query));
          const extensions = { code: error.code, ...error.details };
          return { data: null, errors: [{ message: error.text[context.language], path, extensions }] };
        }
      }
    },
  };
}

/** Whoever asked goes on without a subgraph that is late; one in this process cannot be stopped, only left. */
export async function inTime<T>({ name }: Subgraph, answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = Promise.withResolvers<never>();
  const refuse = () => late.reject(timedOut(name));
  const timer = setTimeout(refuse, subgraphTimeoutMilliseconds);
  signal.addEventListener('abort', refuse, { once: true });
  if (signal.aborted) refuse();
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', refuse);
    answer.catch(() => undefined);
  }
}

function outcomeOf({ errors }: SubgraphResult): string {
  const [first] = errors ?? [];
  return first ? String(first.extensions?.code ?? 'INTERNAL') : 'OK';
}

/** The first field that the fetch was for: below the first entity when it is an entity fetch. */
function fetchedPath(document: DocumentNode): (string | number)[] {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const root = operation && 'selectionSet' in operation ? firstField(operation.selectionSet.selections) : null;
  if (root?.name !== '_entities') return root ? [root.responseName] : [];
  const field = firstField(root.selections);
  return ['_entities', 0, ...(field ? [field.responseName] : [])];
}

interface Field {
  readonly name: string;
  readonly responseName: string;
  readonly selections: readonly SelectionNode[];
}

function firstField(selections: readonly SelectionNode[]): Field | null {
  for (const selection of selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) return firstField(selection.selectionSet.selections);
    if (selection.kind !== Kind.FIELD || selection.name.value === '__typename') continue;
    const name = selection.name.value;
    return {
      name,
      responseName: selection.alias?.value ?? name,
      selections: selection.selectionSet?.selections ?? [],
    };
  }
  return null;
}
