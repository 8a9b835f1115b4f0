import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';

export const dutyLogKinds = ['CALL', 'DOCUMENT', 'INCIDENT', 'VISIT', 'PATROL', 'INSTRUCTION', 'OTHER'] as const;

/** What happened in a shift. */
export interface DutyLogEntry {
  readonly id: string;
  readonly logNo: string;
  /** Whose duty room. */
  readonly ownerOrgId: string;
  readonly shiftId: string;
  readonly at: Date;
  readonly kind: (typeof dutyLogKinds)[number];
  readonly officerId: string | null;
  readonly text: string | null;
  /** The exchange's number of the call; its id may become known later. */
  readonly callRef: string | null;
  readonly openItem: boolean;
  readonly closedAt: Date | null;
}

export const DutyLogEntity = new EntitySchema<DutyLogEntry>({
  name: 'DutyLogEntry',
  tableName: 'duty_log',
  columns: {
    id: column.id(),
    logNo: column.code('log_no', 64),
    ownerOrgId: column.ref('owner_org_id'),
    shiftId: column.ref('shift_id'),
    at: column.instant('entry_at'),
    kind: column.code('kind', 16),
    officerId: column.ref('officer_id', { nullable: true }),
    text: column.longText('text', { nullable: true }),
    callRef: column.code('call_ref', 64, { nullable: true }),
    openItem: column.bool('open_item'),
    closedAt: column.instant('closed_at', { nullable: true }),
  },
  indices: [
    { name: 'duty_log_number', columns: ['ownerOrgId', 'logNo'], unique: true },
    { name: 'duty_log_shift', columns: ['shiftId', 'at'] },
  ],
});
