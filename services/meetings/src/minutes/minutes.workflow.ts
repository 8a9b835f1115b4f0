import { createHash } from 'node:crypto';
import { type Access, type Act, type Decision, publishedText } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { minutesSigned } from '@chengqi/schemas/events/meetings';
import { defineWorkflow, guardFailed, illegalTransition, person, role, separate, system } from '@chengqi/service-kit';
import { type Meeting, meetingReaders } from '../meetings/meeting.ts';
import type { Minutes, MinutesAction, MinutesStatus, MinutesSubject } from './minutes.ts';

/** Minutes together with who its meeting lets act. */
export const joinMinutes = (minutes: Minutes, { chairId, minutesSignerId, secretaryId }: Meeting): MinutesSubject => ({
  ...minutes,
  chairId,
  minutesSignerId,
  secretaryId,
});

const secretaries = [
  person<MinutesSubject>((minutes) => minutes.secretaryId, 'SECRETARY'),
  role<MinutesSubject>('MEETING_SECRETARY'),
];
const director = role<MinutesSubject>('OFFICE_DIRECTOR');
const signers = [person<MinutesSubject>((minutes) => [minutes.chairId, minutes.minutesSignerId], 'CHAIR')];
const notTheDrafter = separate<MinutesSubject>((minutes) => [minutes.drafterId], {
  en: 'Whoever drafted the minutes does not review them.',
  zh: '拟稿人不得审核本人起草的纪要。',
});

const wording = { states: words.values.MinutesState, actions: words.values.MinutesAction };

export const minutesWorkflow = defineWorkflow<MinutesSubject, MinutesStatus, MinutesAction>(wording, [
  { from: 'DRAFT', action: 'DRAFT', to: 'DRAFT', roles: secretaries },
  { from: 'DRAFT', action: 'SUBMIT', to: 'REVIEW', roles: secretaries },
  { from: 'REVIEW', action: 'REVIEW', outcome: 'PASS', to: 'REVIEWED', roles: [director], duties: [notTheDrafter] },
  { from: 'REVIEW', action: 'REVIEW', outcome: 'RETURN', to: 'DRAFT', roles: [director], duties: [notTheDrafter] },
  { from: 'REVIEWED', action: 'SIGN', to: 'SIGNED', roles: signers },
  { from: 'SIGNED', action: 'REFUSE', to: 'DRAFT', roles: [system()] },
  { from: 'SIGNED', action: 'ISSUE', to: 'ISSUED', roles: [system()] },
]);

export const minutesAccess: Access<MinutesSubject, MinutesStatus, MinutesAction> = {
  type: 'Minutes',
  roles: meetingReaders,
  workflow: minutesWorkflow,
};

type MinutesAct = Act<MinutesStatus>;

export const submit = (_: MinutesSubject, { to: status }: MinutesAct): Decision<Minutes> => ({
  changes: { status, returnReason: null },
  events: [],
});

/** @param returnReason null when the minutes pass */
export const review = (
  _: MinutesSubject,
  { to: status, by: reviewerId }: MinutesAct,
  returnReason: string | null,
): Decision<Minutes> => ({ changes: { status, reviewerId, returnReason }, events: [] });

/** Documents makes an outgoing document of it; the text travels at most at INTERNAL. */
export function sign(minutes: MinutesSubject, { to: status, by: signerId, at }: MinutesAct): Decision<Minutes> {
  const { id: minutesId, meetingId, secrecyLevel: level } = minutes;
  const event = minutesSigned.create(minutes, {
    minutesId,
    meetingId,
    title: publishedText(level, minutes.title),
    text: publishedText(level, minutes.text),
    digest: minutes.digest,
    issuingOrgId: minutes.ownerOrgId,
    docCode: minutes.docCode,
    drafterId: minutes.drafterId,
    reviewerId: minutes.reviewerId ?? '',
    signerId: signerId ?? '',
    signedAt: at.toISOString(),
    recipientOrgIds: minutes.recipientOrgIds,
    level,
  });
  return { changes: { status, signerId, signedAt: at }, events: [event] };
}

export const issue = (_: MinutesSubject, { to: status }: MinutesAct, documentId: string): Decision<Minutes> => ({
  changes: { status, documentId },
  events: [],
});

/** Back to the draft, unsigned. */
export const refuse = (
  _: MinutesSubject,
  { to: status }: MinutesAct,
  returnReason: string | null,
): Decision<Minutes> => ({ changes: { status, returnReason, signerId: null, signedAt: null }, events: [] });

/** Minutes are signed between the seal of the record and their issue. */
export function atItsRecord({ status }: Pick<Meeting, 'status'>): void {
  if (status === 'RECORDED') return;
  throw illegalTransition(status, 'SIGN', [], {
    from: words.values.MeetingState[status],
    action: words.values.MinutesAction.SIGN,
  });
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** MTG-4: a resolution code of this meeting that the text names has to be one the record states. */
export function statesOnlyTheRecord(text: string, meetingNo: string, recorded: ReadonlySet<string>): void {
  const named = text.match(new RegExp(`(?<![0-9A-Za-z])${escaped(meetingNo)}-\\d{2,}`, 'g')) ?? [];
  const absent = [...new Set(named)].filter((code) => !recorded.has(code));
  if (absent.length === 0) return;
  throw guardFailed('MTG-4', {
    en: `The record does not state ${absent.join(', ')}.`,
    zh: `会议记录中没有 ${absent.join('、')}。`,
  });
}

/** SHA-256 of the text as it goes out. */
export const textDigest = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
