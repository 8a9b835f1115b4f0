import type { Resolvers } from '../generated/resolvers.ts';
import { followsChains } from '../lineage/lineage.repository.ts';
import { metricMembers } from '../members/member.repository.ts';
import { metricNamed } from '../metrics/catalogue.ts';
import { nothing } from '../metrics/metric-count.ts';
import { requireSpan } from '../metrics/period.ts';
import { shown } from '../metrics/shown.ts';
import { points } from './point.ts';

export const pointResolvers = {
  Query: {
    async fourPoints(_, { orgId, from, to, asOf }, context) {
      requireSpan({ from, to });
      const where = { orgId, from, to };
      const known = asOf ?? context.kit.clock.now();
      return Promise.all(
        points.map(async ({ kind, metrics, membersOf }) => {
          const { rows } = await context.metricQuery(context, { metrics, where, asOf: known });
          const none = metrics.map((metric) => ({ metric, ...shown(nothing(metricNamed(metric))) }));
          return { kind, measures: rows[0]?.cells ?? none, membersOf, where, asOf: known };
        }),
      );
    },
  },
  Point: {
    members: ({ membersOf, where, asOf }, page, context) =>
      membersOf === null || !followsChains(context.viewer)
        ? null
        : metricMembers(context, context, { ...page, metric: membersOf, where, asOf }),
  },
} satisfies Resolvers;
