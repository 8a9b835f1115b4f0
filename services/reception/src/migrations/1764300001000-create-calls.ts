import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, type TableOptions } from 'typeorm';

type Columns = ReturnType<typeof columns>;
const optional = { nullable: true };

const recorded = (c: Columns): TableOptions[] => [
  {
    name: 'call_legs',
    columns: [
      c.id(),
      c.code('cdr_no', 64),
      c.code('call_ref', 64),
      c.text('line_no', 40),
      c.code('direction', 4),
      c.ref('caller_id', optional),
      c.ref('owner_org_id'),
      c.integer('hop'),
      c.instant('ring_at'),
      c.instant('answer_at', optional),
      c.instant('end_at'),
      c.code('cause', 16),
    ],
    indices: [
      { name: 'call_legs_cdr', columnNames: ['cdr_no'], isUnique: true },
      { name: 'call_legs_call', columnNames: ['call_ref'] },
      { name: 'call_legs_caller', columnNames: ['caller_id', 'direction', 'ring_at'] },
      { name: 'call_legs_owner', columnNames: ['owner_org_id', 'ring_at'] },
    ],
  },
  {
    name: 'callers',
    columns: [c.id(), c.code('phone_hash', 64), c.text('phone_masked', 40)],
    indices: [{ name: 'callers_phone', columnNames: ['phone_hash'], isUnique: true }],
  },
  {
    name: 'call_notes',
    columns: [
      c.id(),
      c.code('note_no', 64, optional),
      c.code('call_ref', 64),
      c.ref('officer_id', optional),
      c.instant('noted_at'),
      c.code('classification', 20),
      c.bool('urgent'),
      c.longText('summary', optional),
      c.code('case_code', 64, optional),
      c.ref('spam_approved_by_id', optional),
    ],
    indices: [{ name: 'call_notes_call', columnNames: ['call_ref', 'noted_at'] }],
  },
  {
    name: 'callback_attempts',
    columns: [c.id(), c.ref('caller_key'), c.instant('at'), c.ref('by_id', optional), c.code('result', 16)],
    indices: [{ name: 'callback_attempts_caller', columnNames: ['caller_key', 'at'] }],
  },
  {
    name: 'call_leg_batches',
    columns: [c.id(), c.instant('at'), c.integer('recorded'), c.json('call_refs'), c.json('refused')],
  },
];

const derived = (c: Columns): TableOptions[] => [
  {
    name: 'calls',
    columns: [
      ...c.root(20),
      c.ref('caller_id', optional),
      c.text('line_no', 40),
      c.ref('shift_id', optional),
      c.instant('ring_at'),
      c.code('call_ref', 64),
      c.instant('answered_at', optional),
      c.instant('ended_at'),
      c.integer('wait_seconds'),
      c.code('outcome', 20),
      c.ref('callback_id', optional),
      c.code('classification', 20, optional),
      c.bool('urgent'),
    ],
    indices: [
      { name: 'calls_ref', columnNames: ['call_ref'], isUnique: true },
      { name: 'calls_ring', columnNames: ['ring_at', 'id'] },
      { name: 'calls_owner', columnNames: ['owner_org_id', 'ring_at', 'id'] },
      { name: 'calls_caller', columnNames: ['caller_id', 'ring_at'] },
      { name: 'calls_shift', columnNames: ['shift_id', 'ring_at', 'id'] },
      { name: 'calls_callback', columnNames: ['callback_id'] },
    ],
  },
  {
    name: 'callbacks',
    columns: [
      ...c.root(20),
      c.ref('caller_id', optional),
      c.text('line_no', 40),
      c.ref('shift_id', optional),
      c.instant('ring_at'),
      c.ref('first_call_id'),
      c.instant('opened_at'),
      c.instant('due_at'),
      c.json('attempts'),
      c.instant('first_attempt_at', optional),
      c.instant('closed_at', optional),
      c.code('outcome', 16),
      c.instant('given_up_at', optional),
      c.text('close_reason', 500, optional),
      c.code('escalated_to', 16, optional),
      c.instant('escalated_at', optional),
      c.instant('overdue_for', optional),
      c.bool('imported'),
    ],
    indices: [
      { name: 'callbacks_caller', columnNames: ['caller_id', 'ring_at'] },
      { name: 'callbacks_owner', columnNames: ['owner_org_id', 'opened_at', 'id'] },
      { name: 'callbacks_state', columnNames: ['status', 'imported', 'due_at'] },
      { name: 'callbacks_shift', columnNames: ['shift_id', 'status'] },
    ],
  },
  {
    name: 'shift_replica',
    columns: [c.id(), c.ref('owner_org_id'), c.instant('start_at'), c.instant('end_at'), c.text('line', 40, optional)],
    indices: [{ name: 'shift_replica_end', columnNames: ['end_at'] }],
  },
  {
    name: 'phone_lines',
    columns: [c.key('line_no'), c.ref('org_id'), c.instant('named_at')],
  },
];

export class CreateCalls1764300001000 implements MigrationInterface {
  readonly name = 'CreateCalls1764300001000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    for (const table of [...recorded(c), ...derived(c)]) await runner.createTable(new Table(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    for (const { name } of [...recorded(c), ...derived(c)]) await runner.dropTable(name);
  }
}
