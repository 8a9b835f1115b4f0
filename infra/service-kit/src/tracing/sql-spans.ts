import type { DataSource, QueryRunner } from 'typeorm';
import { isTraced, openSpan, SpanKind } from './spans.ts';

/**
 * Makes every statement a span of what asks for it. TypeORM's own events tell of a statement in the context of its
 * connection, so its query runners are listened to instead.
 */
export function traceStatements<Source extends DataSource>(source: Source): Source {
  const system = source.options.type === 'mysql' ? 'mysql' : 'sqlite';
  const listened = new WeakSet<QueryRunner>();
  const create = source.createQueryRunner.bind(source);
  source.createQueryRunner = (mode) => {
    const runner = create(mode);
    if (listened.has(runner)) return runner;
    listened.add(runner);
    const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
    runner.query = (async (...args: [string, ...unknown[]]) => {
      if (!isTraced()) return query(...args);
      const known = describe(args[0]);
      const open = openSpan(known.name, {
        kind: SpanKind.CLIENT,
        attributes: { 'db.system.name': system, 'db.query.text': known.text },
      });
      if (open === null) return query(...args);
      try {
        const answer = await query(...args);
        const rows = Array.isArray(answer) ? answer : (answer as { records?: unknown } | undefined)?.records;
        if (Array.isArray(rows)) open.span.setAttribute('db.response.returned_rows', rows.length);
        open.end();
        return answer;
      } catch (error) {
        open.end(error);
        throw error;
      }
    }) as QueryRunner['query'];
    return runner;
  };
  return source;
}

interface Described {
  /** `SELECT documents` */
  readonly name: string;
  /** Values come as parameters; what stands in quotes all the same is left out. */
  readonly text: string;
}

/** The texts of a service are few and come again and again. */
const described = new Map<string, Described>();
const mostDescribed = 2000;
const target = /\b(?:FROM|INTO|UPDATE)\s+[`"]?(\w+)/i;

function describe(sql: string): Described {
  const known = described.get(sql);
  if (known) return known;
  const verb = /^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? 'SQL';
  const table = target.exec(sql)?.[1];
  const text = sql.replace(/'(?:[^'\\]|''|\\.)*'/g, '?').replace(/\s+/g, ' ');
  const found = { name: table ? `${verb} ${table}` : verb, text };
  if (described.size < mostDescribed) described.set(sql, found);
  return found;
}
