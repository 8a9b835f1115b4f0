import {
  conflictVersion,
  DomainError,
  forbidden,
  illegalTransition,
  type Message,
  separationOfDuties,
} from './errors.ts';
import { type Actor, bothOf, capacitiesOf } from './viewer.ts';

/** What a row must have to walk through a workflow. */
export interface Workflowed<S extends string> {
  readonly status: S;
  readonly version: number;
  readonly ownerOrgId: string;
}

/** Somebody who may act: a role over an org, a named person, or the system itself. */
export interface Doer<T> {
  /** Null for persons and the system. */
  readonly role: string | null;
  readonly label: string;
  may(actor: Actor, subject: T): boolean;
}

/**
 * Answers a refusal when this actor may not combine the duty with another one. The table asks it of both persons of an
 * act on behalf: of the one who acts and of the one in whose name.
 */
export type Duty<T> = (actor: Actor, subject: T) => DomainError | null;

export interface Transition<T, S extends string, A extends string> {
  readonly from: S | readonly S[];
  readonly action: A;
  /** Rows of one action that differ by its result, such as PASS and FAIL. */
  readonly outcome?: string;
  readonly to: S;
  readonly roles: readonly Doer<T>[];
  readonly duties?: readonly Duty<T>[];
  /** Throws a refusal; looks at stored state only, input is checked by the action's own function. */
  readonly guard?: (subject: T) => void;
  /** Whether it would change nothing any more: still permitted, as two devices may send the same, but no longer offered. */
  readonly settled?: (subject: T) => boolean;
}

const list = <X>(value: X | readonly X[] | null): readonly X[] =>
  value === null ? [] : Array.isArray(value) ? value : [value as X];

/** A holder of the role over the owner org, or over any of the orgs that `of` names. */
export function role<T extends { ownerOrgId: string }>(
  name: string,
  options: { of?: (subject: T) => string | readonly string[] | null; when?: (subject: T) => boolean } = {},
): Doer<T> {
  return {
    role: name,
    label: name,
    may: (actor, subject) =>
      (options.when?.(subject) ?? true) &&
      list(options.of ? options.of(subject) : subject.ownerOrgId).some((org) => actor.holds(name, org)),
  };
}

/** The very person (or one of the persons) that the subject names; nobody is that on behalf of somebody else. */
export function person<T>(pick: (subject: T) => string | null | readonly (string | null)[], label: string): Doer<T> {
  return {
    role: null,
    label,
    may: (actor, subject) => actor.personId !== null && list(pick(subject)).includes(actor.personId),
  };
}

/** Timers and consumers. */
export const system = <T>(): Doer<T> => ({ role: null, label: 'SYSTEM', may: (actor) => actor.system });

/** Refuses the persons that the subject names for another duty. */
export const separate =
  <T>(pick: (subject: T) => readonly (string | null)[], text: Message): Duty<T> =>
  (actor, subject) =>
    actor.personId !== null && pick(subject).includes(actor.personId) ? separationOfDuties(text) : null;

/** Refuses people who belong to one of the orgs. */
export const notOfOrg =
  <T>(pick: (subject: T) => readonly string[], text: Message): Duty<T> =>
  (actor, subject) =>
    pick(subject).some((org) => actor.belongsTo(org)) ? separationOfDuties(text) : null;

/** What a permitted action leads to, and in which role the actor took it. */
export interface Step<S> {
  readonly to: S;
  readonly role: string | null;
}

/** A transition table that was defined. */
export interface Workflow<T extends Workflowed<S>, S extends string, A extends string> {
  readonly rows: readonly Transition<T, S, A>[];
  /** Every role the table names; it feeds the read rule of classified subjects. */
  readonly roles: readonly string[];
  /** In the one capacity that the actor is. */
  permit(
    actor: Actor,
    subject: T,
    action: A,
    options?: { readonly expectedVersion?: number | null; readonly outcome?: string },
  ): Step<S>;
  /** What this actor may do now, in whatever capacity, and is not settled. @throws whatever a guard throws that is no refusal: a bug is not the same as a no. */
  allowedActions(actor: Actor, subject: T): A[];
  /** What this actor could do but for a separation of duties or a guard, with its refusal; nothing that is allowed. */
  blockedActions(actor: Actor, subject: T): { readonly action: A; readonly refusal: DomainError }[];
}

