import type { Experimental_DidResolveQueryPlanCallback, GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';

export type Resolved = Parameters<Experimental_DidResolveQueryPlanCallback>[0];
export type QueryPlan = Resolved['queryPlan'];
type AnyNode = NonNullable<QueryPlan['node']>;
/** What this executor runs of a plan. */
export type PlanNode = Exclude<AnyNode, { kind: 'Subscription' | 'Defer' }>;
type Fetch = Extract<AnyNode, { kind: 'Fetch' }>;
type Requires = NonNullable<Fetch['requires']>;
type Path = readonly (string | number)[];

/** Data of subgraphs, under the names of the answer. */
export type Data = Record<string, unknown>;

/** One operation that is being answered. */
export interface Run {
  /** As they were given. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The same, with the defaults of those that were not. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly errors: GraphQLError[];
  readonly root: Data;
  /** Whether a thing of the first type is one of the second. */
  readonly isA: (type: string, condition: string) => boolean;
  readonly ask: (
    subgraph: string,
    request: Parameters<GraphQLDataSource['process']>[0]['request'],
  ) => ReturnType<GraphQLDataSource['process']>;
}

/** Where in the data a part of the plan works: one thing, or those of a list. */
interface Place {
  readonly path: Path;
  readonly data: unknown;
}

/** Whether all of a plan is of the kinds that are run here: renamed keys and deferred parts are not. */
export function isRunnable(node: AnyNode): node is PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.every(isRunnable);
    case 'Flatten':
      return isRunnable(node.node);
    case 'Condition':
      return [node.ifClause, node.elseClause].every((clause) => clause === undefined || isRunnable(clause));
    case 'Fetch':
      return ![node.inputRewrites, node.outputRewrites, node.contextRewrites].some((rewrites) => rewrites?.length);
    default:
      return false;
  }
}

/** Fetches what the plan says into the root of the run; what a subgraph refuses is among its errors. */
export const runPlan = (run: Run, plan: PlanNode): Promise<void> => step(run, plan, { path: [], data: run.root });

async function step(run: Run, node: AnyNode, place: Place): Promise<void> {
  switch (node.kind) {
    case 'Sequence':
      for (const each of node.nodes) await step(run, each, place);
      return;
    case 'Parallel':
      await Promise.all(node.nodes.map((each) => step(run, each, place)));
      return;
    case 'Flatten': {
      const data = within(place.data, node.path, 0);
      if (data) await step(run, node.node, { path: [...place.path, ...node.path], data });
      return;
    }
    case 'Condition': {
      const chosen = run.values[node.condition] === true ? node.ifClause : node.elseClause;
      if (chosen) await step(run, chosen, place);
      return;
    }
    case 'Fetch':
      try {
        await fetch(run, node, place);
      } catch (error) {
        run.errors.push(error as GraphQLError);
      }
  }
}

/** What lies at a path, of lists all elements. */
function within(value: unknown, path: Path, from: number): unknown {
  if (from === path.length || value === undefined || value === null) return value;
  const name = path[from] as string;
  if (name === '@') return (value as unknown[]).flatMap((element) => within(element, path, from + 1));
  return within((value as Data)[name], path, from + 1);
}

async function fetch(run: Run, node: Fetch, place: Place): Promise<void> {
  const things = (Array.isArray(place.data) ? place.data : [place.data]).filter(isThere) as Data[];
  if (things.length === 0) return;
  const variables: Record<string, unknown> = {};
  for (const name of node.variableUsages ?? [])
    if (run.variables[name] !== undefined) variables[name] = run.variables[name];
  if (node.requires) return fetchOf(run, node, place, things, variables);
  const { data, errors } = await ask(run, node, variables);
  for (const error of errors ?? []) run.errors.push(refused(error, node, error.path && [...place.path, ...error.path]));
  for (const thing of things) merge(thing, data);
}

