import { badInput, type Request, textOf } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type { AnswerNoticeInput, IssueNoticeInput } from '../generated/graphql.ts';
import { createActs } from '../items/act.commands.ts';
import { UrgeNoticeEntity } from './notice.entity.ts';
import { answerNotice, issueNotice } from './notice.workflow.ts';

export type NoticeCommands = ReturnType<typeof createNoticeCommands>;

const workingDaysToAnswer = 3;

/** Written urges and their answers. */
export function createNoticeCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem, onPart } = createActs(foundation);

  return {
    issueNotice: (request: Request, input: IssueNoticeInput): Promise<string> =>
      onItem(request, 'issueNotice', input, async (tx, item, act) => {
        const decision = issueNotice(item, act, input.color, input.toOrgId);
        if (input.answerDueOn && input.answerDueOn < kit.clock.today(tx.now)) {
          throw badInput('answerDueOn', { en: 'The limit is past.', zh: '答复时限不得早于今日。' });
        }
        await tx.insert(UrgeNoticeEntity, {
          id: kit.ids.next('ntc'),
          itemId: item.id,
          color: input.color,
          serial: item.notices.length + 1,
          toOrgId: input.toOrgId,
          reason: textOf('reason', input.reason, 2000),
          issuedById: act.actor.personId,
          issuedAt: tx.now,
          answerDueAt: input.answerDueOn
            ? office.calendar.endOf(input.answerDueOn)
            : await office.calendar.addWorkingDays(tx.now, workingDaysToAnswer),
          answeredAt: null,
          answeredById: null,
          answer: null,
        });
        return decision;
      }),

    answerNotice: (request: Request, input: AnswerNoticeInput): Promise<string> =>
      onPart(request, 'answerNotice', input, UrgeNoticeEntity, input.noticeId, async (tx, item, act, notice) => {
        const decision = answerNotice(item, act, notice);
        await tx.manager
          .getRepository(UrgeNoticeEntity)
          .update(
            { id: notice.id },
            { answeredAt: tx.now, answeredById: act.actor.personId, answer: textOf('answer', input.answer, 10_000) },
          );
        return decision;
      }),
  };
}
