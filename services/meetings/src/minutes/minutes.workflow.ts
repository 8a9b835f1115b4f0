import { createHash } from 'node:crypto';
import { words } from '@chengqi/schemas';
import { defineWorkflow, guardFailed, person, role, separate, system } from '@chengqi/service-kit';
import type { MinutesAction, MinutesStatus, MinutesSubject } from './minutes.ts';

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
