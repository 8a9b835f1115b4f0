import { createHash } from 'node:crypto';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { gatewaySubgraph, loadSubgraph, registeredOperations, supergraphSdl } from '@chengqi/schemas';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  parse,
  validate,
} from 'graphql';
import { createExecutor, createPlans } from '../src/execution/executor.ts';
import { createNodes } from '../src/nodes.ts';
import { createPresence } from '../src/presence.ts';
import { sampleVariables } from '../src/rehearsal.ts';

type Data = Record<string, unknown>;
type Execute = ApolloGateway['executor'];

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1_000_000));
/** Operations that are drawn beside those that clients have registered. */
const drawnOperations = Number(process.env.OPERATIONS ?? 60);

/** The same number for the same words, whoever asks in which order. */
const drawn = (...words: readonly unknown[]): number =>
  createHash('sha1').update(JSON.stringify(words)).digest().readUInt32BE();

/** A subgraph that knows things by their ids: what it tells of one is drawn, and always the same. */
function subgraphOf(name: string, world: () => number): GraphQLDataSource {
  const typeDefs = loadSubgraph(name as never);
  const references = typeDefs.definitions.flatMap((definition) =>
    (definition.kind === 'ObjectTypeDefinition' || definition.kind === 'ObjectTypeExtension') &&
    definition.directives?.some((directive) => directive.name.value === 'key')
      ? [definition.name.value]
      : [],
  );
  /** Some things are hidden, and some cannot be told just now. */
  const find = (thing: Data): Data | null => {
    const chance = drawn(world(), thing.__typename, thing.id, 'there') % 20;
    if (world() % 2 === 0 && chance === 0)
      throw new GraphQLError(`${thing.id} is kept`, { extensions: { code: 'FORBIDDEN' } });
    return chance < 3 ? null : thing;
  };
  const schema = buildSubgraphSchema([
    { typeDefs, resolvers: Object.fromEntries(references.map((type) => [type, { __resolveReference: find }])) },
  ]);

  function tell(type: GraphQLOutputType, key: readonly unknown[]): unknown {
    const chance = drawn(world(), ...key);
    if (isNonNullType(type))
      return tell(type.ofType, [...key, '!']) ?? tell(type.ofType, [...key, '!!']) ?? made(type.ofType, key);
    if (chance % 9 === 0) return null;
    if (world() % 2 === 0 && chance % 40 === 1)
      throw new GraphQLError(`nobody knows ${key.at(-1)}`, { extensions: { code: 'INTERNAL' } });
    return made(type, key);
  }
  function made(type: GraphQLOutputType, key: readonly unknown[]): unknown {
    const chance = drawn(world(), ...key, 'made');
    if (isNonNullType(type)) return made(type.ofType, key);
    if (isListType(type)) return Array.from({ length: chance % 4 }, (_, index) => tell(type.ofType, [...key, index]));
    const named = getNamedType(type);
    if (isEnumType(named)) return named.getValues()[chance % named.getValues().length]?.value;
    if (isAbstractType(named) || isObjectType(named)) {
      const possible = isAbstractType(named) ? schema.getPossibleTypes(named) : [named];
      const own = possible[chance % possible.length];
      // Few ids, so that the same thing stands at several places.
      const id = own?.getFields().id && `${own.name.toLowerCase()}_${drawn(...key) % 3}`;
      return { __typename: own?.name, key: id ? [own?.name, id] : key, ...(id && { id }) };
    }
    if (named.name === 'Boolean') return chance % 2 === 0;
    return named.name === 'Int' || named.name === 'Float' ? chance % 1000 : `${named.name} ${chance % 1000}`;
  }
  function resolve(source: Data | undefined, args: Data, _context: unknown, info: GraphQLResolveInfo): unknown {
    if (source?.[info.fieldName] !== undefined) return source[info.fieldName];
    const own = (source?.key as unknown[]) ?? (source?.id ? [source.__typename, source.id] : ['root']);
    return tell(info.returnType, [...own, info.fieldName, args]);
  }
  /** Now and then a value is none that the schema has there. */
  function spoil(this: Data, key: string, value: unknown): unknown {
    if (Array.isArray(this) || key === 'id' || key.startsWith('__') || typeof value === 'object') return value;
    const chance = drawn(world(), this.__typename, this.id, key, value) % 150;
    return chance === 0 ? null : chance === 1 ? (typeof value === 'string' ? true : 'none') : value;
  }
  return {
    process: async ({ request: { query = '', variables, operationName } }) => {
      const asked = { schema, document: parse(query), ...(variables && { variableValues: variables }) };
      const answer = await execute({ ...asked, fieldResolver: resolve, ...(operationName && { operationName }) });
      // As over a wire: nobody shares objects, and what is undefined is not there.
      return JSON.parse(JSON.stringify(answer), spoil);
    },
  };
}

