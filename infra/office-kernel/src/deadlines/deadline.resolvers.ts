import type { WorkingCalendar } from '../working-calendar.ts';
import type { StoredDeadline } from './deadline.entity.ts';

interface Context {
  readonly office: { readonly calendar: Pick<WorkingCalendar, 'lastDayOf'> };
}

/** `Deadline` of the contract, alike in every service that lists its limits. */
export const deadlineResolvers = {
  Deadline: {
    partId: ({ part }: StoredDeadline) => part || null,
    dueOn: ({ dueAt }: StoredDeadline, _: unknown, { office }: Context) => office.calendar.lastDayOf(dueAt),
    originalDueOn: ({ originalDueAt }: StoredDeadline, _: unknown, { office }: Context) =>
      office.calendar.lastDayOf(originalDueAt),
    warnAt: ({ warnAt }: StoredDeadline) => warnAt.map((at) => new Date(at)),
  },
};
