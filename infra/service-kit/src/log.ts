import { pino } from 'pino';

export type Logger = ReturnType<typeof createLogger>;

/** JSON lines on stderr, so that stdout stays for people; LOG_LEVEL defaults to `warn`. Never give it content, only ids and codes. */
export function createLogger(name: string) {
  return pino({ name, level: process.env.LOG_LEVEL ?? 'warn' }, pino.destination({ fd: 2, sync: true }));
}
