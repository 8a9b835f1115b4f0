import { type Message, refusal } from '@chengqi/service-kit';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** What one operation may be made of; a page of a front end needs a third of it (reliability 4.3). */
export const limits = {
  /** Of the text, blanks and comments counted. */
  characters: 200_000,
  tokens: 4000,
  depth: 14,
  aliases: 30,
  directives: 50,
  fragments: 50,
  rootFields: 20,
  mutations: 5,
  /** Fields of one selection set. */
  selections: 250,
  /** Fields in all, fragments counted wherever they are spread. */
  expanded: 5000,
  /** Lists and objects in one another, in a value of an argument or a variable. */
  nesting: 32,
} as const;

/** @throws DomainError OPERATION_LIMIT */
export const exceeded = (text: Message) => refusal('OPERATION_LIMIT', text);

const tooMany = (what: keyof typeof limits, zh: string) =>
  exceeded({
    en: `At most ${limits[what]} ${what} in one operation.`,
    zh: `单次操作的${zh}不得超过 ${limits[what]}。`,
  });

/** Whether the parser stopped because the text goes on and on. */
export const isTooLong = (error: unknown): boolean =>
  error instanceof GraphQLError && /more than \d+ tokens/.test(error.message);

export const tooLong = () => tooMany('tokens', '词元数');
export const tooWide = () => tooMany('characters', '字符数');

const tooDeep = () =>
  exceeded({
    en: `At most ${limits.nesting} lists and objects in one another, in a value.`,
    zh: `参数或变量的嵌套不得超过 ${limits.nesting} 层。`,
  });

/**
 * Refuses variables in which lists and objects stand in one another without end: what reads values reads them by
 * recursion. It does not recur itself.
 * @throws DomainError OPERATION_LIMIT
 */
export function refuseDeepValues(variables: unknown): void {
  let level = [variables];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.nesting + 1) throw tooDeep();
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}

/**
 * Refuses what is out of all proportion before anything looks at the types: its own size, and the size it grows to when
 * fragments are put where they are spread, each of them counted once.
 * @throws DomainError OPERATION_LIMIT
 */
export function refuseExcess(document: DocumentNode): void {
  countSigns(document);
  const measure = createMeasure(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { fields, depth } = measure(definition.selectionSet);
    if (depth > limits.depth) throw tooMany('depth', '层数');
    if (fields > limits.expanded) throw tooMany('expanded', '展开后的字段数');
    const roots = measure.width(definition.selectionSet);
    const most = definition.operation === 'mutation' ? 'mutations' : 'rootFields';
    if (roots > limits[most]) throw tooMany(most, most === 'mutations' ? '变更数' : '顶层字段数');
  }
}

/** Names that mean something else to a JavaScript object, or belong to introspection. */
const isReserved = (name: string): boolean => name.startsWith('__') || ['constructor', 'prototype'].includes(name);

function countSigns(document: DocumentNode): void {
  const count = { aliases: 0, directives: 0, fragments: 0 };
  let nesting = 0;
  const value = {
    enter() {
      nesting += 1;
      if (nesting > limits.nesting) throw tooDeep();
    },
    leave() {
      nesting -= 1;
    },
  };
  visit(document, {
    Field({ alias, name }) {
      if (!alias) return;
      count.aliases += 1;
      if (isReserved(alias.value) || (name.value.startsWith('__') && alias.value !== name.value))
        throw exceeded({
          en: `${alias.value}: ${name.value} cannot be asked under this name.`,
          zh: `${alias.value}：不得使用该别名。`,
        });
    },
    Variable({ name }) {
      if (isReserved(name.value)) throw exceeded({ en: `No variable is called ${name.value}.`, zh: '变量名不可用。' });
    },
    ListValue: value,
    ObjectValue: value,
    Directive() {
      count.directives += 1;
    },
    FragmentDefinition() {
      count.fragments += 1;
    },
    FragmentSpread() {
      count.fragments += 1;
    },
    SelectionSet({ selections }) {
      if (selections.length > limits.selections) throw tooMany('selections', '单层字段数');
    },
  });
  if (count.aliases > limits.aliases) throw tooMany('aliases', '别名数');
  if (count.directives > limits.directives) throw tooMany('directives', '指令数');
  if (count.fragments > limits.fragments) throw tooMany('fragments', '片段数');
}

interface Size {
  readonly fields: number;
  readonly depth: number;
}

const nothing: Size = { fields: 0, depth: 0 };

/** Sizes with fragments put in; one that contains itself is counted as empty, and refused by validation. */
function createMeasure(document: DocumentNode) {
  const fragments = new Map(
    document.definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment.selectionSet]),
  );
  const sizes = new Map<string, Size>();
  const widths = new Map<string, number>();

  function fragment(name: string): Size {
    const known = sizes.get(name);
    if (known) return known;
    const selectionSet = fragments.get(name);
    sizes.set(name, nothing);
    const size = selectionSet ? measure(selectionSet) : nothing;
    sizes.set(name, size);
    return size;
  }

  function one(selection: SelectionNode): Size {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return fragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return measure(selection.selectionSet);
    const below = selection.selectionSet ? measure(selection.selectionSet) : nothing;
    return { fields: below.fields + 1, depth: below.depth + 1 };
  }

  function measure({ selections }: SelectionSetNode): Size {
    return selections
      .map(one)
      .reduce((all, each) => ({ fields: all.fields + each.fields, depth: Math.max(all.depth, each.depth) }), nothing);
  }

  /** Fields of the set itself. */
  function width({ selections }: SelectionSetNode): number {
    return selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + 1;
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + width(selection.selectionSet);
      const name = selection.name.value;
      const known = widths.get(name);
      if (known !== undefined) return sum + known;
      widths.set(name, 0);
      const selectionSet = fragments.get(name);
      const own = selectionSet ? width(selectionSet) : 0;
      widths.set(name, own);
      return sum + own;
    }, 0);
  }

  return Object.assign(measure, { width });
}

/** The operation that is asked for; undefined where none or several could be meant. */
export function operationOf(document: DocumentNode, name: string | null): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  return name === null && operations.length === 1
    ? operations[0]
    : operations.find((operation) => operation.name?.value === name);
}
