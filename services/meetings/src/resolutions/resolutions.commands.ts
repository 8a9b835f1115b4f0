import { isAbove } from '@chengqi/office-kernel';
import { supervisionWaived } from '@chengqi/schemas/events/meetings';
import {
  badInput,
  guardFailed,
  idsOf,
  notFound,
  type Request,
  referenceUnknown,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type { AdoptResolutionInput, DraftResolutionInput, WaiveSupervisionInput } from '../generated/graphql.ts';
import { closeIfDecided } from '../meetings/closing.ts';
import { attendeesOf } from '../meetings/invitations.ts';
import { AgendaItemEntity, MeetingEntity } from '../meetings/meeting.entity.ts';
import { lockMeeting, meetingAccess, meetingRoles, meetingSubject } from '../meetings/meeting.repository.ts';
import type { AgendaItem, Meeting } from '../meetings/meeting.ts';
import { meetingWorkflow } from '../meetings/meeting.workflow.ts';
import type { Adoption } from './adoption.ts';
import { ResolutionEntity, ResolutionOrgEntity } from './resolution.entity.ts';
import type { Resolution } from './resolution.ts';
import { resolutionCode, resolutionWorkflow } from './resolution.workflow.ts';

export type ResolutionCommands = ReturnType<typeof createResolutionCommands>;

export const resolutionAccess = { type: 'Resolution', roles: meetingRoles } as const;

/** Scope of the gap-free numbers of a meeting's resolutions (MTG-8). */
export const resolutionSerial = (meetingId: string) => `resolution:${meetingId}`;

export function createResolutionCommands({ kit, office }: Foundation, adoption: Adoption) {
  async function draft(tx: Transaction, request: Request, input: DraftResolutionInput): Promise<string> {
    const item = await tx.manager.getRepository(AgendaItemEntity).findOneBy({ id: input.agendaItemId });
    if (!item) throw notFound('AgendaItem');
    const meeting = await office.require(tx, request, MeetingEntity, item.meetingId, {
      ...meetingAccess,
      type: 'AgendaItem',
    });
    meetingWorkflow.permit(request.actor, await meetingSubject(tx.manager, meeting), 'DRAFT_RESOLUTION');
    refuseUndecided(item);
    const details = await detailsOf(tx, input);
    const n = await office.serials.next(tx, resolutionSerial(meeting.id));
    const resolution: Resolution = {
      ...blankResolution(tx, kit.ids.next('res'), meeting),
      ...details,
      code: resolutionCode(meeting.meetingNo, n),
      agendaItemId: item.id,
    };
    await storeResolution(tx, resolution);
    // Writing the meeting's row keeps a seal that runs at the same moment from missing this resolution.
    await tx.update(MeetingEntity, meeting, {});
    const people = await attendeesOf(tx, meeting);
    await office.parties.add(
      tx,
      resolution.id,
      people.map((partyId) => ({ partyId, relation: 'attendee' })),
    );
    return resolution.id;
  }

  async function detailsOf(tx: Transaction, input: DraftResolutionInput) {
    const coOrgIds = idsOf('coOrgIds', input.coOrgIds, 50).filter((id) => id !== input.leadOrgId);
    if (input.requiresAction && !input.leadOrgId) {
      throw badInput('leadOrgId', { en: 'Say who acts first.', zh: '请指明牵头单位。' });
    }
    for (const id of input.leadOrgId ? [input.leadOrgId, ...coOrgIds] : coOrgIds) {
      if (!(await office.orgs.find(tx.manager, id)))
        throw referenceUnknown(id === input.leadOrgId ? 'leadOrgId' : 'coOrgIds', id);
    }
    if (input.leaderId && !(await office.people.find(tx.manager, input.leaderId))) {
      throw referenceUnknown('leaderId', input.leaderId);
    }
    return {
      text: textOf('text', input.text, 4000),
      requiresAction: input.requiresAction,
      leadOrgId: input.leadOrgId ?? null,
      coOrgIds,
      leaderId: input.leaderId ?? null,
      dueOn: input.dueOn ?? null,
    };
  }

  /** The resolution with its meeting locked: the meeting first, as everywhere. */
  async function visible(
    tx: Transaction,
    request: Request,
    id: string,
  ): Promise<{ resolution: Resolution; meeting: Meeting }> {
    const known = await tx.manager.getRepository(ResolutionEntity).findOneBy({ id });
    if (!known) throw notFound('Resolution');
    const meeting = await lockMeeting(tx, known.meetingId);
    return { meeting, resolution: await office.require(tx, request, ResolutionEntity, id, resolutionAccess) };
  }

  return {
    draftResolution: (request: Request, input: DraftResolutionInput) =>
      office.execute(request, 'draftResolution', input, (tx) => draft(tx, request, input)),

    adoptResolution: (request: Request, input: AdoptResolutionInput) =>
      office.execute(request, 'adoptResolution', input, async (tx) => {
        const { meeting, resolution } = await visible(tx, request, input.resolutionId);
        await adoption.adopt(tx, meeting, resolution, request.actor, input.expectedVersion ?? null);
        return resolution.id;
      }),

    waiveSupervision: (request: Request, input: WaiveSupervisionInput) =>
      office.execute(request, 'waiveSupervision', input, async (tx) => {
        const { meeting, resolution } = await visible(tx, request, input.resolutionId);
        const subject = { ...resolution, chairId: meeting.chairId, meetingStatus: meeting.status };
        const { role } = resolutionWorkflow.permit(request.actor, subject, 'WAIVE', {
          expectedVersion: input.expectedVersion ?? null,
        });
        const waiverReason = textOf('reason', input.reason, 500);
        await tx.update(ResolutionEntity, resolution, {
          waiverReason,
          waivedById: request.viewer.personId,
          waivedAt: tx.now,
        });
        const reason = isAbove(resolution.secrecyLevel, 'INTERNAL') ? null : waiverReason;
        await tx.append(supervisionWaived.create(resolution, { resolutionId: resolution.id, reason }), { role });
        await closeIfDecided(tx, meeting);
        return resolution.id;
      }),
  };
}

function refuseUndecided({ outcome }: AgendaItem): void {
  if (outcome === 'ADOPTED' || outcome === 'ADOPTED_WITH_CHANGES') return;
  throw guardFailed('MTG-4', { en: 'The agenda item was not adopted.', zh: '该议题未获通过。' });
}

/** A resolution before it binds, at the level of its meeting. */
export const blankResolution = (tx: Transaction, id: string, meeting: Meeting) =>
  ({
    id,
    status: 'DRAFT',
    version: 1,
    ownerOrgId: meeting.ownerOrgId,
    secrecyLevel: meeting.secrecyLevel,
    createdAt: tx.now,
    updatedAt: tx.now,
    meetingId: meeting.id,
    adoptedAt: null,
    superviseBy: null,
    supervisingOrgId: null,
    itemId: null,
    waiverReason: null,
    waivedById: null,
    waivedAt: null,
  }) as const;

/** The row and, for look-ups by organisation, one row per lead and co organisation. */
export async function storeResolution(tx: Transaction, resolution: Resolution): Promise<void> {
  await tx.insert(ResolutionEntity, resolution);
  const orgs = [...new Set([resolution.leadOrgId, ...resolution.coOrgIds])].filter((id) => id !== null);
  if (orgs.length === 0) return;
  await tx.manager
    .getRepository(ResolutionOrgEntity)
    .insert(orgs.map((orgId) => ({ resolutionId: resolution.id, orgId })));
}
