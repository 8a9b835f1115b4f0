import type { Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  type Connection,
  connection,
  emptyConnection,
  forbidden,
  mapConnection,
  type Request,
  type Viewer,
} from '@chengqi/service-kit';
import { In } from 'typeorm';
import type { QueryLateFactsArgs } from '../generated/graphql.ts';
import { followsChains, nodeRule, readNodes, recordReadsOf } from '../lineage/lineage.repository.ts';
import type { LineageType } from '../lineage/lineage.ts';
import { metricNamed } from '../metrics/catalogue.ts';
import { scopeOf } from '../metrics/metric-scope.ts';
import { type LateFact, LateFactEntity } from '../projection/late-fact.repository.ts';
import { type LateMember, lateClockOf } from './late-fact.ts';
import { membersOf } from './member.repository.ts';

const nothing = { sql: '1 = 0', params: {} };
const isAnalyst = ({ posts }: Viewer): boolean => posts.some(({ roles }) => roles.includes('ANALYST'));

/** Of these types, by the owners' rules; who follows no chains reads none (A-5). */
const readableBy = (foundation: Foundation, viewer: Viewer, types: readonly LineageType[]) => (alias: string) =>
  followsChains(viewer) ? nodeRule(foundation, viewer, alias, types) : nothing;

/**
 * A page of the facts behind a figure that became known when their day was over. Analysts are told of what is INTERNAL or
 * below where it is and when it came, and of no thing; others of what they may read. Six statements, however long the page.
 * @throws BAD_USER_INPUT for figures whose facts do not come late, FORBIDDEN outside the viewer's posts
 */
export async function lateFacts(
  foundation: Foundation,
  request: Request,
  { metric: name, where, ...page }: QueryLateFactsArgs,
): Promise<Connection<LateMember>> {
  const { kit, office } = foundation;
  const { viewer } = request;
  const scope = await scopeOf(foundation, viewer, where);
  if (!followsChains(viewer) && !isAnalyst(viewer)) throw forbidden();
  const lateClock = lateClockOf(metricNamed(name, 'metric'));
  if (lateClock === null) throw neverLate(name);
  const members = await membersOf(foundation, scope, { name, where });
  if (members === null) return emptyConnection;
  const { query, thing, clock, subject } = members;
  const readable = readableBy(foundation, viewer, [thing.type]);
  const { sql, params } = readable('n');
  const plain = isAnalyst(viewer) ? `n.secrecy_level IN ('PUBLIC', 'INTERNAL')` : '1 = 0';
  query
    .innerJoin('late_facts', 'l', 'l.clock = :lateClock AND l.fact_id = f.id', { lateClock })
    .andWhere(`(${sql} OR ${plain})`, params);
  const found = await connection(query, page, { alias: 'f', orderBy: { column: `f.${clock}`, direction: 'DESC' } });

  const ids = found.nodes.map((fact) => String(fact[subject]));
  const open = await readNodes(kit.db.read, readable, ids);
  await recordReadsOf(foundation, request, [...open.keys()]);
  const noted = await kit.db.read
    .getRepository<LateFact>(LateFactEntity)
    .findBy({ clock: lateClock, factId: In(found.nodes.map(({ id }) => id)) });
  const known = new Map(noted.map(({ factId, knownAt }) => [factId, new Date(knownAt)]));
  const { dayOf } = office.calendar;
  return mapConnection(found, (fact): LateMember => {
    const [at, entityId] = [new Date(fact[clock]), String(fact[subject])];
    const knownAt = known.get(fact.id) ?? at;
    const [day, knownOn] = [dayOf(at), dayOf(knownAt)];
    return {
      ...{ type: thing.type, orgId: fact.orgId ?? null, at, day, knownAt },
      daysLate: (Date.parse(knownOn) - Date.parse(day)) / 86_400_000,
      entityId: open.has(entityId) ? entityId : null,
    };
  });
}

const neverLate = (name: string) =>
  badInput('metric', {
    en: `The late facts of ${name} cannot be listed; metrics says of which they can (hasLateFacts).`,
    zh: `指标 ${name} 不支持查看补记明细，metrics 的 hasLateFacts 列明可查看补记明细的指标。`,
  });
