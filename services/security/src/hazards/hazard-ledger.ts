import type { SecrecyLevel } from '@chengqi/schemas';
import { type Actor, type Request, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import { HazardEntity } from './hazard.entity.ts';
import { reportedEvent } from './hazard.events.ts';
import type { Hazard, HazardAction, HazardCase, HazardCategory, HazardLevel, HazardSourceType } from './hazard.ts';
import { hazardWorkflow } from './hazard.workflow.ts';
import type { Act, Decision } from './hazard-acts.workflow.ts';

/** How hazards are read: who may see them follows from their transition table. */
export const hazardReading = { type: 'Hazard', roles: hazardWorkflow.roles };

export interface HazardDraft {
  readonly siteId: string;
  readonly description: string | null;
  readonly category: HazardCategory;
  readonly level: HazardLevel | null;
  readonly secrecyLevel: SecrecyLevel;
  readonly source: { readonly type: HazardSourceType; readonly id: string | null; readonly linkId: string | null };
  readonly reporterId: string | null;
  readonly anonymous: boolean;
  readonly responsibleOrgId: string | null;
  readonly dueAt: Date | null;
  readonly recurrenceOfId: string | null;
}

interface ActInput {
  readonly hazardId: string;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

/** The mutation, and what the workflow table calls it. */
interface ActName {
  readonly name: string;
  readonly action: HazardAction;
  readonly outcome?: string;
}

export type HazardLedger = ReturnType<typeof createHazardLedger>;

/** Opens hazards and walks them through their states; reporting, rectification and consumers all write through it. */
export function createHazardLedger({ kit, office }: Foundation) {
  const { ids, clock } = kit;

  /** The county or city whose ledger counts the hazards of a place: the nearest one at or above its organisation. */
  async function ledgerOrgOf(tx: Transaction, siteOrgId: string): Promise<string> {
    const siteOrg = await office.orgs.find(tx.manager, siteOrgId);
    if (!siteOrg) throw referenceUnknown('siteId', siteOrgId);
    const upward = siteOrg.path.split('/').filter(Boolean).reverse();
    for (const id of upward) {
      const org = id === siteOrg.id ? siteOrg : await office.orgs.find(tx.manager, id);
      if (org?.level === 'COUNTY' || org?.level === 'CITY') return org.id;
    }
    return upward.at(-1) ?? siteOrgId;
  }

  /** HAZ-4: the number is taken in the transaction that stores the hazard, so none is lost. */
  async function nextCode(tx: Transaction, ledgerOrgId: string): Promise<string> {
    const year = clock.today(tx.now).slice(0, 4);
    const serial = await office.serials.next(tx, `hazard:${ledgerOrgId}:${year}`);
    return `隐〔${year}〕${serial}号`;
  }

  /** @throws DomainError REFERENCE_UNKNOWN when the place is not known here (yet) */
  async function open(tx: Transaction, draft: HazardDraft): Promise<Hazard> {
    const { source, ...stated } = draft;
    const site = await office.sites.find(tx.manager, draft.siteId);
    if (!site) throw referenceUnknown('siteId', draft.siteId);
    const ownerOrgId = await ledgerOrgOf(tx, site.orgId);
    const hazard = await tx.insert(HazardEntity, {
      ...unjudged,
      ...stated,
      id: ids.next('haz'),
      code: await nextCode(tx, ownerOrgId),
      ownerOrgId,
      siteOrgId: site.orgId,
      sourceType: source.type,
      sourceId: source.id,
      sourceCode: null,
      sourceLinkId: source.linkId,
      reportedAt: tx.now,
      createdAt: tx.now,
      updatedAt: tx.now,
    });
    await office.parties.add(tx, hazard.id, [
      ...partyOf(hazard.reporterId, 'REPORTER'),
      ...partyOf(hazard.responsibleOrgId, 'RESPONSIBLE_ORG'),
    ]);
    await tx.append(reportedEvent(hazard), { unnamed: hazard.anonymous });
    return hazard;
  }

  /** The hazard as the workflow asks it: at this moment, before this person. */
  function caseOf(request: Request, hazard: Hazard, at: Date): HazardCase {
    const { responsibleOrgId } = hazard;
    const insider =
      responsibleOrgId !== null &&
      request.viewer.posts.some(
        ({ orgId }) => orgId !== null && office.orgs.tree.lineOf(orgId).includes(responsibleOrgId),
      );
    return { ...hazard, at, insider };
  }

  /**
   * One act on one hazard: load as visible, decide, store, announce. The table is asked before `decide` looks at the
   * input, so that who may not act learns nothing from it. `decide` may store what belongs to the act.
   */
  function act(
    request: Request,
    { name, action, outcome }: ActName,
    input: ActInput,
    decide: (hazard: HazardCase, act: Act, tx: Transaction) => Decision | Promise<Decision>,
  ): Promise<string> {
    return office.execute(request, name, input, async (tx) => {
      const hazard = await office.require(tx, request, HazardEntity, input.hazardId, hazardReading);
      const who: Act = { actor: request.actor, expectedVersion: input.expectedVersion ?? null };
      const subject = caseOf(request, hazard, tx.now);
      hazardWorkflow.permit(who.actor, subject, action, { ...who, ...(outcome && { outcome }) });
      const decision = await decide(subject, who, tx);
      await tx.update(HazardEntity, hazard, decision.changes);
      await tx.append(decision.events, { role: decision.role });
      return hazard.id;
    });
  }

  return {
    open,
    act,
    ledgerOrgOf,
    allowedActions: (request: Request, actor: Actor, hazard: Hazard) =>
      hazardWorkflow.allowedActions(actor, caseOf(request, hazard, clock.now())),
  };
}

/** Somebody who may see the hazard from now on. */
export const partyOf = (partyId: string | null, relation: string) => (partyId === null ? [] : [{ partyId, relation }]);

/** A hazard of which nothing is known but the report. */
export const unjudged = {
  status: 'REPORTED',
  version: 1,
  confirmedById: null,
  confirmedAt: null,
  originalDueAt: null,
  extensions: 0,
  extensionReason: null,
  listed: false,
  listedById: null,
  plan: null,
  earlierPlans: [],
  rectifierIds: [],
  recheckerId: null,
  failCount: 0,
  rootCause: null,
  preventive: null,
  recurrenceOfCode: null,
  notifiedStaffAt: null,
  reportedToRegulatorAt: null,
  stopUse: false,
  stoppedAt: null,
  closedAt: null,
  dismissedAt: null,
  dismissReason: null,
  reopenReason: null,
  importedAt: null,
} as const;
