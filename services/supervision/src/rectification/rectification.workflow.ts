import type { Decision } from '@chengqi/office-kernel';
import { rectificationRequired } from '@chengqi/schemas/events/supervision';
import { badInput, duplicate } from '@chengqi/service-kit';
import type { ItemDossier, SupervisionItem } from '../items/item.ts';

export interface Draft {
  readonly siteId: string;
  readonly description: string;
  readonly level: 'GENERAL' | 'MAJOR';
  readonly category: string;
  readonly responsibleOrgId: string;
  readonly dueAt: Date | null;
}

export type Demand =
  | { readonly hazardId: string; readonly draft: null }
  | { readonly hazardId: null; readonly draft: Draft };

/** Exactly one of the two is given. */
export function oneOf(hazardId: string | null | undefined, draft: unknown): void {
  if ((hazardId == null) === (draft == null)) {
    throw badInput('hazardId', {
      en: 'Give either hazardId or hazardDraft.',
      zh: 'hazardId 与 hazardDraft 须且只能填写其一。',
    });
  }
}

/** The demand waits as a PENDING link; the draft's text travels only at INTERNAL and below. */
export function requireRectification(
  item: ItemDossier,
  linkId: string,
  { hazardId, draft }: Demand,
): Decision<SupervisionItem> {
  const known = item.hazards.find(
    (link) => hazardId !== null && (link.hazardId === hazardId || link.requestedHazardId === hazardId),
  );
  if (known) throw duplicate(known.id, { en: 'This item already has this hazard.', zh: '该隐患已与本事项关联。' });
  const open = item.secrecyLevel === 'PUBLIC' || item.secrecyLevel === 'INTERNAL';
  const event = {
    itemId: item.id,
    linkId,
    supervisorOrgId: item.ownerOrgId,
    hazardId,
    hazardDraft: draft && {
      ...draft,
      description: open ? draft.description : null,
      dueAt: draft.dueAt?.toISOString() ?? null,
    },
  };
  return { changes: {}, events: [rectificationRequired.create(item, event)] };
}
