import type { ServiceKit } from '@chengqi/service-kit';
import type { CalendarCommands } from '../calendar/calendar.commands.ts';
import { createCalendarImport } from '../calendar/calendar.import.ts';
import { createOrgImport } from '../orgs/org.import.ts';
import type { OrgCommands } from '../orgs/orgs.commands.ts';
import type { PeopleCommands } from '../people/people.commands.ts';
import { createPersonImport } from '../people/person.import.ts';
import type { Posts } from '../people/posts.commands.ts';
import { createSiteImport } from '../sites/site.import.ts';
import type { SiteCommands } from '../sites/sites.commands.ts';

interface Dependencies {
  readonly kit: ServiceKit;
  readonly orgs: OrgCommands;
  readonly people: PeopleCommands;
  readonly posts: Posts;
  readonly sites: SiteCommands;
  readonly calendars: CalendarCommands;
}

/** How each file of an export that belongs here is taken. */
export const createImports = (dependencies: Dependencies) => ({
  orgs: createOrgImport(dependencies),
  people: createPersonImport(dependencies),
  sites: createSiteImport(dependencies),
  calendar: createCalendarImport(dependencies),
});
