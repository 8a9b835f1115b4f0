import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient, type Desk } from '../client.ts';
import { periodForms, periodNamed } from './period-named.ts';
import { type Card, linesOf } from './scorecard-lines.ts';

const usage = `Usage: npm run figures -- ORG PERIOD [--as-of T] [--url URL] [--staff-no NO]
       npm run figures -- ORG PERIOD --to FILE [--metrics NAMES] [--by DIMENSIONS] [--grain DAY|WEEK|MONTH]
  prints the scorecard of a unit, or writes its figures to a file
  ORG             code, id or name of a unit
  PERIOD          ${periodForms}
  --to FILE       a file that ends in .csv, .xlsx or .parquet
  --metrics NAMES figures by their names, such as call.total,call.missed; those of the scorecard by default
  --by DIMENSIONS such as ORG,CATEGORY; ORG by default
  --grain G       a row for each day, week or month
  --as-of T       what was known at this moment, such as 2026-10-01T08:00:00+08:00
  --url URL       the office, http://127.0.0.1:4000 by default
  --staff-no NO   whom a development office signs in, the analyst YX0032 of the demo by default
Elsewhere as whom the bearer token in CHENGQI_TOKEN names.`;

const zone = process.env.BUSINESS_ZONE ?? 'Asia/Shanghai';
const text = { type: 'string' } as const;
const options = {
  ...{ url: text, 'staff-no': text, 'as-of': text },
  ...{ to: text, metrics: text, by: text, grain: text },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [unit, period, ...rest] = positionals;
  if (!unit || !period || rest.length > 0) throw new Error(usage);
  const { from, to } = periodNamed(period, zone);
  const { url = `http://127.0.0.1:${process.env.PORT || 4000}`, 'staff-no': staffNo = 'YX0032' } = values;
  const { to: file, metrics, by, grain } = values;
  const cut = { metrics, by, grain };
  if (file === undefined && Object.values(cut).some((value) => value !== undefined)) throw new Error(usage);
  const client = createClient(url);
  const bearer = process.env.CHENGQI_TOKEN;
  const desk = bearer ? client.withToken(bearer) : client.as(staffNo);
  try {
    const asked = { orgId: await unitOf(desk, unit), from, to, asOf: values['as-of'] ?? null };
    if (file === undefined) for (const line of linesOf(await scorecardOf(desk, asked))) console.log(line);
    else console.log(`${file}: ${await writeTable(desk, asked, { ...cut, file })} rows`);
  } catch (error) {
    if (error instanceof TypeError)
      throw new Error(`No gateway answers at ${url}. Start one with "npm start", or give --url.`);
    throw error;
  }
}

/** @throws Error when no unit, or more than one, is meant */
async function unitOf(desk: Desk, named: string): Promise<string> {
  if (named.startsWith('org_')) return named;
  const { org, orgs } = await desk.act(
    `query ($code: String!) { org(code: $code) { id } orgs(search: $code, first: 5) { nodes { id code name } } }`,
    { code: named },
  );
  if (org) return org.id;
  const found: { id: string; code: string; name: string }[] = orgs?.nodes ?? [];
  const exact = found.filter(({ name }) => name === named);
  const [only] = exact.length === 1 ? exact : found;
  if (!only) throw new Error(`No unit is called ${named}.`);
  if (exact.length !== 1 && found.length > 1) {
    throw new Error(`${named} may be ${found.map(({ code, name }) => `${name} ${code}`).join(', ')}; give the code.`);
  }
  return only.id;
}

interface Asked {
  readonly orgId: string;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: string | null;
}

interface Cut {
  readonly file: string;
  readonly metrics: string | undefined;
  readonly by: string | undefined;
  readonly grain: string | undefined;
}

/** Answers how many rows were written. @throws Error when the file's name does not say how it is to be written */
async function writeTable(desk: Desk, asked: Asked, { file, metrics, by = 'ORG', grain }: Cut): Promise<number> {
  const { orgId, from, to, asOf } = asked;
  const format = extname(file).slice(1).toUpperCase();
  if (!['CSV', 'XLSX', 'PARQUET'].includes(format)) throw new Error(`${file} must end in .csv, .xlsx or .parquet.`);
  const ofCard = async () => (await scorecardOf(desk, asked)).rows.map(({ metric }) => metric.name);
  const names = metrics?.split(',') ?? (await ofCard());
  const input = { metrics: names, where: { from, to, orgId }, by: by.split(','), grain: grain ?? null, asOf };
  const { metricExport } = await desk.act(
    'query ($input: MetricQueryInput!, $format: ExportFormat!) { metricExport(input: $input, format: $format) { base64 rows } }',
    { input, format },
  );
  writeFileSync(file, Buffer.from(metricExport.base64, 'base64'));
  return metricExport.rows;
}

async function scorecardOf(desk: Desk, asked: Asked): Promise<Card> {
  const { scorecard } = await desk.act(
    `query ($orgId: ID!, $from: DateTime!, $to: DateTime!, $asOf: DateTime) {
      scorecard(orgId: $orgId, from: $from, to: $to, asOf: $asOf) {
        org { name code } period { label } asOf
        rows { metric { name labelEn labelZh unit kind } value numerator denominator suppressed target rank ranked delta }
      }
    }`,
    { ...asked },
  );
  if (!scorecard) throw new Error('No post of this person covers the unit, or there is no such unit.');
  return scorecard;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
