import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { PhoneLine, ShiftReplica } from '../duty-rooms/placement.ts';
import type { Call, CallbackTask, Caller, CallLeg, CallNote, LegBatch, NotedAttempt } from './call.ts';

const optional = { nullable: true };

export const CallLegEntity = new EntitySchema<CallLeg>({
  name: 'CallLeg',
  tableName: 'call_legs',
  columns: {
    id: column.id(),
    cdrNo: column.code('cdr_no', 64),
    callRef: column.code('call_ref', 64),
    lineNo: column.text('line_no', 40),
    direction: column.code('direction', 4),
    callerId: column.ref('caller_id', optional),
    ownerOrgId: column.ref('owner_org_id'),
    hop: column.integer('hop'),
    ringAt: column.instant('ring_at'),
    answerAt: column.instant('answer_at', optional),
    endAt: column.instant('end_at'),
    cause: column.code('cause', 16),
  },
  indices: [
    { name: 'call_legs_cdr', columns: ['cdrNo'], unique: true },
    { name: 'call_legs_call', columns: ['callRef'] },
    { name: 'call_legs_caller', columns: ['callerId', 'direction', 'ringAt'] },
    { name: 'call_legs_owner', columns: ['ownerOrgId', 'ringAt'] },
  ],
});

export const CallerEntity = new EntitySchema<Caller>({
  name: 'Caller',
  tableName: 'callers',
  columns: {
    id: column.id(),
    phoneHash: column.code('phone_hash', 64),
    phoneMasked: column.text('phone_masked', 40),
  },
  indices: [{ name: 'callers_phone', columns: ['phoneHash'], unique: true }],
});

export const CallNoteEntity = new EntitySchema<CallNote>({
  name: 'CallNote',
  tableName: 'call_notes',
  columns: {
    id: column.id(),
    noteNo: column.code('note_no', 64, optional),
    callRef: column.code('call_ref', 64),
    officerId: column.ref('officer_id', optional),
    notedAt: column.instant('noted_at'),
    classification: column.code('classification', 20),
    urgent: column.bool('urgent'),
    summary: column.longText('summary', optional),
    noticeFrom: column.text('notice_from', 100, optional),
    readBack: column.bool('read_back', optional),
    caseCode: column.code('case_code', 64, optional),
    spamApprovedById: column.ref('spam_approved_by_id', optional),
  },
  indices: [{ name: 'call_notes_call', columns: ['callRef', 'notedAt'] }],
});

export const NotedAttemptEntity = new EntitySchema<NotedAttempt>({
  name: 'NotedAttempt',
  tableName: 'callback_attempts',
  columns: {
    id: column.id(),
    callerKey: column.ref('caller_key'),
    at: column.instant('at'),
    byId: column.ref('by_id', optional),
    result: column.code('result', 16),
  },
  indices: [{ name: 'callback_attempts_caller', columns: ['callerKey', 'at'] }],
});

const stored = {
  id: column.id(),
  version: column.integer('version'),
  ownerOrgId: column.ref('owner_org_id'),
  secrecyLevel: column.code('secrecy_level', 16),
  createdAt: column.instant('created_at'),
  updatedAt: column.instant('updated_at'),
  status: column.code('status', 20),
  callerId: column.ref('caller_id', optional),
  lineNo: column.text('line_no', 40),
  shiftId: column.ref('shift_id', optional),
  ringAt: column.instant('ring_at'),
};

