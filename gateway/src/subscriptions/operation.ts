import { type DomainError, refusal } from '@chengqi/service-kit';
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getArgumentValues,
  getVariableValues,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  separateOperations,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type SubjectName, subjectOf, subjects } from './subjects.ts';

/** A subscription, and the question that answers it for one thing. */
export interface SubscribedOperation {
  readonly name: SubjectName;
  /** What the client named: a thing or a unit; empty where the thing is the viewer. */
  readonly argument: string;
  /** Under which name the thing stands in the answer. */
  readonly answeredAs: string;
  readonly query: string;
  readonly operationName: string | undefined;
  variablesFor(id: string): Record<string, unknown>;
}

/**
 * The client's own selection as a query for a thing by its id, with its aliases, fragments, variables and directives.
 * @throws DomainError GRAPHQL_VALIDATION_FAILED, BAD_USER_INPUT
 */
export function readSubscription(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): SubscribedOperation {
  const own = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  const [fault] = validate(schema, own, undefined, { hideSuggestions: true, maxErrors: 1 });
  if (fault) throw invalid(fault.message);
  const { errors, coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given, {
    maxErrors: 1,
    hideSuggestions: true,
  });
  if (errors?.[0]) throw malformed(errors[0].message);
  const field = rootOf(schema, own);
  const name = field?.name.value;
  const definition = schema.getSubscriptionType()?.getFields()[name ?? ''];
  if (!field || !definition || !isSubject(name)) throw invalid('A subscription asks for one field of Subscription.');
  const values: Record<string, unknown> = getArgumentValues(definition, field, coerced);
  const changed = freeName(operation);
  const query = print(asQuery(schema, own, changed));
  return {
    name,
    argument: String(values[subjectOf(name).by] ?? ''),
    answeredAs: field.alias?.value ?? name,
    query,
    operationName: operation.name?.value,
    variablesFor: (id) => ({ ...given, [changed]: id }),
  };
}

const isSubject = (name: string | undefined): name is SubjectName =>
  name !== undefined && Object.hasOwn(subjects, name);

/** The one field of `Subscription` that is asked for, wherever fragments put it; it may stand there more than once. */
function rootOf(schema: GraphQLSchema, document: DocumentNode): FieldNode | undefined {
  const info = new TypeInfo(schema);
  let found: FieldNode | undefined;
  visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        if (info.getParentType() === schema.getSubscriptionType()) found ??= node;
      },
    }),
  );
  return found;
}

function asQuery(schema: GraphQLSchema, document: DocumentNode, changed: string): DocumentNode {
  const info = new TypeInfo(schema);
  const subscription = schema.getSubscriptionType();
  const asked = visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const { name, alias } = node;
        if (info.getParentType() !== subscription || !isSubject(name.value)) return undefined;
        return {
          ...node,
          alias: alias ?? name,
          name: { kind: Kind.NAME, value: subjectOf(name.value).root },
          arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'id' }, value: variable(changed) }],
        };
      },
      NamedType: {
        leave: (node) =>
          node.name.value === subscription?.name
            ? { ...node, name: { ...node.name, value: schema.getQueryType()?.name ?? 'Query' } }
            : undefined,
      },
    }),
  );
  return withVariables(asked, changed);
}

const variable = (name: string) => ({ kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } }) as const;
const id: NamedTypeNode = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'ID' } };

/** Those that are still used, and the thing's id. */
function withVariables(document: DocumentNode, changed: string): DocumentNode {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(name.value),
  });
  return visit(document, {
    OperationDefinition: (node) => ({
      ...node,
      operation: OperationTypeNode.QUERY,
      variableDefinitions: [
        ...(node.variableDefinitions ?? []).filter((each) => used.has(each.variable.name.value)),
        {
          kind: Kind.VARIABLE_DEFINITION,
          variable: variable(changed),
          type: { kind: Kind.NON_NULL_TYPE, type: id },
        } as const,
      ],
    }),
  });
}

function freeName({ variableDefinitions = [] }: OperationDefinitionNode): string {
  const taken = new Set(variableDefinitions.map(({ variable: { name } }) => name.value));
  let name = 'changed';
  while (taken.has(name)) name += '_';
  return name;
}

const invalid = (message: string): DomainError => refusal('GRAPHQL_VALIDATION_FAILED', { en: message, zh: message });
const malformed = (message: string): DomainError =>
  refusal('BAD_USER_INPUT', { en: message, zh: '变量的值不符合要求。' }, { field: 'variables' });
