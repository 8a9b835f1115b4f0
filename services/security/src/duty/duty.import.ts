import { badInput, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import { doubleShifts } from './coverage.ts';
import { DutyRosterEntity, DutyShiftEntity } from './duty.entity.ts';
import { findPublished, findShiftsOfPeople } from './duty.repository.ts';
import { type DutyRoster, type DutyShift, defaultRules, peopleOf, type ShiftKind } from './duty.ts';
import { conflictShift } from './duty.workflow.ts';
import { type DutyRoom, publishedEvent } from './duty-room.ts';

/** A row of duty_roster.csv by column; times are of the business zone and carry no offset. */
export type ShiftRow = Readonly<
  Record<
    | 'shift_no'
    | 'org_code'
    | 'kind'
    | 'start_at'
    | 'end_at'
    | 'leader'
    | 'officers'
    | 'backup'
    | 'phone'
    | 'phone_tested'
    | 'handover_open_items',
    string
  >
>;

export interface ImportedShift {
  readonly shiftId: string;
  readonly rosterId: string;
  /** The row is kept as history had it; no roster with such a gap is published here (DUTY-1). */
  readonly remarks: readonly { readonly column: string; readonly reason: string }[];
}

export type DutyImport = ReturnType<typeof createDutyImport>;

const day = 86_400_000;
const minute = 60_000;
const kinds: readonly string[] = ['DAY', 'NIGHT', 'ALL_DAY'];

/** Shifts of an export become one roster of each organisation, published as imported. */
export function createDutyImport({ kit, office }: Foundation, room: DutyRoom) {
  function instantOf(field: string, text: string): Date {
    const [, date, hours, minutes] = /^(\d{4}-\d{2}-\d{2})[ T]([01]\d|2[0-3]):([0-5]\d)$/.exec(text.trim()) ?? [];
    const end = date === undefined ? null : office.calendar.endOf(date);
    if (end === null || Number.isNaN(end.getTime())) {
      throw badInput(field, { en: 'Not a time of the form YYYY-MM-DD HH:mm.', zh: '时间格式须为 YYYY-MM-DD HH:mm。' });
    }
    return new Date(end.getTime() - day + Number(hours) * 60 * minute + Number(minutes) * minute);
  }

  async function staff(tx: Transaction, field: string, staffNo: string): Promise<string> {
    const person = await office.people.findByStaffNo(tx.manager, staffNo);
    if (!person) throw referenceUnknown(field, staffNo);
    return person.id;
  }

  async function read(tx: Transaction, row: ShiftRow) {
    const [startAt, endAt] = [instantOf('start_at', row.start_at), instantOf('end_at', row.end_at)];
    if (startAt >= endAt)
      throw badInput('end_at', { en: 'The end is after the start.', zh: '结束时间须晚于开始时间。' });
    if (!kinds.includes(row.kind)) throw badInput('kind', { en: 'DAY, NIGHT or ALL_DAY.', zh: '班次类别无效。' });
    const officerIds: string[] = [];
    for (const staffNo of row.officers.split(';').filter(Boolean)) {
      officerIds.push(await staff(tx, 'officers', staffNo.trim()));
    }
    return {
      shiftNo: row.shift_no,
      kind: row.kind as ShiftKind,
      startAt,
      endAt,
      leaderId: await staff(tx, 'leader', row.leader),
      officerIds,
      backupId: row.backup === '' ? null : await staff(tx, 'backup', row.backup),
      phone: row.phone === '' ? null : row.phone.slice(0, 20),
      phoneTested: row.phone_tested === '' ? null : row.phone_tested === 'Y',
      handoverOpenItems: row.handover_open_items === '' ? null : Number(row.handover_open_items),
    };
  }

  /** The roster of this export, opened with its first shift and as long as its shifts reach. */
  async function rosterFor(tx: Transaction, exportName: string, orgId: string, startAt: Date, endAt: Date) {
    const rosters = tx.manager.getRepository(DutyRosterEntity);
    const known = await rosters.findOneBy({ ownerOrgId: orgId, importedFrom: exportName });
    if (!known) return openRoster(tx, exportName, orgId, startAt, endAt);
    if (startAt >= known.fromAt && endAt <= known.toAt) return known;
    return tx.update(DutyRosterEntity, known, {
      fromAt: startAt < known.fromAt ? startAt : known.fromAt,
      toAt: endAt > known.toAt ? endAt : known.toAt,
    });
  }

  /** History counts as published since it began, so that questions about a past moment find it. */
  const openRoster = async (tx: Transaction, exportName: string, orgId: string, fromAt: Date, toAt: Date) =>
    tx.insert<DutyRoster>(DutyRosterEntity, {
      id: kit.ids.next('rst'),
      name: exportName.slice(0, 100),
      status: 'PUBLISHED',
      version: 1,
      ownerOrgId: orgId,
      servesOrgId: await room.servedBy(tx, orgId),
      secrecyLevel: 'PUBLIC',
      createdAt: tx.now,
      updatedAt: tx.now,
      fromAt,
      toAt,
      rules: defaultRules,
      importedFrom: exportName,
      publishedAt: fromAt,
    });

  /** DUTY-2 holds for history too: whoever is on two shifts is for a person to decide. */
  async function assertFree(tx: Transaction, shift: Pick<DutyShift, 'startAt' | 'endAt' | 'leaderId' | 'officerIds'>) {
    const span = { from: shift.startAt, to: shift.endAt };
    const others = await findShiftsOfPeople(tx.manager, peopleOf(shift), span);
    const doubles = doubleShifts([...others, { ...shift, id: 'row' }]).filter(({ shiftIds }) =>
      shiftIds.includes('row'),
    );
    if (doubles.length > 0)
      throw conflictShift(doubles.flatMap(({ shiftIds }) => shiftIds.filter((id) => id !== 'row')));
  }

  return {
    /**
     * Stores one row. @throws DomainError CONFLICT_SHIFT (keep the row aside), REFERENCE_UNKNOWN or BAD_USER_INPUT (reject it)
     */
    async importShift(tx: Transaction, row: ShiftRow, exportName: string): Promise<ImportedShift> {
      const org = await office.orgs.findByCode(tx.manager, row.org_code);
      if (!org) throw referenceUnknown('org_code', row.org_code);
      const content = await read(tx, row);
      await assertFree(tx, content);
      const roster = await rosterFor(tx, exportName, org.id, content.startAt, content.endAt);
      const shift = await room.storeShift(tx, { ...roster, publishedAt: roster.fromAt }, content);
      return { shiftId: shift.id, rosterId: roster.id, remarks: [] };
    },

    /** Announces what a batch stored; consumers take the newest word on each shift. */
    async announce(tx: Transaction, imported: readonly ImportedShift[]): Promise<void> {
      const rosterIds = [...new Set(imported.map(({ rosterId }) => rosterId))];
      for (const id of rosterIds) {
        const roster = await tx.manager.getRepository(DutyRosterEntity).findOneByOrFail({ id });
        const ids = imported.filter(({ rosterId }) => rosterId === id).map(({ shiftId }) => shiftId);
        const shifts = await tx.manager
          .getRepository(DutyShiftEntity)
          .createQueryBuilder('s')
          .where('s.id IN (:...ids)', { ids })
          .orderBy('s.startAt')
          .getMany();
        await tx.append(publishedEvent(roster, shifts));
      }
    },

    /** Whether the shift ends before the next one of the organisation begins: a gap, to be remarked on `end_at`. */
    async leavesGap(tx: Transaction, shift: DutyShift): Promise<boolean> {
      const reach = { from: shift.endAt, to: new Date(shift.endAt.getTime() + day) };
      const following = await findPublished(tx.manager, shift.ownerOrgId, reach, tx.now);
      const next = following.find(({ id }) => id !== shift.id);
      return next !== undefined && next.startAt > shift.endAt;
    },
  };
}
