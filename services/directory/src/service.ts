import { createOffice, officeEntities, officeMigrations, officeTopics } from '@chengqi/office-kernel';
import { defineService } from '@chengqi/service-kit';
import { calendarResolvers } from './calendar/calendar.resolvers.ts';
import { CalendarDayEntity, WorkCalendarEntity } from './calendar/work-calendar.entity.ts';
import { createCommands } from './commands.ts';
import { DelegationEntity } from './delegations/delegation.entity.ts';
import { delegationResolvers } from './delegations/delegations.resolvers.ts';
import { importResolvers } from './imports/imports.resolvers.ts';
import { createLoaders } from './loaders.ts';
import { OrgEntity } from './orgs/org.entity.ts';
import { orgResolvers } from './orgs/orgs.resolvers.ts';
import { announceFounding } from './people/founding.commands.ts';
import { peopleResolvers } from './people/people.resolvers.ts';
import { PersonEntity, PostEntity } from './people/person.entity.ts';
import { personTexts } from './people/person.ts';
import { createPosts } from './people/posts.commands.ts';
import { SiteEntity } from './sites/site.entity.ts';
import { siteResolvers } from './sites/sites.resolvers.ts';
import { openSessions } from './viewer/sessions.commands.ts';
import { EndedSessionsEntity } from './viewer/sessions.entity.ts';
import { viewerResolvers } from './viewer/viewer.resolvers.ts';

export const directory = defineService({
  name: 'directory',
  entities: [
    ...officeEntities,
    OrgEntity,
    PersonEntity,
    PostEntity,
    DelegationEntity,
    SiteEntity,
    WorkCalendarEntity,
    CalendarDayEntity,
    EndedSessionsEntity,
  ],
  migrations: [...officeMigrations, new URL('./migrations/', import.meta.url)],
  consumesFrom: [...officeTopics],
  start(kit) {
    const foundation = { kit, office: createOffice(kit) };
    const { office } = foundation;
    office.search.keep(PersonEntity, personTexts);
    openSessions(foundation);
    const posts = createPosts(kit);
    const commands = createCommands(foundation, posts);
    return {
      resolvers: [
        orgResolvers,
        peopleResolvers,
        delegationResolvers,
        siteResolvers,
        calendarResolvers,
        viewerResolvers,
        importResolvers,
      ],
      context: (request) => ({ ...foundation, ...commands, loaders: createLoaders(request, foundation) }),
      consumers: office.consumers,
      timers: office.timers,
      actorOf: office.actorOf,
      ready: async () => {
        await announceFounding({ kit, posts });
        await commands.calendars.seed();
      },
    };
  },
});
