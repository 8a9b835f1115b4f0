import type { ApolloGateway, GraphQLDataSource } from '@apollo/gateway';
import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { operationOf } from '../admission/limits.ts';
import { type Data, isRunnable, type PlanNode, type QueryPlan, type Resolved, type Run, runPlan } from './plan.ts';
import { createShape, type Shaped } from './shape.ts';

type Execute = ApolloGateway['executor'];
type Asked = Parameters<Execute>[0];

interface ExecutorOptions {
  /** Apollo's own, which plans, and answers what is not run here. */
  readonly stock: Execute;
  readonly plans: ReturnType<typeof createPlans>;
  readonly sourceOf: (subgraph: string) => GraphQLDataSource;
  readonly sdlOf: (schema: GraphQLSchema) => string;
}

/** An operation that was planned: how it is fetched, and how its answer looks. */
interface Compiled {
  readonly plan: PlanNode | undefined;
  readonly defaults: Data;
  shapeFor(values: Values): (input: Data) => Shaped;
}

type Values = Readonly<Record<string, unknown>>;

/** Of one operation; each variable in a condition doubles what there may be. */
const mostShapes = 32;

/** Plans as Apollo finds them, by their operation. */
export function createPlans() {
  const found = new WeakMap<DocumentNode, Map<string, QueryPlan>>();
  return {
    keep({ queryPlan, requestContext: { document, request } }: Resolved): void {
      const byName = found.get(document) ?? new Map<string, QueryPlan>();
      found.set(document, byName.set(request.operationName ?? '', queryPlan));
    },
    of: (document: DocumentNode, name: string): QueryPlan | undefined => found.get(document)?.get(name),
  };
}

/**
 * Runs the plans that Apollo makes, without what its executor does anew for each request: the operation is read and the
 * shape of its answer made once, a thing that stands at several places is asked for once, and nothing is recorded for
 * reports that nobody gets. Introspection and plans that rename keys are left to Apollo's executor.
 */
export function createExecutor({ stock, plans, sourceOf, sdlOf }: ExecutorOptions): Execute {
  const bySchema = new WeakMap<GraphQLSchema, Graph>();
  const graphOf = (schema: GraphQLSchema): Graph => {
    const graph = bySchema.get(schema) ?? { isA: readTypes(sdlOf(schema)), compiled: new WeakMap() };
    bySchema.set(schema, graph);
    return graph;
  };

  /** Apollo plans when it is asked; what asks for a rehearsal, nobody fetches. Null where it should answer itself. */
  async function compile(asked: Asked): Promise<Compiled | null> {
    const { document, schema } = asked;
    const name = asked.request.operationName ?? '';
    const operation = operationOf(document, name || null);
    if (!operation || !isPlain(document)) return null;
    await stock({ ...asked, context: { ...asked.context, rehearsal: true } });
    const plan = plans.of(document, name);
    if (!plan || (plan.node && !isRunnable(plan.node))) return null;
    return compiledOf(schema, document, operation, plan.node);
  }

  async function compiledFor(asked: Asked, { compiled }: Graph): Promise<Compiled | null> {
    const { document } = asked;
    const byName = compiled.get(document) ?? new Map<string, Promise<Compiled | null>>();
    const name = asked.request.operationName ?? '';
    const known = byName.get(name);
    if (known) return known;
    const making = compile(asked);
    compiled.set(document, byName.set(name, making));
    // What could not be planned, such as for its variables, is planned when it is asked again.
    making.then(() => plans.of(document, name) ?? byName.delete(name)).catch(() => byName.delete(name));
    return making;
  }

  return async (asked) => {
    const graph = graphOf(asked.schema);
    const compiled = await compiledFor(asked, graph);
    if (!compiled) return stock(asked);
    const { plan, defaults, shapeFor } = compiled;
    const variables = asked.request.variables ?? {};
    const values = { ...defaults, ...variables };
    const run: Run = {
      ...{ variables, values, isA: graph.isA, errors: [], root: {} },
      ask: (subgraph, request) =>
        sourceOf(subgraph).process({
          ...{ request, context: asked.context, incomingRequestContext: asked },
          // An enum that the library keeps to itself.
          kind: 'incoming operation' as never,
        }),
    };
    if (plan) await runPlan(run, plan);
    const { errors } = run;
    try {
      const { data, problems } = shapeFor(values)(run.root);
      if (errors.length > 0) return { errors, data };
      return problems.length > 0 ? { data, extensions: { valueCompletion: problems } } : { data };
    } catch (error) {
      const { message } = error as Error;
      return {
        errors: [error instanceof GraphQLError ? error : new GraphQLError(message, { originalError: error as Error })],
      };
    }
  };
}

interface Graph {
  readonly isA: Run['isA'];
  /** Gone with their documents, of which Apollo keeps 30 MiB. */
  readonly compiled: WeakMap<DocumentNode, Map<string, Promise<Compiled | null>>>;
}

function compiledOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  plan: PlanNode | undefined,
): Compiled {
  const fragments = new Map(
    document.definitions
      .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );
  const defaults = Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
  const conditions = conditionsIn(document);
  const shapes = new Map<string, (input: Data) => Shaped>();
  return {
    plan,
    defaults,
    shapeFor(values) {
      const key = conditions.map((name) => String(values[name])).join();
      const known = shapes.get(key);
      if (known) return known;
      const made = createShape(schema, operation, fragments, (selection) => isTaken(selection, values));
      if (shapes.size >= mostShapes) shapes.clear();
      shapes.set(key, made);
      return made;
    },
  };
}

/** No introspection, and no name that every object of JavaScript has already. */
function isPlain(document: DocumentNode): boolean {
  let plain = true;
  visit(document, {
    Field({ name, alias }) {
      if (/^__(?:schema|type)$/.test(name.value) || (alias ?? name).value in Object.prototype) plain = false;
    },
  });
  return plain;
}

const isCondition = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include';

/** Variables that decide what is taken. */
function conditionsIn(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      const value = directive.arguments?.[0]?.value;
      if (isCondition(directive) && value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

function isTaken({ directives = [] }: SelectionNode, values: Values): boolean {
  return directives.filter(isCondition).every(({ name, arguments: given = [] }) => {
    const value = given[0] && valueFromASTUntyped(given[0].value, values);
    if (typeof value !== 'boolean') throw new GraphQLError(`@${name.value} has no condition`);
    return value === (name.value === 'include');
  });
}

/** Which types of the supergraph are also of which others. */
function readTypes(supergraphSdl: string): Run['isA'] {
  const above = new Map<string, Set<string>>();
  const add = (type: string, abstract: string) => above.set(type, (above.get(type) ?? new Set()).add(abstract));
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION)
      for (const { name } of definition.interfaces ?? []) add(definition.name.value, name.value);
    if (definition.kind === Kind.UNION_TYPE_DEFINITION)
      for (const { name } of definition.types ?? []) add(name.value, definition.name.value);
  }
  return (type, condition) => type === condition || (above.get(type)?.has(condition) ?? false);
}
