import type { SupervisionItemOrder, SupervisionItemState, SupervisionLight, WorkKind } from '../generated/graphql.ts';

export const views = ['work', 'board', 'meeting'] as const;
/** What waits for the viewer; supervised items; meetings. */
export type View = (typeof views)[number];

/** Values as the page offers them, in this order. */
export const lights = ['RED', 'YELLOW', 'GREEN', 'NONE'] as const satisfies readonly SupervisionLight[];
export const orders = [
  'LIGHT_ASC',
  'DUE_ASC',
  'CREATED_DESC',
  'REGISTERED_DESC',
  'PROGRESS_ASC',
] as const satisfies readonly SupervisionItemOrder[];
export const itemStates = [
  'PROPOSED',
  'REGISTERED',
  'ASSIGNED',
  'IN_PROGRESS',
  'SUSPENDED',
  'VERIFYING',
  'COMPLETED',
  'STRUCK_OFF',
  'FILED',
  'REJECTED',
  'MERGED',
] as const satisfies readonly SupervisionItemState[];
export const workKinds = [
  'SUPERVISION',
  'COORDINATION',
  'HAZARD',
  'CALLBACK',
  'CASE',
  'RATING',
  'DUTY',
  'DOCUMENT',
  'ARCHIVE',
] as const satisfies readonly WorkKind[];

/** Where somebody is in the console; the address of the page is its only keeper. */
export interface Place {
  readonly view: View;
  /** The item or the meeting that is open; the view says which. */
  readonly id: string | null;
  /** Null is work of all kinds. */
  readonly kind: WorkKind | null;
  readonly light: SupervisionLight | null;
  readonly state: SupervisionItemState | null;
  /** Words to be found; at most as many characters as the graph reads. */
  readonly search: string;
  readonly order: SupervisionItemOrder;
}

const among = <T extends string>(values: readonly T[], text: string | null): T | null =>
  values.find((value) => value.toLowerCase() === text?.toLowerCase()) ?? null;

/** Reads an address; what it does not understand is as if it were not there. */
export function placeOf(search: string): Place {
  const given = new URLSearchParams(search);
  const id = given.get('id');
  return {
    view: among(views, given.get('view')) ?? 'work',
    id: id !== null && /^[a-z]+_[0-9a-z]{1,60}$/.test(id) ? id : null,
    kind: among(workKinds, given.get('kind')),
    light: among(lights, given.get('light')),
    state: among(itemStates, given.get('state')),
    search: [...(given.get('q') ?? '').trim()].slice(0, 50).join(''),
    order: among(orders, given.get('order')) ?? 'LIGHT_ASC',
  };
}

/** The address of a place, without what goes without saying; `placeOf` reads the same place from it. */
export function addressOf({ view, id, kind, light, state, search, order }: Place): string {
  const given = {
    view,
    id,
    kind: kind?.toLowerCase() ?? null,
    light: light?.toLowerCase() ?? null,
    state: state?.toLowerCase() ?? null,
    q: search === '' ? null : search,
    order: order === 'LIGHT_ASC' ? null : order.toLowerCase(),
  };
  const said = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null);
  return `?${new URLSearchParams(said)}`;
}

/** A view as somebody comes to it, with nothing chosen. */
export const startOf = (view: View): Place => placeOf(`?view=${view}`);
