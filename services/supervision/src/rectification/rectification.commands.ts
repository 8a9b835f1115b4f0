import type { Foundation } from '@chengqi/office-kernel';
import { fieldsOf, lineOf, notFound, type Request, type Transaction, textOf } from '@chengqi/service-kit';
import type { HazardDraftInput, RequireRectificationInput } from '../generated/graphql.ts';
import { createItemActs } from '../items/act.commands.ts';
import { HazardLinkEntity, HazardReplicaEntity } from './hazard.entity.ts';
import { absorbProposals } from './hazard-links.commands.ts';
import { hazardsThere } from './hazard-links.repository.ts';
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

  /** `readable` says whether security lets the supervisor read the hazard. */
  async function demandOf(
    tx: Transaction,
    { hazardId, hazardDraft }: RequireRectificationInput,
    readable: boolean,
  ): Promise<Demand> {
    oneOf(hazardId, hazardDraft);
    if (hazardDraft) return { hazardId: null, draft: await draftOf(tx, hazardDraft) };
    const known = await tx.manager.getRepository(HazardReplicaEntity).findOneBy({ id: hazardId ?? '' });
    if (known === null || !readable) throw notFound('Hazard');
    return { hazardId: known.id, draft: null };
  }

  /** Asked before the transaction, which must not wait for another service. */
  async function readable(request: Request, hazardId: string | null | undefined): Promise<boolean> {
    return hazardId != null && (await office.readable(request, hazardsThere, [hazardId])).has(hazardId);
  }

  return {
    async requireRectification(request: Request, input: RequireRectificationInput): Promise<string> {
      const seen = await readable(request, input.hazardId);
      const named = { name: 'requireRectification', input, action: 'REQUIRE_RECTIFICATION' } as const;
      return onItem(request, named, async (item, _, tx) => {
        const demand = await demandOf(tx, input, seen);
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
      });
    },
  };
}
