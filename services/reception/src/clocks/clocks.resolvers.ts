import type { Deadline } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';
import { deadlinesOf } from './case-deadlines.ts';
import type { CaseDeadlineRule } from './deadline-rules.ts';

const byEnd = (a: Deadline, b: Deadline): number => a.dueAt.getTime() - b.dueAt.getTime();

export const clockResolvers = {
  ServiceCase: {
    async deadlines(found, { asOf }, { kit, office, loaders }) {
      const limits = deadlinesOf(await office.calendar.days(), found, asOf ?? kit.clock.now());
      const first = await loaders.originalEnds.load(found.id);
      return limits
        .map((limit) => ({ ...limit, originalDueAt: first?.get(limit.rule.rule) ?? limit.originalDueAt }))
        .toSorted(byEnd);
    },
  },
  CaseDeadline: {
    rule: ({ rule }) => rule.rule as CaseDeadlineRule,
    dueOn: ({ dueAt }, _, { office }) => office.calendar.lastDayOf(dueAt),
    originalDueOn: ({ originalDueAt }, _, { office }) => office.calendar.lastDayOf(originalDueAt),
    warnAt: ({ warnAt }) => [...warnAt],
    amount: ({ rule }) => rule.amount,
    unit: ({ rule }) => rule.unit,
    basis: ({ rule }) => rule.basis,
    basisText: ({ rule }) => rule.basisText,
  },
} satisfies Resolvers;
