import type { Envelope, EventContract } from '@chengqi/schemas';
import type { EntitySchema } from 'typeorm';

/** A row of a fact table: numbers, codes and moments of one aggregate, never text. */
export interface Fact {
  readonly id: string;
}

/** What one event says about one fact, given what is known of it so far. */
export interface Revision<F extends Fact = Fact> {
  readonly id: string;
  readonly revise: (fact: F) => Partial<F>;
}

export interface Reaction<F extends Fact = Fact> {
  readonly contract: EventContract;
  readonly revisions: (event: Envelope) => readonly Revision<F>[];
}

/** One family of facts and how events make them. Pure: the same events give the same rows, in whatever batches they come. */
export interface Projection<F extends Fact = Fact> {
  readonly entity: EntitySchema<F>;
  readonly empty: (id: string) => F;
  /** Moments by which figures count the fact: when the row changes, the days of these are counted anew. */
  readonly clocks: readonly (keyof F & string)[];
  readonly reactions: readonly Reaction<F>[];
}

// biome-ignore lint/suspicious/noExplicitAny: families of facts differ in their rows; each is typed where it is made
export type AnyProjection = Projection<any>;

/** How events are told to revise the facts of one family. */
export const revising = <F extends Fact>() => {
  /** Several facts of one event. */
  const whenEach = <Data>(
    contract: EventContract<Data>,
    revisions: (event: Envelope<Data>) => readonly Revision<F>[],
  ): Reaction<F> => ({ contract: contract as EventContract, revisions: revisions as Reaction<F>['revisions'] });

  /** One fact of one event. */
  const when = <Data>(
    contract: EventContract<Data>,
    id: (data: Data) => string,
    revise: (event: Envelope<Data>, fact: F) => Partial<F>,
  ): Reaction<F> => whenEach(contract, (event) => [{ id: id(event.data), revise: (fact) => revise(event, fact) }]);

  return { when, whenEach };
};

/** Milliseconds since 1970: comparable and subtractable alike on every engine. */
export type Moment = number;

export const momentOf = (instant: string): Moment => Date.parse(instant);
export const optionalMoment = (instant: string | null | undefined): Moment | null =>
  instant == null ? null : Date.parse(instant);

/** When it happened: history names the moment, live events are written when it happens. */
export const happened = (named: string | null | undefined, { time }: Envelope): Moment => Date.parse(named ?? time);
