import type { Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  eachOf,
  fieldsOf,
  numberOf,
  optionalText,
  type Request,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import { type CaseSubject, isPetition, type ServiceCase } from '../cases/case.ts';
import {
  accept,
  answer,
  answerOutcome,
  arbitrate,
  extend,
  refuse,
  signAnswer,
  startHandling,
  transfer,
} from '../cases/case-acts.workflow.ts';
import type { CaseRegister } from '../cases/case-register.commands.ts';
import { maxExtensionDays, maxPetitionExtensionDays } from '../clocks/clocks.ts';
import type {
  AcceptCaseInput,
  AnswerCaseInput,
  ArbitrateCaseResponsibilityInput,
  CallBackCaseInput,
  CloseCaseInput,
  DemandSupplementAgainInput,
  ExtendCaseInput,
  HandCaseToSupervisionInput,
  IssueOneTimeNoticeInput,
  RedoCaseInput,
  RefuseCaseInput,
  SignCaseAnswerInput,
  StartHandlingInput,
  SupplementCaseInput,
  TransferCaseInput,
} from '../generated/graphql.ts';
import { findMatter } from '../matters/matter.repository.ts';
import { assertMaterials } from '../matters/matter.workflow.ts';
import { ratedCase } from '../ratings/rated-services.ts';
import type { RatingCodes } from '../ratings/rating-codes.commands.ts';
import { assertNotAccused } from '../registration/opening.commands.ts';
import { callBack, callBackOutcome, close, handToSupervision, redo } from './closing-acts.workflow.ts';
import { demandSupplementAgain, issueOneTimeNotice, supplement } from './supplement-acts.workflow.ts';

const itemsOf = (items: readonly string[]): string[] =>
  eachOf('items', items, { min: 1, max: 20 }, (item, path) => textOf(path, item, 200));
const reasonOf = (reason: string): string => textOf('reason', reason, 1000);

/** From the window to the rating: what units, heads and windows do with a case. */
export function createHandlingCommands({ office }: Foundation, register: CaseRegister, codes: RatingCodes) {
  /** Of an accusation only the relation `officer` opens it; it is a column, not a party. */
  async function relate(tx: Transaction, { id, restricted }: ServiceCase, personId: string | null, relation: string) {
    if (!restricted && personId !== null) await office.parties.add(tx, id, [{ partyId: personId, relation }]);
  }

  /** The unit must exist, keep the same register, and not be the accused one or below it. */
  async function unitOf(tx: Transaction, subject: CaseSubject, toOrgId: string, given: string) {
    await office.orgs.requireActive(tx, 'toOrgId', toOrgId);
    if ((await register.ledgerOf(tx.manager, toOrgId, 'toOrgId')) !== subject.ledgerOrgId) {
      throw badInput('toOrgId', { en: 'A unit of the same county or city.', zh: '须为同一县（市）的单位。' });
    }
    await assertNotAccused(office, tx, toOrgId, subject.accusedOrgId);
    return { toOrgId, reason: reasonOf(given) };
  }

  /** Of a listed matter only what its list asks for. */
  async function missingOf(tx: Transaction, { matterId }: CaseSubject, items: readonly string[]): Promise<string[]> {
    const named = itemsOf(items);
    const matter = matterId === null ? null : await findMatter(tx.manager, matterId);
    if (matter !== null) assertMaterials(matter, named);
    return named;
  }

  return {
    issueOneTimeNotice: (request: Request, input: IssueOneTimeNoticeInput) =>
      register.act(
        request,
        { name: 'issueOneTimeNotice', action: 'ISSUE_ONE_TIME_NOTICE' },
        input,
        async (subject, act, tx) => issueOneTimeNotice(subject, act, await missingOf(tx, subject, input.items)),
      ),

    demandSupplementAgain: (request: Request, input: DemandSupplementAgainInput) =>
      register.act(
        request,
        { name: 'demandSupplementAgain', action: 'DEMAND_SUPPLEMENT_AGAIN' },
        input,
        async (subject, act, tx) => {
          const { fault } = fieldsOf({
            items: () => itemsOf(input.items),
            fault: () => textOf('fault', input.fault, 1000),
          });
          return demandSupplementAgain(subject, act, { items: await missingOf(tx, subject, input.items), fault });
        },
      ),

    supplementCase: (request: Request, input: SupplementCaseInput) =>
      register.act(request, { name: 'supplementCase', action: 'SUPPLEMENT' }, input, (subject, act) =>
        supplement(subject, act, { note: optionalText('note', input.note, 1000) }),
      ),

    acceptCase: (request: Request, input: AcceptCaseInput) =>
      register.act(request, { name: 'acceptCase', action: 'ACCEPT' }, input, async (subject, act, tx) => {
        const decision = accept(subject, act);
        await relate(tx, subject, act.by, 'OFFICER');
        return decision;
      }),

    refuseCase: (request: Request, input: RefuseCaseInput) =>
      register.act(request, { name: 'refuseCase', action: 'REFUSE' }, input, async (subject, act, tx) => {
        const { duplicateOfId = null } = input;
        if (duplicateOfId !== null) await register.require(tx, request, duplicateOfId);
        return refuse(subject, act, { reason: reasonOf(input.reason), duplicateOfId });
      }),

    transferCase: (request: Request, input: TransferCaseInput) =>
      register.act(request, { name: 'transferCase', action: 'TRANSFER' }, input, async (subject, act, tx) => {
        const decision = transfer(subject, act, await unitOf(tx, subject, input.toOrgId, input.reason));
        await relate(tx, subject, act.by, 'FORMER_OFFICER');
        return decision;
      }),

    arbitrateCaseResponsibility: (request: Request, input: ArbitrateCaseResponsibilityInput) =>
      register.act(
        request,
        { name: 'arbitrateCaseResponsibility', action: 'ARBITRATE' },
        input,
        async (subject, act, tx) => arbitrate(subject, act, await unitOf(tx, subject, input.toOrgId, input.reason)),
      ),

    startHandling: (request: Request, input: StartHandlingInput) =>
      register.act(request, { name: 'startHandling', action: 'START_HANDLING' }, input, async (subject, act, tx) => {
        const decision = startHandling(subject, act, input.noInterest);
        await relate(tx, subject, act.by, 'OFFICER');
        return decision;
      }),

    extendCase: (request: Request, input: ExtendCaseInput) =>
      register.act(request, { name: 'extendCase', action: 'EXTEND' }, input, (subject, act) => {
        const most = isPetition(subject) ? maxPetitionExtensionDays : maxExtensionDays;
        return extend(
          subject,
          act,
          fieldsOf({
            days: () => numberOf('days', input.days, 1, most),
            reason: () => reasonOf(input.reason),
          }),
        );
      }),

    answerCase: (request: Request, input: AnswerCaseInput) =>
      register.act(request, { name: 'answerCase', action: 'ANSWER', outcome: answerOutcome }, input, (subject, act) =>
        answer(subject, act, {
          text: textOf('text', input.text, 4000),
          result: input.result,
          documentId: input.documentId ?? null,
        }),
      ),

    signCaseAnswer: (request: Request, input: SignCaseAnswerInput) =>
      register.act(request, { name: 'signCaseAnswer', action: 'SIGN_ANSWER' }, input, signAnswer),

    callBackCase: (request: Request, input: CallBackCaseInput) =>
      register.act(
        request,
        { name: 'callBackCase', action: 'CALL_BACK', outcome: (subject) => callBackOutcome(subject, input.reached) },
        input,
        (subject, act) =>
          callBack(subject, act, { reached: input.reached, note: optionalText('note', input.note, 1000) }),
      ),

    /** The code is answered once, by the call that closed the case. */
    async closeCase(request: Request, input: CloseCaseInput) {
      let ratingCode: string | null = null;
      const id = await register.act(
        request,
        { name: 'closeCase', action: 'CLOSE' },
        input,
        async (subject, act, tx) => {
          ratingCode = await codes.issueCode(tx, ratedCase(subject));
          return close(subject, act);
        },
      );
      return { id, ratingCode };
    },

    redoCase: (request: Request, input: RedoCaseInput) =>
      register.act(request, { name: 'redoCase', action: 'REDO' }, input, (subject, act) =>
        redo(subject, act, textOf('ground', input.ground, 1000)),
      ),

    handCaseToSupervision: (request: Request, input: HandCaseToSupervisionInput) =>
      register.act(request, { name: 'handCaseToSupervision', action: 'HAND_TO_SUPERVISION' }, input, (subject, act) =>
        handToSupervision(subject, act, {
          reason: input.reason,
          ground: textOf('ground', input.ground, 1000),
        }),
      ),
  };
}
