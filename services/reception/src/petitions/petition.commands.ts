import type { Foundation } from '@chengqi/office-kernel';
import { badInput, optionalText, type Request, textOf } from '@chengqi/service-kit';
import { FirstAskEntity } from '../cases/case.entity.ts';
import type { CaseSubject } from '../cases/case.ts';
import type { CaseAct } from '../cases/case.workflow.ts';
import { acceptFirstAsk, handFirstAsk } from '../cases/case-acts.workflow.ts';
import type { CaseRegister } from '../cases/case-register.commands.ts';
import type {
  AcceptFirstAskInput,
  DecideCaseReviewInput,
  HandFirstAskInput,
  RecordCaseHearingInput,
  RequestCaseRecheckInput,
  RequestCaseReviewInput,
  WithdrawCaseInput,
} from '../generated/graphql.ts';
import { withdraw } from '../handling/closing-acts.workflow.ts';
import { decideReview, recordHearing, requestReview } from './petition-acts.workflow.ts';

/** What applicants ask further, and the responsibility of who was asked first. */
export function createPetitionCommands({ kit, office }: Foundation, register: CaseRegister) {
  function asked(subject: CaseSubject, stage: 'REVIEW' | 'RECHECK', ground: string) {
    const below = subject.reviewOrgId ?? subject.ownerOrgId;
    const toOrgId = office.orgs.ancestors(below)[0] ?? below;
    return { stage, toOrgId, ground: textOf('ground', ground, 2000) };
  }

  /** Days of a hearing, both ends included; the order of the ends is asked by the act. */
  async function hearingDays({ fromOn, toOn }: RecordCaseHearingInput): Promise<number> {
    const { daysBetween, endOf } = await office.calendar.days();
    return Math.max(0, daysBetween(endOf(fromOn), endOf(toOn)) + 1);
  }

  return {
    requestCaseReview: (request: Request, input: RequestCaseReviewInput) =>
      register.act(request, { name: 'requestCaseReview', action: 'REQUEST_REVIEW' }, input, (subject, act) =>
        requestReview(subject, act, asked(subject, 'REVIEW', input.ground)),
      ),

    requestCaseRecheck: (request: Request, input: RequestCaseRecheckInput) =>
      register.act(request, { name: 'requestCaseRecheck', action: 'REQUEST_RECHECK' }, input, (subject, act) =>
        requestReview(subject, act, asked(subject, 'RECHECK', input.ground)),
      ),

    recordCaseHearing: (request: Request, input: RecordCaseHearingInput) =>
      register.act(request, { name: 'recordCaseHearing', action: 'RECORD_HEARING' }, input, async (subject, act) =>
        recordHearing(subject, act, { ...input, days: await hearingDays(input) }),
      ),

    decideCaseReview: (request: Request, input: DecideCaseReviewInput) =>
      register.act(request, { name: 'decideCaseReview', action: 'DECIDE_REVIEW' }, input, (subject, act) =>
        decideReview(subject, act, { upheld: input.upheld, opinion: textOf('opinion', input.opinion, 4000) }),
      ),

    withdrawCase: (request: Request, input: WithdrawCaseInput) =>
      register.act(request, { name: 'withdrawCase', action: 'WITHDRAW' }, input, (subject, act) =>
        withdraw(subject, act, optionalText('reason', input.reason, 1000)),
      ),

    /** who hands over stays responsible until the other accepts. */
    handFirstAsk: (request: Request, input: HandFirstAskInput) =>
      register.act(request, { name: 'handFirstAsk', action: 'HAND_FIRST_ASK' }, input, async (subject, act, tx) => {
        const { toPersonId } = input;
        const fromPersonId = personOf(act);
        await office.people.requireActive(tx, 'toPersonId', toPersonId);
        if (toPersonId === fromPersonId) {
          throw badInput('toPersonId', { en: 'Hand it to somebody else.', zh: '不能移交给本人。' }, 'R-2');
        }
        const id = kit.ids.next('fas');
        const offer = { id, caseId: subject.id, fromPersonId, toPersonId, handedAt: tx.now, acceptedAt: null };
        await tx.insert(FirstAskEntity, offer);
        await office.parties.add(tx, subject.id, [{ partyId: toPersonId, relation: 'FIRST_ASK_OFFERED' }]);
        return handFirstAsk(subject, act, toPersonId);
      }),

    acceptFirstAsk: (request: Request, input: AcceptFirstAskInput) =>
      register.act(request, { name: 'acceptFirstAsk', action: 'ACCEPT_FIRST_ASK' }, input, async (subject, act, tx) => {
        const offer = { caseId: subject.id, toPersonId: personOf(act) };
        await tx.manager.getRepository(FirstAskEntity).update(offer, { acceptedAt: tx.now });
        return acceptFirstAsk(subject, act);
      }),
  };
}

const personOf = ({ by }: CaseAct): string => {
  if (by === null) throw new Error('only people are asked first');
  return by;
};
