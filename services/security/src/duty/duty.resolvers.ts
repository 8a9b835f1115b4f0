import { connection } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { qualityOf, type RosterQuality } from './coverage.ts';
import { findPublished, publishedSpan, rosterQuery, shiftsOfQuery } from './duty.repository.ts';
import { rosterWorkflow } from './duty.workflow.ts';
import { rosterReading, shiftReading } from './duty-room.ts';

const stub = (id: string | null) => (id === null ? null : { id });

async function rosterPayload(context: Context, id: Promise<string>) {
  const roster = await context.loaders.rosters.clearAll().load(await id);
  if (!roster) throw new Error('the roster went out of sight of who changed it');
  return { roster };
}

async function shiftPayload(context: Context, id: Promise<string>) {
  const shift = await context.loaders.shifts.clearAll().load(await id);
  if (!shift) throw new Error('the shift went out of sight of who changed it');
  return { shift };
}

/** GraphQL has lists that may be written to. */
const shown = ({ gaps, ...quality }: RosterQuality) => ({ ...quality, gaps: [...gaps] });

export const dutyResolvers: Resolvers = {
  Query: {
    onDutyNow: (_, { orgId, asOf }, { loaders }) => loaders.onDuty(asOf).load(orgId),
    roster: (_, { orgId, period }, { kit, office, viewer }) => {
      const rule = office.visible(viewer, { alias: 'r', roles: rosterReading.roles });
      const query = rosterQuery(kit.db.read, orgId, period.gte ?? null, period.lt ?? null);
      return query.andWhere(rule.sql, rule.params).getMany();
    },
    rosterQuality: async (_, { orgId, from, to, asOf }, { kit }) => {
      const by = asOf ?? kit.clock.now();
      const published = from && to ? null : await publishedSpan(kit.db.read, orgId, by);
      const span = { from: from ?? published?.from, to: to ?? published?.to };
      if (!span.from || !span.to || span.from >= span.to) return null;
      const period = { from: span.from, to: span.to };
      return shown(qualityOf(await findPublished(kit.db.read, orgId, period, by), period));
    },
    myShifts: (_, { period, ...page }, { kit, office, viewer }) => {
      const rule = office.visible(viewer, { alias: 's', roles: shiftReading.roles });
      const from = period ? (period.gte ?? null) : kit.clock.now();
      const query = shiftsOfQuery(kit.db.read, viewer.personId ?? '', from, period?.lt ?? null);
      query.andWhere(rule.sql, rule.params);
      return connection(query, page, { alias: 's', orderBy: { column: 's.startAt', direction: 'ASC' } });
    },
    securityImportRows: (_, args, { office }) => office.importedRows(args),
  },
  Mutation: {
    createRoster: (_, { input }, context) => rosterPayload(context, context.rosters.create(context, input)),
    addShift: (_, { input }, context) => shiftPayload(context, context.rosters.addShift(context, input)),
    generateRotation: (_, { input }, context) =>
      rosterPayload(context, context.rosters.generateRotation(context, input)),
    publishRoster: (_, { input }, context) => rosterPayload(context, context.rosters.publish(context, input)),
    checkInShift: (_, { input }, context) => shiftPayload(context, context.shifts.checkIn(context, input)),
    importDutyRoster: (_, { input }, context) => context.office.importRows(context, input, context.dutyImport(input)),
  },
  Org: {
    __resolveReference: ({ id }) => ({ id }),
    onDutyNow: ({ id }, { asOf }, { loaders }) => loaders.onDuty(asOf).load(id),
  },
  DutyRoster: {
    __resolveReference: ({ id }, { loaders }) => loaders.rosters.load(id),
    org: ({ ownerOrgId }) => ({ id: ownerOrgId }),
    from: ({ fromAt }) => fromAt,
    to: ({ toAt }) => toAt,
    state: ({ status }) => status,
    shifts: ({ id }, _, { loaders }) => loaders.shiftsOfRoster.load(id),
    quality: async ({ id, fromAt, toAt }, _, { loaders }) =>
      shown(qualityOf(await loaders.shiftsOfRoster.load(id), { from: fromAt, to: toAt })),
    imported: ({ importedFrom }) => importedFrom !== null,
    allowedActions: (roster, _, { actor }) => rosterWorkflow.allowedActions(actor, roster),
    ownerOrg: ({ ownerOrgId }) => ({ id: ownerOrgId }),
  },
  DutyShift: {
    __resolveReference: ({ id }, { loaders }) => loaders.shifts.load(id),
    roster: ({ rosterId }, _, { loaders }) => loaders.rosters.load(rosterId),
    org: ({ ownerOrgId }) => ({ id: ownerOrgId }),
    start: ({ startAt }) => startAt,
    end: ({ endAt }) => endAt,
    leader: ({ leaderId }) => ({ id: leaderId }),
    officers: ({ officerIds }) => officerIds.map((id) => ({ id })),
    backup: ({ backupId }) => stub(backupId),
    checkedInAt: ({ checkIns }) => [...checkIns],
    state: ({ status }) => status,
    allowedActions: (shift, _, context) => context.shifts.allowedActions(context, shift),
    ownerOrg: ({ ownerOrgId }) => ({ id: ownerOrgId }),
  },
  DutyCheckIn: {
    person: ({ personId }) => ({ id: personId }),
  },
};
