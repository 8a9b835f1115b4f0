import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, type TableOptions } from 'typeorm';

type Columns = ReturnType<typeof columns>;
const optional = { nullable: true };

const serviceCases = (c: Columns): TableOptions => ({
  name: 'service_cases',
  columns: [
    ...c.root(),
    c.code('code', 40),
    c.ref('ledger_org_id'),
    c.ref('window_org_id', optional),
    c.code('kind', 16),
    c.code('channel', 16),
    c.text('title', 200),
    c.longText('text', optional),
    c.text('topic_key', 100, optional),
    c.text('facts_key', 200),
    c.ref('site_id', optional),
    c.bool('safety'),
    c.bool('restricted'),
    c.ref('accused_org_id', optional),
    c.ref('accused_person_id', optional),
    c.bool('anonymous'),
    c.bool('confidential'),
    c.integer('joint_count'),
    c.ref('call_id', optional),
    c.code('call_ref', 64, optional),
    c.ref('first_responder_id', optional),
    c.ref('handed_to_id', optional),
    c.ref('officer_id', optional),
    c.instant('opened_at'),
    c.instant('due_at', optional),
    c.instant('original_due_at', optional),
    c.instant('paused_at', optional),
    c.instant('extended_at', optional),
    c.integer('extension_days', optional),
    c.instant('overdue_told_for', optional),
    c.json('demands'),
    c.instant('accepted_at', optional),
    c.instant('refused_at', optional),
    c.longText('refusal', optional),
    c.instant('transferred_at', optional),
    c.instant('arbitrated_at', optional),
    c.json('answer', optional),
    c.instant('first_answered_at', optional),
    c.instant('answered_at', optional),
    c.integer('callback_attempts'),
    c.instant('called_back_at', optional),
    c.instant('closed_at', optional),
    c.instant('withdrawn_at', optional),
    c.integer('visits_count'),
    c.integer('redo_count'),
    c.instant('redone_at', optional),
    c.instant('second_supplement_at', optional),
    c.ref('duplicate_of_id', optional),
    c.bool('imported'),
    c.code('stage', 8),
    c.instant('notice_due_at', optional),
    c.instant('objection_due_at', optional),
    c.instant('finish_due_at', optional),
    c.ref('review_org_id', optional),
    c.instant('review_due_at', optional),
    c.json('opinions'),
    c.instant('terminated_at', optional),
  ],
  indices: [
    { name: 'service_cases_code', columnNames: ['ledger_org_id', 'code'], isUnique: true },
    { name: 'service_cases_number', columnNames: ['code'] },
    { name: 'service_cases_feed', columnNames: ['opened_at', 'id'] },
    { name: 'service_cases_owner', columnNames: ['owner_org_id', 'status', 'opened_at'] },
    { name: 'service_cases_officer', columnNames: ['officer_id', 'status', 'due_at'] },
    { name: 'service_cases_first', columnNames: ['first_responder_id', 'status', 'due_at'] },
    { name: 'service_cases_due', columnNames: ['status', 'due_at'] },
    { name: 'service_cases_kind', columnNames: ['kind', 'opened_at', 'id'] },
    { name: 'service_cases_call', columnNames: ['call_id'] },
    { name: 'service_cases_call_ref', columnNames: ['call_ref'] },
    { name: 'service_cases_site', columnNames: ['site_id'] },
  ],
});

const parts = (c: Columns): TableOptions[] => [
  {
    name: 'case_events',
    columns: [
      c.id(),
      c.ref('case_id'),
      c.integer('seq'),
      c.code('type', 20),
      c.instant('happened_at'),
      c.ref('by_id', optional),
      c.ref('to_org_id', optional),
      c.longText('text', optional),
    ],
    indices: [{ name: 'case_events_seq', columnNames: ['case_id', 'seq'], isUnique: true }],
  },
  {
    name: 'first_asks',
    columns: [
      c.id(),
      c.ref('case_id'),
      c.ref('from_person_id'),
      c.ref('to_person_id'),
      c.instant('handed_at'),
      c.instant('accepted_at', optional),
    ],
    indices: [{ name: 'first_asks_case', columnNames: ['case_id', 'handed_at'] }],
  },
];

export class CreateCases1764300010000 implements MigrationInterface {
  readonly name = 'CreateCases1764300010000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    for (const table of [serviceCases(c), ...parts(c)]) await runner.createTable(new Table(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    for (const { name } of [...parts(c).reverse(), serviceCases(c)]) await runner.dropTable(name);
  }
}
