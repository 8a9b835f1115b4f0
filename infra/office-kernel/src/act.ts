import type { DomainEvent, SecrecyLevel } from '@chengqi/schemas';
import {
  type Actor,
  type Request,
  type Step,
  systemActor,
  type Transaction,
  type Workflow,
  type Workflowed,
} from '@chengqi/service-kit';
import type { EntitySchema } from 'typeorm';
import { wasOf } from './audit.ts';
import type { CommandInput, Execute } from './execute.ts';
import type { Reading, ReadOptions } from './reading.ts';

/** A permitted act: what the transition table leads to, in which role it is taken, by whom and when. */
export interface Act<S extends string = string> extends Step<S> {
  /** The person; null for the system. */
  readonly by: string | null;
  readonly at: Date;
}

/** What a workflow function decided: columns to write and facts to publish. */
export interface Decision<T> {
  readonly changes: Partial<T>;
  readonly events: readonly DomainEvent[];
}

/** A decision together with what only the command knows. */
export interface Outcome<T> extends Omit<Decision<T>, 'changes'> {
  /** Null leaves the row as it is, and its version; no columns at all still count the version up. */
  readonly changes: Partial<T> | null;
  /** The id the mutation answers when it is not the row's: a part that was added or changed. */
  readonly answer?: string;
  /** Kept in clear in the audit; leave it out where the row's level forbids text, the digest of the input proves it. */
  readonly reason?: string | null;
  /** What a correction replaces: kept in the audit, in clear at INTERNAL and below. */
  readonly was?: unknown;
  /** The aggregate inside which the events begin a chain of their own. */
  readonly within?: string;
}

/** How rows of an entity are found, read and acted on. */
export interface Access<W extends Workflowed<S>, S extends string, A extends string> extends ReadOptions {
  readonly workflow: Workflow<W, S, A>;
}

/** Which step of the table is taken. */
interface Taken<T extends Row, W extends Workflowed<S>, S extends string, A extends string> {
  readonly entity: EntitySchema<T>;
  readonly access: Access<W, S, A>;
  readonly action: A;
  /** Tells rows of one action apart that differ by their result, such as PASS and FAIL. */
  readonly outcome?: string | ((subject: W) => string);
}

type Ask<T, W> = (row: T, tx: Transaction) => W | Promise<W>;
/** The row as its transition table asks about it; it may be left out when that is the row itself. */
type Asked<T, W> = [T] extends [W] ? { readonly subject?: Ask<T, W> } : { readonly subject: Ask<T, W> };

interface ActInput extends CommandInput {
  readonly expectedVersion?: number | null | undefined;
}

export type ActOn<T extends Row, W extends Workflowed<S>, S extends string, A extends string> = Asked<T, W> &
  OnRow<T, W, S, A>;

interface OnRow<T extends Row, W extends Workflowed<S>, S extends string, A extends string> extends Taken<T, W, S, A> {
  readonly request: Request;
  /** The mutation's name: what the audit and the idempotency key call it. */
  readonly name: string;
  readonly input: ActInput;
  /** Of the row; or how to find, lock and judge it where another row opens it. */
  readonly id: string | ((tx: Transaction) => Promise<T>);
}

interface Row {
  readonly id: string;
  readonly version: number;
}

type Decide<T, W, S extends string> = (
  subject: W,
  act: Act<S>,
  tx: Transaction,
  row: T,
) => Outcome<T> | Promise<Outcome<T>>;

/** A row that comes into being, the facts to publish, and who may see it from now on. */
export interface Creation<T> {
  readonly row: T;
  readonly events: readonly DomainEvent[];
  /** In which the person may make it; null where the SDL alone decides. */
  readonly role: string | null;
  readonly parties?: readonly { readonly partyId: string; readonly relation: string }[];
  readonly within?: string;
  /** The events do not say who acted: an anonymous report. */
  readonly unnamed?: boolean;
  readonly reason?: string | null;
}

