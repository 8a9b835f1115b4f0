import type { Foundation } from '@chengqi/office-kernel';
import { createCalendarCommands } from './calendar/calendar.commands.ts';
import { createDelegationCommands } from './delegations/delegations.commands.ts';
import { createImports } from './imports/imports.ts';
import { createOrgCommands } from './orgs/orgs.commands.ts';
import { createClearanceCommands } from './people/clearance.commands.ts';
import { createConfirmationCommands } from './people/confirmation.commands.ts';
import { createPeopleCommands } from './people/people.commands.ts';
import type { Posts } from './people/posts.commands.ts';
import { createSiteCommands } from './sites/sites.commands.ts';

export type Commands = ReturnType<typeof createCommands>;

/** The mutations of every slice. */
export function createCommands(foundation: Foundation, posts: Posts) {
  const sites = createSiteCommands(foundation);
  const orgs = createOrgCommands(foundation, posts, sites);
  const people = createPeopleCommands(foundation, posts);
  const calendars = createCalendarCommands(foundation);
  return {
    sites,
    orgs,
    people,
    calendars,
    confirmations: createConfirmationCommands(foundation, posts),
    clearances: createClearanceCommands(foundation, posts, people),
    delegations: createDelegationCommands(foundation),
    imports: createImports({ kit: foundation.kit, orgs, people, posts, sites, calendars }),
  };
}
