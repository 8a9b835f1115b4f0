import { type Access, type Act, type Decision, publishedText } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { supervisionWaived } from '@chengqi/schemas/events/meetings';
import { defineWorkflow, guardFailed, person, role, system } from '@chengqi/service-kit';
import { type Meeting, meetingReaders } from '../meetings/meeting.ts';
import { adoptedEvent } from './resolution.events.ts';
import type { Binding, Resolution, ResolutionAction, ResolutionStatus, ResolutionSubject } from './resolution.ts';

/** The two rows as the table wants them. */
export const joinResolution = (resolution: Resolution, { chairId, status, imported }: Meeting): ResolutionSubject => ({
  ...resolution,
  chairId,
  meetingStatus: status,
  history: imported,
});

const chair = person<ResolutionSubject>((resolution) => resolution.chairId, 'CHAIR');
const director = role<ResolutionSubject>('OFFICE_DIRECTOR');

const wording = { states: words.values.ResolutionState, actions: words.values.ResolutionAction };

/** ADOPT leads to ADOPTED or NO_ACTION by its outcome, which is whether somebody has to act. */
export const resolutionWorkflow = defineWorkflow<ResolutionSubject, ResolutionStatus, ResolutionAction>(wording, [
  { from: 'DRAFT', action: 'ADOPT', outcome: 'ACTION', to: 'ADOPTED', roles: [chair], guard: atTheMeeting },
  { from: 'DRAFT', action: 'ADOPT', outcome: 'NONE', to: 'NO_ACTION', roles: [chair], guard: atTheMeeting },
  { from: 'DRAFT', action: 'ADOPT', outcome: 'ACTION', to: 'ADOPTED', roles: [system()] },
  { from: 'DRAFT', action: 'ADOPT', outcome: 'NONE', to: 'NO_ACTION', roles: [system()] },
  { from: 'ADOPTED', action: 'WAIVE', to: 'ADOPTED', roles: [director], guard: notWaived },
  { from: 'ADOPTED', action: 'SUPERVISE', to: 'UNDER_SUPERVISION', roles: [system()] },
  { from: ['ADOPTED', 'UNDER_SUPERVISION'], action: 'IMPLEMENT', to: 'IMPLEMENTED', roles: [system()] },
  { from: 'UNDER_SUPERVISION', action: 'RELEASE', to: 'ADOPTED', roles: [system()] },
  { from: 'IMPLEMENTED', action: 'REOPEN', to: 'UNDER_SUPERVISION', roles: [system()] },
]);

export const resolutionAccess: Access<ResolutionSubject, ResolutionStatus, ResolutionAction> = {
  type: 'Resolution',
  roles: meetingReaders,
  workflow: resolutionWorkflow,
};

type ResolutionAct = Act<ResolutionStatus>;

export function adopt(
  resolution: ResolutionSubject,
  { to: status }: ResolutionAct,
  binding: Binding,
): Decision<Resolution> {
  const changes = { ...binding, status };
  return { changes, events: [adoptedEvent({ ...resolution, ...changes })] };
}

/** MTG-6: why nobody supervises it travels at most at INTERNAL. */
export function waive(resolution: ResolutionSubject, { to: status, by, at }: ResolutionAct, waiverReason: string) {
  const reason = publishedText(resolution.secrecyLevel, waiverReason);
  return {
    changes: { status, waiverReason, waivedById: by, waivedAt: at },
    events: [supervisionWaived.create(resolution, { resolutionId: resolution.id, reason })],
  } satisfies Decision<Resolution>;
}

/** Where its item went, the resolution goes. */
export const follow = (
  { supervisedAt }: ResolutionSubject,
  { to: status, at }: ResolutionAct,
  itemId: string | null,
): Decision<Resolution> => ({
  changes: { status, itemId, supervisedAt: status === 'ADOPTED' ? null : (supervisedAt ?? at) },
  events: [],
});

export const adoptionOutcome = ({ requiresAction }: Resolution) => (requiresAction ? 'ACTION' : 'NONE');

function atTheMeeting({ meetingStatus }: ResolutionSubject): void {
  if (meetingStatus !== 'IN_PROGRESS' && meetingStatus !== 'ENDED') {
    throw guardFailed('MTG-4', {
      en: 'Once the record is sealed, resolutions are adopted with the minutes.',
      zh: '会议记录封存后，议定事项随纪要签发生效。',
    });
  }
}

function notWaived({ waiverReason }: ResolutionSubject): void {
  if (waiverReason !== null) throw guardFailed('MTG-6', { en: 'Already waived.', zh: '已免予督办。' });
}

/** MTG-8: meeting number and two digits. */
export const resolutionCode = (meetingNo: string, n: number) => `${meetingNo}-${String(n).padStart(2, '0')}`;

/** Scope of the gap-free numbers of a meeting's resolutions (MTG-8). */
export const resolutionSerial = (meetingId: string) => `resolution:${meetingId}`;

/** MTG-6: binding, somebody has to act, and the two working days are over without item and without waiver. */
export const isOrphan = ({ status, requiresAction, waiverReason, superviseBy }: Resolution, asOf: Date): boolean =>
  status === 'ADOPTED' && requiresAction && waiverReason === null && superviseBy !== null && superviseBy < asOf;

/** Whether code, owner and a decision on supervision are there, so that the meeting may close. */
export function isDecided({ status, code, leadOrgId, waiverReason }: Resolution): boolean {
  if (status === 'NO_ACTION' || status === 'SUPERSEDED') return true;
  if (code === '' || leadOrgId === null) return false;
  return status === 'UNDER_SUPERVISION' || status === 'IMPLEMENTED' || (status === 'ADOPTED' && waiverReason !== null);
}

export type ItemFact = 'REGISTERED' | 'REJECTED' | 'MERGED' | 'STRUCK_OFF' | 'REOPENED';

const reactions: Record<ItemFact, { action: ResolutionAction; from: readonly ResolutionStatus[]; keepsItem: boolean }> =
  {
    REGISTERED: { action: 'SUPERVISE', from: ['ADOPTED'], keepsItem: true },
    REJECTED: { action: 'RELEASE', from: ['UNDER_SUPERVISION'], keepsItem: false },
    MERGED: { action: 'RELEASE', from: ['UNDER_SUPERVISION'], keepsItem: false },
    STRUCK_OFF: { action: 'IMPLEMENT', from: ['ADOPTED', 'UNDER_SUPERVISION'], keepsItem: true },
    REOPENED: { action: 'REOPEN', from: ['IMPLEMENTED'], keepsItem: true },
  };

/**
 * What a fact about an item does to its resolution; null when nothing. Facts of one item arrive in order, facts of two
 * items of the same resolution do not: a rejected item never releases what another one supervises.
 */
export function reaction(
  resolution: Resolution,
  fact: ItemFact,
  itemId: string,
): { action: ResolutionAction; itemId: string | null } | null {
  const { action, from, keepsItem } = reactions[fact];
  if (!from.includes(resolution.status)) return null;
  if (fact !== 'REGISTERED' && resolution.itemId !== null && resolution.itemId !== itemId) return null;
  return { action, itemId: keepsItem ? itemId : null };
}
