import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, type TableOptions } from 'typeorm';

type Columns = ReturnType<typeof columns>;

const maybe = { nullable: true };
const root = (c: Columns) => [c.id(), c.code('status', 16), c.integer('version'), ...stamps(c)];
const stamps = (c: Columns) => [c.instant('created_at'), c.instant('updated_at')];
const owned = (c: Columns) => [c.ref('owner_org_id'), c.code('secrecy_level', 16)];
const service = (c: Columns) => [
  c.code('subject_type', 8),
  c.ref('subject_id'),
  ...owned(c),
  c.bool('restricted'),
  c.ref('contact_of', maybe),
  c.bool('nameable'),
  c.json('rated_ids'),
];

const visits = (c: Columns): TableOptions => ({
  name: 'visits',
  columns: [
    ...c.root(),
    c.code('visit_no', 64),
    c.code('kind', 16),
    c.integer('companions'),
    c.ref('host_person_id', maybe),
    c.ref('site_id'),
    c.ref('site_org_id'),
    c.text('purpose', 500),
    c.text('letter_no', 100, maybe),
    c.ref('letter_waived_by_id', maybe),
    c.text('letter_waiver_reason', 500, maybe),
    c.instant('expected_at', maybe),
    c.instant('arrive_at', maybe),
    c.instant('received_at', maybe),
    c.instant('leave_at', maybe),
    c.text('badge', 32, maybe),
    c.ref('first_responder_id', maybe),
    c.ref('received_by_id', maybe),
    c.ref('case_id', maybe),
    c.code('case_code', 64, maybe),
    c.text('refuse_reason', 500, maybe),
    c.instant('listed_at'),
    c.bool('imported'),
  ],
  indices: [
    { name: 'visits_no', columnNames: ['visit_no', 'imported'], isUnique: true },
    { name: 'visits_listed', columnNames: ['listed_at', 'id'] },
    { name: 'visits_owner', columnNames: ['owner_org_id', 'listed_at'] },
    { name: 'visits_site', columnNames: ['site_id', 'status', 'listed_at'] },
    { name: 'visits_case', columnNames: ['case_id', 'status'] },
    { name: 'visits_case_code', columnNames: ['case_code'] },
    { name: 'visits_expected', columnNames: ['status', 'expected_at'] },
  ],
});

const ratings = (c: Columns): TableOptions => ({
  name: 'ratings',
  columns: [
    ...root(c),
    ...service(c),
    c.code('rating_no', 64, maybe),
    c.integer('score'),
    c.json('tags'),
    c.longText('comment', maybe),
    c.bool('named'),
    c.code('channel', 8),
    c.instant('rated_at'),
    c.instant('contact_due_at', maybe),
    c.instant('due_at', maybe),
    c.instant('revisited_at', maybe),
    c.ref('revisited_by_id', maybe),
    c.longText('facts', maybe),
    c.instant('rectified_at', maybe),
    c.ref('rectified_by_id', maybe),
    c.longText('rectification', maybe),
    c.instant('fed_back_at', maybe),
    c.ref('fed_back_by_id', maybe),
    c.longText('feedback', maybe),
    c.instant('closed_at', maybe),
    c.instant('appealed_at', maybe),
    c.ref('appealed_by_id', maybe),
    c.longText('appeal_reason', maybe),
    c.instant('appeal_decided_at', maybe),
    c.ref('appeal_decided_by_id', maybe),
    c.code('appeal_decision', 8, maybe),
    c.longText('appeal_decision_reason', maybe),
    c.instant('overdue_told_at', maybe),
    c.bool('imported'),
  ],
  indices: [
    { name: 'ratings_subject', columnNames: ['subject_id'], isUnique: true },
    { name: 'ratings_no', columnNames: ['rating_no'] },
    { name: 'ratings_time', columnNames: ['rated_at', 'id'] },
    { name: 'ratings_owner', columnNames: ['owner_org_id', 'rated_at'] },
    { name: 'ratings_due', columnNames: ['due_at', 'id'] },
  ],
});

const ratingCodes = (c: Columns): TableOptions => ({
  name: 'rating_codes',
  columns: [
    c.id(),
    c.integer('version'),
    c.code('code_hash', 64),
    ...service(c),
    c.instant('issued_at'),
    c.instant('expires_at'),
    c.instant('used_at', maybe),
  ],
  indices: [
    { name: 'rating_codes_hash', columnNames: ['code_hash'], isUnique: true },
    { name: 'rating_codes_subject', columnNames: ['subject_id'] },
  ],
});

const surveyResults = (c: Columns): TableOptions => ({
  name: 'survey_results',
  columns: [
    c.id(),
    c.integer('version'),
    ...owned(c),
    c.instant('created_at'),
    c.code('survey_no', 64),
    c.code('survey_group', 8),
    c.code('period', 32),
    c.integer('n'),
    c.amount('satisfaction_index', maybe),
    c.day('closed_on'),
  ],
  indices: [
    { name: 'survey_results_no', columnNames: ['survey_no'], isUnique: true },
    { name: 'survey_results_group', columnNames: ['survey_group', 'period', 'owner_org_id'], isUnique: true },
    { name: 'survey_results_closed', columnNames: ['closed_on', 'id'] },
  ],
});

const tables = (c: Columns): TableOptions[] => [visits(c), ratings(c), ratingCodes(c), surveyResults(c)];

export class CreateRatings1764300020000 implements MigrationInterface {
  readonly name = 'CreateRatings1764300020000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables(columns(runner))) await runner.createTable(new Table(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(columns(runner)).toReversed()) await runner.dropTable(name);
  }
}
