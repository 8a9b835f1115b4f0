import { existsSync, readFileSync } from 'node:fs';
import { portOf, registeredOperations, serviceNames } from '@chengqi/schemas';
import { createClient, type Data } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { type OpenedOffice, openOffice } from './open-office.ts';
import { judgePromql, readScrape, type Scraped } from './promql.ts';

const folder = new URL('../../observability/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}
interface Variable {
  readonly name: string;
  readonly type: string;
  readonly definition?: string;
}
const dashboard: { panels: Panel[]; templating: { list: Variable[] } } = JSON.parse(read('dashboard.json'));

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
const { groups }: { groups: { rules: Alert[] }[] } = parse(read('alerts.yml'));
const alerts = groups.flatMap(({ rules }) => rules);

interface Scrapes {
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly authorization?: { readonly credentials_file: string };
    readonly static_configs: readonly { readonly targets: readonly string[] }[];
  }[];
}

const targets = dashboard.panels.flatMap(({ title, targets: asked = [] }) =>
  asked.map(({ expr, legendFormat }) => ({ title, expr, legendFormat })),
);

describe('the checker of PromQL', () => {
  const scraped = readScrape(
    [
      '# TYPE asked_total counter\nasked_total{client="a } b",code="OK"} 1',
      '# TYPE took_seconds histogram\ntook_seconds_bucket{le="1",client="desk"} 1\ntook_seconds_sum{client="desk"} 1',
      '# TYPE waiting gauge\nwaiting 3\n# TYPE never_total counter',
    ].join('\n'),
  );
  const problemOf = (expr: string) => judgePromql(expr, scraped).problem;

  it.each([
    'sum by (client) (rate(asked_total{code!="OK",client=~"$client"}[$__rate_interval]))',
    'histogram_quantile(0.9, sum by (client, le) (rate(took_seconds_bucket[5m])))',
    'sum(increase(asked_total[$__range])) / sum(increase(took_seconds_sum[$__range])) > 0.1',
    'max by (job) (delta(waiting[5m])) > 0 and on (job) up == 0',
    'topk(3, sum by (code) (asked_total)) unless absent(up{job="gateway"})',
  ])('accepts %s', (expr) => expect(problemOf(expr)).toBeNull());

  it.each([
    ['sum(rate(asked_total[5m])', 'does not parse'],
    ['asked_total{', 'does not parse'],
    ['', 'does not parse'],
    ['rate(asked[5m])', 'there is no metric asked'],
    ['rate(took_seconds[5m])', 'there is no metric took_seconds'],
    ['rate(took_seconds_count[5m])', 'there is no metric took_seconds_count'],
    ['rate(never_total[5m])', 'there is no metric never_total'],
    ['waiting{client="a"}', 'waiting carries no label client'],
    ['sum by (who) (rate(asked_total[5m]))', 'carries no label who'],
    ['sum without (who) (rate(asked_total[5m]))', 'carries no label who'],
    ['sum by (code) (sum by (client) (rate(asked_total[5m])))', 'carries no label code'],
    ['sum by (client) (asked_total) and on (code) asked_total', 'carries no label code'],
    ['asked_total and on (code) waiting', 'carries no label code'],
    ['histogram_quantile(0.9, sum by (client) (rate(took_seconds_bucket[5m])))', 'carries no label le'],
    ['rate(waiting[5m])', 'rate is not for waiting'],
    ['delta(asked_total[5m])', 'delta is not for asked_total'],
  ])('refuses %s', (expr, problem) => expect(problemOf(expr)).toContain(problem));

  it('knows what an answer carries', () => {
    const labelsOf = (expr: string) => [...judgePromql(expr, scraped).labels].sort();
    expect(labelsOf('sum by (client, code) (asked_total)')).toEqual(['client', 'code']);
    expect(labelsOf('sum without (code) (asked_total)')).toEqual(['client', 'instance', 'job']);
    expect(labelsOf('sum(asked_total)')).toEqual([]);
    expect(labelsOf('histogram_quantile(0.9, took_seconds_bucket)')).toEqual(['client', 'instance', 'job']);
    expect(labelsOf('max by (job) (waiting) > 1 and on (job) asked_total')).toEqual(['job']);
  });
});

