import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Views for tools that read SQL, such as Metabase or Superset. They show days counted ahead of figures that add up, and
 * units to group them by. Left out is what the graph would not tell everybody who may count: figures of people, which
 * would have to hide few of them, and what belongs to no unit, which is accusations.
 */
export class ShowFiguresToOtherTools1767200000000 implements MigrationInterface {
  readonly name = 'ShowFiguresToOtherTools1767200000000';

  async up(runner: QueryRunner): Promise<void> {
    const day = runner.connection.options.type === 'mysql' ? 'CAST(r.day AS DATE)' : 'r.day';
    await runner.query(`CREATE VIEW vw_figure_day AS
      SELECT r.metric AS metric, ${day} AS day, r.org_id AS org_id, NULLIF(r.category, '') AS category,
        NULLIF(r.level, '') AS level, NULLIF(r.channel, '') AS channel,
        r.numerator AS numerator, r.denominator AS denominator
      FROM rollup_day r WHERE r.org_id > '' AND r.metric NOT LIKE 'sat.%'`);
    await runner.query(`CREATE VIEW vw_unit AS
      SELECT o.id AS org_id, o.code AS code, o.name AS name, o.level AS level, o.parent_id AS parent_id, o.path AS path
      FROM org_replica o`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const view of ['vw_unit', 'vw_figure_day']) await runner.query(`DROP VIEW ${view}`);
  }
}
