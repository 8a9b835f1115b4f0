import { guardFailed, refusal } from '@chengqi/service-kit';
import { type CaseSubject, isPetition, maxRedos } from './case.ts';

const told = ({ demands }: CaseSubject): number => demands.length;

export function notToldYet(subject: CaseSubject): void {
  if (told(subject) === 0) return;
  throw guardFailed('R-3', {
    en: 'The applicant was told once; a second demand is made by the head of the unit, with its fault.',
    zh: '已一次性告知；再次要求补正须由单位负责人批准并登记过错。',
  });
}

export function toldOnce(subject: CaseSubject): void {
  if (told(subject) === 0) {
    throw guardFailed('R-3', { en: 'There was no first notice.', zh: '尚未一次性告知。' });
  }
  if (told(subject) > 1) {
    throw refusal(
      'LIMIT_EXCEEDED',
      { en: 'The applicant was asked twice already.', zh: '已第二次要求补正，不得再次要求。' },
      { rule: 'R-3' },
    );
  }
}

export function transferable({ arbitratedAt, transferDueAt, at }: CaseSubject): void {
  if (arbitratedAt !== null) {
    throw guardFailed('R-TRANSFER', {
      en: 'The responsible unit was named for good.',
      zh: '责任单位已经裁定，不得再行转办。',
    });
  }
  if (transferDueAt !== null && at.getTime() > transferDueAt.getTime()) {
    throw refusal('DEADLINE_PASSED', {
      en: 'The days to hand it on have passed.',
      zh: '已超过提出异议（退回）的期限。',
    });
  }
}

export function notArbitrated({ arbitratedAt }: CaseSubject): void {
  if (arbitratedAt === null) return;
  throw guardFailed('R-TRANSFER', { en: 'It was arbitrated already.', zh: '责任单位已经裁定。' });
}

export function extendable({ extendedAt, dueAt, at }: CaseSubject): void {
  if (dueAt === null) throw guardFailed('R-EXTEND', { en: 'It has no limit.', zh: '该事项没有办理期限。' });
  if (extendedAt !== null) throw refusal('LIMIT_EXCEEDED', { en: 'Extended once already.', zh: '期限只能延长一次。' });
  if (at.getTime() > dueAt.getTime()) {
    throw refusal('DEADLINE_PASSED', { en: 'The limit has passed.', zh: '期限已过，不得延期。' });
  }
}

export function hasDraft({ answer }: CaseSubject): void {
  if (answer?.text != null && answer.signedById === null) return;
  throw guardFailed('R-ANSWER', { en: 'There is no answer to sign.', zh: '没有待签批的答复意见。' });
}

export function redoable({ redoCount }: CaseSubject): void {
  if (redoCount < maxRedos) return;
  throw refusal('LIMIT_EXCEEDED', {
    en: 'Handled again twice already; hand it to supervision: handCaseToSupervision.',
    zh: '已退回重办两次，应转督办。',
  });
}

export function exhausted({ redoCount, supervisedAt }: CaseSubject): void {
  if (redoCount < maxRedos) {
    throw guardFailed('R-REDO', {
      en: 'It can be handled again first: redoCase.',
      zh: '尚可退回重办，未达转督办条件。',
    });
  }
  if (supervisedAt !== null) throw guardFailed('R-REDO', { en: 'Supervision has it already.', zh: '该事项已转督办。' });
}

export function askable(subject: CaseSubject, stage: 'FIRST' | 'REVIEW'): void {
  if (!isPetition(subject) || subject.stage !== stage) {
    throw stage === 'FIRST'
      ? guardFailed('R-REVIEW', {
          en: 'Only a first answer to a petition is reviewed.',
          zh: '仅对信访事项的首次答复可以申请复查。',
        })
      : guardFailed('R-REVIEW', { en: 'Only a review is rechecked.', zh: '仅对复查意见可以申请复核。' });
  }
  const { reviewAskDueAt, at } = subject;
  if (reviewAskDueAt !== null && at.getTime() <= reviewAskDueAt.getTime()) return;
  throw refusal('DEADLINE_PASSED', {
    en: 'The 30 days to ask have passed.',
    zh: '已超过申请复查（复核）的三十日期限。',
  });
}
