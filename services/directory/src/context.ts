import type { Office } from '@chengqi/office-kernel';
import type { Clock, Database, Request } from '@chengqi/service-kit';
import type { CalendarCommands } from './calendar/calendar.commands.ts';
import type { Imports } from './imports/imports.ts';
import type { Loaders } from './loaders.ts';
import type { OrgCommands } from './orgs/orgs.commands.ts';
import type { ClearanceCommands } from './people/clearance.commands.ts';
import type { PeopleCommands } from './people/people.commands.ts';
import type { SiteCommands } from './sites/sites.commands.ts';

/** What a resolver may see beside the request. */
export interface DirectoryContext {
  readonly office: Office;
  readonly imports: Imports;
  readonly db: Database;
  readonly clock: Clock;
  readonly loaders: Loaders;
  readonly orgs: OrgCommands;
  readonly people: PeopleCommands;
  readonly clearances: ClearanceCommands;
  readonly sites: SiteCommands;
  readonly calendars: CalendarCommands;
}

export type Context = Request & DirectoryContext;
