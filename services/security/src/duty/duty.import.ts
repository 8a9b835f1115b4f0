import { cell, defineImport, type Foundation, type ImportInput, type ImportVerdict } from '@chengqi/office-kernel';
import { badInput, type Transaction } from '@chengqi/service-kit';
import { doubleShifts, isOpenAfter, isOpenBefore } from './coverage.ts';
import { DutyRosterEntity } from './duty.entity.ts';
import { findShiftsOf, findShiftsOfPeople } from './duty.repository.ts';
import { type DutyRoster, type DutyShift, defaultRules, peopleOf } from './duty.ts';
import { type DutyRoom, type NewShift, publishedEvent } from './duty-room.commands.ts';

const startAt = cell.instant({ required: true });
const endAt = cell.instant({ required: true });
const org = cell.code({ required: true });

/** duty_roster.csv: the shifts of an export become one roster of each organisation, published as imported. */
export function createDutyImport({ kit }: Foundation, room: DutyRoom) {
  /** The roster of this export, opened with its first shift and as long as its shifts reach. */
  async function rosterFor(tx: Transaction, exportName: string, orgId: string, shift: Timed): Promise<DutyRoster> {
    const known = await tx.manager
      .getRepository(DutyRosterEntity)
      .findOneBy({ ownerOrgId: orgId, importedFrom: exportName });
    if (!known) return openRoster(tx, exportName, orgId, shift);
    const publishedAt = earliest(known.publishedAt ?? tx.now, shift.startAt, tx.now);
    if (shift.startAt >= known.fromAt && shift.endAt <= known.toAt) return { ...known, publishedAt };
    return tx.update(DutyRosterEntity, known, {
      publishedAt,
      fromAt: new Date(Math.min(shift.startAt.getTime(), known.fromAt.getTime())),
      toAt: new Date(Math.max(shift.endAt.getTime(), known.toAt.getTime())),
    });
  }

  /** History counts as published since it began, so that questions about a past moment find it; what is still to come, since it is here. */
  const openRoster = async (tx: Transaction, exportName: string, orgId: string, shift: Timed) =>
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
      fromAt: shift.startAt,
      toAt: shift.endAt,
      rules: defaultRules,
      importedFrom: exportName,
      publishedAt: earliest(shift.startAt, tx.now),
    });

  /** DUTY-2 holds for history too: whoever is on two shifts is for a person to decide. */
  async function doubled(tx: Transaction, shift: NewShift): Promise<ImportVerdict[]> {
    const others = await findShiftsOfPeople(tx.manager, peopleOf(shift), { from: shift.startAt, to: shift.endAt });
    const pairs = doubleShifts([...others, { ...shift, id: 'row' }]);
    const people = pairs.flatMap(({ personId, shiftIds }) => (shiftIds.includes('row') ? [personId] : []));
    const aside = (column: string): ImportVerdict => ({
      outcome: 'QUARANTINED',
      column,
      reason: 'CONFLICT_SHIFT: a person on two shifts (DUTY-2)',
    });
    return [
      ...(people.includes(shift.leaderId) ? [aside('leader')] : []),
      ...(people.some((id) => shift.officerIds.includes(id)) ? [aside('officers')] : []),
    ];
  }

  return (input: ImportInput) => {
    const batch = spansOf(input, kit.clock.zone);
    return defineImport({
      act: 'importDutyRoster',
      kind: 'fact',
      key: 'shift_no',
      cells: {
        shift_no: cell.key(40),
        org_code: cell.org({ required: true }),
        kind: cell.enumeration(['DAY', 'NIGHT', 'ALL_DAY'], { required: true }),
        start_at: startAt,
        end_at: endAt,
        leader: cell.person({ required: true }),
        officers: cell.persons(),
        backup: cell.person(),
        phone: cell.code({ max: 20 }),
        state: cell.enumeration(['PUBLISHED'], { required: true }),
        phone_tested: cell.yesNo(),
        handover_open_items: cell.int({ min: 0, max: 100_000 }),
      },
      async apply(tx, row, { record, memo }) {
        if (row.start_at >= row.end_at) throw badInput('end_at', { en: 'end before start', zh: '结束早于开始' });
        const shift: NewShift = {
          shiftNo: row.shift_no,
          kind: row.kind,
          startAt: row.start_at,
          endAt: row.end_at,
          leaderId: row.leader,
          officerIds: row.officers,
          backupId: row.backup,
          phone: row.phone,
          phoneTested: row.phone_tested,
          handoverOpenItems: row.handover_open_items,
        };
        await memo('turn', () => room.takeTurn(tx));
        const aside = await doubled(tx, shift);
        if (aside.length > 0) return aside;
        const roster = await rosterFor(tx, input.export, row.org_code, shift);
        const stored = await findShiftsOf(tx.manager, [roster.id]);
        await tx.append(publishedEvent(roster, [await room.storeShift(tx, roster, shift)]));
        return gapRemarks(shift, besides(batch, record), stored);
      },
    });
  };
}

const earliest = (...instants: readonly Date[]): Date => new Date(Math.min(...instants.map(Number)));

type Timed = Pick<DutyShift, 'startAt' | 'endAt'>;
type Batch = ReadonlyMap<number, Timed & { readonly org: string }>;

/** The row is kept as history had it; no roster with such a gap is published here (DUTY-1). */
function gapRemarks(shift: Timed, batch: readonly Timed[], stored: readonly Timed[]): ImportVerdict[] {
  const remark = (column: string): ImportVerdict => ({
    outcome: 'REMARKED',
    column,
    reason: 'nobody is on duty beside this shift; a roster with such a gap is not published again (DUTY-1)',
  });
  return [
    ...(isOpenAfter(shift, [...batch, ...stored]) ? [remark('end_at')] : []),
    ...(isOpenBefore(shift, batch, stored) ? [remark('start_at')] : []),
  ];
}

const besides = (batch: Batch, record: number): Timed[] =>
  [...batch].flatMap(([other, span]) => (other !== record && span.org === batch.get(record)?.org ? [span] : []));

/** When the readable rows of a batch are on duty: whether a shift leaves a gap depends on the rows below it. */
function spansOf({ header, rows }: ImportInput, zone: string): Batch {
  const names = header.map((name) => name.trim());
  const [from, to, whose] = ['start_at', 'end_at', 'org_code'].map((name) => names.indexOf(name));
  return new Map(
    rows.flatMap(({ record, values }) => {
      const start = startAt.clean(values[from ?? -1] ?? '', zone);
      const end = endAt.clean(values[to ?? -1] ?? '', zone);
      const code = org.clean(values[whose ?? -1] ?? '', zone);
      if (!('value' in start && 'value' in end && 'value' in code)) return [];
      return [[record, { startAt: start.value, endAt: end.value, org: code.value }] as const];
    }),
  );
}
