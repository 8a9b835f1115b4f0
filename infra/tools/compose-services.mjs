/**
 * Writes the services of schemas/services.ts into the files of containers and Prometheus, which cannot read the list themselves: what
 * stands between `services: <block>` and `end`. With `--check` it compares and exits 1 on drift.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { addressVariableOf, databaseOf, portOf, serviceNames } from '../../schemas/services.ts';

const root = new URL('../../', import.meta.url);

const passwordOf = (name) => `${name.toUpperCase()}_DB_PASSWORD`;
const givenPassword = (name) => `\${${passwordOf(name)}:-chengqi}`;

/** By file and block: the lines of one service. */
const files = {
  'docker-compose.yml': {
    addresses: (name) => [`${addressVariableOf(name)}: http://${name}:${portOf(name)}`],
    passwords: (name) => [`${passwordOf(name)}: ${givenPassword(name)}`],
    keys: (name) => [`- ${name}`],
    keyFolders: (name) => [`- keys-${name}:/keys/${name}`],
    processes: (name, index) => [
      ...(index === 0 ? [] : ['']),
      `${name}:`,
      '  <<: *process',
      `  working_dir: /app/services/${name}`,
      '  environment:',
      '    <<: *environment',
      `    PORT: "${portOf(name)}"`,
      `    DATABASE_URL: mysql://${databaseOf(name)}:${givenPassword(name)}@mariadb/${databaseOf(name)}`,
      '    FILES_DIR: /data/files',
      '  volumes:',
      `    - keys-${name}:/keys:ro`,
      `    - data-${name}:/data`,
      '  depends_on: *subgraph-needs',
    ],
    gatewayNeeds: (name) => [`${name}:`, '  condition: service_healthy'],
    volumes: (name) => [`keys-${name}:`, `data-${name}:`],
  },
  // One statement a line.
  'infra/docker/mysql-init.sql': {
    accounts: (name) => [
      `CREATE DATABASE IF NOT EXISTS ${databaseOf(name)} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;`,
      `CREATE USER IF NOT EXISTS '${databaseOf(name)}'@'%' IDENTIFIED BY 'chengqi';`,
      `GRANT ALL PRIVILEGES ON \`${databaseOf(name).replaceAll('_', '\\_')}\`.* TO '${databaseOf(name)}'@'%';`,
    ],
  },
  'infra/docker/mysql-passwords.sh': {
    accounts: (name) => [databaseOf(name)],
  },
  'infra/observability/prometheus.yml': {
    scrapes: (name) => [`- job_name: ${name}`, '  static_configs:', `    - targets: ["localhost:${portOf(name)}"]`],
  },
};

const block = /^( *)(#|--) services: (\w+), written by npm run compose\n(?:.*\n)*?\1\2 end$/gm;

/** The file with its blocks as the list has them. */
function written(file, text) {
  const seen = [];
  const result = text.replace(block, (_, indent, comment, name) => {
    seen.push(name);
    const lines = serviceNames.flatMap(files[file][name]).map((line) => (line === '' ? '' : indent + line));
    const [first, last] = [`services: ${name}, written by npm run compose`, 'end'];
    return [`${indent}${comment} ${first}`, ...lines, `${indent}${comment} ${last}`].join('\n');
  });
  const missing = Object.keys(files[file]).filter((name) => !seen.includes(name));
  if (missing.length > 0) throw new Error(`${file} has no block for ${missing.join(', ')}`);
  return result;
}

for (const file of Object.keys(files)) {
  const before = readFileSync(new URL(file, root), 'utf8');
  const after = written(file, before);
  if (before === after) continue;
  if (process.argv.includes('--check')) {
    console.error(`${file} does not have the services of schemas/services.ts: run "npm run compose" and commit it`);
    process.exitCode = 1;
  } else writeFileSync(new URL(file, root), after);
}
