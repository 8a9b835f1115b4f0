import type { Foundation, Outcome } from '@chengqi/office-kernel';
import { held, notFound, optionalText, type Request, type Transaction, textOf } from '@chengqi/service-kit';
import type { AcknowledgeWarningInput, AnswerWarningInput, DismissWarningInput } from '../generated/graphql.ts';
import { WarningMarkEntity } from './warning.entity.ts';
import { createWarningRules } from './warning.repository.ts';
import { type EarlyWarningAction, unmarked, type WarningMark } from './warning.ts';
import { acknowledge, settle, warningAccess } from './warning.workflow.ts';

const longestNote = 500;

interface WarningInput {
  readonly warningId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** What units make of their warnings. A warning is worked out when asked; its row comes with the first act on it. */
export function createWarningCommands(foundation: Foundation) {
  const { office } = foundation;
  const { find } = createWarningRules(foundation);

  /** @throws NOT_FOUND when its reason is gone, and when the viewer may not know of it */
  async function markOf(tx: Transaction, request: Request, id: string): Promise<WarningMark> {
    const found = await find(request.viewer, id, tx.now);
    if (found === null) throw notFound('EarlyWarning');
    // Two who come first make one row: one waits for the other, and finds it.
    await office.serials.next(tx, 'early-warnings');
    const query = tx.manager.getRepository(WarningMarkEntity).createQueryBuilder('w').where('w.id = :id', { id });
    const known = await held(query).getOne();
    // Its subject may have been classified since.
    if (known) return { ...known, secrecyLevel: found.secrecyLevel };
    const fresh = unmarked(found, tx.now);
    await tx.insert(WarningMarkEntity, fresh);
    return fresh;
  }

  const act = <A extends EarlyWarningAction>(
    request: Request,
    name: string,
    input: WarningInput,
    action: A,
    decide: (mark: WarningMark, step: Parameters<typeof settle>[1]) => Outcome<WarningMark>,
  ) =>
    office.act(
      {
        ...{ request, name, input, entity: WarningMarkEntity, access: warningAccess, action },
        id: (tx) => markOf(tx, request, input.warningId),
      },
      decide,
    );

  return {
    acknowledgeWarning: (request: Request, input: AcknowledgeWarningInput) =>
      act(request, 'acknowledgeWarning', input, 'ACKNOWLEDGE', (mark, step) =>
        acknowledge(mark, step, optionalText('note', input.note, longestNote)),
      ),

    answerWarning: (request: Request, input: AnswerWarningInput) =>
      act(request, 'answerWarning', input, 'ANSWER', (mark, step) =>
        settle(mark, step, textOf('note', input.note, longestNote)),
      ),

    dismissWarning: (request: Request, input: DismissWarningInput) =>
      act(request, 'dismissWarning', input, 'DISMISS', (mark, step) =>
        settle(mark, step, textOf('note', input.note, longestNote)),
      ),
  };
}
