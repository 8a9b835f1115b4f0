import type { SelectQueryBuilder } from 'typeorm';
import type { Context } from '../context.ts';
import { deliveryQuery } from '../deliveries/delivery.repository.ts';
import { deliveryAccess } from '../deliveries/delivery.workflow.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { incomingAccess } from '../incoming/incoming.entity.ts';
import { incomingWhere } from '../incoming/incoming.repository.ts';
import type { IncomingDocument } from '../incoming/incoming.ts';
import { documentsWhere } from '../outgoing/document.repository.ts';
import { documentAccess } from '../outgoing/document.workflow.ts';
import type { DocumentBoard } from './board.ts';
import { entriesAboveCeiling, onTimeAt, onTimeByOrg, overdueAt } from './handling.repository.ts';
import { sequencesOf, unansweredAt } from './ledgers.repository.ts';

/** Documents that units of the organisation have to handle; while no unit has, those of its own register. */
async function handled({ orgId }: DocumentBoard, context: Context): Promise<SelectQueryBuilder<IncomingDocument>> {
  const { office, kit } = context;
  const [leading, keeping] = [
    office.orgs.within('i.handling_org_id', orgId),
    office.orgs.within('i.owner_org_id', orgId),
  ];
  const query = incomingWhere(kit.db.read, { action: 'ACTION' }).andWhere(
    `(${leading.sql} OR (i.handling_org_id IS NULL AND ${keeping.sql}))`,
    { ...leading.params, ...keeping.params },
  );
  return office.counted(context, query, incomingAccess);
}

export const boardResolvers = {
  Query: {
    documentBoard: (_, { orgId, asOf }, { kit }) => ({ orgId, asOf: asOf ?? kit.clock.now() }),
  },
  DocumentBoard: {
    numberSequences: async ({ orgId, asOf }, _, context) => {
      const { read } = context.kit.db;
      const { sql, params } = context.office.orgs.within('d.owner_org_id', orgId);
      const query = documentsWhere(read, {}).andWhere(sql, params);
      return sequencesOf(read, await context.office.counted(context, query, documentAccess), asOf);
    },
    overdue: async (board, _, context) => overdueAt(await handled(board, context), board.asOf),
    onTime: async (board, _, context) => onTimeAt(await handled(board, context), board.asOf),
    onTimeByOrg: async (board, _, context) => onTimeByOrg(await handled(board, context), board.asOf),
    registerEntriesAboveCeiling: async ({ orgId, asOf }, _, context) => {
      const { sql, params } = context.office.orgs.within('i.owner_org_id', orgId);
      const query = incomingWhere(context.kit.db.read, {}).andWhere(sql, params);
      return entriesAboveCeiling(await context.office.counted(context, query, incomingAccess), asOf);
    },
    unsignedDeliveries: async ({ orgId, asOf }, _, context) => {
      const { sql, params } = context.office.orgs.within('v.owner_org_id', orgId);
      const query = deliveryQuery(context.kit.db.read).andWhere(sql, params);
      return unansweredAt(await context.office.counted(context, query, deliveryAccess), asOf);
    },
  },
} satisfies Resolvers;
