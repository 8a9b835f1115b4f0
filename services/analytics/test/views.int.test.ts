import { randomBytes } from 'node:crypto';
import { createWorkingCalendar } from '@chengqi/office-kernel';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mysql from 'mysql2/promise';
import { countedMetrics, countSomeDays } from '../src/measuring/rollup-counting.timers.ts';
import { catalogue } from '../src/metrics/catalogue.ts';
import { RollupDayEntity } from '../src/projection/rollup-day.ts';
import { type Figures, startFigures } from './figures.ts';
import { on, tellers } from './the-month.ts';

const calendar = createWorkingCalendar('Asia/Shanghai', () => undefined);
const asOf = on('10-12', '10:00');

async function tellMonth(office: Figures) {
  const tell = tellers(office);
  const { emergencyBureau, educationBureau } = office.orgs;
  await tell.document(on('9-3'));
  await tell.item({ registeredAt: on('9-2'), dueAt: on('9-20'), struckOffAt: on('9-18') });
  await tell.item({ registeredAt: on('9-2'), dueAt: on('9-20'), struckOffAt: on('9-22'), reopenedAt: on('9-29') });
  await tell.hazard(on('9-5'), { level: 'MAJOR', dueAt: on('9-15'), closedAt: on('9-10') });
  await tell.hazard(on('9-6'), { dueAt: on('9-12'), recurrence: true });
  for (const day of ['9-1', '9-2', '9-3']) await tell.call(on(day), 'ANSWERED', { orgId: emergencyBureau.id });
  await tell.call(on('9-4'), 'MISSED', { orgId: educationBureau.id, shifted: false });
  await tell.serviceCase(on('9-1'), { dueAt: on('9-8'), answers: [on('9-3')], closedAt: on('9-4') });
  await tell.serviceCase(on('9-7'), { kind: 'ACCUSATION', orgId: null });
  for (const score of [1, 4, 5]) await tell.rating(on('9-10'), score);
}

describe.each(testDialects())('views for other tools on %s', (dialect) => {
  let office: Figures;
  beforeAll(async () => {
    office = await startFigures(dialect, asOf);
    await tellMonth(office);
    while ((await office.db.write((manager) => countSomeDays(manager, calendar, office.clock.now()))) > 0);
  });
  afterAll(() => office.close());

  interface Sum {
    readonly metric: string;
    readonly numerator: number;
    readonly denominator: number;
  }
  const sums = async (): Promise<Map<string, Sum>> => {
    const rows = await office.db.read.query<Sum[]>(
      `SELECT metric, SUM(numerator) AS numerator, SUM(denominator) AS denominator FROM vw_figure_day
       WHERE day >= '2026-09-01' AND day < '2026-10-01' GROUP BY metric`,
    );
    return new Map(rows.map((row) => [row.metric, row]));
  };

  it('A-7 the days of every figure add up to what the graph answers', async () => {
    const found = await sums();
    expect(found.size).toBeGreaterThan(12);
    for (const { name, measure } of countedMetrics.filter(({ people }) => !people)) {
      const { total } = await office.metric(name, { by: ['ORG'], asOf });
      // What belongs to no unit is counted by the graph and shown to no tool.
      const unowned = name === 'case.count' ? 1 : 0;
      const { numerator = 0, denominator = 0 } = found.get(name) ?? {};
      expect([name, numerator]).toEqual([name, total.numerator - unowned]);
      if (measure.over !== null) expect([name, denominator]).toEqual([name, total.denominator]);
    }
  });

  it('A-4 R-7 shows no figure of people, and nothing that belongs to no unit', async () => {
    const ofPeople = catalogue.filter(({ people }) => people).map(({ name }) => name);
    const day = { day: '2026-09-10', orgId: office.orgs.town.id, category: '', level: '', channel: '' };
    await office.db.write((manager) =>
      manager
        .getRepository(RollupDayEntity)
        .insert(ofPeople.map((metric) => ({ ...day, metric, numerator: 1, denominator: 1, lastAt: 0 }))),
    );
    const found = await sums();
    expect(ofPeople.filter((name) => found.has(name))).toEqual([]);
    const [{ n }] = await office.db.read.query(`SELECT COUNT(*) AS n FROM vw_figure_day WHERE org_id IS NULL`);
    expect(Number(n)).toBe(0);
  });

  it('names units to group by', async () => {
    const rows = await office.db.read.query<{ name: string; n: number }[]>(
      `SELECT u.name AS name, SUM(f.numerator) AS n FROM vw_figure_day f JOIN vw_unit u ON u.org_id = f.org_id
       WHERE f.metric = 'call.total' GROUP BY u.name ORDER BY n`,
    );
    expect(rows.map(({ name, n }) => [name, Number(n)])).toEqual([
      [office.orgs.educationBureau.name, 1],
      [office.orgs.emergencyBureau.name, 3],
    ]);
  });

  if (dialect === 'mysql') {
    it('an account that may read the views alone reads nothing else', async () => {
      const admin = await mysql.createConnection({ uri: process.env.MYSQL_URL ?? '' });
      const [{ name } = { name: '' }] = await office.db.read.query<{ name: string }[]>('SELECT DATABASE() AS name');
      const account = `bi_${randomBytes(4).toString('hex')}`;
      try {
        await admin.query(`CREATE USER '${account}'@'%' IDENTIFIED BY 'read'`);
        for (const view of ['vw_figure_day', 'vw_unit'])
          await admin.query(`GRANT SELECT ON \`${name}\`.${view} TO '${account}'@'%'`);
        const uri = new URL(process.env.MYSQL_URL ?? '');
        Object.assign(uri, { username: account, password: 'read', pathname: `/${name}` });
        const tool = await mysql.createConnection({ uri: uri.href });
        try {
          const [rows] = await tool.query('SELECT COUNT(*) AS n FROM vw_figure_day JOIN vw_unit USING (org_id)');
          expect(Number((rows as { n: number }[])[0]?.n)).toBeGreaterThan(0);
          await expect(tool.query('SELECT * FROM rollup_day')).rejects.toThrow('denied');
          await expect(tool.query('DELETE FROM vw_figure_day')).rejects.toThrow('denied');
        } finally {
          await tool.end();
        }
      } finally {
        await admin.query(`DROP USER IF EXISTS '${account}'@'%'`);
        await admin.end();
      }
    });
  }
});
