import { createOffice, officeEntities, officeMigrations, officeTopics } from '@chengqi/office-kernel';
import { defineService } from '@chengqi/service-kit';
import { createCalendarCommands } from './calendar/calendar.commands.ts';
import { calendarResolvers } from './calendar/calendar.resolvers.ts';
import { CalendarDayEntity, WorkCalendarEntity } from './calendar/work-calendar.entity.ts';
import { importResolvers } from './imports/imports.resolvers.ts';
import { createImports } from './imports/imports.ts';
import { createLoaders } from './loaders.ts';
import { migrations } from './migrations/index.ts';
import { OrgEntity } from './orgs/org.entity.ts';
import { createOrgCommands } from './orgs/orgs.commands.ts';
import { orgResolvers } from './orgs/orgs.resolvers.ts';
import { createClearanceCommands } from './people/clearance.commands.ts';
import { announceFounding } from './people/founding.commands.ts';
import { createPeopleCommands } from './people/people.commands.ts';
import { peopleResolvers } from './people/people.resolvers.ts';
import { PersonEntity, PostEntity } from './people/person.entity.ts';
import { createPhoneBook } from './people/phone.repository.ts';
import { createPosts } from './people/posts.commands.ts';
import { SiteEntity } from './sites/site.entity.ts';
import { createSiteCommands } from './sites/sites.commands.ts';
import { siteResolvers } from './sites/sites.resolvers.ts';
import { viewerResolvers } from './viewer/viewer.resolvers.ts';

export const directory = defineService({
  name: 'directory',
  entities: [...officeEntities, OrgEntity, PersonEntity, PostEntity, SiteEntity, WorkCalendarEntity, CalendarDayEntity],
  migrations: [...officeMigrations, ...migrations],
  consumesFrom: [...officeTopics],
  start(kit) {
    const office = createOffice(kit);
    const posts = createPosts(kit);
    const phones = createPhoneBook({ db: kit.db, office });
    const sites = createSiteCommands({ kit, office });
    const orgs = createOrgCommands({ kit, office, posts, sites });
    const people = createPeopleCommands({ kit, office, posts });
    const clearances = createClearanceCommands({ kit, office, posts, people });
    const calendars = createCalendarCommands({ kit, office });
    const imports = createImports({ kit, orgs, people, posts, sites, calendars });
    return {
      resolvers: [orgResolvers, peopleResolvers, siteResolvers, calendarResolvers, viewerResolvers, importResolvers],
      context: (request) => ({
        office,
        imports,
        db: kit.db,
        clock: kit.clock,
        loaders: createLoaders(request, kit.db, phones),
        orgs,
        people,
        clearances,
        sites,
        calendars,
      }),
      consumers: [...office.consumers],
      timers: [...office.timers],
      actorOf: office.actorOf,
      ready: async () => {
        await announceFounding({ kit, posts });
        await calendars.seed();
      },
    };
  },
});
