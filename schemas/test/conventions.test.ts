import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type FieldDefinitionNode,
  getNullableType,
  type InputValueDefinitionNode,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  parse,
  print,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  validate,
} from 'graphql';
import { gatewaySubgraph, loadGatewaySubgraph, loadOperations, loadSubgraph, supergraphSdl } from '../documents.ts';
import { serviceNames } from '../services.ts';

const apiSchema = buildSchema(readFileSync(new URL('../api.graphql', import.meta.url), 'utf8'));

type Definition = TypeDefinitionNode | TypeExtensionNode;

const subgraphs = [...serviceNames, gatewaySubgraph] as const;

const definitionsOf = (name: (typeof subgraphs)[number]) =>
  (name === gatewaySubgraph ? loadGatewaySubgraph() : loadSubgraph(name)).definitions.filter(
    (node): node is Definition =>
      'name' in node &&
      node.kind !== Kind.DIRECTIVE_DEFINITION &&
      node.kind !== Kind.OPERATION_DEFINITION &&
      node.kind !== Kind.FRAGMENT_DEFINITION,
  );

const fieldsOf = (node: Definition): readonly (FieldDefinitionNode | InputValueDefinitionNode)[] =>
  'fields' in node ? (node.fields ?? []) : [];
const isStub = (node: Definition) => 'directives' in node && node.directives?.some(({ name }) => name.value === 'key');
const roots = ['Query', 'Mutation', 'Subscription'];

/** As of a moment, and yet one row or at most a hundred by an index. */
const cheapAsOf = ['onDutyNow', 'openCallbacks', 'reportSubmission', 'roster'];

describe.each(serviceNames)('15-3.4: SDL of %s', (service) => {
  const definitions = definitionsOf(service);
  const mutations = definitions
    .filter(({ name }) => name.value === 'Mutation')
    .flatMap(fieldsOf) as FieldDefinitionNode[];
  const inputs = new Map(
    definitions.filter(({ kind }) => kind === Kind.INPUT_OBJECT_TYPE_DEFINITION).map((node) => [node.name.value, node]),
  );

  it('describes every type, field, argument and value', () => {
    const bare = definitions.flatMap((node) => {
      const type = node.name.value;
      const own = 'description' in node && !node.description && !isStub(node) && !roots.includes(type) ? [type] : [];
      const fields = fieldsOf(node).flatMap((field) => [
        ...(field.description || (isStub(node) && field.name.value === 'id') ? [] : [`${type}.${field.name.value}`]),
        ...('arguments' in field ? (field.arguments ?? []) : [])
          .filter((argument) => !argument.description && argument.name.value !== 'input')
          .map((argument) => `${type}.${field.name.value}(${argument.name.value})`),
      ]);
      const values =
        'values' in node
          ? (node.values ?? []).filter((value) => !value.description).map((value) => `${type}.${value.name.value}`)
          : [];
      return [...own, ...fields, ...values];
    });

    expect(bare).toEqual([]);
  });

  it('gives every mutation one input with an idempotency key, and a payload', () => {
    const odd = mutations.filter((field) => {
      const [input, ...more] = field.arguments ?? [];
      const type = input ? print(input.type) : '';
      const keyed = inputs.get(type.replace('!', ''));
      return (
        more.length > 0 ||
        input?.name.value !== 'input' ||
        !type.endsWith('Input!') ||
        !print(field.type).endsWith('Payload!') ||
        !keyed ||
        !fieldsOf(keyed).some(({ name }) => name.value === 'idempotencyKey')
      );
    });

    expect(odd.map(({ name }) => name.value)).toEqual([]);
  });

  it('pages its connections both ways', () => {
    const odd = definitions.flatMap((node) =>
      (fieldsOf(node) as FieldDefinitionNode[])
        .filter((field) => print(field.type).replaceAll('!', '').endsWith('Connection'))
        .filter(
          (field) =>
            !['first', 'after', 'last', 'before'].every((name) =>
              field.arguments?.some((argument) => argument.name.value === name),
            ),
        )
        .map((field) => `${node.name.value}.${field.name.value}`),
    );

    expect(odd).toEqual([]);
  });

  it('lets limits reckon what a list costs, and says where counting ends', () => {
    const listed = definitions.flatMap((node) =>
      (fieldsOf(node) as FieldDefinitionNode[]).map((field) => ({
        at: `${node.name.value}.${field.name.value}`,
        field,
      })),
    );
    const lists = listed.filter(({ field }) => print(field.type).replace('!', '').endsWith('Connection'));
    const counts = listed.filter(({ field }) => field.name.value === 'totalCount');
    const free = lists.filter(({ field }) => !field.directives?.some(({ name }) => name.value === 'listSize'));
    const endless = counts.filter(
      ({ field }) => !field.description?.value.includes('1,000 stands for that many or more'),
    );

    expect([...free, ...endless].map(({ at }) => at)).toEqual([]);
  });

  it('tells limits what is dear: what is reckoned as of a moment or over a period declares its cost', () => {
    const reckoned = definitions
      .filter(({ name }) => ['Query', 'Org'].includes(name.value))
      .flatMap((node) => fieldsOf(node) as FieldDefinitionNode[])
      .filter((field) => field.arguments?.some(({ name }) => ['asOf', 'period'].includes(name.value)))
      .filter((field) => !field.directives?.some(({ name }) => ['cost', 'listSize'].includes(name.value)));

    expect(reckoned.map(({ name }) => name.value).filter((name) => !cheapAsOf.includes(name))).toEqual([]);
  });

  it('writes enum values in capitals and fields in camel case', () => {
    const odd = definitions.flatMap((node) => [
      ...('values' in node
        ? (node.values ?? []).map(({ name }) => name.value).filter((value) => !/^[A-Z][A-Z0-9_]*$/.test(value))
        : []),
      ...fieldsOf(node)
        .map(({ name }) => name.value)
        .filter((name) => !/^_?[a-z][A-Za-z0-9]*$/.test(name)),
    ]);

    expect(odd).toEqual([]);
  });
});

