import { connection, reference } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { inboxQuery, narrowInbox } from './work.repository.ts';
import { lightOf, subjectOf } from './work.ts';
import { workActions } from './work-actions.ts';

const nearestFirst = { alias: 'w', orderBy: { column: 'w.dueOrder', direction: 'ASC' } } as const;

export const workResolvers = {
  Person: {
    __resolveReference: (known) => known,
    work: ({ id }, { kinds, due, dueOn, ...page }, { kit, office, viewer }) => {
      if (viewer.kind !== 'person' || viewer.personId !== id) return null;
      const query = inboxQuery(kit.db.read, viewer, office.orgs.tree, kit.clock.now().getTime());
      return connection(
        narrowInbox(query, { kinds, due, dueOn: dueOn && office.calendar.endsOn(dueOn) }),
        page,
        nearestFirst,
      );
    },
  },
  WorkItem: {
    kind: ({ action }) => workActions[action].kind,
    subject: subjectOf,
    waitingSince: ({ waitingSince }) => new Date(waitingSince),
    dueAt: ({ dueAt }) => (dueAt === null ? null : new Date(dueAt)),
    dueOn: ({ dueAt }, _, { office: { calendar } }) => {
      const end = dueAt === null ? null : new Date(dueAt);
      const wholeDays = end !== null && calendar.startOf(calendar.dayOf(end)).getTime() === end.getTime();
      return wholeDays ? calendar.lastDayOf(end) : null;
    },
    light: (task, _, { kit }) => lightOf(task, kit.clock.now().getTime()),
    org: ({ orgId }) => reference('Org', orgId),
  },
} satisfies Resolvers;
