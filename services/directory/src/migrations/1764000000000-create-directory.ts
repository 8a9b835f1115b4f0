import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, type TableOptions } from 'typeorm';
import { foundingAdministrator, foundingPost } from '../people/person.ts';

export class CreateDirectory1764000000000 implements MigrationInterface {
  readonly name = 'CreateDirectory1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables(runner)) await runner.createTable(new Table(table));
    await foundAdministrator(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(runner)) await runner.dropTable(name);
  }
}

function tables(runner: QueryRunner): TableOptions[] {
  const c = columns(runner);
  const optional = { nullable: true };
  const stamps = [c.integer('version'), c.instant('created_at'), c.instant('updated_at')];
  return [
    {
      name: 'orgs',
      columns: [
        c.id(),
        c.code('status', 16),
        c.code('code', 64),
        c.text('name', 200),
        c.text('short_name', 100),
        c.code('level', 16),
        c.code('kind', 16),
        c.ref('parent_id', optional),
        c.code('path', 700),
        c.integer('depth'),
        c.json('doc_codes'),
        c.code('fonds_code', 64, optional),
        c.text('duty_phone', 40, optional),
        c.bool('reporting_unit'),
        c.code('classifying_right', 16, optional),
        c.day('valid_from'),
        c.day('valid_to', optional),
        c.ref('merged_into_id', optional),
        ...stamps,
      ],
      indices: [
        { name: 'orgs_code', columnNames: ['code'], isUnique: true },
        { name: 'orgs_path', columnNames: ['path'], isUnique: true },
        { name: 'orgs_parent', columnNames: ['parent_id', 'status'] },
      ],
    },
    {
      name: 'people',
      columns: [
        c.id(),
        c.code('status', 16),
        c.code('staff_no', 64),
        c.text('name', 100),
        c.text('phone', 20, optional),
        c.ref('primary_org_id', optional),
        c.code('clearance', 16),
        c.day('clearance_valid_to', optional),
        ...stamps,
      ],
      indices: [
        { name: 'people_staff_no', columnNames: ['staff_no'], isUnique: true },
        { name: 'people_primary_org', columnNames: ['primary_org_id'] },
      ],
    },
    {
      name: 'posts',
      columns: [
        c.id(),
        c.ref('person_id'),
        c.ref('org_id', optional),
        c.ref('scope_org_id', optional),
        c.text('title', 100, optional),
        c.json('roles'),
        c.bool('principal'),
        c.ref('principal_of', optional),
        c.day('started_on'),
        c.day('ended_on', optional),
      ],
      indices: [
        { name: 'posts_person', columnNames: ['person_id', 'ended_on'] },
        { name: 'posts_org', columnNames: ['org_id', 'ended_on'] },
        { name: 'posts_principal', columnNames: ['principal_of'], isUnique: true },
      ],
    },
    {
      name: 'sites',
      columns: [
        c.id(),
        c.code('code', 64),
        c.text('name', 200),
        c.text('address', 200, optional),
        c.ref('org_id'),
        c.code('category', 32),
        c.bool('key_part'),
        c.integer('capacity', optional),
        ...stamps,
      ],
      indices: [
        { name: 'sites_code', columnNames: ['code'], isUnique: true },
        { name: 'sites_org', columnNames: ['org_id', 'code'] },
      ],
    },
    {
      name: 'work_calendars',
      columns: [c.id(), c.code('region', 16), c.integer('year'), ...stamps],
      indices: [{ name: 'work_calendars_year', columnNames: ['region', 'year'], isUnique: true }],
    },
    {
      name: 'calendar_days',
      columns: [
        c.key('calendar_id'),
        c.key('day', 10),
        c.code('type', 16),
        c.text('holiday_name', 50, optional),
        c.code('basis', 16),
      ],
    },
  ];
}

/** ADMIN and IMPORTER over everything: with an empty tree there is no unit to hang the post on. */
async function foundAdministrator(runner: QueryRunner): Promise<void> {
  const at = '2026-01-01 00:00:00.000';
  await runner.query(
    'INSERT INTO people (id, status, staff_no, name, clearance, version, created_at, updated_at) VALUES (?, ?, ?, ?, ?, 1, ?, ?)',
    [foundingAdministrator, 'ACTIVE', 'admin', '系统管理员', 'INTERNAL', at, at],
  );
  await runner.query('INSERT INTO posts (id, person_id, roles, principal, started_on) VALUES (?, ?, ?, 0, ?)', [
    foundingPost,
    foundingAdministrator,
    JSON.stringify(['ADMIN', 'IMPORTER']),
    '2026-01-01',
  ]);
}
