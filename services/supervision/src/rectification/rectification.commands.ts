import type { Foundation } from '@chengqi/office-kernel';
import { fieldsOf, lineOf, type Request, type Transaction, textOf } from '@chengqi/service-kit';
import type { HazardDraftInput, RequireRectificationInput } from '../generated/graphql.ts';
import { createItemActs } from '../items/act.commands.ts';
import { itemAccess } from '../items/item.workflow.ts';
import { HazardLinkEntity, HazardReplicaEntity } from './hazard.entity.ts';
import { absorbProposals } from './hazard-links.commands.ts';
import { type Demand, type Draft, oneOf, requireRectification } from './rectification.workflow.ts';

/** The supervisor's demand; opening and confirming the hazard stay security's acts. */
export function createRectificationCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem } = createItemActs(foundation);

  async function draftOf(tx: Transaction, { dueOn, ...draft }: HazardDraftInput): Promise<Draft> {
    const { siteId, level, responsibleOrgId } = draft;
    const fields = fieldsOf({
      description: () => textOf('hazardDraft.description', draft.description, 10_000),
      category: () => lineOf('hazardDraft.category', draft.category, 32),
    });
    await office.sites.require(tx, 'hazardDraft.siteId', siteId);
    await office.orgs.require(tx, 'hazardDraft.responsibleOrgId', responsibleOrgId);
    return {
      siteId,
      level,
      responsibleOrgId,
      ...fields,
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
    const access = { type: 'Hazard', roles: itemAccess.roles };
    return {
      hazardId: (await office.require(tx, request, HazardReplicaEntity, hazardId ?? '', access)).id,
      draft: null,
    };
  }

  return {
    requireRectification: (request: Request, input: RequireRectificationInput) =>
      onItem(request, { name: 'requireRectification', input, action: 'REQUIRE_RECTIFICATION' }, async (item, _, tx) => {
        const demand = await demandOf(tx, request, input);
        const linkId = kit.ids.next('hzl');
        const decision = requireRectification(item, linkId, demand);
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
