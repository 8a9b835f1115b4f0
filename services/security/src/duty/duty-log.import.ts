import { cell, defineImport, type Foundation } from '@chengqi/office-kernel';
import { badInput, duplicate, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import { DutyShiftEntity } from './duty.entity.ts';
import type { DutyShift } from './duty.ts';
import { DutyLogEntity, dutyLogKinds } from './duty-log.entity.ts';

/** duty_log.csv: what the shifts of an imported roster wrote down. */
export function createDutyLogImport({ kit }: Foundation) {
  /** The shift of an imported roster; equal numbers of two duty rooms cannot be told apart. */
  async function shiftOf(tx: Transaction, shiftNo: string): Promise<DutyShift> {
    const [shift, other] = await tx.manager
      .getRepository(DutyShiftEntity)
      .createQueryBuilder('s')
      .where('s.shiftNo = :shiftNo', { shiftNo })
      .andWhere('EXISTS (SELECT 1 FROM duty_rosters r WHERE r.id = s.roster_id AND r.imported_from IS NOT NULL)')
      .getMany();
    if (!shift || other) throw referenceUnknown('shift_no', shiftNo);
    return shift;
  }

  return defineImport({
    act: 'importDutyLog',
    kind: 'fact',
    key: 'log_no',
    cells: {
      log_no: cell.key(),
      shift_no: cell.code({ required: true, max: 40 }),
      at: cell.instant({ required: true }),
      kind: cell.enumeration(dutyLogKinds, { required: true }),
      officer: cell.person(),
      text: cell.text(),
      call_ref: cell.code(),
      open_item: cell.yesNo({ required: true }),
      closed_at: cell.instant(),
    },
    async apply(tx, { log_no, shift_no, at, kind, officer, text, call_ref, open_item, closed_at }, { memo }) {
      if (closed_at !== null && closed_at < at)
        throw badInput('closed_at', { en: 'end before start', zh: '结束早于开始' });
      const shift = await memo(`shift:${shift_no}`, () => shiftOf(tx, shift_no));
      const ownerOrgId = shift.ownerOrgId;
      const taken = await tx.manager.getRepository(DutyLogEntity).findOneBy({ ownerOrgId, logNo: log_no });
      if (taken) throw duplicate(taken.id, { en: 'This entry is stored already.', zh: '该日志已存在。' });
      await tx.insert(DutyLogEntity, {
        ...{ id: kit.ids.next('dle'), logNo: log_no, ownerOrgId, shiftId: shift.id, at, kind, officerId: officer },
        ...{ text, callRef: call_ref, openItem: open_item, closedAt: closed_at },
      });
      return undefined;
    },
  });
}
