import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { Kind, type OperationDefinitionNode } from 'graphql';
import { instantOf } from '../figures/periods.ts';

/** One thing that is asked before an act; all are read from a form by their name. */
export interface Field {
  /** As the input of the mutation calls it. */
  readonly name: string;
  readonly as: 'text' | 'day' | 'moment' | 'score' | 'flag' | 'code' | 'agenda' | 'unit' | 'person';
  readonly required: boolean;
  /** Of a code: the enum, and which of its values may be chosen. */
  readonly type?:
    | 'FeedbackCycle'
    | 'VerificationMethod'
    | 'VerificationResult'
    | 'AgendaOutcome'
    | 'ParticipationStatus';
  readonly values?: readonly string[];
}

/** What an action comes to: a mutation, what it asks for, and what is known of its end before the office answers. */
export interface Act {
  readonly document: TypedDocumentNode<unknown, { input: never }>;
  /** Field of the mutation, `registerItem`. */
  readonly mutation: string;
  /** Under which name the input has the id of its subject. */
  readonly target: 'itemId' | 'meetingId' | 'attendeeId';
  readonly fields: readonly Field[];
  /** Whether the input takes the version that was read. */
  readonly versioned: boolean;
  /** What is known to have changed once the act is done; the whole input is given. */
  readonly expected?: (input: Input) => Readonly<Record<string, string>>;
}

export type Input = Readonly<Record<string, unknown>>;
/** What was typed and chosen, by the names of the fields. */
export type Given = Readonly<Record<string, string>>;

/** Names of an input without those that every act fills by itself. */
type Asked<I> = Exclude<keyof I & string, Act['target'] | 'expectedVersion' | 'idempotencyKey'>;

/** An act over a registered mutation; only what its input has can be asked for. */
export function defineAct<I extends object>(
  document: TypedDocumentNode<unknown, { input: I }>,
  fields: readonly (Field & { readonly name: Asked<I> })[],
  expected?: Act['expected'],
): Act {
  const operation = document.definitions.find(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  const [field] = operation?.selectionSet.selections ?? [];
  if (field?.kind !== Kind.FIELD) throw new Error('an act is one mutation');
  return { document, mutation: field.name.value, fields, ...kindOf(field.name.value), ...(expected && { expected }) };
}

/** Acts on the record and on an invitation go by what they are about, and know no version. */
function kindOf(mutation: string): Pick<Act, 'target' | 'versioned'> {
  if (/Invitation$|Leave$|Attendee$/.test(mutation)) return { target: 'attendeeId', versioned: false };
  const onItem = /Item$|^submitCompletion$|^giveLeaderFeedback$/.test(mutation);
  return {
    target: onItem ? 'itemId' : 'meetingId',
    versioned: mutation !== 'addNote' && mutation !== 'recordOutcome',
  };
}

/** What a form gave as the mutation wants it: what was left empty is left out, clocks are the office's. */
export function inputOf(act: Act, subject: { readonly id: string; readonly version: number }, given: Given): Input {
  const values = act.fields.flatMap(({ name, as }): (readonly [string, unknown])[] => {
    const text = (given[name] ?? '').trim();
    if (text === '') return [];
    if (as === 'flag') return [[name, true]];
    if (as === 'score') return [[name, Number(text)]];
    return [[name, as === 'moment' ? instantOf(text.slice(0, 16)) : text]];
  });
  return {
    [act.target]: subject.id,
    ...Object.fromEntries(values),
    ...(act.versioned && { expectedVersion: subject.version }),
  };
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
