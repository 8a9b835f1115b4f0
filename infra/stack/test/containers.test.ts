import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressVariableOf, databaseOf, portOf, serviceNames } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

const root = new URL('../../../', import.meta.url).pathname;
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Container {
  readonly image: string;
  readonly working_dir?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly healthcheck: { readonly test: readonly string[]; readonly disable?: boolean };
}

const composed: { services: Record<string, Container>; volumes: Record<string, unknown> } = parse(
  read('docker-compose.yml'),
  { merge: true },
);
const containers = Object.entries(composed.services);
const processes = ['gateway', ...serviceNames];
const dockerfile = read('infra/docker/Dockerfile');
/** Text of all sources that match, in which a variable is read by its name. */
const textOf = (...patterns: string[]) => globSync(patterns, { cwd: root }).map(read).join('\n');

describe('the containers', () => {
  it.each(processes)('run %s where it is, at the port and on the database that the others know', (name) => {
    const { working_dir: folder = '', environment = {} } = composed.services[name] ?? {};

    expect(folder).toMatch(/^\/app\//);
    expect(existsSync(join(root, folder.slice('/app/'.length), 'src/main.ts'))).toBe(true);
    if (name === 'gateway') expect(environment.PORT).toBe('4000');
    else {
      const service = name as (typeof serviceNames)[number];
      expect(environment.PORT).toBe(String(portOf(service)));
      expect(environment.DATABASE_URL?.endsWith(`@mariadb/${databaseOf(service)}`)).toBe(true);
      expect(environment[addressVariableOf(service)]).toBe(`http://${name}:${portOf(service)}`);
      expect(read('infra/docker/mysql-init.sql')).toContain(databaseOf(service));
    }
  });

  it.each(processes)('give %s no variable that it does not read', (name) => {
    const kit = textOf('infra/service-kit/src/**/*.ts');
    const code = name === 'gateway' ? kit + textOf('gateway/src/**/*.ts') : kit;
    const known = [...serviceNames.map(addressVariableOf), 'NODE_ENV'];
    const unread = Object.keys(composed.services[name]?.environment ?? {}).filter(
      (variable) => !known.includes(variable) && !new RegExp(`\\b${variable}\\b`).test(code),
    );
    expect(unread).toEqual([]);
  });

  it('are asked for their health where they answer', () => {
    const [, path] = /PORT \+ '(\/\w+)'/.exec(composed.services.gateway?.healthcheck.test.at(-1) ?? '') ?? [];
    for (const source of ['gateway/src/routes.ts', 'infra/service-kit/src/run-service.ts'])
      expect([source, read(source).includes(`'${path}'`)]).toEqual([source, true]);
  });

  it('mount files and volumes that there are, and wait for containers that there are', () => {
    const mounted = containers.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    const files = mounted.filter((source) => source.startsWith('./'));
    const volumes = new Set(mounted.filter((source) => !source.startsWith('./')));

    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    expect([...volumes].sort()).toEqual(Object.keys(composed.volumes).sort());
    const awaited = containers.flatMap(([, { depends_on: needs = {} }]) => Object.keys(needs));
    expect(awaited.filter((name) => !composed.services[name])).toEqual([]);
    expect(Object.keys(composed.services.gateway?.depends_on ?? {})).toEqual(expect.arrayContaining([...serviceNames]));
  });

  it('are told by the environment nothing that is not explained or read', () => {
    const asked = new Set([...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name));
    const [about = ''] = read('docker-compose.yml').split('\nname:');
    const told =
      about +
      textOf(
        'gateway/README.md',
        'infra/stack/README.md',
        'README.md',
        'infra/stack/src/**/*.ts',
        'gateway/src/config.ts',
      );
    const passwords = new Set([
      ...serviceNames.map((name) => `${name.toUpperCase()}_DB_PASSWORD`),
      'CHENGQI_DB_PASSWORD',
    ]);
    const explained = (name: string) => passwords.has(name) || told.includes(name) || dockerfile.includes(name);

    expect([...asked].filter((name) => !explained(name))).toEqual([]);
  });

  it('make keys for everybody, by a script that there is', () => {
    const { command = [] } = composed.services.keys ?? {};
    expect(existsSync(join(root, command[1] ?? ''))).toBe(true);
    expect(new Set(command.slice(3))).toEqual(new Set(processes));
  });

  it('use the same Kafka as the native mode', () => {
    const [, version] = /<kafka\.version>(.+)</.exec(read('infra/kafka/pom.xml')) ?? [];
    expect(composed.services.kafka?.image).toBe(`apache/kafka:${version}`);
  });
});

describe('the image', () => {
  it('runs scripts that there are, and hands out the pages that it has built', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const ran = [...dockerfile.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    const [, to] = /COPY --from=pages \/app\/(\S+) \1/.exec(dockerfile) ?? [];

    expect(ran.filter((name) => !scripts[name])).toEqual([]);
    expect(composed.services.gateway?.environment?.FRONT_ENDS_DIR).toBe(`/app/${to}`);
    expect(to).toBe('infra/web/dist');
  });

  it('starts what every folder has, on the Node that the house asks for', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    const major = /\d+/.exec(engines.node)?.[0];

    expect(dockerfile).toContain('"src/main.ts"');
    for (const [, version] of dockerfile.matchAll(/FROM node:(\d+)/g)) expect(version).toBe(major);
  });
});