describe('the graph', () => {
  it('names every root field once', () => {
    const names = subgraphs
      .flatMap((service) =>
        definitionsOf(service)
          .filter(({ name }) => roots.includes(name.value))
          .flatMap(fieldsOf),
      )
      .map(({ name }) => name.value);

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('loses no page with one service: every root field of Query may be null', () => {
    const needed = subgraphs.flatMap((service) =>
      definitionsOf(service)
        .filter(({ name }) => name.value === 'Query')
        .flatMap(fieldsOf)
        .filter(({ type }) => type.kind === Kind.NON_NULL_TYPE)
        .map(({ name }) => `${service} ${name.value}`),
    );

    expect(needed).toEqual([]);
  });

  it('lets who asks for what is theirs say in which states', () => {
    const mine = Object.values(apiSchema.getQueryType()?.getFields() ?? {}).filter(({ name }) => /^my[A-Z]/.test(name));
    const without = mine.filter(({ args }) => !args.some(({ name, type }) => name === 'states' && isListType(type)));

    expect(mine.length).toBeGreaterThan(2);
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('answers what is referred to alike: fields of one name that lead to one Node are all null-able, or none is', () => {
    const nodes = new Set(
      Object.values(apiSchema.getTypeMap()).flatMap((type) =>
        isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node') ? [type.name] : [],
      ),
    );
    const needed = new Map<string, Set<boolean>>();
    for (const type of Object.values(apiSchema.getTypeMap())) {
      if (!isObjectType(type) || /^(Query|Mutation|Subscription)$|Payload$|Edge$/.test(type.name)) continue;
      for (const field of Object.values(type.getFields())) {
        const to = getNullableType(field.type);
        if (!isObjectType(to) || !nodes.has(to.name)) continue;
        const key = `${field.name}: ${to.name}`;
        needed.set(key, (needed.get(key) ?? new Set()).add(isNonNullType(field.type)));
      }
    }
    expect([...needed].filter(([, kinds]) => kinds.size > 1).map(([key]) => key)).toEqual([]);
  });

  it('says of every action which mutation does it, or that none does', () => {
    const mutations = Object.keys(apiSchema.getMutationType()?.getFields() ?? {});
    const actions = Object.values(apiSchema.getTypeMap())
      .filter((type) => isEnumType(type) && type.name.endsWith('Action'))
      .flatMap((type) =>
        isEnumType(type) ? type.getValues().map((value) => ({ at: `${type.name}.${value.name}`, value })) : [],
      );
    const silent = actions.filter(({ value: { description } }) => {
      const named = [...(description ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '');
      const bySystem = /done by the (system|clock)/i.test(description ?? '');
      return bySystem ? named.length > 0 : named.length === 0 || !named.every((name) => mutations.includes(name));
    });

    expect(silent.map(({ at }) => at)).toEqual([]);
    expect(actions.length).toBeGreaterThan(100);
  });

  it('names the standard of every scalar that has one', () => {
    const scalars = Object.values(apiSchema.getTypeMap()).filter(
      (type) => isScalarType(type) && !isSpecifiedScalarType(type),
    );

    expect(scalars.map((type) => [type.name, 'specifiedByURL' in type && type.specifiedByURL != null])).toEqual([
      ['DateTime', true],
      ['LocalDate', true],
      ['PhoneMasked', false],
    ]);
  });

  it('says beside what may be done what a rule stands against', () => {
    const types = serviceNames.flatMap((service) =>
      definitionsOf(service).map((node) => ({ at: `${service} ${node.name.value}`, fields: fieldsOf(node) })),
    );
    const having = (name: string) =>
      types.filter(({ fields }) => fields.some((field) => field.name.value === name)).map(({ at }) => at);

    expect(having('blockedActions')).toEqual(having('allowedActions'));
    expect(having('allowedActions').length).toBeGreaterThan(15);
  });

  it('is composed', () => {
    expect(supergraphSdl()).toContain('directive @access');
  });

  const registered = ['office', 'figures'].flatMap((client) => Object.entries(loadOperations(client)));
  it.each(registered)('answers the registered operation %s', (name, text) => {
    const [operation] = parse(text).definitions;

    expect(validate(apiSchema, parse(text)).map(({ message }) => message)).toEqual([]);
    expect(operation?.kind === Kind.OPERATION_DEFINITION && operation.name?.value).toMatch(
      new RegExp(`^[A-Z][a-z]+_${name}$`),
    );
  });

  it('loses the branch of a service that is down and no more: what others add to an entity is nullable', () => {
    const homes = new Set(
      serviceNames.flatMap((service) =>
        definitionsOf(service).flatMap((node) =>
          'interfaces' in node && node.interfaces?.some(({ name }) => name.value === 'Node')
            ? [`${service} ${node.name.value}`]
            : [],
        ),
      ),
    );
    const nodes = new Set([...homes].map((home) => home.split(' ')[1]));
    const added = serviceNames.flatMap((service) =>
      definitionsOf(service)
        .filter(({ name }) => nodes.has(name.value) && !homes.has(`${service} ${name.value}`))
        .flatMap((node) => fieldsOf(node).map((field) => ({ at: `${service} ${node.name.value}`, field }))),
    );

    expect(
      added
        .filter(({ field }) => field.name.value !== 'id' && field.type.kind === Kind.NON_NULL_TYPE)
        .map(({ at, field }) => `${at}.${field.name.value}`),
    ).toEqual([]);
  });
});
