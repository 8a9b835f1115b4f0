import {
  type ASTNode,
  type ConstValueNode,
  coerceInputValue,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  type ValueNode,
  valueFromAST,
  visit,
} from 'graphql';
import { badInputs, DomainError, type Message, type Problem } from './errors.ts';

/** An operation that was not run, as a plugin of Apollo Server finds it. */
interface Refused {
  readonly schema: GraphQLSchema;
  readonly document?: DocumentNode | undefined;
  readonly operation?: OperationDefinitionNode | null | undefined;
  readonly request: { readonly variables?: Readonly<Record<string, unknown>> | undefined };
  readonly errors?: readonly GraphQLError[] | undefined;
}

/**
 * The library answers an error for each wrong value and says where in a sentence; here it is one refusal that names the
 * path of every one up to fifty, in the input or among the arguments. Null when the operation failed for another reason.
 */
export function inputRefusal({ schema, document, operation, request, errors = [] }: Refused): DomainError | null {
  if (!document) return null;
  const problems = operation
    ? inVariables(schema, document, operation, request.variables ?? {})
    : errors.flatMap((error) => inLiteral(document, error));
  return problems.length === 0 ? null : badInputs(problems);
}

/** More are told to nobody, nor looked for: an input may have more flaws than anybody could mend. */
const mostProblems = 50;
class Enough extends Error {}

const argumentsKnown = new WeakMap<DocumentNode, ReadonlyMap<string, string>>();

/** The arguments that take the variables of a document, by the names of these; documents come again and again. */
function argumentsIn(document: DocumentNode): ReadonlyMap<string, string> {
  const known = argumentsKnown.get(document);
  if (known) return known;
  const found = new Map<string, string>();
  visit(document, {
    Argument: ({ name, value }) => {
      if (value.kind === Kind.VARIABLE) found.set(value.name.value, name.value);
    },
  });
  argumentsKnown.set(document, found);
  return found;
}

function inVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Problem[] {
  if (variableDefinitions.length === 0) return [];
  const problems: Problem[] = [];
  const argumentOf = argumentsIn(document);
  for (const { variable, type: given, defaultValue } of variableDefinitions) {
    const name = variable.name.value;
    const type = typeFromAST(schema, given);
    if (!isInputType(type)) continue;
    const value = variables[name] === undefined && defaultValue ? valueFromAST(defaultValue, type) : variables[name];
    if (value === undefined && given.kind !== Kind.NON_NULL_TYPE) continue;
    const before = argumentPath(argumentOf.get(name) ?? name);
    try {
      coerceInputValue(value ?? null, type, (path, _, error) => {
        problems.push(problem([...before, ...path].join('.') || name, error));
        if (problems.length === mostProblems) throw new Enough();
      });
    } catch (error) {
      if (error instanceof Enough) return problems;
      throw error;
    }
  }
  return problems;
}

function inLiteral(document: DocumentNode, error: GraphQLError): Problem[] {
  const [node] = error.nodes ?? [];
  if (!node || !(causeOf(error) instanceof DomainError)) return [];
  const paths: string[] = [];
  visit(document, {
    Argument: ({ name, value }) => {
      const path = pathTo(node, value, argumentPath(name.value));
      if (path) paths.push(path.join('.') || name.value);
    },
  });
  return paths.map((path) => problem(path, error));
}

/** Fields of a mutation's one argument are named as they stand in it. */
const argumentPath = (name: string): string[] => (name === 'input' ? [] : [name]);

function pathTo(node: ASTNode, value: ValueNode | ConstValueNode, path: readonly string[]): readonly string[] | null {
  if (value === node) return path;
  const inner: [string, ValueNode][] =
    value.kind === Kind.OBJECT
      ? value.fields.map((field) => [field.name.value, field.value])
      : value.kind === Kind.LIST
        ? value.values.map((each, at) => [String(at), each])
        : [];
  for (const [key, each] of inner) {
    const found = pathTo(node, each, [...path, key]);
    if (found) return found;
  }
  return null;
}

function problem(path: string, error: GraphQLError): Problem {
  const cause = causeOf(error);
  return { path, rule: null, text: cause instanceof DomainError ? cause.text : ofTheLibrary(error.message) };
}

/** Without the names that it suggests: who may not see the schema is not told it. */
const ofTheLibrary = (message: string): Message => ({
  en: message.replace(/ ?Did you mean .+\?$/, ''),
  zh: '填写的内容或格式不正确。',
});

/** What a resolver or a scalar threw, under the wrappings of the library. */
export const causeOf = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
