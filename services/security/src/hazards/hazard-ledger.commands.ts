import type { Decision, Foundation } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import type { Request, Transaction } from '@chengqi/service-kit';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import { HazardEntity } from './hazard.entity.ts';
import { reportedEvent } from './hazard.events.ts';
import type { Hazard, HazardAction, HazardCase, HazardCategory, HazardLevel, HazardSourceType } from './hazard.ts';
import { hazardAccess } from './hazard.workflow.ts';
import type { HazardAct } from './hazard-acts.workflow.ts';
import { partyOf, unjudged } from './new-hazard.ts';

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
export function createHazardLedger(foundation: Foundation) {
  const { kit, office } = foundation;
  const { ids, clock } = kit;
  const { keep } = createKeeping(foundation);

  /** The county or city whose ledger counts the hazards of a place: the nearest one at or above its organisation. */
  async function ledgerOrgOf(tx: Transaction, siteOrgId: string): Promise<string> {
    const { path } = await office.orgs.require(tx, 'siteId', siteOrgId);
    const upward = path.split('/').filter(Boolean).reverse();
    const known = await office.orgs.findMany(tx.manager, upward);
    const keeper = upward.find((id) => ['COUNTY', 'CITY'].includes(known.get(id)?.level ?? ''));
    return keeper ?? upward.at(-1) ?? siteOrgId;
  }

  const series = (ledgerOrgId: string, year: number | string) => `hazard:${ledgerOrgId}:${year}`;

  /** HAZ-4: the number is taken in the transaction that stores the hazard, so none is lost. */
  async function nextCode(tx: Transaction, ledgerOrgId: string): Promise<string> {
    const year = clock.year(tx.now);
    const serial = await office.serials.next(tx, series(ledgerOrgId, year));
    return `隐〔${year}〕${serial}号`;
  }

  /** @throws DomainError REFERENCE_UNKNOWN when the place is not known here (yet) */
  async function open(tx: Transaction, draft: HazardDraft): Promise<Hazard> {
    const { source, ...stated } = draft;
    const site = await office.sites.require(tx, 'siteId', draft.siteId);
    const ownerOrgId = await ledgerOrgOf(tx, site.orgId);
    const hazard = await tx.insert(HazardEntity, {
      ...unjudged,
      ...stated,
      id: ids.next('haz'),
      code: await nextCode(tx, ownerOrgId),
      ownerOrgId,
      siteOrgId: site.orgId,
      reportedLevel: draft.level,
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
    await keep(tx, [hazard]);
    await tx.append(reportedEvent(hazard), { unnamed: hazard.anonymous });
    return hazard;
  }

  const act = <I extends ActInput & { readonly hazardId: string }>(
    request: Request,
    named: ActName,
    input: I,
    decide: (hazard: HazardCase, act: HazardAct, tx: Transaction) => Decided,
  ): Promise<string> =>
    office.act(
      {
        ...{ ...named, request, input, id: input.hazardId, entity: HazardEntity, access: hazardAccess },
        subject: (hazard, { now: at }) => ({ ...hazard, at }),
      },
      async (hazard, act, tx, row) => {
        const decision = await decide(hazard, act, tx);
        await keep(tx, [{ ...row, ...decision.changes }]);
        return decision;
      },
    );

  return { open, act, ledgerOrgOf, series };
}

type Decided = Decision<Hazard> | Promise<Decision<Hazard>>;
