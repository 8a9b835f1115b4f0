import { foldedCode } from '@chengqi/office-kernel';
import { actionFields, badInput, loadChanged, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { resolutionsWhere } from './resolution.repository.ts';
import type { Resolution } from './resolution.ts';
import { isOrphan, joinResolution, resolutionAccess, resolutionWorkflow } from './resolution.workflow.ts';

const payload = async ({ loaders }: Context, id: Promise<string>) => ({
  resolution: await loadChanged(loaders.resolutions, id),
});

export const resolutionResolvers = {
  Query: {
    resolution: (_, { id, code, organizerOrgId }, context) => {
      if (id) return context.loaders.resolutions.load(id);
      if (code) return byCode(context, code, organizerOrgId ?? null);
      throw badInput('id', { en: 'Give an id or a code.', zh: '请提供标识或编号。' });
    },
    resolutions: (_, { where, ...page }, context) => {
      const { kit, office } = context;
      const query = resolutionsWhere(kit.db.read, where ?? {}, kit.clock.now());
      return office.page(context, query, resolutionAccess, { ...page, orderBy: { code: 'ASC' } });
    },
  },
  Mutation: {
    draftResolution: (_, { input }, context) => payload(context, context.resolutions.draftResolution(context, input)),
    adoptResolution: (_, { input }, context) => payload(context, context.resolutions.adoptResolution(context, input)),
    waiveSupervision: (_, { input }, context) => payload(context, context.resolutions.waiveSupervision(context, input)),
  },
  Resolution: {
    __resolveReference: ({ id }, { loaders }) => loaders.resolutions.load(id),
    meeting: ({ meetingId }, _, { loaders }) => loaders.meetings.load(meetingId),
    agendaItem: async ({ agendaItemId, meetingId }, _, { loaders }) =>
      agendaItemId !== null && (await loaders.meetings.load(meetingId)) ? loaders.agendaItems.load(agendaItemId) : null,
    leadOrg: ({ leadOrgId }) => reference('Org', leadOrgId),
    coOrgs: ({ coOrgIds }) => coOrgIds.map((id) => reference('Org', id)),
    leader: ({ leaderId }) => reference('Person', leaderId),
    supervisingOrg: ({ supervisingOrgId }) => reference('Org', supervisingOrgId),
    state: ({ status }) => status,
    orphan: (resolution, { asOf }, { kit }) => isOrphan(resolution, asOf ?? kit.clock.now()),
    waiver: (resolution) => (resolution.waiverReason === null ? null : resolution),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    ...actionFields(resolutionWorkflow, async (resolution: Resolution, { loaders }: Context) => {
      const meeting = await loaders.meetingRows.load(resolution.meetingId);
      return meeting && joinResolution(resolution, meeting);
    }),
  },
  SupervisionWaiver: {
    reason: ({ waiverReason }) => waiverReason ?? '',
    by: ({ waivedById }) => reference('Person', waivedById),
    at: ({ waivedAt }) => waivedAt,
  },
} satisfies Resolvers;

async function byCode(context: Context, code: string, organizerOrgId: string | null): Promise<Resolution | null> {
  const { kit, office } = context;
  const query = resolutionsWhere(kit.db.read, {}, kit.clock.now()).andWhere('r.code = :code', {
    code: foldedCode(code),
  });
  if (organizerOrgId) query.andWhere('r.ownerOrgId = :owner', { owner: organizerOrgId });
  const [found, other] = await office.list(context, query.take(2), resolutionAccess);
  if (other)
    throw badInput('organizerOrgId', {
      en: 'Two organizers use this code; name one.',
      zh: '该编号有多个主办单位，请指明。',
    });
  return found ?? null;
}
