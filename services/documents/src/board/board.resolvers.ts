import type { SelectQueryBuilder } from 'typeorm';
import type { Context } from '../context.ts';
import { deliveryQuery } from '../deliveries/delivery.repository.ts';
import { deliveryAccess } from '../deliveries/delivery.workflow.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { incomingAccess } from '../incoming/incoming.entity.ts';
import { incomingWhere } from '../incoming/incoming.repository.ts';
import type { IncomingDocument } from '../incoming/incoming.ts';
import type { Span } from '../input.ts';
import { documentsWhere } from '../outgoing/document.repository.ts';
import { documentAccess } from '../outgoing/document.workflow.ts';
import type { DocumentBoard } from './board.ts';
import { entriesAboveCeiling, nothingDue, onTimeAt, onTimeByUnit, overdueAt } from './handling.repository.ts';
import { sequencesOf, unansweredAt } from './ledgers.repository.ts';

/** Documents that units of the organisation have to handle; while no unit has, those of its own register. */
async function handled(
  { orgId }: DocumentBoard,
  context: Context,
  receivedAt: Span | null,
): Promise<SelectQueryBuilder<IncomingDocument>> {
  const { office, kit } = context;
  const [leading, keeping] = [
    office.orgs.within('i.handling_org_id', orgId),
    office.orgs.within('i.owner_org_id', orgId),
  ];
  const query = incomingWhere(kit.db.read, { action: 'ACTION', receivedAt }).andWhere(
    `(${leading.sql} OR (i.handling_org_id IS NULL AND ${keeping.sql}))`,
    { ...leading.params, ...keeping.params },
  );
  return office.counted(context, query, incomingAccess);
}

export const boardResolvers = {
  Query: {
    documentBoard: (_, { orgId, year, receivedAt, asOf: moment }, { kit, office }) => {
      const asOf = moment ?? kit.clock.now();
      const current = kit.clock.year(asOf);
      const sinceNewYear = { gte: office.calendar.startOf(`${current}-01-01`) };
      return { orgId, asOf, year: year ?? current, receivedAt: receivedAt ?? sinceNewYear };
    },
  },
  DocumentBoard: {
    numberSequences: async ({ orgId, year, asOf }, _, context) => {
      const { read } = context.kit.db;
      const { sql, params } = context.office.orgs.within('d.owner_org_id', orgId);
      const query = documentsWhere(read, {}).andWhere('d.year = :year', { year }).andWhere(sql, params);
      return sequencesOf(read, await context.office.counted(context, query, documentAccess), asOf);
    },
    overdue: async (board, _, context) => overdueAt(await handled(board, context, null), board.asOf),
    onTime: async (board, _, context) => onTimeAt(await handled(board, context, board.receivedAt), board.asOf),
    onTimeByOrg: async (board, _, context) => {
      const rates = await onTimeByUnit(await handled(board, context, board.receivedAt), board.asOf);
      const units = await context.office.orgs.findMany(context.kit.db.read, [...rates.keys()]);
      return [...units.values()]
        .map(({ id, code: orgCode }) => ({ orgCode, ...(rates.get(id) ?? nothingDue) }))
        .toSorted((a, b) => (a.orgCode < b.orgCode ? -1 : 1));
    },
    registerEntriesAboveCeiling: async ({ orgId, receivedAt, asOf }, _, context) => {
      const { sql, params } = context.office.orgs.within('i.owner_org_id', orgId);
      const query = incomingWhere(context.kit.db.read, { receivedAt }).andWhere(sql, params);
      return entriesAboveCeiling(await context.office.counted(context, query, incomingAccess), asOf);
    },
    unsignedDeliveries: async ({ orgId, asOf }, _, context) => {
      const { sql, params } = context.office.orgs.within('v.owner_org_id', orgId);
      const query = deliveryQuery(context.kit.db.read).andWhere(sql, params);
      return unansweredAt(await context.office.counted(context, query, deliveryAccess), asOf);
    },
  },
} satisfies Resolvers;
