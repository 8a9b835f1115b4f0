import type { Foundation } from '@chengqi/office-kernel';
import { badInput, fieldsOf, type Request, textOf } from '@chengqi/service-kit';
import type { AnswerNoticeInput, IssueNoticeInput } from '../generated/graphql.ts';
import { createItemActs } from '../items/act.commands.ts';
import { UrgeNoticeEntity } from './notice.entity.ts';
import { answerNotice, issueNotice } from './notice.workflow.ts';

const workingDaysToAnswer = 3;

/** Written urges and their answers. */
export function createNoticeCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem, onPart } = createItemActs(foundation);

  return {
    issueNotice: (request: Request, input: IssueNoticeInput) =>
      onItem(
        request,
        { name: 'issueNotice', input, action: 'ISSUE_NOTICE', outcome: input.color === 'RED' ? 'RED' : 'URGE' },
        async (item, act, tx) => {
          const { reason, answerDueOn } = fieldsOf({
            reason: () => textOf('reason', input.reason, 2000),
            answerDueOn: () => answerDueOnOf(input.answerDueOn ?? null, kit.clock.today(tx.now)),
          });
          const decision = issueNotice(item, act, input.color, input.toOrgId);
          await tx.insert(UrgeNoticeEntity, {
            id: kit.ids.next('ntc'),
            itemId: item.id,
            color: input.color,
            serial: item.notices.length + 1,
            toOrgId: input.toOrgId,
            reason,
            issuedById: act.by,
            issuedAt: tx.now,
            answerDueAt: answerDueOn
              ? office.calendar.endOf(answerDueOn)
              : await office.calendar.addWorkingDays(tx.now, workingDaysToAnswer),
            answeredAt: null,
            answeredById: null,
            answer: null,
          });
          return decision;
        },
      ),

    answerNotice: (request: Request, input: AnswerNoticeInput) =>
      onPart(
        request,
        {
          name: 'answerNotice',
          input,
          action: 'ANSWER_NOTICE',
          entity: UrgeNoticeEntity,
          id: input.noticeId,
          narrow: (notice) => ({ notices: [notice] }),
        },
        async (item, act, notice, tx) => {
          const answer = textOf('answer', input.answer, 10_000);
          await tx.manager
            .getRepository(UrgeNoticeEntity)
            .update({ id: notice.id }, { answeredAt: tx.now, answeredById: act.by, answer });
          return answerNotice(item, notice);
        },
      ),
  };
}

function answerDueOnOf(given: string | null, today: string): string | null {
  if (given === null || given >= today) return given;
  throw badInput('answerDueOn', { en: 'The limit is past.', zh: '答复时限不得早于今日。' });
}
