import { badInput } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { ResolutionFilter, Resolvers } from '../generated/graphql.ts';
import { reload } from '../loaders.ts';
import { page, ref } from '../page.ts';
import { ResolutionEntity } from './resolution.entity.ts';
import type { Resolution } from './resolution.ts';
import { isOrphan, resolutionWorkflow } from './resolution.workflow.ts';
import { resolutionAccess } from './resolutions.commands.ts';

export const resolutionResolvers = {
  Query: {
    resolution: (_, { id, code, organizerOrgId }, context) => {
      if (id) return context.loaders.resolutions.load(id);
      if (code) return byCode(context, code, organizerOrgId ?? null);
      throw badInput('id', { en: 'Give an id or a code.', zh: '请提供标识或编号。' });
    },
    resolutions: (_, { where, ...args }, context) =>
      page(
        resolutionsWhere(context, where ?? {}),
        args,
        { column: 'r.code', direction: 'ASC' },
        context.loaders.resolutions,
      ),
  },
  Mutation: {
    draftResolution: async (_, { input }, context) =>
      changed(context, await context.resolutions.draftResolution(context, input)),
    adoptResolution: async (_, { input }, context) =>
      changed(context, await context.resolutions.adoptResolution(context, input)),
    waiveSupervision: async (_, { input }, context) =>
      changed(context, await context.resolutions.waiveSupervision(context, input)),
  },
  Resolution: {
    __resolveReference: ({ id }, { loaders }) => loaders.resolutions.load(id),
    meeting: ({ meetingId }, _, { loaders }) => loaders.meetings.load(meetingId),
    agendaItem: async ({ agendaItemId, meetingId }, _, { loaders }) =>
      agendaItemId !== null && (await loaders.meetings.load(meetingId)) ? loaders.agendaItems.load(agendaItemId) : null,
    leadOrg: ({ leadOrgId }) => ref('Org', leadOrgId),
    coOrgs: ({ coOrgIds }) => coOrgIds.map((id) => ref('Org', id)),
    leader: ({ leaderId }) => ref('Person', leaderId),
    supervisingOrg: ({ supervisingOrgId }) => ref('Org', supervisingOrgId),
    state: ({ status }) => status,
    orphan: (resolution, { asOf }, { kit }) => isOrphan(resolution, asOf ?? kit.clock.now()),
    waiver: (resolution) => (resolution.waiverReason === null ? null : resolution),
    ownerOrg: ({ ownerOrgId }) => ref('Org', ownerOrgId),
    allowedActions,
  },
  SupervisionWaiver: {
    reason: ({ waiverReason }) => waiverReason ?? '',
    by: ({ waivedById }) => ref('Person', waivedById),
    at: ({ waivedAt }) => waivedAt,
  },
} satisfies Resolvers;

async function changed({ loaders }: Context, id: string) {
  const resolution = await reload(loaders.resolutions, id);
  loaders.resolutionIdsOf.clear(resolution.meetingId);
  return { resolution };
}

async function allowedActions(resolution: Resolution, _: unknown, { loaders, actor }: Context) {
  const meeting = await loaders.meetingRows.load(resolution.meetingId);
  if (!meeting) return [];
  return resolutionWorkflow.allowedActions(actor, {
    ...resolution,
    chairId: meeting.chairId,
    meetingStatus: meeting.status,
  });
}

async function byCode(context: Context, code: string, organizerOrgId: string | null): Promise<Resolution | null> {
  const query = resolutionsWhere(context, {}).andWhere('r.code = :code', { code });
  if (organizerOrgId) query.andWhere('r.ownerOrgId = :owner', { owner: organizerOrgId });
  const [first, second] = await query.take(2).getMany();
  if (second)
    throw badInput('organizerOrgId', {
      en: 'Two organizers use this code; name one.',
      zh: '该编号有多个主办单位，请指明。',
    });
  return first ? context.loaders.resolutions.load(first.id) : null;
}

function resolutionsWhere({ kit, office, viewer }: Context, where: ResolutionFilter) {
  const visible = office.visible(viewer, { alias: 'r', roles: resolutionAccess.roles });
  const query = kit.db.read.getRepository(ResolutionEntity).createQueryBuilder('r').where(visible.sql, visible.params);
  if (where.meetingId) query.andWhere('r.meetingId = :meetingId', { meetingId: where.meetingId });
  if (where.state) query.andWhere('r.status = :state', { state: where.state });
  if (where.dueFrom) query.andWhere('r.dueOn >= :dueFrom', { dueFrom: where.dueFrom });
  if (where.dueBefore) query.andWhere('r.dueOn < :dueBefore', { dueBefore: where.dueBefore });
  if (where.orgId) {
    query.andWhere('r.id IN (SELECT o.resolution_id FROM resolution_org o WHERE o.org_id = :orgId)', {
      orgId: where.orgId,
    });
  }
  if (where.orphanOnly) {
    const orphan = { adopted: 'ADOPTED', acts: true, asOf: where.asOf ?? kit.clock.now() };
    query.andWhere(
      'r.status = :adopted AND r.requiresAction = :acts AND r.waiverReason IS NULL AND r.superviseBy < :asOf',
      orphan,
    );
  }
  return query;
}
