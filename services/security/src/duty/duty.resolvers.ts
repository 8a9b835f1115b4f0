import { actionFields, badInput, connection, loadChanged, type PageArguments, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { DateTimeFilter } from '../generated/graphql.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { qualityOf } from './coverage.ts';
import { findPublished, logQuery, publishedSpan, rosterQuery, shiftsOfQuery } from './duty.repository.ts';
import type { DutyShift, ShiftStatus } from './duty.ts';
import { readsLog, rosterAccess, rosterWorkflow, shiftAccess, shiftWorkflow } from './duty.workflow.ts';

const rosterPayload = async ({ loaders }: Context, id: Promise<string>) => ({
  roster: await loadChanged(loaders.rosters, id),
});
const shiftPayload = async ({ loaders }: Context, id: Promise<string>) => ({
  shift: await loadChanged(loaders.shifts, id),
});

interface ShiftPage extends PageArguments {
  readonly period?: DateTimeFilter | null | undefined;
  readonly states?: readonly ShiftStatus[] | null | undefined;
}

/** Shifts in force in which the person works or stands by. */
function shiftsOf(context: Context, personId: string, { period, states, ...page }: ShiftPage) {
  const { kit, office } = context;
  const from = period ? (period.gte ?? null) : kit.clock.now();
  const query = shiftsOfQuery(kit.db.read, personId, from, period?.lt ?? null, states);
  return office.page(context, query, shiftAccess, { ...page, orderBy: { startAt: 'ASC' } });
}

const longest = 366 * 24 * 3_600_000;
const laterOf = (one: Date, other: Date): Date => (one > other ? one : other);
const tooLong = () => badInput('from', { en: 'A period of up to 366 days.', zh: '起止时间不得超过366天。' });

export const dutyResolvers = {
  Query: {
    onDutyNow: (_, { orgId, asOf }, { loaders }) => loaders.onDuty(asOf).load(orgId),
    roster: (_, { orgId, period }, context) =>
      context.office.list(
        context,
        rosterQuery(context.kit.db.read, orgId, period.gte ?? null, period.lt ?? null),
        rosterAccess,
      ),
    rosterQuality: async (_, { orgId, from, to, asOf }, { kit }) => {
      const by = asOf ?? kit.clock.now();
      const published = from && to ? null : await publishedSpan(kit.db.read, orgId, by);
      const end = to ?? published?.to;
      const begin = from ?? (published && end && laterOf(published.from, new Date(end.getTime() - longest)));
      if (!begin || !end || begin >= end) return null;
      if (end.getTime() - begin.getTime() > longest) throw tooLong();
      const period = { from: begin, to: end };
      return qualityOf(await findPublished(kit.db.read, orgId, period, by), period);
    },
    myShifts: (_, page, context) => shiftsOf(context, context.viewer.personId ?? '', page),
  },
  Mutation: {
    createRoster: (_, { input }, context) => rosterPayload(context, context.rosters.create(context, input)),
    addShift: (_, { input }, context) => shiftPayload(context, context.rosters.addShift(context, input)),
    generateRotation: (_, { input }, context) =>
      rosterPayload(context, context.rosters.generateRotation(context, input)),
    publishRoster: (_, { input }, context) => rosterPayload(context, context.rosters.publish(context, input)),
    checkInShift: (_, { input }, context) => shiftPayload(context, context.shifts.checkIn(context, input)),
  },
  Org: {
    __resolveReference: (known) => known,
    onDutyNow: ({ id }, { asOf }, { loaders }) => loaders.onDuty(asOf).load(id),
  },
  Person: {
    __resolveReference: (known) => known,
    shifts: ({ id }, page, context) => shiftsOf(context, id, page),
  },
  DutyRoster: {
    __resolveReference: ({ id }, { loaders }) => loaders.rosters.load(id),
    org: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    from: ({ fromAt }) => fromAt,
    to: ({ toAt }) => toAt,
    state: ({ status }) => status,
    shifts: ({ id }, _, { loaders }) => loaders.shiftsOfRoster.load(id),
    quality: async ({ id, fromAt, toAt }, _, { loaders }) =>
      qualityOf(await loaders.shiftsOfRoster.load(id), { from: fromAt, to: toAt }),
    imported: ({ importedFrom }) => importedFrom !== null,
    ...actionFields(rosterWorkflow),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
  DutyShift: {
    __resolveReference: ({ id }, { loaders }) => loaders.shifts.load(id),
    roster: ({ rosterId }, _, { loaders }) => loaders.rosters.load(rosterId),
    org: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    start: ({ startAt }) => startAt,
    end: ({ endAt }) => endAt,
    leader: ({ leaderId }) => reference('Person', leaderId),
    officers: ({ officerIds }) => officerIds.map((id) => reference('Person', id)),
    backup: ({ backupId }) => reference('Person', backupId),
    checkedInAt: ({ checkIns }) => checkIns,
    state: ({ status }) => status,
    log: (shift, { open, ...page }, { kit, actor }) => {
      const query = logQuery(kit.db.read, shift.id, open ?? null);
      if (!readsLog(actor, shift)) query.andWhere('1 = 0');
      return connection(query, page, { alias: 'l', orderBy: { column: 'l.at', direction: 'ASC' } });
    },
    ...actionFields(shiftWorkflow, (shift: DutyShift, { kit }: Context) => ({ ...shift, at: kit.clock.now() })),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
  DutyLogEntry: {
    officer: ({ officerId }) => reference('Person', officerId),
    call: async ({ callRef }, _, { loaders }) =>
      reference('Call', callRef === null ? null : await loaders.callIds.load(callRef)),
  },
  DutyCheckIn: {
    person: ({ personId }) => reference('Person', personId),
  },
} satisfies Resolvers;
