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
