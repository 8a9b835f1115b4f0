import { cell, defineImport, type Foundation } from '@chengqi/office-kernel';
import { badInput, duplicate, type Transaction } from '@chengqi/service-kit';
import { admitTo } from '../attendance/invitations.commands.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { importedMeeting } from '../meetings/meetings.import.ts';
import { type Adoption, daysToSupervise } from './adoption.commands.ts';
import { blankResolution } from './new-resolution.ts';
import { ResolutionEntity } from './resolution.entity.ts';
import { storeResolution } from './resolution.repository.ts';
import type { AdoptedResolution } from './resolution.ts';
import { resolutionSerial } from './resolution.workflow.ts';

/** resolutions.csv: an imported record states them; each is announced once, as history, so that supervision knows it. */
export function createResolutionImport(foundation: Foundation, adoption: Adoption) {
  const { kit, office } = foundation;

  async function store(
    tx: Transaction,
    meeting: Meeting,
    resolution: AdoptedResolution,
    serial: number,
  ): Promise<void> {
    await storeResolution(tx, resolution);
    await office.serials.ensureAtLeast(tx, resolutionSerial(meeting.id), serial);
    await admitTo(foundation, tx, resolution.id, meeting);
    await adoption.announce(tx, resolution);
  }

  return defineImport({
    act: 'importResolutions',
    kind: 'fact',
    key: 'resolution_code',
    cells: {
      resolution_code: cell.key(48),
      meeting_no: cell.code({ required: true }),
      text: cell.text({ required: true, max: 4000 }),
      requires_action: cell.yesNo({ required: true }),
      lead_org: cell.org(),
      co_orgs: cell.orgs(),
      leader: cell.person(),
      adopted_at: cell.instant({ required: true }),
      due_date: cell.day(),
      state: cell.enumeration(['ADOPTED', 'UNDER_SUPERVISION', 'IMPLEMENTED', 'NO_ACTION', 'SUPERSEDED'], {
        required: true,
      }),
      waiver_reason: cell.text({ max: 500 }),
      waived_by: cell.person(),
    },
    async apply(tx, row, context) {
      const meeting = await importedMeeting(tx, context, row.meeting_no);
      const serial = serialIn(row.resolution_code, meeting.meetingNo);
      const taken = await tx.manager
        .getRepository(ResolutionEntity)
        .findOneBy({ code: row.resolution_code, ownerOrgId: meeting.ownerOrgId });
      if (taken) throw duplicate(taken.id, { en: 'This resolution is stored already.', zh: '该议定事项已存在。' });
      const superviseBy = (await office.calendar.days()).addWorkingDays(row.adopted_at, daysToSupervise);
      const limit = { adoptedAt: row.adopted_at, superviseBy };
      const binding = await adoption.bindingFrom(tx.manager, meeting.ownerOrgId, limit);
      const resolution: AdoptedResolution = {
        ...blankResolution(kit.ids.next('res'), meeting, tx.now),
        ...binding,
        status: row.state,
        code: row.resolution_code,
        agendaItemId: null,
        text: row.text,
        requiresAction: row.requires_action,
        leadOrgId: row.lead_org,
        coOrgIds: row.co_orgs.filter((id) => id !== row.lead_org),
        leaderId: row.leader,
        dueOn: row.due_date,
        waiverReason: row.waiver_reason,
        waivedById: row.waived_by,
      };
      await store(tx, meeting, resolution, serial);
      return undefined;
    },
  });
}

/** MTG-8: the meeting's number and at least two digits. */
function serialIn(code: string, meetingNo: string): number {
  const digits = code.startsWith(`${meetingNo}-`) ? code.slice(meetingNo.length + 1) : '';
  if (!/^\d{2,4}$/.test(digits)) {
    throw badInput('resolution_code', { en: 'not a code of this meeting', zh: '编号与会议不符' });
  }
  return Number(digits);
}
