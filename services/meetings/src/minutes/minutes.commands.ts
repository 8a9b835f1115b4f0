import { type Foundation, foldedCode } from '@chengqi/office-kernel';
import { badInput, fieldsOf, idsOf, optionalLine, type Request, type Transaction, textOf } from '@chengqi/service-kit';
import { admitTo } from '../attendance/invitations.commands.ts';
import type {
  DraftMinutesInput,
  ReviewMinutesInput,
  SignMinutesInput,
  SubmitMinutesInput,
} from '../generated/graphql.ts';
import { outOfMeeting } from '../meetings/act.commands.ts';
import { MeetingEntity } from '../meetings/meeting.entity.ts';
import { meetingOf, meetingRow } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { meetingAccess, meetingWorkflow } from '../meetings/meeting.workflow.ts';
import type { Adoption } from '../resolutions/adoption.commands.ts';
import { ResolutionEntity } from '../resolutions/resolution.entity.ts';
import { MinutesEntity } from './minutes.entity.ts';
import { minutesRow } from './minutes.repository.ts';
import type { Minutes, MinutesAction } from './minutes.ts';
import {
  atItsRecord,
  joinMinutes,
  minutesAccess,
  minutesWorkflow,
  review,
  sign,
  statesOnlyTheRecord,
  submit,
  textDigest,
} from './minutes.workflow.ts';

const longestText = 65_536;

export function createMinutesCommands(foundation: Foundation, adoption: Adoption) {
  const { kit, office } = foundation;

  /** The first draft is an act on the meeting, a later one on the minutes. */
  async function draft(
    tx: Transaction,
    request: Request,
    input: DraftMinutesInput,
  ): Promise<{ id: string; role: string | null }> {
    const { actor, viewer } = request;
    const meeting = await office.require(tx, request, MeetingEntity, input.meetingId, meetingAccess);
    const known = await tx.manager.getRepository(MinutesEntity).findOneBy({ meetingId: meeting.id });
    const { role } = known
      ? minutesWorkflow.permit(actor, joinMinutes(known, meeting), 'DRAFT', {
          expectedVersion: input.expectedVersion ?? null,
        })
      : meetingWorkflow.permit(actor, await meetingRow.subject(meeting, tx), 'DRAFT_MINUTES');
    const content = { ...(await contentOf(tx, meeting, input)), drafterId: viewer.personId ?? '' };
    if (known) {
      await tx.update(MinutesEntity, known, content);
      return { id: known.id, role };
    }
    const minutes: Minutes = { ...blankMinutes(kit.ids.next('min'), meeting, tx.now), ...content };
    await tx.insert(MinutesEntity, minutes);
    await admitTo(foundation, tx, minutes.id, meeting, [minutes.drafterId, meeting.minutesSignerId]);
    return { id: minutes.id, role };
  }

  async function contentOf(tx: Transaction, meeting: Meeting, input: DraftMinutesInput) {
    const organizer = await office.orgs.find(tx.manager, meeting.ownerOrgId);
    const { text, docCode, recipientOrgIds, given } = fieldsOf({
      text: () => minutesTextOf(input.text),
      docCode: () => docCodeOf(foldedCode(input.docCode), organizer?.docCodes ?? []),
      recipientOrgIds: () => idsOf('recipientOrgIds', input.recipientOrgIds, 500),
      given: () => optionalLine('title', input.title, 200),
    });
    await office.orgs.requireMany(tx, 'recipientOrgIds', recipientOrgIds);
    statesOnlyTheRecord(text, meeting.meetingNo, await recordedCodes(tx, meeting));
    const title = given ?? `${[...meeting.title].slice(0, 198).join('')}纪要`;
    return { title, text, digest: textDigest(text), docCode, recipientOrgIds };
  }

  /** The record is sealed, so these are the resolutions it states; an imported record states its imported ones. */
  async function recordedCodes(tx: Transaction, meeting: Meeting): Promise<Set<string>> {
    const resolutions = await tx.manager.getRepository(ResolutionEntity).findBy({ meetingId: meeting.id });
    return new Set(resolutions.map(({ code }) => code));
  }

  const onMinutes = <I extends { readonly minutesId: string }>(
    request: Request,
    name: string,
    input: I,
    action: MinutesAction,
  ) => ({
    ...{ ...minutesRow, request, name, input, action },
    id: outOfMeeting(foundation, request, MinutesEntity, input.minutesId, minutesAccess),
  });

  return {
    draftMinutes: (request: Request, input: DraftMinutesInput) =>
      office.execute(request, 'draftMinutes', input, (tx) => draft(tx, request, input)),

    submitMinutes: (request: Request, input: SubmitMinutesInput) =>
      office.act(onMinutes(request, 'submitMinutes', input, 'SUBMIT'), submit),

    reviewMinutes: (request: Request, input: ReviewMinutesInput) =>
      office.act({ ...onMinutes(request, 'reviewMinutes', input, 'REVIEW'), outcome: input.result }, (minutes, act) =>
        review(minutes, act, input.result === 'RETURN' ? textOf('reason', input.reason, 500) : null),
      ),

    /** Signed again after a refusal, the adopted resolutions stay as they are; only the document is asked for once more. */
    signMinutes: (request: Request, input: SignMinutesInput) =>
      office.act(onMinutes(request, 'signMinutes', input, 'SIGN'), async (minutes, act, tx) => {
        const { id, meetingId: within, text, recipientOrgIds } = minutes;
        const meeting = await meetingOf(tx.manager, within);
        atItsRecord(meeting);
        statesOnlyTheRecord(text, meeting.meetingNo, await recordedCodes(tx, meeting));
        await adoption.adoptRest(tx, meeting);
        await office.parties.add(
          tx,
          id,
          recipientOrgIds.map((partyId) => ({ partyId, relation: 'recipient' })),
        );
        return { ...sign(minutes, act), within };
      }),
  };
}

function minutesTextOf(given: string): string {
  const text = textOf('text', given, longestText);
  if (Buffer.byteLength(text) <= longestText) return text;
  throw badInput('text', { en: 'At most 65536 bytes.', zh: '正文最长 65536 字节。' });
}

function docCodeOf(docCode: string, known: readonly string[]): string {
  if (known.includes(docCode)) return docCode;
  throw badInput('docCode', { en: 'Not a document code of the organizer.', zh: '不是主办单位的发文代字。' });
}

const blankMinutes = (id: string, meeting: Meeting, at: Date) =>
  ({
    id,
    status: 'DRAFT',
    version: 1,
    ownerOrgId: meeting.ownerOrgId,
    secrecyLevel: meeting.secrecyLevel,
    createdAt: at,
    updatedAt: at,
    meetingId: meeting.id,
    reviewerId: null,
    signerId: null,
    signedAt: null,
    returnReason: null,
    documentId: null,
  }) as const;
