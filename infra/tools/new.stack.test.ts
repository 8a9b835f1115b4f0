import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = new URL('../../', import.meta.url).pathname;
const source = 'services/orchards/src';

/** The house as it stands, on its own, with the packages of this one. */
function copyOfTheHouse(): string {
  const copy = mkdtempSync(join(tmpdir(), 'chengqi-new-'));
  const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  for (const file of listed.stdout.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    cpSync(join(root, file), join(copy, file));
  }
  const modules = join(copy, 'node_modules');
  mkdirSync(join(modules, '@chengqi'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')).filter((each) => each !== '@chengqi')) {
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  const packages = readdirSync(join(root, 'services')).map((name) => `services/${name}`);
  for (const folder of [...packages, 'gateway', 'schemas', 'infra/service-kit', 'infra/office-kernel', 'infra/stack']) {
    symlinkSync(join(copy, folder), join(modules, '@chengqi', folder.split('/').at(-1) ?? folder));
    const own = join(root, folder, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(copy, folder, 'node_modules'));
  }
  symlinkSync(join(copy, 'services/orchards'), join(modules, '@chengqi/orchards'));
  return copy;
}

/** Milliseconds for one command: a limit for a hang, wide enough for a compiler and a jest on a machine that does other work. */
const LIMIT = 240_000;

describe('npm run new', () => {
  const copy = copyOfTheHouse();
  const run = (command: string, ...args: string[]) =>
    spawnSync(command, args, {
      cwd: copy,
      encoding: 'utf8',
      timeout: LIMIT,
      env: { ...process.env, PATH: `${copy}/node_modules/.bin:${process.env.PATH}` },
    });
  const node = (...args: string[]) => run(process.execPath, ...args);
  const make = (...args: string[]) => node('infra/tools/new.mjs', ...args);
  const git = (...args: string[]) => run('git', '-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args);
  /** What is not as it was committed: `M` changed, `??` new, files of new folders one by one. */
  const changes = () =>
    git('status', '--porcelain', '-uall')
      .stdout.split('\n')
      .filter(Boolean)
      .map((line) => line.trim().replace(/\d{13}/, 'TIME'))
      .sort();
  const commit = () => git('add', '-A') && git('commit', '-qm', 'as it is');
  const printed = (stdout: string) =>
    stdout
      .split('\n')
      .filter((line) => /^(new |line) /.test(line))
      .map((line) => line.slice(5).replace(/\d{13}/, 'TIME'));
  const filesOf = (slice: string, noun: string) => [
    `?? schemas/subgraphs/orchards/${slice}.graphql`,
    `?? schemas/subgraphs/orchards/${slice}.zh.json`,
    `?? ${source}/migrations/TIME-create-${slice}.ts`,
    ...['entity.ts', 'repository.ts', 'ts', 'workflow.test.ts', 'workflow.ts'].map(
      (end) => `?? ${source}/${slice}/${noun}.${end}`,
    ),
    `?? ${source}/${slice}/${slice}.commands.ts`,
    `?? ${source}/${slice}/${slice}.resolvers.ts`,
    `?? services/orchards/test/${slice}.int.test.ts`,
  ];
  const wired = ['commands.ts', 'loaders.ts', 'mappers.ts', 'service.ts'];
  const lined = ['M schemas/prefixes.ts', ...wired.map((file) => `M ${source}/${file}`)];

  beforeAll(() => {
    git('init', '-q');
    commit();
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  it('makes a service with its first slice, and says what it wrote', () => {
    const { status, stdout, stderr } = make('service', 'orchards', '--zh', '果园');

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('npm install && npm run compose && npm run codegen && npm test -- services/orchards');
    const own = ['README.md', 'package.json', 'tsconfig.json', 'turbo.json', 'src/main.ts', 'src/context.ts'];
    const expected = [
      'M infra/stack/package.json',
      'M infra/stack/src/services.ts',
      'M schemas/prefixes.ts',
      'M schemas/services.ts',
      '?? schemas/events/orchards.ts',
      '?? schemas/subgraphs/orchards/_schema.graphql',
      ...own.map((file) => `?? services/orchards/${file}`),
      ...wired.map((file) => `?? ${source}/${file}`),
      ...filesOf('orchards', 'orchard'),
    ].sort();
    expect(changes()).toEqual(expected);
    expect(printed(stdout).sort()).toEqual(expected.map((line) => line.replace(/^\S+ /, '')).sort());
    commit();
  });

  it('makes a second slice in it: new files, and lines in five that are there', () => {
    expect(make('slice', 'orchards', 'apples', '--zh', '苹果')).toMatchObject({ status: 0, stderr: '' });

    expect(changes()).toEqual([...lined, ...filesOf('apples', 'apple')].sort());
    commit();
  });

  describe('what it made', () => {
    it.each([
      'infra/tools/compose-services.mjs',
      'schemas/compose.ts',
      'schemas/events.ts',
      'schemas/words.ts',
      'schemas/chinese.ts',
      'infra/tools/rules.mjs',
    ])('is composed by %s', (file) => expect(node(file)).toMatchObject({ status: 0, stderr: '' }));

    it('has types that are right', () => {
      expect(node('infra/tools/codegen.mjs', 'orchards')).toMatchObject({ status: 0 });
      expect(run('tsc', '-p', 'services/orchards', '--pretty', 'false')).toMatchObject({ status: 0, stdout: '' });
    });

    it('is in form and in shape', () => {
      const form = run('biome', 'check', '--error-on-warnings', 'services/orchards', 'schemas', 'infra/stack');
      expect(form).toMatchObject({ status: 0 });
      expect(node('infra/tools/shape.mjs')).toMatchObject({ status: 0, stdout: '0 out of shape\n' });
    });

    it('passes its own tests', () => {
      const { status, stderr } = node('infra/tools/test.mjs', 'services/orchards', 'schemas/test');

      expect({ status, stderr }).toMatchObject({
        status: 0,
        stderr: expect.stringMatching(/(?:PASS services\/orchards[\s\S]*){4}Test Suites: (\d+) passed, \1 total/),
      });
      commit();
    });
  });

  it.each([
    ['a service that is there', ['service', 'documents'], 'there is a documents already'],
    ['the gateway', ['service', 'gateway'], 'there is a gateway already'],
    ['a slice that is there', ['slice', 'orchards', 'apples'], 'there is services/orchards/src/apples already'],
    [
      'a type of another service',
      ['slice', 'orchards', 'papers', '--noun', 'document'],
      'Document, DocumentConnection',
    ],
    ['a table of the kernel', ['slice', 'orchards', 'parties', '--noun', 'guest'], 'there is a table parties already'],
    ['a service that is not there', ['slice', 'nowhere', 'apples'], 'there is no service nowhere'],
    ['capitals', ['service', 'Orchards'], 'one lower-case word'],
    ['two words', ['slice', 'orchards', 'red-apples'], 'one lower-case word'],
    ['a path', ['service', '../orchards'], 'one lower-case word'],
    ['a word of the language', ['slice', 'orchards', 'cases'], 'case is a word of the language'],
    ['a name that a context has', ['slice', 'orchards', 'loaders'], 'loaders means something else here'],
    ['a noun like its slice', ['slice', 'orchards', 'fruit'], '--noun NOUN'],
    ['a foreign word for Chinese', ['slice', 'orchards', 'pears', '--zh', 'pear'], 'no Chinese word'],
    ['anything else', ['orchard'], 'npm run new -- service NAME'],
  ])('refuses %s and writes nothing', (_, args, reason) => {
    const { status, stderr } = make(...args);

    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(reason) });
    expect(changes()).toEqual([]);
  });

  it('where a file is laid out in another way it says what to add, and goes on when that is there', () => {
    const file = join(copy, source, 'loaders.ts');
    const other = readFileSync(file, 'utf8')
      .replace('{ office }: Foundation) {', 'foundation: Foundation) {\n  const { office } = foundation;')
      .replace('return {', 'const loaders = {');
    writeFileSync(file, other);
    commit();
    const entry = 'pears: batch((ids) => office.readByIds(request, PearEntity, ids, pearAccess)),';
    const imports = `import { PearEntity } from './pears/pear.entity.ts';
import { pearAccess } from './pears/pear.workflow.ts';`;

    const refused = make('slice', 'orchards', 'pears', '--zh', '梨');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(`${source}/loaders.ts\n  ${imports.replace('\n', '\n  ')}\n  ${entry}\n`);
    expect(changes()).toEqual([]);

    writeFileSync(file, `${imports}\n${other.replace('const loaders = {', `const loaders = {\n    ${entry}`)}`);
    expect(make('slice', 'orchards', 'pears', '--zh', '梨')).toMatchObject({ status: 0, stderr: '' });
    expect(changes()).toEqual([...lined, ...filesOf('pears', 'pear')].sort());
  });
});
