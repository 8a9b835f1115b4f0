/** A shift of a duty room, as security published it. */
export interface ShiftReplica {
  readonly id: string;
  readonly ownerOrgId: string;
  readonly startAt: Date;
  readonly endAt: Date;
  /** Who leads it; null where it was published before leaders were kept here. */
  readonly leaderId: string | null;
  /** The line of the duty room on the roster sheet. */
  readonly line: string | null;
}

/** An organisation's line, as rosters last named it. */
export interface PhoneLine {
  readonly lineNo: string;
  readonly orgId: string;
  readonly namedAt: Date;
}

export interface Placement {
  readonly shiftId: string | null;
  /** Null when nothing known tells whose line it is. */
  readonly ownerOrgId: string | null;
}

/** How far beside a shift an unshifted call still counts as that duty room's. */
export const neighbourhood = 24 * 3_600_000;

/**
 * The shift that answers for a ring: of those on duty the one with that line, else of the organisation that has the
 * line, else of the only duty room. Where several rooms are on duty and none has the line, there is none.
 */
export function placeRing(
  { lineNo, ringAt }: { readonly lineNo: string; readonly ringAt: Date },
  shifts: readonly ShiftReplica[],
  homeOrgId: string | null,
): Placement {
  const covering = shifts.filter(({ startAt, endAt }) => startAt <= ringAt && ringAt < endAt);
  const named = covering.filter(({ line }) => line === lineNo);
  const shift = newest(named.length > 0 ? named : covering.filter(ofHome(homeOrgId)));
  return { shiftId: shift?.id ?? null, ownerOrgId: shift?.ownerOrgId ?? homeOrgId ?? soleOwner(near(shifts, ringAt)) };
}

const ofHome =
  (homeOrgId: string | null) =>
  ({ ownerOrgId }: ShiftReplica): boolean =>
    homeOrgId === null || ownerOrgId === homeOrgId;

const near = (shifts: readonly ShiftReplica[], at: Date): ShiftReplica[] =>
  shifts.filter(
    ({ startAt, endAt }) =>
      startAt.getTime() - neighbourhood <= at.getTime() && at.getTime() < endAt.getTime() + neighbourhood,
  );

function newest(shifts: readonly ShiftReplica[]): ShiftReplica | undefined {
  if (soleOwner(shifts) === null) return undefined;
  return shifts.toSorted((a, b) => b.startAt.getTime() - a.startAt.getTime() || (a.id < b.id ? -1 : 1))[0];
}

function soleOwner(shifts: readonly ShiftReplica[]): string | null {
  const [owner, other] = new Set(shifts.map(({ ownerOrgId }) => ownerOrgId));
  return other === undefined ? (owner ?? null) : null;
}
