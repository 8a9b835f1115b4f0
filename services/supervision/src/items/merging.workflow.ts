import { type Act, type Decision, isAbove } from '@chengqi/office-kernel';
import type { DomainEvent } from '@chengqi/schemas';
import { itemMerged, itemProposed, sourceFollowed } from '@chengqi/schemas/events/supervision';
import { guardFailed } from '@chengqi/service-kit';
import { closedStates, type ItemDossier, type ItemState, type SupervisionItem, sourceOf } from './item.ts';

/**
 * The rule of merging (并案): an item carries its own source and those of all items merged into it, and `mergedIntoId` is
 * the end of the chain. While the end is open it holds these sources (SUP-1); once it is registered they are followed
 * (MTG-6); when it is struck off all of them are free to be proposed anew. A proposal that is turned down gives back what
 * was merged into it: each is proposed again by itself, so that no source is lost with the refusal of another.
 *
 * Only into an open item of the same supervising organisation; people only into one at least as closely kept.
 */
export function mergeItem(
  item: ItemDossier,
  { to, by, at }: Act<ItemState>,
  into: SupervisionItem,
  reason: string | null,
): Decision<SupervisionItem> {
  if (into.id === item.id || closedStates.includes(into.status) || into.ownerOrgId !== item.ownerOrgId) {
    throw guardFailed('item.merge', {
      en: 'Merge into another open item of the same supervising organisation.',
      zh: '只能并入同一督办单位的其他未销号事项。',
    });
  }
  if (by !== null && isAbove(item.secrecyLevel, into.secrecyLevel)) {
    throw guardFailed('item.merge', {
      en: 'A more closely kept item does not become part of a more open one.',
      zh: '密级较高的事项不得并入密级较低的事项。',
    });
  }
  return {
    changes: {
      status: to,
      stateReason: reason,
      mergedIntoId: into.id,
      mergedAt: at,
      idle: [{ from: at.toISOString(), to: null }],
    },
    events: partOf(item, into),
  };
}

/** What is merged into an item goes along when that one becomes part of another; its own state stays. */
export const goAlong = (item: SupervisionItem, into: SupervisionItem, at: Date): Decision<SupervisionItem> => ({
  changes: { mergedIntoId: into.id, mergedAt: at },
  events: partOf(item, into),
});

/** What it was part of was turned down: it asks for supervision by itself again. */
export const unmergeItem = (item: ItemDossier, { to }: Act<ItemState>): Decision<SupervisionItem> => ({
  changes: { status: to, stateReason: null, mergedIntoId: null, mergedAt: null, idle: [] },
  events: [itemProposed.create(item, { itemId: item.id, source: sourceOf(item) })],
});

/** The registered item from now on follows the sources of these as well. */
export const followed = (item: SupervisionItem, merged: readonly SupervisionItem[]): DomainEvent[] =>
  merged.flatMap((each) => {
    const source = sourceOf(each);
    return source === null ? [] : [sourceFollowed.create(item, { itemId: item.id, source })];
  });

const partOf = (item: SupervisionItem, into: SupervisionItem): DomainEvent[] => [
  itemMerged.create(item, { itemId: item.id, intoItemId: into.id, source: sourceOf(item) }),
  ...(into.registeredAt === null ? [] : followed(into, [item])),
];
