import {
  defaultFieldResolver,
  type GraphQLField,
  GraphQLList,
  type GraphQLSchema,
  GraphQLString,
  isObjectType,
  valueFromAST,
} from 'graphql';
import { badInput, DomainError, forbidden, unauthenticated } from './errors.ts';
import { type Actor, capacitiesOf, type GraphQLContext, type Viewer } from './viewer.ts';

const everybody = 'ANONYMOUS';

/**
 * Puts the guard of `@access(roles:)` before every field that carries it, and before every root field the one that
 * asks for a signed-in person. Lists in arguments are bounded everywhere. A role at any post passes here; whether its scope covers the object is the domain's matter.
 */
export function guardFields(schema: GraphQLSchema): GraphQLSchema {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const roles = rolesOf(field);
      if (field.args.length > 0 && !field.name.startsWith('_')) bound(field);
      if (roles !== null || roots.includes(type)) guard(field, roles);
    }
  }
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) beginAfresh(field);
  return schema;
}

function rolesOf(field: GraphQLField<unknown, GraphQLContext>): string[] | null {
  const directive = field.astNode?.directives?.find(({ name }) => name.value === 'access');
  const value = directive?.arguments?.find(({ name }) => name.value === 'roles')?.value;
  return value ? (valueFromAST(value, new GraphQLList(GraphQLString)) as string[]) : null;
}

function guard(field: GraphQLField<unknown, GraphQLContext>, roles: string[] | null): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args, context, info) => {
    check(context, roles);
    return resolve(parent, args, context, info);
  };
}

/** More entries than a list in an argument may ever have; acts say less. No statement of an engine takes all of them. */
const mostEntries = 5000;

function bound(field: GraphQLField<unknown, GraphQLContext>): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args, context, info) => {
    refuseLongLists(args, []);
    return resolve(parent, args, context, info);
  };
}

/** @throws DomainError BAD_USER_INPUT with the path of the list, as fields of an input are named */
function refuseLongLists(value: unknown, path: readonly (string | number)[]): void {
  if (typeof value !== 'object' || value === null || value instanceof Date) return;
  if (Array.isArray(value) && value.length > mostEntries) {
    const field = path.filter((name, at) => !(at === 0 && name === 'input')).join('.');
    throw badInput(field, {
      en: `${field} has at most ${mostEntries} entries.`,
      zh: `${field} 不得超过 ${mostEntries} 项。`,
    });
  }
  for (const [name, each] of Object.entries(value)) refuseLongLists(each, [...path, name]);
}

/**
 * Mutations of one operation run one after the other; none answers with what loaders kept of the one before. Each is
 * done in one capacity: as oneself, and where that is FORBIDDEN for the next person whom one stands in for. Nothing is
 * left of an attempt that was refused, and whatever is written says on whose behalf.
 */
function beginAfresh(field: GraphQLField<unknown, GraphQLContext>): void {
  const { resolve = defaultFieldResolver } = field;
  field.resolve = async (parent, args, context, info) => {
    const { viewer, actor } = context;
    const capacities = capacitiesOf(actor);
    try {
      for (const capacity of capacities) {
        enter(context, viewer, capacity);
        try {
          return await resolve(parent, args, context, info);
        } catch (error) {
          if (!isForbidden(error) || capacity === capacities.at(-1)) throw error;
        }
      }
    } finally {
      if (capacities.length > 1) enter(context, viewer, actor);
    }
  };
}

/** The same person from here on in this capacity; reading is the same in all of them. */
function enter(context: GraphQLContext, viewer: Viewer, actor: Actor): void {
  const onBehalfOf = actor.onBehalfOf?.personId ?? null;
  Object.assign(context, { actor, viewer: onBehalfOf === viewer.onBehalfOf ? viewer : { ...viewer, onBehalfOf } });
  Object.assign(context, context.renewed(context));
}

const isForbidden = (error: unknown): boolean => error instanceof DomainError && error.code === 'FORBIDDEN';

function check({ viewer, actor }: GraphQLContext, roles: string[] | null): void {
  if (roles?.includes(everybody) || viewer.kind === 'system') return;
  if (viewer.kind === 'anonymous') throw unauthenticated();
  if (roles && !roles.some((role) => actor.holds(role, null))) throw forbidden();
}