const literalOf = (type: GraphQLInputType): string => {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return `[${literalOf(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type))
    return `{${Object.values(type.getFields())
      .filter(isRequiredInputField)
      .map((field) => `${field.name}: ${literalOf(field.type)}`)}}`;
  return { Int: '1', Float: '1', Boolean: 'true' }[type.name as 'Int'] ?? '"x"';
};

/** A query of the schema as somebody might write it who knows all of GraphQL. */
function drawQuery(schema: GraphQLSchema, number: number): string {
  let draws = 0;
  const next = (below: number) => {
    draws += 1;
    return drawn(seed, number, draws) % below;
  };
  const maybe = (text: string, oneIn: number) => (next(oneIn) === 0 ? text : '');
  const condition = () =>
    maybe(` @${next(2) ? 'include' : 'skip'}(if: ${['$yes', '$no', '$open', 'true'][next(4)]})`, 6);

  function selection(type: GraphQLNamedType, depth: number, most: number): string {
    if (!isObjectType(type) && !isInterfaceType(type) && !isAbstractType(type)) return '';
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const usable = fields.filter((field) => depth > 0 || !selectable(field.type));
    const parts = Array.from({ length: 1 + next(most) }, () => {
      const field = usable[next(Math.max(1, usable.length))];
      if (!field || next(9) === 0) return '__typename';
      const given = field.args.filter(isRequiredArgument).map((arg) => `${arg.name}: ${literalOf(arg.type)}`);
      const below = selectable(field.type) ? ` { ${selection(getNamedType(field.type), depth - 1, 4)} }` : '';
      return `${field.name}${given.length > 0 ? `(${given})` : ''}${condition()}${below}`;
    });
    if (isAbstractType(type))
      for (const own of schema.getPossibleTypes(type).slice(next(3), 3 + next(4)))
        parts.push(`... on ${own.name}${condition()} { ${depth > 0 ? selection(own, depth - 1, 3) : '__typename'} }`);
    else if (next(3) === 0) parts.push(`...${condition()} { ${selection(type, depth, 2)} }`);
    return parts.join(' ');
  }
  const selectable = (type: GraphQLOutputType) =>
    'getFields' in getNamedType(type) || isAbstractType(getNamedType(type));
  const query = schema.getQueryType();
  if (!query) throw new Error('no queries');
  return `query Q${number}($yes: Boolean! = true, $no: Boolean!, $open: Boolean = true) { ${selection(query, 4, 4)} x: __typename @skip(if: $yes) y: __typename @include(if: $no) z: __typename @include(if: $open) }`;
}

describe('the executor', () => {
  let gateway: ApolloGateway;
  let schema: GraphQLSchema;
  let own: Execute;
  let asking: (document: DocumentNode) => DocumentNode;
  let world = 0;
  let asked = 0;
  let cells = 0;
  let stockAsked = 0;
  const sources = new Map<string, GraphQLDataSource>();
  const sourceOf = (name: string): GraphQLDataSource => {
    const source = sources.get(name) ?? (name === gatewaySubgraph ? createNodes() : subgraphOf(name, () => world));
    sources.set(name, source);
    return source;
  };

  beforeAll(async () => {
    process.env.APOLLO_TELEMETRY_DISABLED = '1';
    const plans = createPlans();
    gateway = new ApolloGateway({
      supergraphSdl: supergraphSdl(),
      serviceHealthCheck: false,
      experimental_didResolveQueryPlan: plans.keep,
      buildService: ({ name }) => ({
        process: async (options) => {
          if ((options.context as Data).rehearsal) return { data: null };
          return sourceOf(name).process(options);
        },
      }),
    });
    gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
      schema = apiSchema;
    });
    await gateway.load({ apollo: {} });
    const stock: Execute = (request) => {
      if (!(request.context as Data).rehearsal) stockAsked += 1;
      return gateway.executor(request);
    };
    own = createExecutor({ stock, plans, sourceOf, sdlOf: supergraphSdl });
    const presence = createPresence(supergraphSdl(), schema);
    asking = presence.asking;
  });
  afterAll(() => gateway.stop());

  const request = (text: string, document: DocumentNode, variables: Data): Parameters<Execute>[0] =>
    ({
      ...{ request: { query: text, variables }, document, schema, source: text, queryHash: text, metrics: {} },
      ...{ context: { language: 'en' }, logger: console, operationName: null },
    }) as unknown as Parameters<Execute>[0];

  /**
   * What an answer comes to. In which order errors are told is nobody's business, and Apollo counts wrongly at which
   * place of a list one stands where some of the things are not the failing subgraph's.
   */
  function told({ data, errors = [], extensions }: Awaited<ReturnType<Execute>>) {
    const lineOf = ({ message, path = [], extensions: said }: GraphQLError) =>
      JSON.stringify([
        message,
        path.map((part) => (typeof part === 'number' ? '@' : part)),
        said.code,
        said.serviceName,
      ]);
    return {
      data: JSON.parse(JSON.stringify(data ?? null)),
      errors: errors.map(lineOf).sort(),
      // Of several nulls in one thing the first is told, and which that is depends on where one begins.
      isWhole: extensions?.valueCompletion === undefined,
    };
  }

  /** Paths of errors at which there is something all the same. */
  const misplaced = ({ data, errors = [] }: Awaited<ReturnType<Execute>>) =>
    errors
      .map(({ path = [] }) => path)
      .filter((path) => !path.includes('_entities'))
      .filter(
        (path) => path.reduce<unknown>((value, part) => (value as Data | undefined)?.[part] ?? null, data) !== null,
      );

  async function answersAlike(text: string, variables: Data): Promise<void> {
    const document = asking(parse(text));
    for (world = seed; world < seed + 4; world += 1) {
      const question = request(text, document, variables);
      const answer = await own(question);
      const ours = told(answer);
      expect({ text, world, ...ours }).toEqual({ text, world, ...told(await gateway.executor(question)) });
      expect([text, world, misplaced(answer)]).toEqual([text, world, []]);
      asked += 1;
      cells += JSON.stringify(ours.data).split(/[,:]/).length;
    }
  }

  it('answers what clients have registered as Apollo does, by itself', async () => {
    const queries = registeredOperations().filter(({ text }) => !/^\s*subscription/m.test(text));
    for (const { text } of queries) await answersAlike(text, sampleVariables(schema, text));
    expect([asked, stockAsked]).toEqual([queries.length * 4, 0]);
  });

  it('answers drawn questions as Apollo does', async () => {
    for (let number = 0; number < drawnOperations; number += 1) {
      const text = drawQuery(schema, number);
      const problems = validate(schema, parse(text));
      if (problems.length > 0) continue;
      await answersAlike(text, { no: false });
    }
    console.log(`executor, seed ${seed}: ${asked} answers as Apollo's, ${cells} values, ${stockAsked} left to it`);
    expect(asked).toBeGreaterThan(drawnOperations);
  });
});
