import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Disputes are figures of people as satisfaction is (A-4): tools that read SQL see neither. */
export class HideDisputesFromOtherTools1767200080000 implements MigrationInterface {
  readonly name = 'HideDisputesFromOtherTools1767200080000';

  async up(runner: QueryRunner): Promise<void> {
    await replaceView(runner, ['sat', 'dsp']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await replaceView(runner, ['sat']);
  }
}

async function replaceView(runner: QueryRunner, hidden: readonly string[]): Promise<void> {
  const day = runner.connection.options.type === 'mysql' ? 'CAST(r.day AS DATE)' : 'r.day';
  await runner.query('DROP VIEW vw_figure_day');
  await runner.query(`CREATE VIEW vw_figure_day AS
    SELECT r.metric AS metric, ${day} AS day, r.org_id AS org_id, NULLIF(r.category, '') AS category,
      NULLIF(r.level, '') AS level, NULLIF(r.channel, '') AS channel,
      r.numerator AS numerator, r.denominator AS denominator
    FROM rollup_day r
    WHERE r.org_id > '' ${hidden.map((family) => `AND r.metric NOT LIKE '${family}.%'`).join(' ')}`);
}
