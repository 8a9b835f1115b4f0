/**
 * `node infra/tools/shape.mjs`: prints what is out of the line that CONTRIBUTING.md draws for services, and exits 1 when
 * anything is: files every service has, the closed list of suffixes, where SQL may stand, plural tables, how large a slice is, whether READMEs name
 * files that are there.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import './check-node.mjs';

const root = new URL('../../', import.meta.url).pathname;
const suffixes = [
  'workflow',
  'entity',
  'repository',
  'commands',
  'consumers',
  'resolvers',
  'events',
  'import',
  'timers',
];
const ofEveryService = ['main.ts', 'service.ts', 'context.ts', 'loaders.ts', 'mappers.ts', 'migrations'];
/** Words of a database: only files with a role that stores or reads may speak them. */
const sql = /\b(createQueryBuilder|getRepository|SELECT\s|EntityManager)\b/;
const speakSql = ['entity', 'repository', 'commands', 'consumers', 'import', 'timers'];
/** Files that belong to no slice, and may ask the database for the whole service. */
const ofTheHouse = new Set(['loaders.ts', 'service.ts']);
/** Rows of one thing that no English plural names. */
const uncounted = /(_replica|_of_[a-z]+|evidence|freshness|duty_log|data|stale_day|rollup_day|people)$/;

/** About ten, CONTRIBUTING says; with more than this, tests not counted, a slice is two. */
const mostFiles = 17;

const found = [];
for (const service of globSync('services/*', { cwd: root }).toSorted()) {
  const source = `${root}${service}/src`;
  for (const file of ofEveryService) if (!existsSync(`${source}/${file}`)) found.push(`${service} has no src/${file}`);
  for (const slice of globSync('*/', { cwd: source, exclude: ['generated', 'migrations'] })) {
    const files = globSync('*.ts', { cwd: `${source}/${slice}`, exclude: ['*.test.ts'] });
    if (files.length > mostFiles)
      found.push(`${service}/src/${slice}: ${files.length} files; cut it where the domain cuts it`);
  }
  for (const path of globSync('**/*.ts', { cwd: source, exclude: ['generated/**', 'migrations/**'] }).toSorted()) {
    const name = basename(path, '.ts');
    if (name.endsWith('.test')) continue;
    const text = readFileSync(`${source}/${path}`, 'utf8');
    const [, suffix] = /\.([a-z]+)$/.exec(name) ?? [];
    if (suffix && !suffixes.includes(suffix)) found.push(`${service}/src/${path}: no role is called .${suffix}`);
    if (sql.test(text) && !speakSql.includes(suffix) && !ofTheHouse.has(path)) {
      found.push(`${service}/src/${path}: speaks to the database; name its role (.repository, .commands, …)`);
    }
    if (path.endsWith('.resolvers.ts') && !text.includes('satisfies Resolvers')) {
      found.push(`${service}/src/${path}: resolvers are checked by \`satisfies Resolvers\``);
    }
    if (suffix === 'entity') {
      for (const [, table] of text.matchAll(/tableName: '([a-z_]+)'/g)) {
        if (!table.endsWith('s') && !uncounted.test(table))
          found.push(`${service}/src/${path}: table ${table} is no plural`);
      }
    }
    const slice = dirname(path);
    if (slice !== '.' && suffix === 'resolvers' && !existsSync(`${root}schemas/subgraphs/${basename(service)}`)) {
      found.push(`${service}/src/${slice}: no SDL for it`);
    }
  }
}
/** Files that a README names in backticks, under its package or the house; patterns have to find something. */
for (const readme of globSync(
  ['*.md', '{services,infra}/*/README.md', 'gateway/README.md', 'schemas/README.md', 'infra/**/src/**/README.md'],
  {
    cwd: root,
    exclude: ['**/node_modules/**'],
  },
)) {
  const home = dirname(readme);
  for (const [, named] of readFileSync(`${root}${readme}`, 'utf8').matchAll(
    /`([\w*-][\w./*-]*\.(?:ts|mjs|graphql|json|yml|md))`/g,
  )) {
    const places = [
      named,
      `${home}/${named}`,
      `${home}/src/${named}`,
      home === '.' || home === 'schemas'
        ? `{services,schemas,gateway,infra}/**/${named}`
        : `${home}/{src,test}/**/${named}`,
    ];
    if (globSync(places, { cwd: root, exclude: ['**/node_modules/**'] }).length === 0) {
      found.push(`${readme} names ${named}, which is not there`);
    }
  }
}

for (const line of found) console.log(line);
console.log(`${found.length} out of shape`);
process.exit(found.length === 0 ? 0 : 1);
