import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient, freePorts, historyOf, loadDemo } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const office = new URL('../../stack/src/start-embedded.ts', import.meta.url).pathname;
const importer = new URL('../../stack/src/import/import.ts', import.meta.url).pathname;
const today = '2026-11-27';

/** An order that has nothing to do with what a row says, and is the same each time. */
const digestOf = (line: string): string => createHash('sha256').update(line).digest('hex');

const quoted = (value: string): string => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** A fortnight as the systems of the county would export it, with rows that have to be refused and kept aside. */
function writeExport(folder: string, shuffled: boolean): void {
  const dirt: Record<string, Record<string, string>> = {
    'meetings.csv': { meeting_no: '云CW2026-99', start_at: '2026-13-01 09:00' },
    'supervision_items.csv': { item_code: '督〔2026〕9001号', lead_org: 'YX99' },
    'rechecks.csv': { recheck_no: 'FC-9001', hazard_code: '隐〔2026〕9001号' },
  };
  for (const { name, header, rows } of historyOf(today)) {
    const lines = [...rows, ...(dirt[name] ? [{ ...rows[0], ...dirt[name] }] : [])].map((row) =>
      header.map((column) => quoted(row[column] ?? '')).join(','),
    );
    const order = shuffled ? lines.toSorted((a, b) => (digestOf(a) < digestOf(b) ? -1 : 1)) : lines;
    writeFileSync(join(folder, name), `${[header.join(','), ...order].join('\n')}\n`);
  }
}

/** Prints what a child says until it has said it, or ended. */
async function heard(child: ChildProcess, wanted: RegExp): Promise<string[]> {
  const lines: string[] = [];
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (wanted.test(line)) break;
  }
  return lines;
}

describe('the export of an office', () => {
  const resources = new AsyncDisposableStack();
  const root = mkdtempSync(join(tmpdir(), 'chengqi-import-'));
  resources.defer(() => rmSync(root, { recursive: true, force: true }));
  let plain: string;
  let expected: unknown;

  function start(dataDir: string, port: number): ChildProcess {
    const env = { ...process.env, DATA_DIR: dataDir, PORT: String(port), DEMO: 'off', NODE_ENV: 'development' };
    const child = spawn(process.execPath, [office], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    resources.defer(() => end(child));
    return child;
  }
  async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
  /** An office of the demo county without history, in a process of its own. */
  async function opened() {
    const dataDir = mkdtempSync(join(root, 'office-'));
    const [port = 0] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const first = start(dataDir, port);
    await heard(first, /ready|http:/);
    await loadDemo(url);
    await createClient(url).settled();
    return { url, first, again: () => start(dataDir, port) };
  }
  const load = (folder: string, url: string): ChildProcess =>
    spawn(process.execPath, [importer, folder, '--url', url, '--report', `${folder}.json`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  /** What became of every file, and the figures, without the places of rows in their files. */
  function report(folder: string): unknown {
    const { rows, ...figures } = JSON.parse(readFileSync(`${folder}.json`, 'utf8'));
    const fates = rows.map(({ file, key, outcome }: Record<string, string>) => `${file} ${key} ${outcome}`);
    return { ...figures, rows: fates.sort() };
  }
  async function loaded(folder: string, url: string): Promise<unknown> {
    const child = load(folder, url);
    child.stdout?.resume();
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    return report(folder);
  }
  async function exported(name: string, shuffled = false): Promise<string> {
    // The folder's name is that of the export.
    const folder = join(root, name, 'fortnight');
    await mkdir(folder, { recursive: true });
    writeExport(folder, shuffled);
    return folder;
  }

  beforeAll(async () => {
    plain = await exported('plain');
  });
  afterAll(() => resources.disposeAsync());

  it('comes in once, and the same again changes nothing', async () => {
    const { url } = await opened();
    expected = await loaded(plain, url);
    expect(expected).toMatchObject({
      files: {
        'supervision_items.csv': { quarantined: 1 },
        'meetings.csv': { rejected: 1 },
        'rechecks.csv': { quarantined: 1 },
      },
      failed: {},
    });
    expect(await loaded(plain, url)).toEqual(expected);
  });

  it('gives the same figures in whatever order its rows stand', async () => {
    const { url } = await opened();
    expect(await loaded(await exported('shuffled', true), url)).toEqual(expected);
  });

  it('goes on where the office, and then the importer, was killed, and ends at the same figures', async () => {
    const { url, first, again } = await opened();
    const folder = await exported('killed');
    const importing = load(folder, url);
    await heard(importing, /^hazards\.csv/);
    importing.stdout?.resume();
    await end(first);
    const second = again();
    await heard(second, /ready|http:/);
    second.stdout?.resume();
    if (importing.exitCode === null) await end(importing);
    expect(await loaded(folder, url)).toEqual(expected);
  });
});
