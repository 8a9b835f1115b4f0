import type { Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  fieldsOf,
  guardFailed,
  idsOf,
  notFound,
  type Request,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import { admitTo } from '../attendance/invitations.commands.ts';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import type { AdoptResolutionInput, DraftResolutionInput, WaiveSupervisionInput } from '../generated/graphql.ts';
import { outOfMeeting } from '../meetings/act.commands.ts';
import { closeIfDecided } from '../meetings/closing.commands.ts';
import { AgendaItemEntity, MeetingEntity } from '../meetings/meeting.entity.ts';
import { meetingOf, meetingRow } from '../meetings/meeting.repository.ts';
import type { AgendaItem } from '../meetings/meeting.ts';
import { meetingAccess } from '../meetings/meeting.workflow.ts';
import { proceed } from '../meetings/meeting-acts.workflow.ts';
import type { Adoption } from './adoption.commands.ts';
import { blankResolution } from './new-resolution.ts';
import { ResolutionEntity } from './resolution.entity.ts';
import { resolutionRow, storeResolution } from './resolution.repository.ts';
import type { Resolution, ResolutionAction } from './resolution.ts';
import { adoptionOutcome, resolutionAccess, resolutionCode, resolutionSerial, waive } from './resolution.workflow.ts';

export function createResolutionCommands(foundation: Foundation, adoption: Adoption) {
  const { kit, office } = foundation;
  const { kept } = createKeeping(foundation);

  async function detailsOf(tx: Transaction, input: DraftResolutionInput) {
    const {
      coOrgIds: given,
      leadOrgId,
      text,
    } = fieldsOf({
      coOrgIds: () => idsOf('coOrgIds', input.coOrgIds, 50),
      leadOrgId: () => leadOf(input),
      text: () => textOf('text', input.text, 4000),
    });
    const coOrgIds = given.filter((id) => id !== leadOrgId);
    if (leadOrgId !== null) await office.orgs.require(tx, 'leadOrgId', leadOrgId);
    await office.orgs.requireMany(tx, 'coOrgIds', coOrgIds);
    if (input.leaderId) await office.people.require(tx, 'leaderId', input.leaderId);
    return {
      text,
      requiresAction: input.requiresAction,
      leadOrgId,
      coOrgIds,
      leaderId: input.leaderId ?? null,
      dueOn: input.dueOn ?? null,
    };
  }

  const onResolution = <I extends { readonly resolutionId: string }>(
    request: Request,
    name: string,
    input: I,
    action: ResolutionAction,
  ) => ({
    ...{ ...resolutionRow, request, name, input, action },
    id: outOfMeeting(foundation, request, ResolutionEntity, input.resolutionId, resolutionAccess),
  });

  return {
    /** An act on the meeting: writing its row keeps a seal that runs at the same moment from missing this resolution. */
    draftResolution: (request: Request, input: DraftResolutionInput) =>
      office.act(
        {
          ...{ ...meetingRow, request, name: 'draftResolution', input, action: 'DRAFT_RESOLUTION' },
          id: async (tx) => {
            const access = { ...meetingAccess, type: 'AgendaItem' };
            return office.require(tx, request, MeetingEntity, (await itemOf(tx, input)).meetingId, access);
          },
        },
        async (subject, act, tx, meeting) => {
          refuseUndecided(await itemOf(tx, input));
          const details = await detailsOf(tx, input);
          const n = await office.serials.next(tx, resolutionSerial(meeting.id));
          const resolution: Resolution = {
            ...blankResolution(kit.ids.next('res'), meeting, tx.now),
            ...details,
            code: resolutionCode(meeting.meetingNo, n),
            agendaItemId: input.agendaItemId,
          };
          await storeResolution(tx, resolution);
          await admitTo(foundation, tx, resolution.id, meeting);
          return { ...proceed(subject, act), answer: resolution.id };
        },
      ),

    adoptResolution: (request: Request, input: AdoptResolutionInput) =>
      office.act(
        { ...onResolution(request, 'adoptResolution', input, 'ADOPT'), outcome: adoptionOutcome },
        adoption.decide,
      ),

    waiveSupervision: (request: Request, input: WaiveSupervisionInput) =>
      office.act(
        onResolution(request, 'waiveSupervision', input, 'WAIVE'),
        kept(async (resolution, act, tx) => {
          const decision = waive(resolution, act, textOf('reason', input.reason, 500));
          const meeting = await meetingOf(tx.manager, resolution.meetingId);
          await closeIfDecided(foundation, tx, meeting, { ...resolution, ...decision.changes });
          return decision;
        }),
      ),
  };
}

function leadOf({ requiresAction, leadOrgId }: DraftResolutionInput): string | null {
  if (requiresAction && !leadOrgId) throw badInput('leadOrgId', { en: 'Say who acts first.', zh: '请指明牵头单位。' });
  return leadOrgId ?? null;
}

async function itemOf(tx: Transaction, { agendaItemId: id }: DraftResolutionInput): Promise<AgendaItem> {
  const item = await tx.manager.getRepository(AgendaItemEntity).findOneBy({ id });
  if (!item) throw notFound('AgendaItem');
  return item;
}

function refuseUndecided({ outcome }: AgendaItem): void {
  if (outcome === 'ADOPTED' || outcome === 'ADOPTED_WITH_CHANGES') return;
  throw guardFailed('MTG-4', { en: 'The agenda item was not adopted.', zh: '该议题未获通过。' });
}
