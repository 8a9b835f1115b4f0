import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createClock } from '@chengqi/service-kit';
import { buildFrontEnds, demoPeople, frontEndFolder, requireBrowser } from '@chengqi/stack';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { type OpenedOffice, openOffice } from './open-office.ts';

const analyst = 'YX0032';
const headOfCounty = 'YX0001';
const desktop = { width: 1366, height: 768 };
const phone = { width: 390, height: 844 };
const { PICTURES: pictures } = process.env;

describe('the explorer, in Chromium', () => {
  let opened: OpenedOffice;
  let browser: Browser;
  let print: typeof console.log;
  const contexts: BrowserContext[] = [];
  /** What a page complained of, and what it asked of other houses. */
  const faults: string[] = [];
  /** What it was refused; a test that means it takes it away. */
  const refused: string[] = [];

  beforeAll(async () => {
    const executablePath = requireBrowser(console.log);
    print = console.log;
    console.log = () => {};
    const [office, launched] = await Promise.all([
      openOffice({ clock: createClock('Asia/Shanghai'), frontEnds: { folder: frontEndFolder, people: demoPeople } }),
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
    expect([...faults.splice(0), ...refused.splice(0)]).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await opened?.[Symbol.asyncDispose]();
    console.log = print;
  });

  /** A page of a browser that nobody used before; `withheld` as where this person may not read the types. */
  async function open(path: string, { locale = 'en-GB', viewport = desktop, withheld = false } = {}): Promise<Page> {
    const context = await browser.newContext({ locale, viewport, reducedMotion: 'reduce', baseURL: opened.office.url });
    contexts.push(context);
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    page.on('pageerror', ({ message }) => {
      // How Monaco ends what it was still doing for an editor that is gone (`CancellationError`).
      if (message !== 'Canceled') faults.push(message);
    });
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const text = message.text();
      (/status of 40[13]/.test(text) ? refused : faults).push(text);
    });
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (/^https?:$/.test(protocol) && origin !== opened.office.url) faults.push(request.url());
    });
    if (withheld) await page.route('/schema.json?*', (route) => route.fulfill({ status: 403, json: { errors: [] } }));
    await page.goto(path);
    return page;
  }

  async function keep(page: Page, name: string): Promise<void> {
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  const query = (page: Page) => page.locator('.graphiql-query-editor');
  const answer = (page: Page) => page.locator('.result-window');

  async function signIn(page: Page, staffNo: string): Promise<Page> {
    await page.getByRole('button', { name: staffNo }).click();
    await query(page).getByText('query Viewer').waitFor();
    await page.locator('.at-hand button:enabled').first().waitFor();
    return page;
  }

  /** What stands in an editor, with the blanks as Monaco draws them made plain. */
  const textOf = async (editor: Locator) =>
    ((await editor.locator('.view-lines').textContent()) ?? '').replaceAll('\u00a0', ' ').replaceAll('\u00b7', ' ');

  /** Faults that axe finds, by their rule and place; GraphiQL's tabs hold their buttons to close. */
  async function inaccessible(page: Page): Promise<string[]> {
    // As an expression, for the policy of the page lets no script in.
    await page.evaluate(axe.source);
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = (await page.evaluate(
      `axe.run({ exclude: ['.graphiql-tabs', '.monaco-editor'] }, { runOnly: ${JSON.stringify(tags)} })`,
    )) as axe.AxeResults;
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  }

  it('answers the first question with a click and a key press, for whom nobody told anything', async () => {
    const page = await open('/');
    await keep(page, 'explorer-sign-in');
    await signIn(page, headOfCounty);
    await page.keyboard.press('Control+Enter');
    const { viewer } = await opened.client.as(headOfCounty).act('{ viewer { person { name } roles { role } } }');
    await answer(page).getByText(viewer.roles[0].role).waitFor();

    expect(await textOf(answer(page))).toContain(`"name": "${viewer.person.name}"`);
    expect(await page.getByText(`You ask as ${viewer.person.name}`).count()).toBe(1);
    await keep(page, 'explorer-answered');
  });

  it('opens an operation at hand in a tab of its own, with variables by which it is answered', async () => {
    const page = await signIn(await open('/graphiql'), headOfCounty);
    for (const [title, name, told] of [
      ['My day', 'Office_MyDay', '"totalCount"'],
      ['One unit from all sides', 'Office_Org360', '"code": "YX01"'],
      ['Figures as a table', 'Figures_Table', '"totalRows"'],
    ] as const) {
      await page.getByRole('button', { name: title }).click();
      await page.keyboard.press('Control+Enter');
      await answer(page).getByText(told).first().waitFor();

      expect([name, await textOf(answer(page))]).toEqual([name, expect.not.stringContaining('"errors"')]);
      await page.getByRole('tab', { name }).waitFor();
    }
    await keep(page, 'explorer-tabs');
    expect(await page.getByRole('tab').count()).toBe(4);
  });

  it('shows the types in the language of the page', async () => {
    const page = await signIn(await open('/graphiql'), headOfCounty);
    const docs = page.locator('.graphiql-plugin');
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await docs.getByRole('link', { name: 'Query', exact: true }).click();
    await docs.getByText('One record by id or by archival code').waitFor();

    await page.getByRole('radio', { name: '中文' }).check();
    await page.getByRole('heading', { level: 1, name: '数据图浏览器' }).waitFor({ state: 'attached' });
    await docs.getByText('按 id 或档号查一件档案').waitFor();
    expect(await docs.getByText('One record by id or by archival code').count()).toBe(0);
    await keep(page, 'explorer-docs-zh');
    await page.getByRole('button', { name: 'Show 常用查询' }).click();
    await page.getByRole('button', { name: '我的一天' }).waitFor();
  });

  it('shares the session with the other pages, keeps what was written until it ends, and nothing after', async () => {
    const page = await signIn(await open('/graphiql'), analyst);
    await page.getByRole('button', { name: 'Wall of the duty room' }).click();
    await page.getByRole('tab', { name: 'Office_DutyRoomBoard' }).waitFor();
    await page.goto('/figures');
    await page.locator('.figure-list').waitFor();

    await page.evaluate("sessionStorage.setItem('chengqi.token', 'of-yesterday')");
    await page.goto('/graphiql');
    await page.getByText('You are no longer signed in.').waitFor();
    refused.splice(0);
    await page.getByRole('button', { name: analyst }).click();
    await page.getByRole('tab', { name: 'Office_DutyRoomBoard' }).first().waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(page, headOfCounty);
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(['Viewer']);
  });

  it('can be used by whom the types are kept from', async () => {
    const page = await open('/graphiql', { withheld: true });
    await signIn(page, headOfCounty);
    await page.getByText('shown to operators only').waitFor();
    await page.keyboard.press('Control+Enter');
    await answer(page).getByText('PRINCIPAL').waitFor();
    refused.splice(0);
  });

  it('fits a phone: nothing has to be moved sideways, and the answer stands below the question', async () => {
    for (const locale of ['zh-CN', 'en-GB']) {
      const page = await signIn(await open('/graphiql', { locale, viewport: phone }), headOfCounty);
      await page.keyboard.press('Control+Enter');
      await answer(page).getByText('PRINCIPAL').waitFor();
      await keep(page, `explorer-phone-${locale}`);

      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.width);
      const asked = await query(page).boundingBox();
      const told = await answer(page).boundingBox();
      expect([asked?.width, told?.width]).toEqual([expect.any(Number), expect.any(Number)]);
      expect(told?.y).toBeGreaterThan((asked?.y ?? 0) + (asked?.height ?? 0));
    }
  });

  it('has nothing of its own that axe finds fault with', async () => {
    const page = await open('/graphiql', { locale: 'zh-CN' });
    await page.getByRole('button', { name: analyst }).waitFor();
    expect(await inaccessible(page)).toEqual([]);
    await signIn(page, analyst);
    expect(await inaccessible(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-doc-explorer-content').waitFor();
    expect(await inaccessible(page)).toEqual([]);
  });
});
