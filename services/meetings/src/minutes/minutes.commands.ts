import { isAbove } from '@chengqi/office-kernel';
import { minutesSigned } from '@chengqi/schemas/events/meetings';
import {
  badInput,
  idsOf,
  illegalTransition,
  notFound,
  optionalLine,
  type Request,
  referenceUnknown,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type {
  DraftMinutesInput,
  ReviewMinutesInput,
  SignMinutesInput,
  SubmitMinutesInput,
} from '../generated/graphql.ts';
import { attendeesOf } from '../meetings/invitations.ts';
import { MeetingEntity } from '../meetings/meeting.entity.ts';
import { lockMeeting, meetingAccess, meetingRoles, meetingSubject } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { meetingWorkflow } from '../meetings/meeting.workflow.ts';
import type { Adoption } from '../resolutions/adoption.ts';
import { ResolutionEntity } from '../resolutions/resolution.entity.ts';
import { MinutesEntity } from './minutes.entity.ts';
import type { Minutes, MinutesAction, MinutesSubject } from './minutes.ts';
import { minutesWorkflow, statesOnlyTheRecord, textDigest } from './minutes.workflow.ts';

export type MinutesCommands = ReturnType<typeof createMinutesCommands>;

export const minutesAccess = { type: 'Minutes', roles: meetingRoles } as const;

const longestText = 65_536;

interface Act {
  readonly minutesId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

interface Permitted {
  readonly minutes: Minutes;
  readonly meeting: Meeting;
  readonly status: Minutes['status'];
  readonly role: string | null;
}

export function createMinutesCommands({ kit, office }: Foundation, adoption: Adoption) {
  async function draft(tx: Transaction, request: Request, input: DraftMinutesInput): Promise<string> {
    const meeting = await office.require(tx, request, MeetingEntity, input.meetingId, meetingAccess);
    const known = await tx.manager.getRepository(MinutesEntity).findOneBy({ meetingId: meeting.id });
    const expectedVersion = input.expectedVersion ?? null;
    if (known) minutesWorkflow.permit(request.actor, joinMinutes(known, meeting), 'DRAFT', { expectedVersion });
    else meetingWorkflow.permit(request.actor, await meetingSubject(tx.manager, meeting), 'DRAFT_MINUTES');
    const content = await contentOf(tx, meeting, input);
    const drafterId = request.viewer.personId ?? '';
    if (known) {
      await tx.update(MinutesEntity, known, { ...content, drafterId });
      return known.id;
    }
    const minutes: Minutes = { ...blankMinutes(tx, kit.ids.next('min'), meeting), ...content, drafterId };
    await tx.insert(MinutesEntity, minutes);
    const people = [
      ...(await attendeesOf(tx, meeting)),
      drafterId,
      ...(meeting.minutesSignerId ? [meeting.minutesSignerId] : []),
    ];
    await office.parties.add(
      tx,
      minutes.id,
      [...new Set(people)].map((partyId) => ({ partyId, relation: 'attendee' })),
    );
    return minutes.id;
  }

  async function contentOf(tx: Transaction, meeting: Meeting, input: DraftMinutesInput) {
    const text = textOf('text', input.text, longestText);
    if (Buffer.byteLength(text) > longestText)
      throw badInput('text', { en: 'At most 65536 bytes.', zh: '正文最长 65536 字节。' });
    const organizer = await office.orgs.find(tx.manager, meeting.ownerOrgId);
    if (!organizer?.docCodes.includes(input.docCode)) {
      throw badInput('docCode', { en: 'Not a document code of the organizer.', zh: '不是主办单位的发文代字。' });
    }
    const recipientOrgIds = idsOf('recipientOrgIds', input.recipientOrgIds, 500);
    for (const id of recipientOrgIds) {
      if (!(await office.orgs.find(tx.manager, id))) throw referenceUnknown('recipientOrgIds', id);
    }
    statesOnlyTheRecord(text, meeting.meetingNo, await recordedCodes(tx, meeting));
    const title = optionalLine('title', input.title, 200) ?? `${[...meeting.title].slice(0, 198).join('')}纪要`;
    return { title, text, digest: textDigest(text), docCode: input.docCode, recipientOrgIds };
  }

  /** The record is sealed, so these are the resolutions it states; an imported record states its imported ones. */
  async function recordedCodes(tx: Transaction, meeting: Meeting): Promise<Set<string>> {
    const resolutions = await tx.manager.getRepository(ResolutionEntity).findBy({ meetingId: meeting.id });
    return new Set(resolutions.map(({ code }) => code));
  }

  const act = (
    request: Request,
    name: string,
    input: Act,
    action: MinutesAction,
    outcome: string | null,
    work: (tx: Transaction, permitted: Permitted) => Promise<Partial<Minutes>>,
  ): Promise<string> =>
    office.execute(request, name, input, async (tx) => {
      const known = await tx.manager.getRepository(MinutesEntity).findOneBy({ id: input.minutesId });
      if (!known) throw notFound('Minutes');
      const meeting = await lockMeeting(tx, known.meetingId);
      const minutes = await office.require(tx, request, MinutesEntity, known.id, minutesAccess);
      const { to: status, role } = minutesWorkflow.permit(request.actor, joinMinutes(minutes, meeting), action, {
        expectedVersion: input.expectedVersion ?? null,
        ...(outcome !== null && { outcome }),
      });
      await tx.update(MinutesEntity, minutes, { status, ...(await work(tx, { minutes, meeting, status, role })) });
      return minutes.id;
    });

  return {
    draftMinutes: (request: Request, input: DraftMinutesInput) =>
      office.execute(request, 'draftMinutes', input, (tx) => draft(tx, request, input)),

    submitMinutes: (request: Request, input: SubmitMinutesInput) =>
      act(request, 'submitMinutes', input, 'SUBMIT', null, async () => ({ returnReason: null })),

    reviewMinutes: (request: Request, input: ReviewMinutesInput) =>
      act(request, 'reviewMinutes', input, 'REVIEW', input.result, async () => ({
        reviewerId: request.viewer.personId,
        returnReason: input.result === 'RETURN' ? textOf('reason', input.reason, 500) : null,
      })),

    /** Signed again after a refusal, the adopted resolutions stay as they are; only the document is asked for once more. */
    signMinutes: (request: Request, input: SignMinutesInput) =>
      act(request, 'signMinutes', input, 'SIGN', null, async (tx, { minutes, meeting, status, role }) => {
        if (meeting.status !== 'RECORDED') throw illegalTransition(meeting.status, 'SIGN', []);
        statesOnlyTheRecord(minutes.text, meeting.meetingNo, await recordedCodes(tx, meeting));
        const signed = { ...minutes, status, signerId: request.viewer.personId, signedAt: tx.now };
        await adoption.adoptRest(tx, meeting);
        await office.parties.add(
          tx,
          minutes.id,
          minutes.recipientOrgIds.map((partyId) => ({ partyId, relation: 'recipient' })),
        );
        await tx.append(announce(signed), { role, within: minutes.meetingId });
        return { signerId: signed.signerId, signedAt: signed.signedAt };
      }),
  };
}

/** Minutes together with who its meeting lets act. */
export const joinMinutes = (minutes: Minutes, { chairId, minutesSignerId, secretaryId }: Meeting): MinutesSubject => ({
  ...minutes,
  chairId,
  minutesSignerId,
  secretaryId,
});

const blankMinutes = (tx: Transaction, id: string, meeting: Meeting) =>
  ({
    id,
    status: 'DRAFT',
    version: 1,
    ownerOrgId: meeting.ownerOrgId,
    secrecyLevel: meeting.secrecyLevel,
    createdAt: tx.now,
    updatedAt: tx.now,
    meetingId: meeting.id,
    reviewerId: null,
    signerId: null,
    signedAt: null,
    returnReason: null,
    documentId: null,
  }) as const;

function announce(minutes: Minutes) {
  const secret = isAbove(minutes.secrecyLevel, 'INTERNAL');
  return minutesSigned.create(minutes, {
    minutesId: minutes.id,
    meetingId: minutes.meetingId,
    title: secret ? null : minutes.title,
    text: secret ? null : minutes.text,
    digest: minutes.digest,
    issuingOrgId: minutes.ownerOrgId,
    docCode: minutes.docCode,
    drafterId: minutes.drafterId,
    reviewerId: minutes.reviewerId ?? '',
    signerId: minutes.signerId ?? '',
    signedAt: (minutes.signedAt ?? minutes.updatedAt).toISOString(),
    recipientOrgIds: minutes.recipientOrgIds,
    level: minutes.secrecyLevel,
  });
}