interface Create<T extends { id: string }> {
  readonly request: Request;
  readonly name: string;
  readonly input: CommandInput;
  readonly entity: EntitySchema<T>;
}

type AddParties = (tx: Transaction, id: string, parties: NonNullable<Creation<never>['parties']>) => Promise<void>;

/**
 * The one way to write: find the row as its reader may see it, ask the table, decide, store, announce, audit, all in
 * one transaction. The table is asked before `decide` looks at the input, so who may not act learns nothing from it.
 */
export function createActs(execute: Execute, { require }: Reading, addParties: AddParties) {
  async function take<T extends Row, W extends Workflowed<S>, S extends string, A extends string>(
    tx: Transaction,
    { entity, access, action, outcome, ...given }: Taken<T, W, S, A>,
    row: T,
    { actor, expectedVersion }: { actor: Actor; expectedVersion: number | null },
    decide: Decide<T, W, S>,
  ): Promise<{ after: T; outcome: Outcome<T>; role: string | null }> {
    // `Asked` lets `subject` be left out only where the row is what its table asks about.
    const { subject = (itself: T) => itself as unknown as W } = given as { subject?: Ask<T, W> };
    const asked = await subject(row, tx);
    const result = typeof outcome === 'function' ? outcome(asked) : outcome;
    const step = access.workflow.permit(actor, asked, action, {
      expectedVersion,
      ...(result !== undefined && { outcome: result }),
    });
    const decided = await decide(asked, { ...step, by: actor.personId, at: tx.now }, tx, row);
    const after = decided.changes === null ? row : await tx.update(entity, row, decided.changes);
    await tx.append(decided.events, { role: step.role, ...(decided.within && { within: decided.within }) });
    return { after, outcome: decided, role: step.role };
  }

  return {
    /**
     * A person's act on a row; answers the row's id, or the decision's.
     * @throws DomainError in one order: NOT_FOUND, FORBIDDEN, CONFLICT_VERSION, ILLEGAL_TRANSITION,
     * SEPARATION_OF_DUTIES, GUARD_FAILED, then whatever `decide` refuses
     */
    act: <T extends Row, W extends Workflowed<S>, S extends string, A extends string>(
      given: ActOn<T, W, S, A>,
      decide: Decide<T, W, S>,
    ): Promise<string> => {
      const { request, name, input, entity, access, id } = given;
      const { actor } = request;
      return execute(request, name, input, async (tx) => {
        const row = typeof id === 'string' ? await require(tx, request, entity, id, access) : await id(tx);
        const expectedVersion = input.expectedVersion ?? null;
        const { outcome, role } = await take(tx, given, row, { actor, expectedVersion }, decide);
        const { secrecyLevel } = row as { readonly secrecyLevel?: SecrecyLevel };
        const was = outcome.was === undefined ? null : wasOf(secrecyLevel, outcome.was);
        return { id: outcome.answer ?? row.id, role, reason: outcome.reason ?? null, was };
      });
    },

    /** The same by the system: in consumers, in timers, and where a person's act moves another row along. Answers the row as stored. */
    actAsSystem: async <T extends Row, W extends Workflowed<S>, S extends string, A extends string>(
      tx: Transaction,
      given: Asked<T, W> & Taken<T, W, S, A> & { readonly row: T },
      decide: Decide<T, W, S>,
    ): Promise<T> => {
      return (await take(tx, given, given.row, { actor: systemActor, expectedVersion: null }, decide)).after;
    },

    /** Brings a row into being; answers its id. */
    create: <T extends { id: string }>(
      { request, name, input, entity }: Create<T>,
      decide: (tx: Transaction) => Promise<Creation<T>>,
    ): Promise<string> =>
      execute(request, name, input, async (tx) => {
        const { row, events, role, parties = [], within, unnamed = false, reason = null } = await decide(tx);
        await tx.insert(entity, row);
        if (parties.length > 0) await addParties(tx, row.id, parties);
        await tx.append(events, { role, unnamed, ...(within !== undefined && { within }) });
        return { id: row.id, role, reason };
      }),
  };
}
