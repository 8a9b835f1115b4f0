import type { SecrecyLevel } from '@chengqi/schemas';
import type { Viewer } from '@chengqi/service-kit';
import type { CalendarDay, WorkCalendar } from './calendar/work-calendar.ts';
import type { Delegation } from './delegations/delegation.ts';
import type { Org } from './orgs/org.ts';
import type { Person, PersonCount, Post } from './people/person.ts';
import type { Site } from './sites/site.ts';
import type { ViewerClaims } from './viewer/claims.repository.ts';

/** What a resolver receives as its parent; codegen reads the names. */
export type OrgParent = Org;
export type PersonParent = Person;
export type PersonCountParent = PersonCount;
export type PostParent = Post;
export type DelegationParent = Delegation;
export type SiteParent = Site;
export type WorkCalendarParent = WorkCalendar;
export type CalendarDayParent = CalendarDay;
export type ClearanceParent = { secrecyLevel: SecrecyLevel; validTo: string | null; inForce: boolean };
export type ProposedClearanceParent = {
  secrecyLevel: SecrecyLevel;
  validTo: string | null;
  proposedById: string | null;
};
export type ViewerParent = Viewer;
export type ViewerRoleParent = {
  role: string;
  orgId: string | null;
  scopeOrgId: string | null;
  onBehalfOfId: string | null;
};
export type ViewerClaimsParent = ViewerClaims;
