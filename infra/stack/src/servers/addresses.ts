import { resolve } from 'node:path';
import { databaseOf, type ServiceName } from '@chengqi/schemas/services';

export const repositoryRoot = resolve(import.meta.dirname, '../../../..');
/** Data, logs and process ids of the servers; git-ignored, safe to delete while they are down. */
export const stackDirectory = resolve(repositoryRoot, '.stack');

export interface ServerAddresses {
  /** An account that may create databases and users. */
  mysqlAdminUrl: string;
  kafkaBrokers: string;
  /** A service's own account and database; with a prefix, the admin account on the caller's own `<prefix>chengqi_<service>`. */
  mysqlUrlOf(service: ServiceName, prefix?: string): string;
}

/** Where the servers of the full mode are: MYSQL_URL and KAFKA_BROKERS win over the ports that `stack up` uses. */
export function serverAddresses(env: NodeJS.ProcessEnv = process.env): ServerAddresses {
  const own = ownAddresses(env);
  const mysqlAdminUrl = env.MYSQL_URL || own.mysqlAdminUrl;
  const hasServiceAccounts = !isForeignMysql(env);
  return {
    mysqlAdminUrl,
    kafkaBrokers: env.KAFKA_BROKERS || own.kafkaBrokers,
    mysqlUrlOf(service, prefix = '') {
      const url = new URL(mysqlAdminUrl);
      url.pathname = `/${prefix}${databaseOf(service)}`;
      if (prefix === '' && hasServiceAccounts) {
        url.username = databaseOf(service);
        url.password = 'chengqi';
      }
      return url.href;
    },
  };
}

/** The servers that `stack up` itself starts. */
export function ownAddresses(env: NodeJS.ProcessEnv = process.env) {
  const mysqlPort = portFrom(env, 'STACK_MYSQL_PORT', 13306);
  const kafkaPort = portFrom(env, 'STACK_KAFKA_PORT', 19092);
  return {
    mysqlPort,
    kafkaPort,
    controllerPort: kafkaPort + 1,
    mysqlAdminUrl: `mysql://chengqi:chengqi@127.0.0.1:${mysqlPort}/`,
    kafkaBrokers: `127.0.0.1:${kafkaPort}`,
  };
}

/** True when MYSQL_URL names a server that somebody else runs, such as MySQL 8.4 in CI. */
export function isForeignMysql(env: NodeJS.ProcessEnv = process.env): boolean {
  const url = env.MYSQL_URL;
  if (!url) return false;
  const { hostname, port } = new URL(url);
  return !(isLoopback(hostname) && port === String(ownAddresses(env).mysqlPort));
}

/** True when KAFKA_BROKERS names brokers that somebody else runs. */
export function isForeignKafka(env: NodeJS.ProcessEnv = process.env): boolean {
  const brokers = env.KAFKA_BROKERS;
  if (!brokers) return false;
  const { hostname, port } = new URL(`kafka://${brokers.split(',')[0]}`);
  return !(isLoopback(hostname) && port === String(ownAddresses(env).kafkaPort));
}

function isLoopback(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname === 'localhost';
}

function portFrom(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const value = env[name];
  if (!value) return fallback;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_534) throw new Error(`${name} is not a port: ${value}`);
  return port;
}