/** Things that their owner knows by keys; one that stands at several places is asked for once. */
async function fetchOf(run: Run, node: Fetch, place: Place, things: readonly Data[], given: Data): Promise<void> {
  const representations: Data[] = [];
  const places: number[][] = [];
  const known = new Map<string, number>();
  for (const [index, thing] of things.entries()) {
    const representation = represent(run, thing, node.requires ?? []);
    if (!representation?.__typename) continue;
    const key = things.length > 1 ? JSON.stringify(representation) : '';
    const at = known.get(key);
    if (at !== undefined) places[at]?.push(index);
    else {
      known.set(key, representations.push(representation) - 1);
      places.push([index]);
    }
  }
  if (representations.length === 0) return;
  const { data, errors } = await ask(run, node, { ...given, representations });
  if (errors?.length) {
    const paths = pathsOf(run.root, place.path);
    for (const error of errors)
      for (const path of movedPaths(error.path, place, places, paths)) run.errors.push(refused(error, node, path));
  }
  if (!data) return;
  const entities = data._entities;
  if (!Array.isArray(entities) || entities.length !== representations.length)
    throw new Error(`${node.serviceName} was asked for ${representations.length} entities and answered otherwise`);
  for (const [at, entity] of entities.entries())
    for (const index of places[at] ?? []) merge(things[index] as Data, entity);
}

const ask = (run: Run, node: Fetch, variables: Data) =>
  run.ask(node.serviceName, {
    ...{ query: node.operation, variables },
    ...(node.operationName && { operationName: node.operationName }),
  });

/** What of a thing is told to another subgraph; null where that is not known of it. */
function represent(run: Run, thing: Data, requires: Requires): Data | null {
  const told: Data = {};
  for (const selection of requires) {
    if (selection.kind === 'Field') {
      const name = selection.alias ?? selection.name;
      const value = thing[name];
      if (value === undefined) return null;
      const { selections } = selection;
      const one = (each: unknown) => (selections && isThere(each) ? represent(run, each as Data, selections) : each);
      told[name] = Array.isArray(value) ? value.map(one) : one(value);
    } else if (selection.typeCondition && run.isA(String(thing.__typename), selection.typeCondition)) {
      const part = represent(run, thing, selection.selections);
      if (part) merge(told, part);
    }
  }
  return told;
}

/** Adds to a thing what a subgraph answered of it. */
function merge(target: Data, source: unknown): void {
  if (!isObject(source)) return;
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined) continue;
    const known = target[key];
    if (isObject(known) && isObject(value)) merge(known, value);
    else if (Array.isArray(value) && Array.isArray(known) && value.length === known.length) {
      for (const [index, element] of value.entries()) {
        const before: unknown = known[index];
        if (isObject(before) && isObject(element)) merge(before, element);
        else known[index] = element;
      }
    } else target[key] = value;
  }
}

const isThere = (value: unknown): boolean => value !== null && value !== undefined;
const isObject = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where in the answer an error of an entity stands: at each place where that entity does. */
function movedPaths(
  path: Path | undefined,
  place: Place,
  places: readonly (readonly number[])[],
  paths: readonly Path[],
): (Path | undefined)[] {
  const [, at, ...below] = path ?? [];
  if (typeof at !== 'number') return [path && [...place.path, ...path]];
  return (places[at] ?? []).map((index) => [...(paths[index] ?? []), ...below]);
}

/** The places of a path at which something stands, in the order of `within`. */
function pathsOf(root: unknown, path: Path): Path[] {
  const found: Path[] = [];
  const walk = (value: unknown, from: number, walked: Path): void => {
    if (!isThere(value)) return;
    if (from === path.length) found.push(walked);
    else if (path[from] === '@')
      for (const [index, each] of (value as unknown[]).entries()) walk(each, from + 1, [...walked, index]);
    else walk((value as Data)[path[from] as string], from + 1, [...walked, path[from] as string]);
  };
  walk(root, 0, []);
  return found;
}

type SubgraphError = NonNullable<Awaited<ReturnType<GraphQLDataSource['process']>>['errors']>[number];

/** An error of a subgraph as one of the operation. */
function refused(error: SubgraphError, { serviceName }: Fetch, path: Path | undefined): GraphQLError {
  const message = error.message || `Error while fetching subquery from service "${serviceName}"`;
  const code = error.extensions?.code || 'DOWNSTREAM_SERVICE_ERROR';
  const extensions = { ...error.extensions, code, serviceName };
  return new GraphQLError(message, { originalError: error as Error, path, extensions });
}
