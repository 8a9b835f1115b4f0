import type { Actor, Workflow, Workflowed } from '@chengqi/service-kit';
import type { Act } from '../act.ts';

/** The act that a table permits, as `office.act` hands it to a workflow function. @throws DomainError the table's refusal */
export const permitted = <W extends Workflowed<S>, S extends string, A extends string>(
  workflow: Workflow<W, S, A>,
  actor: Actor,
  subject: W,
  action: A,
  { at, outcome }: { readonly at: Date; readonly outcome?: string },
): Act<S> => ({
  ...workflow.permit(actor, subject, action, outcome === undefined ? {} : { outcome }),
  by: actor.personId,
  at,
});
