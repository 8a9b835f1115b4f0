import {
  badInput,
  numberOf,
  optionalText,
  type Request,
  referenceUnknown,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type {
  AcceptCaseInput,
  AnswerCaseInput,
  ArbitrateCaseResponsibilityInput,
  CallBackCaseInput,
  CloseCaseInput,
  DemandSupplementAgainInput,
  ExtendCaseInput,
  IssueOneTimeNoticeInput,
  RedoCaseInput,
  RefuseCaseInput,
  SignCaseAnswerInput,
  StartHandlingInput,
  SupplementCaseInput,
  TransferCaseInput,
} from '../generated/graphql.ts';
import { ratedCase } from '../ratings/rated-services.ts';
import type { RatingCodes } from '../ratings/rating-codes.ts';
import { type CaseSubject, isPetition, type ServiceCase } from './case.ts';
import * as acts from './case-acts.workflow.ts';
import type { CaseRegister } from './case-register.ts';
import {
  extendedFinishDue,
  finishDue,
  laterBy,
  maxExtensionDays,
  objectionDue,
  petitionDays,
  resumedDue,
} from './clocks.ts';
import * as closing from './closing-acts.workflow.ts';
import type { OpeningCommands } from './opening.commands.ts';
import * as supplements from './supplement-acts.workflow.ts';

export type HandlingCommands = ReturnType<typeof createHandlingCommands>;

const itemsOf = (items: readonly string[]): string[] => {
  numberOf('items', items.length, 1, 20);
  return items.map((item) => textOf('items', item, 200));
};
const reasonOf = (reason: string): string => textOf('reason', reason, 1000);

/** From the window to the rating: what units, heads and windows do with a case. */
export function createHandlingCommands(
  { office }: Foundation,
  register: CaseRegister,
  codes: RatingCodes,
  { assertNotAccused }: Pick<OpeningCommands, 'assertNotAccused'>,
) {
  /** Of an accusation only the relation `officer` opens it; it is a column, not a party. */
  async function relate(tx: Transaction, { id, restricted }: ServiceCase, personId: string, relation: string) {
    if (!restricted) await office.parties.add(tx, id, [{ partyId: personId, relation }]);
  }

  /** The unit must exist, keep the same register, and not be the accused one or below it. */
  async function unitOf(tx: Transaction, subject: CaseSubject, toOrgId: string, given: string) {
    const org = await office.orgs.find(tx.manager, toOrgId);
    if (!org?.active) throw referenceUnknown('toOrgId', toOrgId);
    if ((await register.ledgerOf(tx.manager, toOrgId, 'toOrgId')) !== subject.ledgerOrgId) {
      throw badInput('toOrgId', { en: 'A unit of the same county or city.', zh: '须为同一县（市）的单位。' });
    }
    await assertNotAccused(tx, toOrgId, subject.accusedOrgId);
    const reason = reasonOf(given);
    const objectionDueAt = isPetition(subject) ? objectionDue(await office.calendar.days(), tx.now) : null;
    return { toOrgId, reason, objectionDueAt };
  }

  async function extendedEnd(subject: CaseSubject, days: number): Promise<Date> {
    const calendar = await office.calendar.days();
    const { dueAt, acceptedAt } = subject;
    if (dueAt === null) throw new Error(`${subject.id} has no limit to extend`);
    if (!isPetition(subject)) return laterBy(calendar, dueAt, numberOf('days', days, 1, maxExtensionDays));
    return extendedFinishDue(calendar, acceptedAt ?? subject.at, numberOf('days', days, 1, petitionDays.extension));
  }

  return {
    issueOneTimeNotice: (request: Request, input: IssueOneTimeNoticeInput) =>
      register.act(request, { name: 'issueOneTimeNotice', action: 'ISSUE_ONE_TIME_NOTICE' }, input, (subject, act) =>
        supplements.issueOneTimeNotice(subject, act, itemsOf(input.items)),
      ),

    demandSupplementAgain: (request: Request, input: DemandSupplementAgainInput) =>
      register.act(
        request,
        { name: 'demandSupplementAgain', action: 'DEMAND_SUPPLEMENT_AGAIN' },
        input,
        (subject, act) =>
          supplements.demandSupplementAgain(subject, act, {
            items: itemsOf(input.items),
            fault: textOf('fault', input.fault, 1000),
          }),
      ),

    supplement: (request: Request, input: SupplementCaseInput) =>
      register.act(request, { name: 'supplementCase', action: 'SUPPLEMENT' }, input, async (subject, act) => {
        const calendar = await office.calendar.days();
        return supplements.supplement(subject, act, {
          note: optionalText('note', input.note, 1000),
          resumed: (dueAt, pausedAt) => resumedDue(calendar, dueAt, pausedAt, subject.at),
        });
      }),

    accept: (request: Request, input: AcceptCaseInput) =>
      register.act(request, { name: 'acceptCase', action: 'ACCEPT' }, input, async (subject, act, tx) => {
        const decision = acts.accept(subject, act, finishDue(await office.calendar.days(), tx.now));
        await relate(tx, subject, acts.personOf(act.actor), 'OFFICER');
        return decision;
      }),

    refuse: (request: Request, input: RefuseCaseInput) =>
      register.act(request, { name: 'refuseCase', action: 'REFUSE' }, input, async (subject, act, tx) => {
        const { duplicateOfId = null } = input;
        if (duplicateOfId !== null) await register.require(tx, request, duplicateOfId);
        return acts.refuse(subject, act, { reason: reasonOf(input.reason), duplicateOfId });
      }),

    transfer: (request: Request, input: TransferCaseInput) =>
      register.act(request, { name: 'transferCase', action: 'TRANSFER' }, input, async (subject, act, tx) => {
        const decision = acts.transfer(subject, act, await unitOf(tx, subject, input.toOrgId, input.reason));
        await relate(tx, subject, acts.personOf(act.actor), 'FORMER_OFFICER');
        return decision;
      }),

    arbitrate: (request: Request, input: ArbitrateCaseResponsibilityInput) =>
      register.act(
        request,
        { name: 'arbitrateCaseResponsibility', action: 'ARBITRATE' },
        input,
        async (subject, act, tx) =>
          acts.arbitrate(subject, act, await unitOf(tx, subject, input.toOrgId, input.reason)),
      ),

    startHandling: (request: Request, input: StartHandlingInput) =>
      register.act(request, { name: 'startHandling', action: 'START_HANDLING' }, input, async (subject, act, tx) => {
        const decision = acts.startHandling(subject, act, input.noInterest);
        await relate(tx, subject, acts.personOf(act.actor), 'OFFICER');
        return decision;
      }),

    extend: (request: Request, input: ExtendCaseInput) =>
      register.act(request, { name: 'extendCase', action: 'EXTEND' }, input, async (subject, act) =>
        acts.extend(subject, act, {
          dueAt: await extendedEnd(subject, input.days),
          days: input.days,
          reason: reasonOf(input.reason),
        }),
      ),

    answer: (request: Request, input: AnswerCaseInput) =>
      register.act(request, { name: 'answerCase', action: 'ANSWER' }, input, (subject, act) =>
        acts.answer(subject, act, {
          text: textOf('text', input.text, 4000),
          result: input.result,
          documentId: input.documentId ?? null,
        }),
      ),

    signAnswer: (request: Request, input: SignCaseAnswerInput) =>
      register.act(request, { name: 'signCaseAnswer', action: 'SIGN_ANSWER' }, input, acts.signAnswer),

    callBack: (request: Request, input: CallBackCaseInput) =>
      register.act(request, { name: 'callBackCase', action: 'CALL_BACK' }, input, (subject, act) =>
        closing.callBack(subject, act, { reached: input.reached, note: optionalText('note', input.note, 1000) }),
      ),

    /** The code is answered once, by the call that closed the case. */
    async close(request: Request, input: CloseCaseInput): Promise<{ id: string; ratingCode: string | null }> {
      let ratingCode: string | null = null;
      const id = await register.act(
        request,
        { name: 'closeCase', action: 'CLOSE' },
        input,
        async (subject, act, tx) => {
          const decision = closing.close(subject, act);
          ratingCode = await codes.issueCode(tx, ratedCase(subject));
          return decision;
        },
      );
      return { id, ratingCode };
    },

    redo: (request: Request, input: RedoCaseInput) =>
      register.act(request, { name: 'redoCase', action: 'REDO' }, input, (subject, act) =>
        closing.redo(subject, act, textOf('ground', input.ground, 1000)),
      ),
  };
}
