import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Data } from './plan.ts';

/** What was wrong with data, and where the shaping is. */
interface Work {
  readonly path: (string | number)[];
  readonly problems: GraphQLError[];
}

/** A null whose reason was told, and one that its parent cannot hold. */
const told = Symbol('told');
const broken = Symbol('broken');

type Complete = (value: unknown, work: Work) => unknown;

interface Field {
  readonly key: string;
  /** Undefined where the name of the type is asked for. */
  readonly complete: Complete | undefined;
}

export interface Shaped {
  readonly data: Data | null;
  /** Values that are not as the schema has them; each is null in the data, or what holds it is. */
  readonly problems: readonly GraphQLError[];
}

/**
 * How the answer to an operation looks, made once and used for each answer: of all that subgraphs told, what was asked
 * for, as the schema that clients see has it. A null where none may be takes away what holds it, up to where one may be
 * (GraphQL October 2021, 6.4.4). `isTaken` tells whether a selection's `@skip` and `@include` leave it there.
 */
export function createShape(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  isTaken: (selection: SelectionNode) => boolean,
): (input: Data) => Shaped {
  const applies = (condition: string, type: string): boolean => {
    if (condition === type) return true;
    const [abstract, own] = [schema.getType(condition), schema.getType(type)];
    return isAbstractType(abstract) && (isObjectType(own) || isInterfaceType(own)) && schema.isSubType(abstract, own);
  };

  /** Fields that a thing of this type has, those of one name together. */
  function collect(sets: readonly SelectionSetNode[], type: string, found = new Map<string, FieldNode[]>()) {
    for (const selection of sets.flatMap(({ selections }) => selections)) {
      if (!isTaken(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const same = found.get(key);
        if (same) same.push(selection);
        else found.set(key, [selection]);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!fragment) throw new GraphQLError(`no fragment for ${selection.kind}`);
      if (!fragment.typeCondition || applies(fragment.typeCondition.name.value, type))
        collect([fragment.selectionSet], type, found);
    }
    return found;
  }

  function fieldsOf(sets: readonly SelectionSetNode[], type: string): Field[] {
    const own = schema.getType(type);
    const fields = isObjectType(own) || isInterfaceType(own) ? own.getFields() : {};
    return [...collect(sets, type)].map(([key, nodes]) => {
      const name = nodes[0]?.name.value ?? '';
      const field = fields[name];
      if (name === '__typename') return { key, complete: undefined };
      if (!field) throw new GraphQLError(`${type} has no ${name}`);
      const below = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
      return { key, complete: completeOf(field.type, below, type) };
    });
  }

  function completeOf(type: GraphQLOutputType, sets: readonly SelectionSetNode[], parent: string): Complete {
    if (isNonNullType(type)) {
      const inner = completeOf(type.ofType, sets, parent);
      return (value, work) => {
        const done = inner(value, work);
        if (done === null) {
          const which = placeOf(work, type.ofType, parent);
          work.problems.push(problem(`Cannot return null for non-nullable ${which}.`, work));
          return broken;
        }
        return done === told ? broken : done;
      };
    }
    if (isListType(type)) return listOf(completeOf(type.ofType, sets, parent));
    if (isLeafType(type)) return leafOf(type, parent);
    return objectOf(type.name, sets, parent);
  }

  /** A thing by its own type, which its `__typename` tells where there may be several. */
  function objectOf(declared: string, sets: readonly SelectionSetNode[], parent: string): Complete {
    const byType = new Map<string, Complete>();
    return (value, work) => {
      if (value === null || value === undefined) return null;
      if (typeof value !== 'object') throw new Error(`no object for ${declared}`);
      const type = (value as Data).__typename ?? declared;
      const known = byType.get(type as string);
      if (known) return known(value, work);
      const own = schema.getType(String(type));
      if (!isCompositeType(own)) {
        work.problems.push(problem(`Invalid __typename found for object at ${placeOf(work, declared, parent)}.`, work));
        return told;
      }
      const made = recordOf(fieldsOf(sets, own.name), isObjectType(own) ? own : undefined);
      byType.set(own.name, made);
      return made(value, work);
    };
  }

  const root = schema.getRootType(operation.operation);
  if (!root) throw new GraphQLError(`no ${operation.operation}`);
  const whole = recordOf(fieldsOf([operation.selectionSet], root.name), root);
  return (input) => {
    const work: Work = { path: [], problems: [] };
    const data = whole(input, work);
    return { data: data === told ? null : (data as Data), problems: work.problems };
  };
}

function recordOf(fields: readonly Field[], type: GraphQLObjectType | undefined): Complete {
  return (value, work) => {
    const record: Data = {};
    for (const { key, complete } of fields) {
      if (!complete) {
        if (!type) return told;
        record[key] = type.name;
        continue;
      }
      work.path.push(key);
      const done = complete((value as Data)[key], work);
      work.path.pop();
      if (done === broken) return told;
      record[key] = done === told ? null : done;
    }
    return record;
  };
}

const listOf =
  (element: Complete): Complete =>
  (value, work) => {
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value)) throw new Error('no list where the schema has one');
    let isBroken = false;
    const list = value.map((each, index) => {
      work.path.push(index);
      const done = element(each, work);
      work.path.pop();
      if (done === broken) isBroken = true;
      return done === told ? null : done;
    });
    return isBroken ? told : list;
  };

function leafOf(type: GraphQLLeafType, parent: string): Complete {
  const isValid = validityOf(type);
  return (value, work) => {
    if (value === null || value === undefined) return null;
    if (isValid(value)) return value;
    work.problems.push(problem(`Invalid value found for ${placeOf(work, type, parent)}.`, work));
    return told;
  };
}

/** A subgraph has serialized its values already; of scalars of ours anything is taken. */
function validityOf(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) return (value) => typeof value === 'string' && type.getValue(value) !== undefined;
  if (!isSpecifiedScalarType(type)) return () => true;
  switch (type.name) {
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'Int':
      return Number.isInteger;
    case 'Float':
      return Number.isFinite;
    case 'ID':
      return (value) => typeof value === 'string' || Number.isInteger(value);
    default:
      return (value) => typeof value === 'string';
  }
}

const problem = (message: string, { path }: Work): GraphQLError => new GraphQLError(message, { path: [...path] });

function placeOf({ path }: Work, type: { toString(): string }, parent: string): string {
  const last = path.at(-1);
  return typeof last === 'number' ? `array element of type ${type} at index ${last}` : `field ${parent}.${last}`;
}
