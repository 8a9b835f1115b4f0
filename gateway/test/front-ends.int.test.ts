import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startGateway } from './fixture.ts';

const people = [{ staffNo: 'S1', name: '周岚', title: '分析员' }];

/** A folder as the build leaves it, gone with the test. */
function newFolder(resources: AsyncDisposableStack): string {
  const folder = mkdtempSync(join(tmpdir(), 'chengqi-pages-'));
  resources.defer(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function build(folder: string): void {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'figures.html'), '<!doctype html><title>figures</title>');
  writeFileSync(join(folder, 'console.html'), '<!doctype html><title>console</title>');
  writeFileSync(join(folder, 'explorer.html'), '<!doctype html><title>explorer</title>');
  writeFileSync(join(folder, 'assets/figures-1a2b.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'not a page');
}

async function startWithPages(
  resources: AsyncDisposableStack,
  mode?: 'production',
  given: { explorer?: boolean; console?: boolean } = {},
) {
  const folder = newFolder(resources);
  build(folder);
  const frontEnds = { folder, people, ...given };
  const options = { frontEnds, allowedOrigins: [], ...(mode && { mode }) };
  return { folder, gateway: resources.use(await startGateway({}, options)) };
}

describe('pages for browsers', () => {
  it('are asked for anew, and what they need is kept, for its name changes with it', async () => {
    await using resources = new AsyncDisposableStack();
    const { gateway } = await startWithPages(resources);

    const page = await fetch(`${gateway.url}/figures`);
    const script = await fetch(`${gateway.url}/assets/figures-1a2b.js`);

    expect([page.status, await page.text()]).toEqual([200, '<!doctype html><title>figures</title>']);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect([script.status, await script.text()]).toEqual([200, 'export {};']);
    expect(script.headers.get('content-type')).toMatch(/javascript/);
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('run nothing but what this house serves, in no frame, and tell no other house where they were', async () => {
    await using resources = new AsyncDisposableStack();
    const { gateway } = await startWithPages(resources);

    for (const path of ['/figures', '/figures/', '/console', '/assets/figures-1a2b.js']) {
      const { headers } = await fetch(gateway.url + path);
      const policy = headers.get('content-security-policy') ?? '';

      expect(policy.split('; ')).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "connect-src 'self'",
          "frame-ancestors 'none'",
        ]),
      );
      expect(policy).not.toMatch(/unsafe|\*|http/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  it('are read and never written, and nothing beside them is given out', async () => {
    await using resources = new AsyncDisposableStack();
    const { gateway } = await startWithPages(resources);
    const statusOf = (path: string, method = 'GET') =>
      new Promise<number>((resolve, reject) => {
        // Not by fetch, which would take the dots out of the path.
        const asked = request(`${gateway.url}/`, { method, path }, (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        });
        asked.on('error', reject).end();
      });

    expect(await statusOf('/figures', 'HEAD')).toBe(200);
    for (const method of ['POST', 'PUT', 'DELETE']) expect(await statusOf('/figures', method)).toBe(404);
    for (const path of ['/assets/../secret.txt', '/assets/%2e%2e/secret.txt', '/assets/..%2fsecret.txt', '/secret.txt'])
      expect([400, 403, 404]).toContain(await statusOf(path));
    for (const path of ['/assets', '/assets/', '/assets/none.js']) expect(await statusOf(path)).toBe(404);
  });

  it('that are not built are refused with what to do, and served as soon as they are', async () => {
    await using resources = new AsyncDisposableStack();
    const folder = newFolder(resources);
    const gateway = resources.use(await startGateway({}, { frontEnds: { folder } }));

    const before = await fetch(`${gateway.url}/figures`, { headers: { 'accept-language': 'en' } });
    const { errors } = (await before.json()) as { errors: { message: string; extensions: { code: string } }[] };
    build(folder);
    const after = await fetch(`${gateway.url}/figures`);
    const script = await fetch(`${gateway.url}/assets/figures-1a2b.js`);

    expect([before.status, errors[0]?.extensions.code]).toEqual([404, 'NOT_FOUND']);
    expect(errors[0]?.message).toContain('npm run build');
    expect([after.status, script.status]).toEqual([200, 200]);
  });

  it('are not there when the gateway is given none', async () => {
    await using gateway = await startGateway();

    for (const path of ['/figures', '/console', '/graphiql', '/sign-in'])
      expect((await fetch(gateway.url + path)).status).toBe(404);
  });

  it('that run the explorer may be drawn by their own styles; what runs is as strict as on the others', async () => {
    await using resources = new AsyncDisposableStack();
    const { gateway } = await startWithPages(resources);
    const figures = (await fetch(`${gateway.url}/figures`)).headers.get('content-security-policy')?.split('; ') ?? [];

    for (const path of ['/', '/graphiql']) {
      const { headers } = await fetch(gateway.url + path);
      const explorer = headers.get('content-security-policy')?.split('; ') ?? [];

      expect(figures.length).toBeGreaterThan(5);
      expect(explorer.filter((each) => !figures.includes(each))).toEqual([
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self' data:",
      ]);
      expect(headers.get('cache-control')).toBe('no-cache');
    }
  });

  it('meet a stranger to a development office with the explorer, or until it is built with what to try', async () => {
    await using resources = new AsyncDisposableStack();
    const folder = newFolder(resources);
    const gateway = resources.use(await startGateway({}, { frontEnds: { folder } }));
    const before = await fetch(gateway.url);

    expect([before.status, await before.text()]).toEqual([200, expect.stringContaining('npm run build')]);
    build(folder);
    for (const path of ['/', '/graphiql'])
      expect(await (await fetch(gateway.url + path)).text()).toBe('<!doctype html><title>explorer</title>');
  });

  it('15-1.7: show no explorer outside development, unless the office asks for it', async () => {
    await using resources = new AsyncDisposableStack();
    const { gateway: closed } = await startWithPages(resources, 'production');
    const { gateway: open } = await startWithPages(resources, 'production', { explorer: true });
    const statusOf = async (url: string) => (await fetch(url)).status;

    for (const path of ['/', '/graphiql']) expect([path, await statusOf(closed.url + path)]).toEqual([path, 404]);
    expect([await statusOf(`${open.url}/`), await statusOf(`${open.url}/graphiql`)]).toEqual([404, 200]);
    expect(await statusOf(`${closed.url}/figures`)).toBe(200);
  });

  it('show the console in development, and elsewhere where the office asks for it', async () => {
    await using resources = new AsyncDisposableStack();
    const { gateway: developing } = await startWithPages(resources);
    const { gateway: closed } = await startWithPages(resources, 'production');
    const { gateway: open } = await startWithPages(resources, 'production', { console: true });
    const pageOf = async ({ url }: { readonly url: string }) => (await fetch(`${url}/console`)).text();

    for (const gateway of [developing, open])
      expect(await pageOf(gateway)).toBe('<!doctype html><title>console</title>');
    expect((await fetch(`${closed.url}/console`)).status).toBe(404);
    expect((await fetch(`${open.url}/graphiql`)).status).toBe(404);
  });
});

describe('how people sign in', () => {
  it('is by a staff number where anybody at this machine may be anybody', async () => {
    await using resources = new AsyncDisposableStack();
    const { gateway } = await startWithPages(resources);
    const answer = await fetch(`${gateway.url}/sign-in`);

    expect(await answer.json()).toEqual({ development: true, people });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('15-1.7: is by a token for whoever comes through a proxy or from elsewhere, and with a real issuer; nobody is named', async () => {
    await using resources = new AsyncDisposableStack();
    const { gateway } = await startWithPages(resources);
    const { gateway: real } = await startWithPages(resources, 'production');
    const closed = { development: false, people: [] };

    const forwarded = await fetch(`${gateway.url}/sign-in`, { headers: { 'x-forwarded-for': '10.0.0.9' } });
    expect(await forwarded.json()).toEqual(closed);
    expect(await (await fetch(`${real.url}/sign-in`)).json()).toEqual(closed);
  });
});
