import { lineOf, type Request, referenceUnknown, type Transaction, textOf } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type { HazardDraftInput, RequireRectificationInput } from '../generated/graphql.ts';
import { createActs } from '../items/act.commands.ts';
import { itemWorkflow } from '../items/item.workflow.ts';
import { HazardLinkEntity, HazardReplicaEntity } from './hazard.entity.ts';
import { absorbProposals } from './hazard-links.commands.ts';
import { type Demand, type Draft, oneOf, permitRectification, requireRectification } from './rectification.workflow.ts';

export type RectificationCommands = ReturnType<typeof createRectificationCommands>;

/** The supervisor's demand; opening and confirming the hazard stay security's acts. */
export function createRectificationCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem } = createActs(foundation);

  async function draftOf(tx: Transaction, { dueOn, ...draft }: HazardDraftInput): Promise<Draft> {
    const { siteId, level, responsibleOrgId } = draft;
    if (!(await office.sites.find(tx.manager, siteId))) throw referenceUnknown('hazardDraft.siteId', siteId);
    if (!(await office.orgs.find(tx.manager, responsibleOrgId)))
      throw referenceUnknown('hazardDraft.responsibleOrgId', responsibleOrgId);
    return {
      siteId,
      level,
      responsibleOrgId,
      description: textOf('hazardDraft.description', draft.description, 10_000),
      category: lineOf('hazardDraft.category', draft.category, 32),
      dueAt: dueOn ? office.calendar.endOf(dueOn) : null,
    };
  }

  async function demandOf(
    tx: Transaction,
    request: Request,
    { hazardId, hazardDraft }: RequireRectificationInput,
  ): Promise<Demand> {
    oneOf(hazardId, hazardDraft);
    if (hazardDraft) return { hazardId: null, draft: await draftOf(tx, hazardDraft) };
    const access = { type: 'Hazard', roles: itemWorkflow.roles };
    return {
      hazardId: (await office.require(tx, request, HazardReplicaEntity, hazardId ?? '', access)).id,
      draft: null,
    };
  }

  return {
    requireRectification: (request: Request, input: RequireRectificationInput): Promise<string> =>
      onItem(request, 'requireRectification', input, async (tx, item, act) => {
        permitRectification(item, act);
        const demand = await demandOf(tx, request, input);
        const linkId = kit.ids.next('hzl');
        const decision = requireRectification(item, act, linkId, demand);
        await tx.insert(HazardLinkEntity, {
          id: linkId,
          itemId: item.id,
          role: 'EFFECT',
          state: 'PENDING',
          hazardId: null,
          requestedHazardId: demand.hazardId,
          draftDescription: demand.draft?.description ?? null,
          createdAt: tx.now,
        });
        if (demand.hazardId) await absorbProposals(foundation, tx, demand.hazardId, item);
        return decision;
      }),
  };
}
