import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadOperations } from '@chengqi/schemas';
import { createClock } from '@chengqi/service-kit';
import { buildFrontEnds, type Data, demoPeople, frontEndFolder, requireBrowser } from '@chengqi/stack';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type OpenedOffice, openOffice } from './open-office.ts';

const analyst = 'YX0032';
const headOfUnit = 'YX0021';
const director = 'YX0004';
/** When the office of the test is opened: the duty room's line has rung twelve times by then. */
const evening = Date.parse('2026-09-14T20:00:00+08:00');
const query = loadOperations('figures').Table ?? '';
const membersQuery = loadOperations('figures').Members ?? '';
const desktop = { width: 1366, height: 768 };
const phone = { width: 390, height: 844 };
const { PICTURES: pictures } = process.env;

describe('the board for analysts, in Chromium', () => {
  let opened: OpenedOffice;
  let browser: Browser;
  let print: typeof console.log;
  const contexts: BrowserContext[] = [];
  /** What a page complained of, and what it asked of other houses. */
  const faults: string[] = [];

  beforeAll(async () => {
    const executablePath = requireBrowser(console.log);
    print = console.log;
    console.log = () => {};
    const began = performance.now();
    const clock = createClock('Asia/Shanghai', () => new Date(evening + performance.now() - began));
    const [office, launched] = await Promise.all([
      openOffice({ clock, frontEnds: { folder: frontEndFolder, people: demoPeople } }),
      // Root, as which CI runs, may not have the sandbox.
      chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] }),
      buildFrontEnds(print),
    ]);
    opened = office;
    browser = launched;
    await opened.client.settled();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await opened?.[Symbol.asyncDispose]();
    console.log = print;
  });

  /** A page of a browser that nobody used before; it keeps the office's day. */
  async function open(search = '', { locale = 'en-GB', viewport = desktop } = {}): Promise<Page> {
    const context = await browser.newContext({ locale, viewport, reducedMotion: 'reduce', baseURL: opened.office.url });
    contexts.push(context);
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    await page.clock.setFixedTime(evening);
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      const refused = message.type() === 'error' && /Content Security Policy/.test(message.text());
      if (refused) faults.push(message.text());
    });
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (/^https?:$/.test(protocol) && origin !== opened.office.url) faults.push(request.url());
    });
    await page.goto(`/figures${search}`);
    return page;
  }

  async function signIn(page: Page, staffNo: string): Promise<Page> {
    await page.locator('#staff-no').fill(staffNo);
    await page.locator('#staff-no').press('Enter');
    await page.locator('.figure-list').waitFor();
    return page;
  }

  const openAs = async (staffNo: string, search: string, options = {}) => signIn(await open(search, options), staffNo);
  const answered = (page: Page) => page.locator('.definitions').waitFor();

  async function keep(page: Page, name: string): Promise<void> {
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  /** Faults that axe finds, by their rule and place. */
  async function inaccessible(page: Page): Promise<string[]> {
    // As an expression, for the policy of the page lets no script in.
    await page.evaluate(axe.source);
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = (await page.evaluate(
      `axe.run(document, { runOnly: ${JSON.stringify(tags)} })`,
    )) as axe.AxeResults;
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  }

  const cellsOf = (page: Page) =>
    page
      .locator('tbody tr')
      .evaluateAll((rows: Data[]) => rows.map((row) => [...row.cells].map((cell: Data) => cell.textContent.trim())));

  it('shows what the graph answers, to whom signs in with a click', async () => {
    const page = await open();
    await page.getByRole('button', { name: analyst }).click();
    await page.getByRole('searchbox', { name: 'Search figures' }).fill('接通');
    await page.getByRole('checkbox', { name: 'Calls answered' }).check();
    await page.getByRole('searchbox', { name: 'Search figures' }).fill('CALLS');
    await page.getByRole('checkbox', { name: 'Calls', exact: true }).check();
    await page.getByRole('combobox', { name: 'Cut by' }).selectOption({ label: 'Channel' });
    await answered(page);

    const where = { from: '2026-09-01T00:00:00+08:00', to: '2026-10-01T00:00:00+08:00' };
    const metrics = ['call.connectRate', 'call.total'];
    const input = { metrics, where, by: ['CHANNEL'], grain: 'DAY' };
    const { table } = await opened.client.as(analyst).act(query, { input, whole: { metrics, where }, cut: true });
    const told = table.rows.map(({ dims, cells: [rate, total] }: Data) => {
      const parts = `${rate.numerator}/${rate.denominator}`;
      return ['14 Sept 2026', dims[0].value, `${parts} ${(rate.value * 100).toFixed(1)}%`, String(total.value)];
    });
    expect(told.length).toBeGreaterThan(0);
    expect(await cellsOf(page)).toEqual(told);
    expect(await page.locator('tfoot td').allInnerTexts()).toEqual(told[0].slice(2));
    expect(new URL(page.url()).search).toBe('?figures=call.connectRate,call.total&by=channel');
  });

  it('draws the figures of one unit, and says in words what it draws and where the numbers are', async () => {
    const page = await openAs(analyst, '?figures=call.total,call.missed,call.connectRate');
    await answered(page);
    const chart = page.getByRole('img', {
      name: 'Chart of Calls, Calls missed. The table below has the same numbers.',
    });

    await expect(chart.isVisible()).resolves.toBe(true);
    const drawn = (await page.evaluate(`(() => {
      const canvas = document.querySelector('[role=img] canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const has = (r, g, b) => data.some((_, i) => i % 4 === 0 && data[i] === r && data[i + 1] === g && data[i + 2] === b);
      return [has(0x0b, 0x5f, 0xa5), has(0xc4, 0x51, 0x0b), has(0x0a, 0x7d, 0x5a)];
    })()`)) as boolean[];
    expect(drawn).toEqual([true, true, false]);
    await keep(page, 'line-en');
  });

  it('is passed on as a link with its days, and shows the next reader the same', async () => {
    const page = await openAs(analyst, '?figures=call.total,haz.found&by=org&view=bar');
    await answered(page);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('The link is copied; it keeps these days.').waitFor();
    const link = (await page.evaluate('navigator.clipboard.readText()')) as string;
    const next = await openAs(analyst, new URL(link).search);
    await answered(next);

    expect(new URL(link).search).toBe('?figures=call.total,haz.found&from=2026-09-01&to=2026-09-30&by=org&view=bar');
    expect(link).not.toMatch(/token|ey[\w-]{8}/);
    expect(await cellsOf(next)).toEqual(await cellsOf(page));
    expect(await next.getByRole('radio', { name: 'Bars' }).isChecked()).toBe(true);
    await keep(next, 'bar-en');
    await next.getByRole('radio', { name: 'Table' }).check();
    await next.getByRole('columnheader', { name: 'Period' }).waitFor();
    await next.goBack();
    await next.getByRole('img').waitFor();
    expect(await cellsOf(next)).toEqual(await cellsOf(page));
  });

  it('speaks Chinese or English, as the browser prefers until somebody chooses', async () => {
    const page = await openAs(analyst, '?figures=call.total', { locale: 'zh-CN' });
    await answered(page);

    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('来电数');
    await keep(page, 'line-zh');
    await page.getByRole('button', { name: 'Parquet' }).click();
    await page.getByText('已保存 figures-2026-09-01.parquet。').waitFor();
    await page.getByRole('radio', { name: 'English' }).check();
    await page.getByRole('heading', { level: 1, name: 'Calls' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Calls' }).waitFor();
    await answered(page);
  });

  it('saves the table as a file, byte for byte as the graph writes it', async () => {
    const page = await openAs(analyst, '?figures=call.total,call.connectRate');
    await answered(page);
    const bytes = async (button: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button }).click(),
      ]);
      return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
    };
    const csv = await bytes('CSV');
    const where = { from: '2026-09-01T00:00:00+08:00', to: '2026-10-01T00:00:00+08:00' };
    const input = { metrics: ['call.total', 'call.connectRate'], where, grain: 'DAY' };
    const written = async (format: string) =>
      (await opened.client.as(analyst).act(loadOperations('figures').Export ?? '', { input, format })).metricExport;

    expect(csv.name).toBe('figures-2026-09-01.csv');
    expect(csv.content.toString('base64')).toBe((await written('CSV')).base64);
    const xlsx = await bytes('XLSX');
    expect([xlsx.name, xlsx.content.subarray(0, 2).toString()]).toEqual(['figures-2026-09-01.xlsx', 'PK']);
    const parquet = await bytes('Parquet');
    expect([parquet.name, parquet.content.subarray(0, 4).toString()]).toEqual(['figures-2026-09-01.parquet', 'PAR1']);
    expect(parquet.content.toString('base64')).toBe((await written('PARQUET')).base64);
    await page.getByText('figures-2026-09-01.parquet is saved.').waitFor();
  });

  it('is printed with its title, its moment and its definitions, and without anything to press', async () => {
    const page = await openAs(analyst, '?figures=call.total,call.connectRate');
    await answered(page);
    await page.emulateMedia({ media: 'print' });

    for (const shown of ['h1', '[role=img]', 'table', '.note', '.definitions dl'])
      expect([shown, await page.locator(shown).first().isVisible()]).toEqual([shown, true]);
    for (const hidden of ['.head', '.figure-list', '.choices', '.actions'])
      expect([hidden, await page.locator(hidden).isVisible()]).toEqual([hidden, false]);
    expect((await page.pdf({ preferCSSPageSize: true })).subarray(0, 4).toString()).toBe('%PDF');
    await keep(page, 'print-en');
  });

  it('fits a phone: nothing but a wide table has to be moved sideways', async () => {
    for (const locale of ['zh-CN', 'en-GB']) {
      const page = await openAs(analyst, '?figures=call.total,call.missed,call.connectRate', {
        locale,
        viewport: phone,
      });
      await answered(page);

      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.width);
      await keep(page, `phone-${locale}`);
    }
  });

  it('is used without a mouse', async () => {
    const page = await open();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await page.getByRole('button', { name: analyst }).press('Enter');
    await page.getByRole('searchbox', { name: 'Search figures' }).focus();
    await page.keyboard.type('calls missed');
    await press('Tab', 'Space');
    await answered(page);
    expect(new URL(page.url()).search).toBe('?figures=call.missed');
    await page.locator('.unit summary').focus();
    await press('Enter', 'Tab');
    await page.keyboard.type('总值班室');
    await page.getByRole('button', { name: /总值班室/ }).waitFor();
    await press('Tab', 'Enter');
    await page.getByText(/总值班室 and below/).waitFor();
    await answered(page);
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
    expect(new URL(page.url()).search).toMatch(/^\?figures=call\.missed&unit=org_/);
  });

  it('keeps what was chosen when the token has run out, and shows it again after the next sign-in', async () => {
    const page = await openAs(analyst, '?figures=call.total');
    await answered(page);
    const before = await cellsOf(page);
    await page.evaluate("sessionStorage.setItem('chengqi.token', 'of-yesterday')");
    await page.reload();
    await page.getByText('You are no longer signed in.').waitFor();
    expect(await page.evaluate("sessionStorage.getItem('chengqi.token')")).toBeNull();
    await signIn(page, analyst);
    await answered(page);

    expect(await cellsOf(page)).toEqual(before);
    expect(new URL(page.url()).search).toBe('?figures=call.total');
  });

  it('A-5: tells the head of a unit what the graph refuses, in the words of the graph', async () => {
    const { org } = await opened.client.as('admin').act('{ org(code: "YX05") { id } }');
    const page = await openAs(headOfUnit, `?figures=haz.found&unit=${org.id}`);

    await page.getByText('Your posts do not cover this organisation.').waitFor();
    expect(await page.locator('table').count()).toBe(0);
    await page.locator('.unit summary').click();
    await page.getByRole('button', { name: '云溪县教育局' }).click();
    await answered(page);
    expect(await page.getByText('云溪县教育局 and below').count()).toBe(1);
  });

  it('offers another try when the office does not answer', async () => {
    const page = await openAs(analyst, '?figures=call.total');
    await answered(page);
    await page.context().setOffline(true);
    await page.getByRole('radio', { name: 'Bars' }).check();
    await page.getByText('The office does not answer.').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await answered(page);

    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('has nothing that axe finds fault with', async () => {
    const page = await open('', { locale: 'zh-CN' });
    await page.getByRole('button', { name: analyst }).waitFor();
    await keep(page, 'sign-in-zh');
    expect(await inaccessible(page)).toEqual([]);
    await signIn(page, analyst);
    for (const search of [
      '',
      '?figures=call.total,call.connectRate&from=2026-09-01&to=2026-09-30',
      '?figures=call.total&by=org&view=bar',
    ]) {
      await page.goto(`/figures${search}`);
      await page.locator('.figure-list').waitFor();
      if (search !== '') {
        await answered(page);
        await page.locator('.unit summary').click();
        await page.locator('.definitions button').click();
      }
      await page.locator('.figure button').first().click();
      expect([search, await inaccessible(page)]).toEqual([search, []]);
    }
  });

  it('leads from a number to what it counts, for who may read it', async () => {
    const page = await openAs(director, '?figures=call.connectRate&view=table');
    await answered(page);
    await page.locator('tfoot button.opens').first().click();
    await page.locator('.members li').first().waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toMatch(/^Behind Calls answered/);
    await page.getByRole('combobox', { name: 'Of these' }).selectOption({ label: 'those that did not' });

    const where = { from: '2026-09-01T00:00:00+08:00', to: '2026-10-01T00:00:00+08:00' };
    const asked = { metric: 'call.connectRate', where, part: 'UNMET' };
    const { metricMembers } = await opened.client.as(director).act(membersQuery, asked);
    const codes = metricMembers.nodes.map(({ entity }: Data) => entity.callRef);
    expect(codes.length).toBeGreaterThan(0);
    await page.getByText(`${codes.length} that you may read`).waitFor();
    expect(await page.locator('.members .code').allInnerTexts()).toEqual(codes);
    expect(await inaccessible(page)).toEqual([]);
    await keep(page, 'members');

    await page.locator('.members header button').click();
    expect(await page.locator('.members').count()).toBe(0);
    const counting = await openAs(analyst, '?figures=call.connectRate&view=table');
    await answered(counting);
    expect(await counting.locator('button.opens').count()).toBe(0);
  });
});
