import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const root = new URL('../../', import.meta.url).pathname;
const tool = 'infra/tools/compose-services.mjs';
const list = 'schemas/services.ts';
const written = [
  'docker-compose.yml',
  'infra/docker/mysql-init.sql',
  'infra/docker/mysql-passwords.sh',
  'infra/observability/prometheus.yml',
];

describe('the services of containers and scrapes', () => {
  const copy = mkdtempSync(join(tmpdir(), 'compose-services-'));
  for (const file of [tool, list, ...written]) cpSync(join(root, file), join(copy, file));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(copy, tool), ...args], { encoding: 'utf8', timeout: 20_000 });
  const text = (file: string) => readFileSync(join(copy, file), 'utf8');

  afterAll(() => rmSync(copy, { recursive: true }));

  it('are those of the list', () => {
    expect(run('--check')).toMatchObject({ status: 0, stderr: '' });
  });

  it('follow the list: an eighth one is refused until it is written, and only added', () => {
    const before = written.map(text);
    writeFileSync(join(copy, list), text(list).replace("  'analytics',\n", "  'analytics',\n  'petitions',\n"));

    const refused = run('--check');
    expect(refused.status).toBe(1);
    for (const file of written) expect(refused.stderr).toContain(file);
    expect(written.map(text)).toEqual(before);

    expect(run().status).toBe(0);
    expect(run('--check').status).toBe(0);
    const [compose = '', sql = '', passwords = '', scrapes = ''] = written.map(text);
    expect(compose).toContain('  PETITIONS_URL: http://petitions:4008\n');
    expect(compose).toContain('@mariadb/chengqi_petitions\n');
    expect(sql).toContain("GRANT ALL PRIVILEGES ON `chengqi\\_petitions`.* TO 'chengqi_petitions'@'%';\n");
    expect(passwords).toContain('  chengqi_petitions\n');
    expect(scrapes).toContain('  - job_name: petitions\n    static_configs:\n      - targets: ["localhost:4008"]\n');
    for (const [index, file] of written.entries()) {
      const kept = text(file).split('\n');
      for (const line of before[index]?.split('\n') ?? []) expect(kept).toContain(line);
    }
  });
});
