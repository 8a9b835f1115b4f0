import type { Office } from '@chengqi/office-kernel';
import type { Actor, Request } from '@chengqi/service-kit';

/** The actor as SUP-3 asks it: who sits in a division of a unit belongs to the unit. */
export const staffOf = ({ orgs }: Office, { actor, viewer }: Request): Actor => ({
  ...actor,
  belongsTo: (unitId) => viewer.posts.some(({ orgId }) => orgId !== null && orgs.tree.lineOf(orgId).includes(unitId)),
});
