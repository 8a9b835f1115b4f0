import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { DutyAssignment, DutyRoster, DutyShift } from './duty.ts';

export const DutyRosterEntity = new EntitySchema<DutyRoster>({
  name: 'DutyRoster',
  tableName: 'duty_rosters',
  columns: {
    ...column.root(),
    name: column.text('name', 100),
    servesOrgId: column.ref('serves_org_id'),
    fromAt: column.instant('from_at'),
    toAt: column.instant('to_at'),
    rules: column.json('rules'),
    importedFrom: column.text('imported_from', 200, { nullable: true }),
    publishedAt: column.instant('published_at', { nullable: true }),
  },
  indices: [
    { name: 'duty_rosters_period', columns: ['ownerOrgId', 'fromAt'] },
    { name: 'duty_rosters_import', columns: ['ownerOrgId', 'importedFrom'], unique: true },
  ],
});

export const DutyShiftEntity = new EntitySchema<DutyShift>({
  name: 'DutyShift',
  tableName: 'duty_shifts',
  columns: {
    ...column.root(),
    rosterId: column.ref('roster_id'),
    shiftNo: column.code('shift_no', 40),
    servesOrgId: column.ref('serves_org_id'),
    kind: column.code('kind', 16),
    startAt: column.instant('start_at'),
    endAt: column.instant('end_at'),
    leaderId: column.ref('leader_id'),
    officerIds: column.json('officer_ids'),
    backupId: column.ref('backup_id', { nullable: true }),
    phone: column.text('phone', 20, { nullable: true }),
    officerMin: column.integer('officer_min'),
    checkIns: column.json('check_ins'),
    phoneTested: column.bool('phone_tested', { nullable: true }),
    handoverOpenItems: column.integer('handover_open_items', { nullable: true }),
    publishedAt: column.instant('published_at', { nullable: true }),
  },
  indices: [
    { name: 'duty_shifts_number', columns: ['rosterId', 'shiftNo'], unique: true },
    { name: 'duty_shifts_owner', columns: ['ownerOrgId', 'startAt'] },
    { name: 'duty_shifts_serves', columns: ['servesOrgId', 'startAt'] },
    { name: 'duty_shifts_end', columns: ['ownerOrgId', 'endAt'] },
    { name: 'duty_shifts_open', columns: ['secrecyLevel', 'id'] },
  ],
});

export const DutyAssignmentEntity = new EntitySchema<DutyAssignment>({
  name: 'DutyAssignment',
  tableName: 'duty_assignments',
  columns: {
    id: column.id(),
    shiftId: column.ref('shift_id'),
    personId: column.ref('person_id'),
    duty: column.code('duty', 16),
    startAt: column.instant('start_at'),
    endAt: column.instant('end_at'),
    published: column.bool('published'),
  },
  indices: [
    { name: 'duty_assignments_person', columns: ['personId', 'startAt'] },
    { name: 'duty_assignments_shift', columns: ['shiftId'] },
  ],
});
