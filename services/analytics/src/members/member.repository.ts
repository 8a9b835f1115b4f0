import type { Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  type Connection,
  connection,
  emptyConnection,
  forbidden,
  mapConnection,
  type Request,
} from '@chengqi/service-kit';
import { EntitySchema, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import type { MetricFilter, MetricPart, QueryMetricMembersArgs } from '../generated/graphql.ts';
import { followsChains, nodeRule, recordReadsOf } from '../lineage/lineage.repository.ts';
import { type Cut, conditionsOf, factsIn, type Slice } from '../measuring/cut.repository.ts';
import { registerBy } from '../measuring/measuring.ts';
import { metricNamed } from '../metrics/catalogue.ts';
import type { Facts, MetricDefinition } from '../metrics/metric.ts';
import { requireFilter } from '../metrics/metric-input.ts';
import { type MetricScope, scopeOf } from '../metrics/metric-scope.ts';
import { requireSpan } from '../metrics/period.ts';
import type { Fact } from '../projection/projection.ts';
import { factEntities } from '../projection/projections.ts';
import { countedFacts, type FactThing, type MetricMember, thingOf } from './member.ts';

/** What of which figure is asked. */
interface MembersAsked {
  readonly name: string;
  readonly where: MetricFilter;
  readonly part?: MetricPart | null | undefined;
  readonly asOf?: Date | null | undefined;
}

/** A query over the facts that a figure counts, by the alias `f`, and the nodes `n` of what they are or are about. */
interface MembersFound {
  readonly query: SelectQueryBuilder<Fact & ObjectLiteral>;
  readonly thing: FactThing;
  /** Properties of a fact: of the figure's clock, and of the id of the thing. */
  readonly clock: string;
  readonly subject: string;
}

/**
 * Null when the scope holds no organisation. Who may read which of them is for the caller to add.
 * @throws BAD_USER_INPUT for figures without members, unknown filters and spans, and parts of what is no rate
 */
export async function membersOf(
  { kit, office }: Foundation,
  scope: MetricScope,
  { name, where, part, asOf }: MembersAsked,
): Promise<MembersFound | null> {
  const metric = metricNamed(name, 'metric');
  const thing = thingOf(metric);
  const facts = countedFacts(metric.measure);
  if (thing === null || facts === null) throw withoutMembers(name);
  const only = requireFilter(where, [metric]);
  requireSpan(where, 'where.to');
  const known = asOf ?? kit.clock.now();
  const cut: Cut = {
    ...{ ...scope, by: [], only, asOf: known.getTime() },
    registerBy: registerBy(await office.calendar.days(), known).getTime(),
  };
  const counted = partOf(metric, part);
  if (scope.orgs?.length === 0) return null;
  const slice = { period: 0, from: where.from.getTime(), to: where.to.getTime() };
  const entity = entityOf(facts.table);
  const query = kit.db.read
    .getRepository<Fact & ObjectLiteral>(entity)
    .createQueryBuilder('f')
    .innerJoin('lineage_nodes', 'n', `n.id = f.${thing.column}`)
    .where(countedBy(facts, cut, slice, counted), {
      ...{ ...only, asOf: cut.asOf, registerBy: cut.registerBy },
      ...(cut.orgs && { orgs: [...cut.orgs] }),
    });
  return { query, thing, clock: propertyOf(entity, facts.clock), subject: propertyOf(entity, thing.column) };
}

/**
 * A page of the facts behind a figure: those that the figure counts and that the viewer may read by their owners' rules.
 * Who reads no content, such as an analyst, has figures and no members (A-5). Four statements, however long the page.
 * @throws BAD_USER_INPUT for figures without members and parts of what is no rate, FORBIDDEN outside the viewer's posts
 */
export async function metricMembers(
  foundation: Foundation,
  request: Request,
  { metric: name, where, part, asOf, ...page }: QueryMetricMembersArgs,
): Promise<Connection<MetricMember>> {
  const { viewer } = request;
  const scope = await scopeOf(foundation, viewer, where);
  if (!followsChains(viewer)) throw forbidden();
  const members = await membersOf(foundation, scope, { name, where, part, asOf });
  if (members === null) return emptyConnection;
  const { query, thing, clock, subject } = members;
  const readable = nodeRule(foundation, viewer, 'n', [thing.type]);
  query.andWhere(readable.sql, readable.params);
  const found = await connection(query, page, { alias: 'f', orderBy: { column: `f.${clock}`, direction: 'DESC' } });
  await recordReadsOf(
    foundation,
    request,
    found.nodes.map((fact) => fact[subject]),
  );
  return mapConnection(found, (fact) => ({ id: fact[subject], type: thing.type, at: new Date(fact[clock]) }));
}

/** Which facts `f` the figure counts: by conditions of their own, or, where others decide, by their ids. */
function countedBy(facts: Facts, cut: Cut, slice: Slice, part: readonly string[]): string {
  // There is one period, so its end needs no table.
  if (!facts.join)
    return [...conditionsOf(facts, cut, [slice]), ...part].join(' AND ').replaceAll('p.hi', `${slice.to}`);
  return `f.id IN (SELECT f.id ${[factsIn(facts, cut, [slice]), ...part].join(' AND ')})`;
}

/** @throws BAD_USER_INPUT when a part is asked of what is no rate. */
function partOf({ name, kind, measure }: MetricDefinition, part: MetricPart | null | undefined): string[] {
  if (part == null) return [];
  if (kind !== 'RATE' || measure.of !== 'tally') {
    throw badInput('part', {
      en: `${name} is no rate and has no parts.`,
      zh: `指标 ${name} 不是比率，不能按达标与否查询。`,
    });
  }
  return [`(${measure.numerator}) ${part === 'MET' ? '>' : '='} 0`];
}

const entityOf = (table: string): EntitySchema =>
  factEntities.find((entity) => entity instanceof EntitySchema && entity.options.tableName === table) as EntitySchema;

/** The property that a column of a fact is kept in. */
function propertyOf({ options }: EntitySchema, column: string): string {
  const [property] = Object.entries(options.columns).find(([, one]) => one?.name === column) ?? [];
  return property as string;
}

const withoutMembers = (name: string) =>
  badInput('metric', {
    en: `The facts of ${name} cannot be listed; metrics says of which they can (hasMembers).`,
    zh: `指标 ${name} 不支持查看明细，metrics 的 hasMembers 列明可查看明细的指标。`,
  });
