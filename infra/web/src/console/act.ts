import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql';
import { instantOf } from '../figures/periods.ts';

/** One thing that is asked before an act; all are read from a form by their name. */
export interface Field {
  /** As the input of the mutation calls it. */
  readonly name: string;
  /** `line` and `text` are written, `known` is read from the subject and not asked; `room` is one that is free for it. */
  readonly as:
    | ('line' | 'text' | 'evidence' | 'day' | 'moment' | 'number' | 'flag' | 'yesno')
    | ('code' | 'choice' | 'room' | 'unit' | 'units' | 'person' | 'item' | 'known');
  readonly required: boolean;
  /** What it is called among the words of the page; its name when left out. */
  readonly label?: string;
  /** Of a code: the enum, and which of its values may be chosen. */
  readonly type?: CodeType;
  readonly values?: readonly string[];
  /** Of a number. */
  readonly least?: number;
  readonly most?: number;
  /** Of a choice: only what is in one of these states, and all when left out. */
  readonly states?: readonly string[];
}

type CodeType =
  | ('FeedbackCycle' | 'VerificationMethod' | 'VerificationResult' | 'ObstacleKind' | 'NoticeColor')
  | ('AgendaOutcome' | 'ParticipationStatus' | 'AttendeeRole');

/** What an action comes to: a mutation, what it asks for, and what is known of its end before the office answers. */
export interface Act {
  readonly document: TypedDocumentNode<unknown, { input: never }>;
  /** Field of the mutation, `registerItem`. */
  readonly mutation: string;
  /** Under which name the input has the id of its subject; null where it is about a part of it, which is asked for. */
  readonly target: 'itemId' | 'meetingId' | 'attendeeId' | null;
  readonly fields: readonly Field[];
  /** Whether the input takes the version that was read. */
  readonly versioned: boolean;
  /** Where the input has a list of what is asked: its name. One is given. */
  readonly within?: string;
  /** What is known to have changed once the act is done; the whole input is given. */
  readonly expected?: (input: Input) => Readonly<Record<string, string>>;
}

export type Input = Readonly<Record<string, unknown>>;
/** What was typed and chosen, by the names of the fields. */
export type Given = Readonly<Record<string, string | readonly string[]>>;

/** Names of an input without those that every act fills by itself. */
type Asked<I> = Exclude<keyof I & string, 'expectedVersion' | 'idempotencyKey'>;
type Listed<I, Within extends keyof I> = I[Within] extends readonly (infer Each)[] ? keyof Each & string : never;

/** What an act goes by. Its version is compared wherever the mutation takes one. */
export interface Aim<I> {
  readonly target: Act['target'];
  readonly versioned: 'expectedVersion' extends keyof I ? true : false;
}

/** An act over a registered mutation; only what its input has can be asked for. */
export function defineAct<I extends object>(
  aim: Aim<I>,
  document: TypedDocumentNode<unknown, { input: I }>,
  fields: readonly (Field & { readonly name: Asked<I> })[],
  expected?: Act['expected'],
): Act {
  return { document, mutation: mutationOf(document), fields, ...aim, ...(expected && { expected }) };
}

/** The same of a mutation that takes a list, of which one is asked for. */
export const defineListAct = <I extends object, Within extends keyof I & string>(
  aim: Aim<I>,
  document: TypedDocumentNode<unknown, { input: I }>,
  within: Within,
  fields: readonly (Field & { readonly name: Listed<I, Within> })[],
): Act => ({ document, mutation: mutationOf(document), fields, within, ...aim });

function mutationOf({ definitions }: DocumentNode): string {
  const operation = definitions.find(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  const [field] = operation?.selectionSet.selections ?? [];
  if (field?.kind !== Kind.FIELD) throw new Error('an act is one mutation');
  return field.name.value;
}

/** What a form gave as the mutation wants it: what was left empty is left out, clocks are the office's. */
export function inputOf(act: Act, subject: { readonly id: string; readonly version: number }, given: Given): Input {
  const values = Object.fromEntries(
    act.fields.flatMap(({ name, as }): (readonly [string, unknown])[] => {
      const texts = [given[name] ?? []].flat().map((text) => text.trim());
      const found = texts.filter((text) => text !== '');
      const [first] = found;
      if (first === undefined) return [];
      return [[name, as === 'units' ? found : readAs(as, first)]];
    }),
  );
  return {
    ...(act.target !== null && { [act.target]: subject.id }),
    ...(act.within === undefined ? values : { [act.within]: [values] }),
    ...(act.versioned && { expectedVersion: subject.version }),
  };
}

function readAs(as: Field['as'], text: string): unknown {
  switch (as) {
    case 'flag':
      return true;
    case 'yesno':
      return text === 'yes';
    case 'number':
      return Number(text);
    case 'moment':
      return instantOf(text.slice(0, 16));
    case 'evidence':
      return [{ text }];
    default:
      return text;
  }
}

/** A key of one attempt, and for what. */
export interface Attempt {
  readonly about: string;
  readonly key: string;
}

/** The same input again is the same attempt, so that what got lost on the way is not done twice; any other is a new one. */
export function attemptOf(last: Attempt | null, act: Act, input: Input, newKey: () => string): Attempt {
  const about = `${act.mutation} ${JSON.stringify(input)}`;
  return last?.about === about ? last : { about, key: newKey() };
}
