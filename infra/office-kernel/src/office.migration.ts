import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, type TableOptions } from 'typeorm';
import { firstHash, headId } from './audit.ts';

type Columns = ReturnType<typeof columns>;
const optional = { nullable: true };

const replicaTables = (c: Columns): TableOptions[] => [
  {
    name: 'org_replica',
    columns: [
      c.id(),
      c.code('code', 64),
      c.text('name', 200),
      c.text('short_name', 100),
      c.code('level', 16),
      c.code('kind', 16),
      c.ref('parent_id', optional),
      c.text('path', 700),
      c.json('doc_codes'),
      c.code('fonds_code', 64, optional),
      c.text('duty_phone', 40, optional),
      c.bool('active'),
      c.integer('sequence'),
    ],
    indices: [{ name: 'org_replica_code', columnNames: ['code'] }],
  },
  {
    name: 'person_replica',
    columns: [
      c.id(),
      c.code('staff_no', 64),
      c.text('name', 100),
      c.bool('active'),
      c.text('phone_masked', 40, optional),
      c.ref('primary_org_id', optional),
      c.code('clearance', 16),
      c.day('clearance_valid_to', optional),
      c.json('posts'),
      c.integer('person_sequence'),
      c.integer('posts_sequence'),
      c.integer('clearance_sequence'),
    ],
    indices: [{ name: 'person_replica_staff_no', columnNames: ['staff_no'] }],
  },
  {
    name: 'role_replica',
    columns: [c.key('person_id'), c.key('role'), c.key('scope')],
    indices: [{ name: 'role_replica_role', columnNames: ['role', 'scope'] }],
  },
  {
    name: 'site_replica',
    columns: [
      c.id(),
      c.code('code', 64),
      c.text('name', 200),
      c.ref('org_id'),
      c.code('category', 32),
      c.bool('key_part'),
      c.integer('sequence'),
    ],
    indices: [{ name: 'site_replica_code', columnNames: ['code'] }],
  },
  {
    name: 'calendar_day_replica',
    columns: [c.key('day', 10), c.code('type', 16), c.text('holiday_name', 100, optional), c.integer('sequence')],
  },
];

const officeTables = (c: Columns): TableOptions[] => [
  { name: 'serials', columns: [c.key('scope', 160), c.integer('last')] },
  {
    name: 'parties',
    columns: [c.key('subject_id'), c.key('party_id'), c.key('relation')],
    indices: [{ name: 'parties_party', columnNames: ['party_id', 'subject_id'] }],
  },
  {
    name: 'audit_log',
    columns: [
      c.id(),
      c.instant('at'),
      c.ref('person_id', optional),
      c.ref('on_behalf_of', optional),
      c.code('role', 40, optional),
      c.code('act', 60),
      c.code('entity_type', 16),
      c.ref('entity_id'),
      c.code('digest', 64, optional),
      c.text('reason', 500, optional),
      c.text('request_id', 64, optional),
      c.integer('seq', optional),
      c.code('prev_hash', 64, optional),
      c.code('hash', 64, optional),
    ],
    indices: [
      { name: 'audit_log_seq', columnNames: ['seq'], isUnique: true },
      { name: 'audit_log_entity', columnNames: ['entity_id', 'at'] },
      { name: 'audit_log_person', columnNames: ['person_id', 'at'] },
    ],
  },
  { name: 'audit_head', columns: [c.id(), c.integer('seq'), c.code('hash', 64)] },
];

/** Tables every service has beside its own. */
export class CreateOfficeTables1760000000000 implements MigrationInterface {
  readonly name = 'CreateOfficeTables1760000000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    for (const table of [...replicaTables(c), ...officeTables(c)]) await runner.createTable(new Table(table));
    await runner.query(`INSERT INTO audit_head (id, seq, hash) VALUES ('${headId}', 0, '${firstHash}')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    for (const { name } of [...replicaTables(c), ...officeTables(c)]) await runner.dropTable(name);
  }
}