describe('what operators see', () => {
  let opened: OpenedOffice;
  let text: string;
  let scraped: Scraped;

  beforeAll(async () => {
    opened = await openOffice({ trust: { otherwise: 'log', byClient: {} } });
    const { url } = opened.office;
    const client = createClient(url);
    const post = async (query: string, name: string, variables: Data = {}, path = '/graphql', accept = '*/*') => {
      const headers = { authorization: `Bearer ${await client.token('YX0022')}`, 'graphql-client-name': name, accept };
      const body = JSON.stringify({ query, variables });
      return fetch(url + path, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body });
    };
    const textOf = (name: string) => registeredOperations().find((each) => each.name === name)?.text ?? '';
    await post(textOf('Console_Units'), 'console', { search: '办' });
    await post('query Console_Units { orgs(first: 1) { nodes { id } } }', 'console');
    await post('mutation { sealRecord(input: { meetingId: "mtg_gone" }) { meeting { id } } }', 'stranger');
    await client.anonymous.ask('{ me { id } }');
    const line = await post(textOf('Console_WorkChanged'), 'console', {}, '/graphql/stream', 'text/event-stream');
    await line.body?.cancel();
    await opened.office.stop('security');
    await post('{ roster: org(code: "YX02") { duty: onDutyNow { state } } }', 'console');
    const authorization = `Bearer ${await client.token('admin')}`;
    text = await (await fetch(`${url}/metrics`, { headers: { authorization } })).text();
    scraped = readScrape(text);
  });
  afterAll(async () => {
    await opened[Symbol.asyncDispose]();
  });

  it('is told by registered names and by fields', () => {
    const all = text.split('\n').map((line) => line.slice(0, line.lastIndexOf(' ')));
    const told = (series: string) => expect(all.filter((each) => each === series)).toEqual([series]);
    told('gateway_requests_total{operation="Console_Units",type="query",client="console",outcome="OK"}');
    told('gateway_requests_total{operation="other",type="query",client="console",outcome="OK"}');
    told('gateway_requests_total{operation="Console_WorkChanged",type="subscription",client="console",outcome="OK"}');
    told('gateway_field_requests_total{field="Org.onDutyNow",client="console"}');
    told('gateway_field_errors_total{field="Org.onDutyNow",code="SUBGRAPH_UNAVAILABLE"}');
    told('gateway_unregistered_total{client="other",mode="log"}');
  });

  it.each(targets)('on the panel $title is measured: $expr', ({ expr, legendFormat }) => {
    const { problem, labels } = judgePromql(expr, scraped);
    expect(problem).toBeNull();
    for (const [, label = ''] of legendFormat.matchAll(/\{\{\s*(\w+)\s*\}\}/g)) expect([...labels]).toContain(label);
  });

  it('is chosen by variables that there are, from labels that there are', () => {
    const names = new Set(dashboard.templating.list.map(({ name }) => name));
    for (const { expr } of targets)
      for (const [, name = ''] of expr.matchAll(/\$\{?(?!__)(\w+)/g)) expect([...names]).toContain(name);
    for (const { definition } of dashboard.templating.list.filter(({ type }) => type === 'query')) {
      const [, metric = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(definition ?? '') ?? [];
      expect([definition, [...(scraped.get(metric)?.labels ?? [])]]).toEqual([
        definition,
        expect.arrayContaining([label]),
      ]);
    }
    for (const { datasource, targets: asked } of dashboard.panels)
      if (asked) expect(datasource?.uid).toMatch(/^\$\{datasource\}$/);
    expect(names.has('datasource')).toBe(true);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });

  it.each(alerts)('is called to by $alert, which is measured and says what to do in both languages', (alert) => {
    const { problem, labels } = judgePromql(alert.expr, scraped);
    expect(problem).toBeNull();
    expect(alert.for).toMatch(/^\d+m$/);
    expect(['critical', 'warning']).toContain(alert.labels.severity);
    expect(Object.keys(alert.annotations).sort()).toEqual(['description', 'description_zh', 'summary', 'summary_zh']);
    const titles = dashboard.panels.map(({ title }) => title);
    for (const [name, said] of Object.entries(alert.annotations)) {
      expect([name, /\p{Script=Han}/u.test(said)]).toEqual([name, name.endsWith('_zh')]);
      for (const [, label = ''] of said.matchAll(/\$labels\.(\w+)/g)) expect([...labels]).toContain(label);
      // What stands in quotation marks is a panel.
      for (const [, panel = ''] of said.matchAll(/[`“](.*?)[`”]/g))
        expect([panel, titles.some((title) => title.includes(panel))]).toEqual([panel, true]);
    }
  });

  it('is listed in the README as it is', () => {
    const rows = [...read('README.md').matchAll(/^\| ((?:`(?:gateway|chengqi)_\w+` *)+)\|(.*?)\|/gm)];
    const namesIn = (cell = '') => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
    const listed = rows.flatMap(([, names, labels]) => namesIn(names).map((name) => [name, namesIn(labels)] as const));
    const carried = (name: string) =>
      [...((scraped.get(name) ?? scraped.get(`${name}_count`))?.labels ?? [])].filter(
        (each) => !/^(?:job|instance)$/.test(each),
      );

    for (const [name, labels] of listed) expect([name, carried(name).sort()]).toEqual([name, [...labels].sort()]);
    const own = new Set([...scraped.keys()].filter((name) => /^(?:gateway|chengqi)_/.test(name)));
    const told = listed.flatMap(([name]) => [name, `${name}_count`, `${name}_sum`, `${name}_bucket`]);
    expect([...own].filter((name) => !told.includes(name))).toEqual([]);
  });

  it('is scraped from where the gateway and the subgraphs listen', () => {
    const { rule_files, scrape_configs }: Scrapes = parse(read('prometheus.yml'));
    const jobs = scrape_configs.map(({ job_name, static_configs }) => [
      job_name,
      static_configs.flatMap(({ targets: addresses }) => addresses),
    ]);

    expect(jobs).toEqual([
      ['gateway', ['localhost:4000']],
      ...serviceNames.map((name) => [name, [`localhost:${portOf(name)}`]]),
    ]);
    expect(scrape_configs[0]?.authorization?.credentials_file).toBe('operator-token');
    expect(rule_files.filter((file) => !existsSync(new URL(file, folder)))).toEqual([]);
  });
});