/** Chinese words of the states and actions of one workflow: those of its enums in the graph, see `words` of the contracts. */
export interface Wording<S extends string, A extends string> {
  readonly states: Readonly<Record<S, string>>;
  readonly actions: Readonly<Record<A, string>>;
}

/**
 * One table drives the mutations, `allowedActions` and the read rule. Checks run in one order, so that everybody
 * gets the same refusal: role, version, transition, separation of duties, guard (visibility comes before, when loading).
 */
export function defineWorkflow<T extends Workflowed<S>, S extends string, A extends string>(
  wording: Wording<S, A>,
  rows: readonly Transition<T, S, A>[],
): Workflow<T, S, A> {
  const leaves = (row: Transition<T, S, A>, status: S) => list<S>(row.from).includes(status);
  const doer = (row: Transition<T, S, A>, actor: Actor, subject: T) => row.roles.find((who) => who.may(actor, subject));

  function permit(
    actor: Actor,
    subject: T,
    action: A,
    options: { expectedVersion?: number | null; outcome?: string } = {},
  ): Step<S> {
    const ofAction = rows.filter(
      (row) =>
        row.action === action &&
        (options.outcome === undefined || row.outcome === undefined || row.outcome === options.outcome),
    );
    if (!ofAction.some((row) => doer(row, actor, subject))) throw forbidden();
    if (options.expectedVersion != null && options.expectedVersion !== subject.version)
      throw conflictVersion(subject.version);
    const fitting = ofAction.filter((row) => leaves(row, subject.status));
    if (fitting.length === 0) {
      const allowed = [...new Set(rows.filter((row) => leaves(row, subject.status)).map((row) => row.action))];
      throw illegalTransition(subject.status, action, allowed, {
        from: wording.states[subject.status],
        action: wording.actions[action],
      });
    }
    const row = fitting.find((candidate) => doer(candidate, actor, subject));
    if (!row) throw forbidden();
    const against = objection(row, actor, subject);
    if (against) throw against;
    return { to: row.to, role: doer(row, actor, subject)?.role ?? null };
  }

  /** What a duty or the guard has against it; null when nothing. */
  function objection(row: Transition<T, S, A>, actor: Actor, subject: T): DomainError | null {
    for (const duty of row.duties ?? []) {
      for (const one of bothOf(actor)) {
        const violated = duty(one, subject);
        if (violated) return violated;
      }
    }
    try {
      row.guard?.(subject);
      return null;
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }

  const within = (actor: Actor, subject: T) =>
    capacitiesOf(actor).flatMap((capacity) =>
      rows
        .filter((row) => leaves(row, subject.status) && doer(row, capacity, subject) && !row.settled?.(subject))
        .map((row) => ({ action: row.action, refusal: objection(row, capacity, subject) })),
    );

  return {
    rows,
    roles: [...new Set(rows.flatMap((row) => row.roles.flatMap((who) => who.role ?? [])))],
    permit,
    allowedActions: (actor, subject) => [
      ...new Set(within(actor, subject).flatMap(({ action, refusal }) => (refusal === null ? [action] : []))),
    ],
    blockedActions(actor, subject) {
      const found = within(actor, subject);
      const open = new Set(found.flatMap(({ action, refusal }) => (refusal === null ? [action] : [])));
      const blocked = new Map(
        found.flatMap(({ action, refusal }) => (refusal && !open.has(action) ? [[action, refusal]] : [])),
      );
      return [...blocked].map(([action, refusal]) => ({ action, refusal }));
    },
  };
}
