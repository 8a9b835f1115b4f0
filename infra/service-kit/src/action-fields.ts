import type { Request } from './viewer.ts';
import type { Workflow, Workflowed } from './workflow.ts';

/** `BlockedAction` of the shared contract. */
interface BlockedAction {
  readonly action: string;
  readonly code: string;
  /** Null where the refusal names no rule. */
  readonly rule: string | null;
  readonly message: string;
}

/** The two fields of a workflow type from which clients draw their buttons. */
interface ActionFields<P, C, A> {
  allowedActions(parent: P, args: object, context: C): Promise<A[]>;
  blockedActions(parent: P, args: object, context: C): Promise<BlockedAction[]>;
}

/**
 * `allowedActions` and `blockedActions` from the table that the mutations obey. `subjectOf` says how the table asks about
 * the row, null where nothing can be done with it; it may be left out when that is the row itself.
 */
export function actionFields<W extends Workflowed<S>, S extends string, A extends string, C extends Request>(
  workflow: Workflow<W, S, A>,
): ActionFields<W, C, A>;
export function actionFields<W extends Workflowed<S>, S extends string, A extends string, P, C extends Request>(
  workflow: Workflow<W, S, A>,
  subjectOf: (parent: P, context: C) => W | null | Promise<W | null>,
): ActionFields<P, C, A>;
export function actionFields<W extends Workflowed<S>, S extends string, A extends string, C extends Request>(
  workflow: Workflow<W, S, A>,
  subjectOf: (parent: W, context: C) => W | null | Promise<W | null> = (parent) => parent,
): ActionFields<W, C, A> {
  return {
    async allowedActions(parent, _, context) {
      const subject = await subjectOf(parent, context);
      return subject === null ? [] : workflow.allowedActions(context.actor, subject);
    },
    async blockedActions(parent, _, context) {
      const subject = await subjectOf(parent, context);
      if (subject === null) return [];
      return workflow.blockedActions(context.actor, subject).map(({ action, refusal: { code, text, details } }) => ({
        action,
        code,
        rule: typeof details.rule === 'string' ? details.rule : null,
        message: text[context.language],
      }));
    },
  };
}
