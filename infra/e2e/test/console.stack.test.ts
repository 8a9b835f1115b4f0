import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClock } from '@chengqi/service-kit';
import { buildFrontEnds, type Data, demoPeople, frontEndFolder, loadFortnight, requireBrowser } from '@chengqi/stack';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type OpenedOffice, openOffice } from './open-office.ts';

const director = 'YX0004';
const supervisor = 'YX0007';
const secretary = 'YX0006';
const signer = 'YX0002';
const handler = 'YX0022';
const head = 'YX0021';
const desktop = { width: 1366, height: 768 };
const phone = { width: 390, height: 844 };
const { PICTURES: pictures } = process.env;
const day = 86_400_000;
/** Early in this hour, so that the meeting that began with it is not over before the test. */
const early = Math.floor(performance.timeOrigin / 3_600_000) * 3_600_000 + 300_000;
const dayAfter = (days: number) => new Date(performance.timeOrigin + days * day).toISOString().slice(0, 10);

describe('the console, in Chromium', () => {
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
    const clock = createClock('Asia/Shanghai', () => new Date(early + performance.now() - began));
    const [office, launched] = await Promise.all([
      openOffice({ clock, frontEnds: { folder: frontEndFolder, people: demoPeople } }),
      // Root, as which CI runs, may not have the sandbox.
      chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] }),
      buildFrontEnds(print),
    ]);
    opened = office;
    browser = launched;
    await loadFortnight(opened.office.url, () => {});
    await opened.client.settled();
    const desk = opened.client.as(director);
    const lit = async () =>
      (await desk.act('{ lights: supervisionItemCounts(by: LIGHT) { light } }')).lights.some(
        ({ light }: Data) => light === 'RED',
      );
    // A timer looks at what was imported.
    while (!(await lit())) await sleep(200);
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

  /** A page of a browser that nobody used before. */
  async function open(search = '', { locale = 'en-GB', viewport = desktop } = {}): Promise<Page> {
    const context = await browser.newContext({ locale, viewport, reducedMotion: 'reduce', baseURL: opened.office.url });
    contexts.push(context);
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy/.test(message.text())) faults.push(message.text());
    });
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (/^https?:$/.test(protocol) && origin !== opened.office.url) faults.push(request.url());
    });
    await page.goto(`/console${search}`);
    return page;
  }

  async function openAs(staffNo: string, search = '', options = {}): Promise<Page> {
    const page = await open(search, options);
    await page.locator('#staff-no').fill(staffNo);
    await page.locator('#staff-no').press('Enter');
    await page.locator('main.console').waitFor();
    return page;
  }

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

  /** A proposal of the office itself, with nothing but its title and what is asked. */
  async function propose(title: string): Promise<string> {
    const { org } = await opened.client.as(supervisor).act('{ org(code: "YX01") { id } }');
    const { proposeItem } = await opened.client
      .as(supervisor)
      .act('mutation ($input: ProposeItemInput!) { proposeItem(input: $input) { item { id } } }', {
        input: { ownerOrgId: org.id, title, requirement: `${title}，按期反馈。` },
      });
    return proposeItem.item.id;
  }

  const itemOf = async (id: string): Promise<Data> => {
    const query = `query ($id: ID!) { supervisionItem(id: $id) {
      code state version leader { name } leadOrg { name } dueOn feedbackCycle
    } }`;
    return (await opened.client.as(director).act(query, { id })).supervisionItem;
  };

  it('registers a proposal through a small form, and a second browser sees it without being reloaded', async () => {
    const id = await propose('城区窨井盖安全排查');
    const other = await openAs(supervisor, '?view=board&order=created_desc');
    const row = other.locator('.rows li', { has: other.locator(`#row-${id}`) });
    await row.getByText('Proposed').waitFor();

    const page = await open('?view=board');
    await page.getByRole('button', { name: director }).click();
    await page.getByRole('searchbox', { name: 'Search number and text' }).fill('窨井盖');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: '城区窨井盖安全排查' }).click();
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByLabel('Last day of the limit').fill(dayAfter(30));
    await page.getByLabel('How often the units report').selectOption({ label: 'Weekly' });
    await page.getByRole('searchbox', { name: 'Search: Lead unit' }).fill('教育局');
    await page.getByRole('radio', { name: '云溪县教育局', exact: true }).check();
    await page.getByRole('searchbox', { name: 'Search: Leader' }).fill('若川');
    await page.getByRole('radio', { name: /韩若川/ }).check();
    await keep(page, 'register-en');
    await page.getByRole('button', { name: 'Confirm: Register' }).click();
    await page.getByText('Register: done. It is now: Registered.').waitFor();

    const item = await itemOf(id);
    expect(item).toMatchObject({
      state: 'REGISTERED',
      dueOn: dayAfter(30),
      feedbackCycle: 'WEEKLY',
      leadOrg: { name: '云溪县教育局' },
      leader: { name: '韩若川' },
    });
    await row.getByText('Registered').waitFor();
    expect(await row.textContent()).toContain(item.code);
    await keep(other, 'board-second-en');
  });

  /** Keeps what a page sends to the graph under such a name from arriving until it is let go; says when it was sent. */
  async function hold(page: Page, name: RegExp) {
    const { promise: sent, resolve: wasSent } = Promise.withResolvers<void>();
    const { promise: free, resolve: release } = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route) => {
      if (!name.test(route.request().postDataJSON().operationName)) return route.continue();
      wasSent();
      await free;
      return route.continue();
    });
    return { sent, release };
  }

  it('shows what becomes of an act at once, and what did become of it when the office has answered', async () => {
    const id = await propose('农贸市场占道经营整治');
    const page = await openAs(director, `?view=board&state=proposed&id=${id}`);
    const row = page.locator('.rows li', { has: page.locator(`#row-${id}`) });
    await row.getByText('Proposed').waitFor();
    const { sent, release } = await hold(page, /^Console_RejectItem$/);
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByLabel('Reason').fill('已由综合执法部门办理。');
    await page.getByRole('button', { name: 'Confirm: Reject' }).click();
    await sent;
    await row.getByText('Rejected').waitFor();
    expect((await itemOf(id)).state).toBe('PROPOSED');
    expect(await page.getByRole('button', { name: 'Register' }).isDisabled()).toBe(true);

    release();
    await page.getByText('Reject: done. It is now: Rejected.').waitFor();
    expect((await itemOf(id)).state).toBe('REJECTED');
    expect(await page.evaluate('document.activeElement.className')).toBe('outcome');
    // It is none of the proposals any more.
    await row.waitFor({ state: 'detached' });
  });

  it('takes back what it showed where somebody was faster, says who, and shows what is now', async () => {
    const id = await propose('河道垃圾清理');
    const page = await openAs(director, `?view=board&id=${id}`);
    await page.getByRole('button', { name: 'Reject' }).click();
    const { release } = await hold(page, /^Console_Items?$/);
    const ids = await opened.client
      .as(director)
      .act('{ org(code: "YX05") { id } searchPeople(search: "YX0002", first: 1) { nodes { id } } }');
    const input = {
      ...{ itemId: id, leadOrgId: ids.org.id, leaderId: ids.searchPeople.nodes[0].id },
      ...{ dueOn: dayAfter(20), feedbackCycle: 'WEEKLY' },
    };
    await opened.client
      .as(director)
      .act('mutation ($input: RegisterItemInput!) { registerItem(input: $input) { item { id } } }', { input });
    await page.getByLabel('Reason').fill('不属于督办范围。');
    await page.getByRole('button', { name: 'Confirm: Reject' }).click();
    await page.getByText('Somebody changed this meanwhile').waitFor();
    release();

    await page.getByText(/^孟书和 was faster\. Since .+ it is: Registered\.$/).waitFor();
    await page.locator('.facts').getByText('Registered', { exact: true }).first().waitFor();
    expect(await page.getByRole('button', { name: 'Reject' }).count()).toBe(0);
    expect((await itemOf(id)).state).toBe('REGISTERED');
    await keep(page, 'faster-en');
    expect(await inaccessible(page)).toEqual([]);
  });

  it('tells beside the button what the office refuses, in its words, and keeps what was filled in', async () => {
    const id = await propose('校车运行安全检查');
    const page = await openAs(director, `?view=board&id=${id}`, { locale: 'zh-CN' });
    await page.getByRole('button', { name: '立项', exact: true }).click();
    await page.getByLabel('时限（末日）').fill('2020-01-01');
    await page.getByLabel('反馈周期').selectOption('WEEKLY');
    await page.getByRole('searchbox', { name: '搜索牵头单位' }).fill('教育局');
    await page.getByRole('radio', { name: '云溪县教育局', exact: true }).check();
    await page.getByRole('searchbox', { name: '搜索责任领导' }).fill('韩若川');
    await page.getByRole('radio', { name: /韩若川/ }).check();
    await page.getByRole('button', { name: '确认立项' }).click();
    await page.getByRole('alert').getByText('时限不得早于今日。').waitFor();

    expect(await page.getByLabel('时限（末日）').inputValue()).toBe('2020-01-01');
    expect(await page.getByRole('radio', { name: '云溪县教育局', exact: true }).isChecked()).toBe(true);
    expect((await itemOf(id)).state).toBe('PROPOSED');
    await keep(page, 'refused-zh');
  });

  it('carries an item from its registration to its end, each hand without leaving the page', async () => {
    const id = await propose('校园周边交通秩序整治');
    const { org, searchPeople } = await opened.client
      .as(director)
      .act('{ org(code: "YX04") { id } searchPeople(search: "YX0002", first: 1) { nodes { id } } }');
    const input = {
      ...{ itemId: id, leadOrgId: org.id, leaderId: searchPeople.nodes[0].id },
      ...{ dueOn: dayAfter(20), feedbackCycle: 'WEEKLY' },
    };
    await opened.client
      .as(director)
      .act('mutation ($input: RegisterItemInput!) { registerItem(input: $input) { item { id } } }', { input });
    const act = async (page: Page, action: string, fill: () => Promise<unknown> = async () => {}) => {
      const button = page.locator('.panel .buttons').getByRole('button', { name: action, exact: true });
      const asks = (await button.getAttribute('aria-expanded')) !== null;
      await button.click();
      await fill();
      if (asks) await page.getByRole('button', { name: `Confirm: ${action}` }).click();
      await page.getByText(`${action}: done.`).waitFor();
    };

    const desk = await openAs(supervisor, `?view=board&id=${id}`);
    await act(desk, 'Assign');
    const unit = await openAs(handler, `?view=board&id=${id}`);
    await act(unit, 'Accept assignment');
    const leader = await openAs(head, `?view=board&id=${id}`);
    await act(leader, 'Add milestone', async () => {
      await leader.getByLabel('What is to be reached').fill('设置护学岗');
      await leader.getByLabel('By which day').fill(dayAfter(10));
      await leader.getByLabel('Share in the whole').fill('40');
    });
    await unit.locator('.parted').getByText('设置护学岗').waitFor();
    await act(unit, 'Raise obstacle', async () => {
      await unit.getByLabel('What it is about').selectOption('FUNDS');
      await unit.getByLabel('What blocks').fill('护栏采购经费不足。');
      await unit.getByLabel('A way out').fill('从预备费中列支。');
      await unit.getByRole('searchbox', { name: 'Search: Units it touches' }).fill('石桥');
      await unit.getByRole('checkbox', { name: /石桥镇/ }).check();
      await unit.getByRole('searchbox', { name: 'Search: Units it touches' }).fill('应急');
      await unit.getByRole('checkbox', { name: /应急管理局/ }).check();
    });
    await keep(unit, 'item-parts-en');
    await act(unit, 'Resolve obstacle', () => unit.getByLabel('How it was removed').fill('经费已落实。'));
    await act(unit, 'Report progress', async () => {
      // There is one part, and it is chosen.
      expect(await unit.getByLabel('Part of the unit').inputValue()).not.toBe('');
      await unit.getByLabel('Percent done').fill('100');
      await unit.getByLabel('What has been done').fill('护学岗已全部到位。');
      await unit.getByLabel('What proves it').fill('护学岗值守表');
    });
    for (const page of [unit, leader]) await page.locator('.parted').getByText('100%').first().waitFor();
    await keep(unit, 'item-reported-en');
    await act(leader, 'Submit completion', () => leader.getByLabel('Result').fill('校园周边秩序明显好转。'));
    await act(desk, 'Verify', async () => {
      await desk.getByLabel('How it was verified').selectOption('ONSITE');
      await desk.getByLabel('Result').selectOption('PASS');
    });
    const chief = await openAs(director, `?view=board&id=${id}`);
    await act(chief, 'Strike off');

    const query = `query ($id: ID!) { supervisionItem(id: $id) {
      state progressPercent milestones { name } obstacles { state affectedOrgs { code } } reports { percent }
    } }`;
    const { supervisionItem: item } = await opened.client.as(director).act(query, { id });
    expect(item).toMatchObject({ state: 'STRUCK_OFF', milestones: [{ name: '设置护学岗' }], progressPercent: 100 });
    expect(item.obstacles).toMatchObject([{ state: 'RESOLVED' }]);
    expect(item.obstacles[0].affectedOrgs.map(({ code }: Data) => code).sort()).toEqual(['YX03', 'YX05']);
    expect(item.reports).toHaveLength(1);
  });

  it('merges a proposal into the item that is found by its words', async () => {
    const [id, into] = [await propose('老旧小区充电桩建设'), await propose('老旧小区充电设施整治')];
    const page = await openAs(director, `?view=board&id=${id}`);
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByRole('searchbox', { name: 'Search: Item it becomes part of' }).fill('充电设施整治');
    await page.getByRole('radio', { name: /充电设施整治/ }).check();
    await page.getByLabel('Reason').fill('同一事项。');
    await page.getByRole('button', { name: 'Confirm: Merge' }).click();
    await page.getByText('Merge: done.').waitFor();
    const query = 'query ($id: ID!) { supervisionItem(id: $id) { mergedInto { id } } }';
    expect((await opened.client.as(director).act(query, { id })).supervisionItem.mergedInto.id).toBe(into);
  });

  const meetingCalled = async (title: string): Promise<Data> => {
    const query = 'query ($search: String!) { meetings(where: { search: $search }, first: 1) { nodes { id title } } }';
    return (await opened.client.as(secretary).act(query, { search: title })).meetings.nodes[0];
  };

  it('answers an invitation, and the secretary sees the answer without reloading', async () => {
    const { id } = await meetingCalled('值班工作调度会');
    const page = await openAs(secretary, `?view=meeting&id=${id}`);
    const guest = await openAs(supervisor, `?view=meeting&id=${id}`);
    const own = guest.locator('.attendees > li', { hasText: '丁一帆' });
    await own.getByRole('button', { name: 'Respond' }).click();
    await own.getByLabel('Answer').selectOption({ label: 'Accepted' });
    await own.getByLabel('Remark').fill('准时到会');
    await own.getByRole('button', { name: 'Confirm: Respond' }).click();
    await own.getByText('Respond: done. It is now: Accepted.').waitFor();
    await page.locator('.attendees > li', { hasText: '丁一帆' }).getByText('准时到会').waitFor();
    await keep(page, 'invitation-en');
  });

  it('leads a meeting to its end: what a rule forbids stands there with its reason until it does not', async () => {
    const meeting = await meetingCalled('督查工作碰头会');
    const guest = await openAs(supervisor, `?view=meeting&id=${meeting.id}`);
    const own = guest.locator('.attendees > li', { hasText: '丁一帆' });
    await own.getByRole('button', { name: 'Sign in' }).click();
    await own.getByText('signed in').waitFor();

    const page = await openAs(secretary, '?view=meeting');
    await page.getByRole('link', { name: meeting.title }).click();
    await page.locator('.attendees').getByText('· signed in').waitFor();
    const blocked = page.locator('.blocked li', { hasText: 'An agenda item has no outcome yet.' });
    expect(await blocked.getByRole('button', { name: 'End', exact: true }).isDisabled()).toBe(true);
    await keep(page, 'meeting-en');

    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByLabel('What was said').fill('各科室按清单推进，周五前反馈。');
    await page.getByLabel('Agenda item').selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Confirm: Add note' }).click();
    await page.locator('.notes').getByText('各科室按清单推进').waitFor();
    for (const index of [1, 2]) {
      await page.getByRole('button', { name: 'Record outcome', exact: true }).click();
      await page.getByLabel('Agenda item').selectOption({ index });
      await page.getByLabel('Outcome', { exact: true }).selectOption({ label: 'Adopted' });
      await page.getByRole('button', { name: 'Confirm: Record outcome' }).click();
      await page
        .locator('.agenda li')
        .nth(index - 1)
        .getByText('Adopted')
        .waitFor();
    }
    await page.locator('.buttons').getByRole('button', { name: 'End', exact: true }).click();
    await page.getByText('End: done. It is now: Ended.').waitFor();
    await keep(page, 'meeting-ended-en');

    // Nobody reloaded it.
    await guest.locator('.facts').getByText('Ended').waitFor();
    await guest.locator('.notes').getByText('各科室按清单推进').waitFor();
  });

  it('plans a meeting: who comes besides, who comes instead, and where', async () => {
    const { org, searchPeople } = await opened.client
      .as(secretary)
      .act('{ org(code: "YX02") { id } searchPeople(search: "YX0004", first: 1) { nodes { id } } }');
    const startAt = new Date(early + 5 * day);
    const { planMeeting } = await opened.client
      .as(secretary)
      .act('mutation ($input: PlanMeetingInput!) { planMeeting(input: $input) { meeting { id } } }', {
        input: {
          ...{ title: '冬季供暖保障会商', type: 'OFFICE', mode: 'ONSITE', organizerOrgId: org.id },
          ...{ chairId: searchPeople.nodes[0].id, startAt, endAt: new Date(+startAt + 3_600_000) },
        },
      });
    const { id } = planMeeting.meeting;
    const page = await openAs(secretary, `?view=meeting&id=${id}`);
    const acts = page.locator('.acts').first();
    await acts.getByRole('button', { name: 'Invite', exact: true }).click();
    await acts.getByRole('searchbox', { name: 'Search: Person' }).fill('YX0007');
    await acts.getByRole('radio', { name: /丁一帆/ }).check();
    await acts.getByLabel('As what').selectOption('REQ');
    await acts.getByRole('button', { name: 'Confirm: Invite' }).click();
    await page.locator('.attendees > li', { hasText: '丁一帆' }).waitFor();
    await acts.getByRole('button', { name: 'Book', exact: true }).click();
    await acts.getByLabel('Room that is free then').selectOption({ index: 1 });
    await keep(page, 'book-en');
    await acts.getByRole('button', { name: 'Confirm: Book' }).click();
    await page.getByText('Book: done.').waitFor();
    const { meeting } = await opened.client
      .as(secretary)
      .act('query ($id: ID!) { meeting(id: $id) { rooms { start } attendees { person { staffNo } } } }', { id });
    expect(meeting.rooms.map(({ start }: Data) => Date.parse(start))).toEqual([+startAt]);
    expect(meeting.attendees.map(({ person }: Data) => person.staffNo)).toContain('YX0007');
  });

  it('does not do twice what was done and got lost on the way back', async () => {
    const { id } = await meetingCalled('督查工作碰头会');
    const page = await openAs(secretary, `?view=meeting&id=${id}`);
    let lost = 0;
    await page.route('**/graphql', async (route) => {
      if (lost > 0 || route.request().postDataJSON().operationName !== 'Console_AddNote') return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort();
    });
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByLabel('What was said').fill('会后三日内报送进展。');
    await page.getByRole('button', { name: 'Confirm: Add note' }).click();
    await page.getByRole('alert').getByText('The office does not answer.').waitFor();
    await page.getByRole('button', { name: 'Confirm: Add note' }).click();
    await page.getByText('Add note: done.').waitFor();

    const query = 'query ($id: ID!) { meeting(id: $id) { record { notes { text } } } }';
    const { meeting } = await opened.client.as(secretary).act(query, { id });
    expect(lost).toBe(1);
    expect(meeting.record.notes.filter(({ text }: Data) => text === '会后三日内报送进展。')).toHaveLength(1);
  });

  it('shows everybody their own work, and leads from it to its item and back, without a mouse', async () => {
    const page = await openAs(director, '?view=work', { locale: 'zh-CN' });
    await page.locator('.rows li').first().waitFor();
    const { viewer } = await opened.client
      .as(director)
      .act('{ viewer { person { work(first: 50) { totalCount nodes { kind } } } } }');
    // How many calls wait to be rung back depends on the time of day.
    expect(viewer.person.work.totalCount).toBeGreaterThan(0);
    expect(await page.locator('.rows li').count()).toBe(Math.min(50, viewer.person.work.totalCount));
    await keep(page, 'work-zh');

    await page.getByLabel('类别').focus();
    await page.keyboard.press('ArrowDown');
    const items = viewer.person.work.nodes.filter(({ kind }: Data) => kind === 'SUPERVISION');
    await page.getByText(`待办 ${items.length} 项`).waitFor();
    expect(new URL(page.url()).search).toBe('?view=work&kind=supervision');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.facts').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('item');
    const { searchParams } = new URL(page.url());
    await page.keyboard.press('Escape');
    await page.locator('.panel').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.id')).toBe(`row-${searchParams.get('id')}`);
    await page.goBack();
    await page.locator('.panel').waitFor();
  });

  it('finds items by light, state and words, and counts the lights of what was asked', async () => {
    const page = await openAs(signer, '?view=board');
    const { counts } = await opened.client
      .as(signer)
      .act('{ counts: supervisionItemCounts(by: LIGHT) { light count } }');
    const red = counts.find(({ light }: Data) => light === 'RED').count;
    await page.getByRole('radio', { name: `Red ${red}` }).check();
    await page.getByText(`Items: ${red}`, { exact: true }).waitFor();
    expect(await page.locator('.rows .light').allInnerTexts()).toEqual(Array(red).fill('Red'));

    await page.getByRole('combobox', { name: 'State' }).selectOption({ label: 'Suspended' });
    await page.getByText('No item fits.').waitFor();
    await page.getByRole('radio', { name: 'All' }).check();
    await page.getByText('Items: 1', { exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('?view=board&state=suspended');
    await page.locator('.rows a').click();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Resume: done. It is now: In progress.').waitFor();
    // It is suspended no longer.
    await page.getByText('No item fits.').waitFor();
    await keep(page, 'resumed-en');
  });

  it('says of what is hidden no more than of what is not there', async () => {
    const page = await openAs(supervisor, '?view=board&id=sup_nothing');
    await page.locator('.panel').getByText('There is no such thing, or it is not for you to see.').waitFor();
    await page.goto('/console?view=meeting&id=mtg_nothing');
    await page.getByText('There is no such thing, or it is not for you to see.').waitFor();
  });

  it('is offered with a click where anybody may be anybody, and speaks the language that was chosen', async () => {
    const page = await open('?view=meeting', { locale: 'zh-CN' });
    await page.getByRole('button', { name: secretary }).waitFor();
    expect(await inaccessible(page)).toEqual([]);
    await page.getByRole('button', { name: secretary }).click();
    await page.locator('.rows li').first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await page.getByRole('radio', { name: 'English' }).check();
    await page.getByRole('link', { name: 'Meetings' }).waitFor();
    expect(await page.title()).toBe('Console · Chengqi 承启');
  });

  describe.each([
    ['1366x768', desktop],
    ['390x844', phone],
  ])('at %s', (size, viewport) => {
    it.each(['zh-CN', 'en-GB'])('fits, and has nothing that axe finds fault with (%s)', async (locale) => {
      const id = await propose(`背街小巷路灯修复（${size} ${locale}）`);
      const { meetings } = await opened.client
        .as(secretary)
        .act('{ meetings(where: { mine: true }, orderBy: START_DESC, first: 1) { nodes { id } } }');
      const page = await openAs(director, '?view=work', { locale, viewport });
      for (const [name, search, shown] of [
        ['work', '?view=work', '.rows li'],
        ['board', '?view=board', '.rows li'],
        ['item', `?view=board&id=${id}`, '.facts'],
        ['meetings', '?view=meeting', '.count'],
        ['meeting', `?view=meeting&id=${meetings.nodes[0].id}`, '.attendees'],
      ] as const) {
        await page.goto(`/console${search}`);
        await page.locator(shown).first().waitFor();
        if (name === 'item') await page.locator('.buttons button').first().click();
        await keep(page, `${name}-${size}-${locale}`);
        expect([name, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([name, viewport.width]);
        expect([name, await inaccessible(page)]).toEqual([name, []]);
      }
    });
  });
});