export const CallEntity = new EntitySchema<Call>({
  name: 'Call',
  tableName: 'calls',
  columns: {
    ...stored,
    callRef: column.code('call_ref', 64),
    answeredAt: column.instant('answered_at', optional),
    endedAt: column.instant('ended_at'),
    waitSeconds: column.integer('wait_seconds'),
    outcome: column.code('outcome', 20),
    watched: column.bool('watched', optional),
    readBackOwed: column.bool('read_back_owed', optional),
    callbackId: column.ref('callback_id', optional),
    classification: column.code('classification', 20, optional),
    urgent: column.bool('urgent'),
  },
  indices: [
    { name: 'calls_ref', columns: ['callRef'], unique: true },
    { name: 'calls_ring', columns: ['ringAt', 'id'] },
    { name: 'calls_owner', columns: ['ownerOrgId', 'ringAt', 'id'] },
    { name: 'calls_caller', columns: ['callerId', 'ringAt'] },
    { name: 'calls_shift', columns: ['shiftId', 'ringAt', 'id'] },
    { name: 'calls_callback', columns: ['callbackId'] },
    { name: 'calls_open', columns: ['secrecyLevel', 'id'] },
    { name: 'calls_classified', columns: ['classification', 'ringAt', 'id'] },
  ],
});

export const CallbackTaskEntity = new EntitySchema<CallbackTask>({
  name: 'CallbackTask',
  tableName: 'callbacks',
  columns: {
    ...stored,
    firstCallId: column.ref('first_call_id'),
    openedAt: column.instant('opened_at'),
    dueAt: column.instant('due_at'),
    attempts: column.json('attempts'),
    firstAttemptAt: column.instant('first_attempt_at', optional),
    closedAt: column.instant('closed_at', optional),
    end: column.code('outcome', 16),
    givenUpAt: column.instant('given_up_at', optional),
    closeReason: column.text('close_reason', 500, optional),
    escalatedTo: column.code('escalated_to', 16, optional),
    escalatedAt: column.instant('escalated_at', optional),
    escalatedToIds: column.json('escalated_to_ids', optional),
    overdueFor: column.instant('overdue_for', optional),
    imported: column.bool('imported'),
  },
  indices: [
    { name: 'callbacks_caller', columns: ['callerId', 'ringAt'] },
    { name: 'callbacks_owner', columns: ['ownerOrgId', 'openedAt', 'id'] },
    { name: 'callbacks_state', columns: ['status', 'imported', 'dueAt'] },
    { name: 'callbacks_closed', columns: ['closedAt'] },
    { name: 'callbacks_shift', columns: ['shiftId', 'status'] },
    { name: 'callbacks_feed', columns: ['openedAt', 'id'] },
    { name: 'callbacks_open', columns: ['secrecyLevel', 'id'] },
  ],
});

export const ShiftReplicaEntity = new EntitySchema<ShiftReplica>({
  name: 'ShiftReplica',
  tableName: 'shift_replica',
  columns: {
    id: column.id(),
    ownerOrgId: column.ref('owner_org_id'),
    startAt: column.instant('start_at'),
    endAt: column.instant('end_at'),
    leaderId: column.ref('leader_id', optional),
    line: column.text('line', 40, optional),
  },
  indices: [
    { name: 'shift_replica_end', columns: ['endAt'] },
    { name: 'shift_replica_owner', columns: ['ownerOrgId', 'startAt'] },
  ],
});

export const PhoneLineEntity = new EntitySchema<PhoneLine>({
  name: 'PhoneLine',
  tableName: 'phone_lines',
  columns: {
    lineNo: column.key('line_no'),
    orgId: column.ref('org_id'),
    namedAt: column.instant('named_at'),
  },
});

export const LegBatchEntity = new EntitySchema<LegBatch>({
  name: 'LegBatch',
  tableName: 'call_leg_batches',
  columns: {
    id: column.id(),
    at: column.instant('at'),
    recorded: column.integer('recorded'),
    callRefs: column.json('call_refs'),
    refused: column.json('refused'),
    resettled: column.json('resettled', optional),
  },
});

export const callEntities = [
  CallLegEntity,
  CallerEntity,
  CallNoteEntity,
  NotedAttemptEntity,
  CallEntity,
  CallbackTaskEntity,
  ShiftReplicaEntity,
  PhoneLineEntity,
  LegBatchEntity,
];
