import { type Deadline, deadlineList, type Foundation, deadlineResolvers as shared } from '@chengqi/office-kernel';
import type { Viewer } from '@chengqi/service-kit';
import { readableByCase } from '../cases/accusation.repository.ts';
import { caseAccess } from '../cases/case.workflow.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { deadlinesOf } from './case-deadlines.ts';
import type { CaseDeadlineRule } from './deadline-rules.ts';

const byEnd = (a: Deadline, b: Deadline): number => a.dueAt.getTime() - b.dueAt.getTime();

/** The limits of cases by both rules of a case, of which that for accusations asks the case itself. */
const casesOf = ({ office }: Foundation) =>
  [
    'cas_',
    {
      roles: caseAccess.roles,
      also: (viewer: Viewer, { alias }: { readonly alias: string }) =>
        readableByCase(viewer, office.orgs.tree, `${alias}.subject_id`),
    },
  ] as const;

export const clockResolvers = {
  ...shared,
  Query: {
    receptionDeadlines: (parent, given, context) => deadlineList(casesOf(context))(parent, given, context),
  },
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
